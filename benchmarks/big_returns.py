"""Returns by the million, made by a fixed seed, and the question set that they answer."""

from __future__ import annotations

from pathlib import Path

import numpy
import polars
from sets import names_of, set_text

QUESTIONS = 20
NAMES = names_of(QUESTIONS)
WEIGHTS = {name: 2 if index % 3 == 0 else 1 for index, name in enumerate(NAMES)}
REVERSED = ("missed_prevention",)
SECTIONS = {f"section_{number}": NAMES[number * 10 :][:10] for number in range(QUESTIONS // 10)}
# In half points, as everything in the set is a multiple of them.
HALVES = {"Yes": 2, "Partly": 1, "No": 0}
LABELS = [*HALVES, "Not applicable", None]
SHARES = (0.60, 0.15, 0.14, 0.10, 0.01)
OTHERWISE = ["yes", "In part", " No", "Not  applicable", None]
SERVICES = [
    "Older People",
    "Mental Health",
    "Learning Disability",
    "Physical Disability",
    "Sensory Support",
    "Autism",
    "Carers",
    "Preparing for Adulthood",
]
CHUNK = 250_000


def write_set(path: Path) -> None:
    """Twenty weighted questions in two sections, one of them reversed; bands and a limit."""
    text = set_text(QUESTIONS).replace("No, or not evidenced on the file", "No")
    lines = [line for line in text.splitlines() if "comment_required" not in line]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def write_returns(folder: Path, rows: int, untidy: float = 0.0) -> dict[str, Path]:
    """The same returns as CSV and as Parquet; a share of the answers written in other ways than
    their labels.
    """
    paths = {kind: folder / f"returns-{rows}.{kind}" for kind in ("csv", "parquet")}
    chance = numpy.random.default_rng(20260413)
    with paths["csv"].open("wb") as stream:
        for start in range(0, rows, CHUNK):
            chunk = returns(chance, start, min(CHUNK, rows - start), untidy)
            chunk.write_csv(stream, include_header=start == 0)
    texts = polars.scan_csv(paths["csv"], infer_schema=False)
    texts.sink_parquet(paths["parquet"])
    return paths


def returns(
    chance: numpy.random.Generator, start: int, rows: int, untidy: float
) -> polars.DataFrame:
    def drawn(texts: list[str | None], shares: tuple[float, ...] | None = None) -> polars.Series:
        codes = chance.choice(len(texts), size=rows, p=shares)
        return polars.Series(texts, dtype=polars.String).gather(codes)

    months = [f"2026-{month:02}" for month in range(1, 13)]
    columns = {
        "case_ref": polars.Series([f"CASE-{number:08}" for number in range(start, start + rows)]),
        "service": drawn(SERVICES),
        "stage": polars.repeat("first", rows, eager=True),
        "period": drawn(months),
        "case.review_type": drawn(["planned", "unplanned"]),
    }
    for name in NAMES:
        codes = chance.choice(len(LABELS), size=rows, p=SHARES)
        if untidy:
            codes += len(LABELS) * (chance.random(rows) < untidy)
        texts = polars.Series([*LABELS, *OTHERWISE], dtype=polars.String)
        columns[name] = texts.gather(codes)
    return polars.DataFrame(columns)
