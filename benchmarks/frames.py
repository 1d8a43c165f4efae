"""A million returns of 20 questions scored, against scripts written by hand and against what no
scoring can be faster than: Polars reading the file, and copying it.

    python benchmarks/frames.py                            10,000 to 1,000,000 rows
    python benchmarks/frames.py --rows 1000000 10000000 --times 2 --only "Polars copies" "auditkit score"
    python benchmarks/frames.py --untidy 0.001             one answer of a thousand typed otherwise

Every peer runs in a process of its own, in turns with the others; the least of its times counts.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from big_returns import write_returns, write_set
from by_hand import BY_HAND, FIGURES
from frame_peers import PEERS, SET
from measuring import environment, python

PEERS_SCRIPT = Path(__file__).with_name("frame_peers.py")
COPY, COUNT, COUNT_ANSWERS, COMMAND, SUMMARY = (
    "Polars copies",
    "Polars counts",
    "Polars counts answers",
    "auditkit score",
    "auditkit, summary",
)
# Rows above which a peer is left out, for it would take minutes or all the memory.
MOST = {
    "auditkit, rows": 100_000,
    "plain Python": 1_000_000,
    "pandas by hand": 1_000_000,
    "auditkit, pandas": 1_000_000,
    "auditkit, PyArrow": 1_000_000,
    "auditkit, Dask": 1_000_000,
    "auditkit, Spark": 1_000_000,
}


class Found:
    """What a peer took, over its runs: seconds, seconds of its processors, kilobytes."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.spent: list[float] = []
        self.memory: list[int] = []

    def line(self, name: str, rows: int, copy: Found | None) -> str:
        ratio = f"{self.least / copy.least:6.2f}" if copy else " " * 6
        each = f"{rows / self.least:12,.0f} rows/s {self.megabytes:7,.0f} MB"
        return f"  {name:22} {self.least:8.3f} s {min(self.spent):8.3f} s CPU {each} {ratio}"

    @property
    def megabytes(self) -> float:
        return max(self.memory) / 1024

    @property
    def least(self) -> float:
        return min(self.seconds)


def run(name: str, source: Path, target: Path) -> tuple[float, float, int]:
    """Seconds, processor seconds and peak kilobytes of one peer in a process of its own."""
    command = [python(), "-W", "ignore", str(PEERS_SCRIPT), name, str(source), str(target)]
    # What others wrote is on the disk before this one begins.
    os.sync()
    done = subprocess.run(command, check=False, capture_output=True, env=environment(), text=True)
    if done.returncode:
        sys.exit(f"{name}: {done.stderr}")
    seconds, spent, memory = json.loads(done.stdout.splitlines()[-1])
    return seconds, spent, memory


def clear(target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    target.unlink(missing_ok=True)


def verify(folder: Path, names: list[str]) -> None:
    """Every script written by hand gives the figures that auditkit gives."""
    for kind, source in write_returns(folder, 10_000).items():
        read = {}
        for name in dict.fromkeys(("auditkit, Polars", *names)):
            target = folder / f"verified.{kind}"
            run(name, source, target)
            read[name] = figures(target)
            clear(target)
        expected = read["auditkit, Polars"]
        for name, found in read.items():
            wrong = [one for one in zip(found, expected, strict=True) if one[0] != one[1]]
            if wrong:
                sys.exit(f"{name} ({kind}): {len(wrong)} rows differ, as {wrong[0]}")


def figures(path: Path) -> list[tuple]:
    """Score, rating and coverage of each case; numbers as numbers, whatever way they are written."""
    import polars

    pattern = path / "**" / f"*.{path.suffix[1:]}" if path.is_dir() else path
    if path.suffix == ".csv":
        table = polars.read_csv(pattern, infer_schema=False, columns=["case_ref", *FIGURES])
    else:
        table = polars.read_parquet(pattern, columns=["case_ref", *FIGURES])
    casts = {name: polars.Float64 for name in FIGURES if name != "rating"}
    rating = polars.col("rating").cast(polars.String).replace("", None)
    return table.with_columns(rating).cast(casts).sort("case_ref").rows()


def compare(kind: str, source: Path, rows: int, names: list[str], times: int) -> dict[str, Found]:
    found = {name: Found() for name in names}
    for _ in range(times):
        for name, one in found.items():
            target = source.with_name(f"written.{kind}")
            seconds, spent, memory = run(name, source, target)
            clear(target)
            one.seconds.append(seconds)
            one.spent.append(spent)
            one.memory.append(memory)
    print(f"\n{kind}, {rows:,} rows ({source.stat().st_size / 1e6:,.1f} MB); last, to the copy")
    for name, one in found.items():
        print(one.line(name, rows, found.get(COPY)))
    return found


def bounds(kind: str, rows: int, found: dict[str, Found]) -> None:
    """What must hold of a million rows, and of ten."""
    copied = 1.75 if rows > 1_000_000 and kind == "csv" else 1.6
    times_pandas = 7 if kind == "csv" else 4
    said = [
        at_most("to the copy", found, COMMAND, COPY, copied),
        at_most("a summary to reading and counting rows", found, SUMMARY, COUNT, 1.4),
        at_most("and to counting the same answers", found, SUMMARY, COUNT_ANSWERS, 1.4),
        at_least("pandas by hand to it", found, "pandas by hand", COMMAND, times_pandas),
        at_least("DuckDB SQL by hand to it", found, "DuckDB SQL by hand", COMMAND, 1.25),
    ]
    if COMMAND in found:
        memory = found[COMMAND].megabytes
        most = 600 if rows > 1_000_000 else 500
        said.append(f"{memory:.0f} MB at its peak (limit {most}: {word(memory < most)})")
    for one in filter(None, said):
        print(f"  {kind}, {rows:,} rows: {one}")


def at_most(what: str, found: dict[str, Found], ours: str, theirs: str, limit: float) -> str:
    if not {ours, theirs} <= found.keys():
        return ""
    ratio = found[ours].least / found[theirs].least
    spent = min(found[ours].spent) / min(found[theirs].spent)
    of_cpu = f"{spent:.2f} in CPU"
    return f"{what}: {ratio:.2f} times, {of_cpu} (limit {limit}: {word(ratio <= limit)})"


def at_least(what: str, found: dict[str, Found], theirs: str, ours: str, limit: float) -> str:
    if not {ours, theirs} <= found.keys():
        return ""
    ratio = found[theirs].least / found[ours].least
    return f"{what}: {ratio:.2f} times (at least {limit}: {word(ratio >= limit)})"


def word(holds: bool) -> str:
    return "holds" if holds else "DOES NOT HOLD"


def growth(grown: dict[str, dict[int, Found]]) -> None:
    """How time and memory grow with the rows; from a million on memory must not."""
    print("\nSeconds and MB as rows grow")
    for name, by_rows in grown.items():
        parts = [
            f"{rows:,}: {one.least:.3f} s, {one.megabytes:,.0f} MB" for rows, one in by_rows.items()
        ]
        print(f"  {name:28} {'; '.join(parts)}")
        if name.startswith(f"{COMMAND},") and {1_000_000, 10_000_000} <= by_rows.keys():
            ratio = by_rows[10_000_000].megabytes / by_rows[1_000_000].megabytes
            print(
                f"    memory of ten million rows: {ratio:.2f} times (limit 1.2: {word(ratio <= 1.2)})"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument(
        "--kinds", nargs="+", choices=["csv", "parquet"], default=["csv", "parquet"]
    )
    parser.add_argument("--untidy", type=float, default=0.0)
    parser.add_argument("--folder", help="where there is room; 10,000,000 rows need 10 GB")
    told = parser.parse_args()
    names = [name for name in PEERS if name in told.only]
    if told.untidy:
        # These take every text as it stands.
        names = [name for name in names if name not in {*BY_HAND, COUNT_ANSWERS}]
    grown: dict[str, dict[int, Found]] = {}
    with tempfile.TemporaryDirectory(dir=told.folder) as place:
        folder = Path(place)
        write_set(folder / SET)
        verify(folder, [name for name in names if name in BY_HAND])
        for rows in told.rows:
            paths = write_returns(folder, rows, told.untidy)
            for kind in told.kinds:
                able = [name for name in names if rows <= MOST.get(name, rows)]
                found = compare(kind, paths[kind], rows, able, told.times)
                bounds(kind, rows, found)
                for name, one in found.items():
                    grown.setdefault(f"{name}, {kind}", {})[rows] = one
            for path in paths.values():
                path.unlink()
    if len(told.rows) > 1:
        growth(grown)


if __name__ == "__main__":
    main()
