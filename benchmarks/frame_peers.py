"""Everything that `frames.py` sets side by side.

    python benchmarks/frame_peers.py PEER INPUT OUTPUT

runs one of them, and prints its seconds, those of its processors, both without its imports, and
its peak memory in kilobytes; for Spark, those of its Python alone.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from big_returns import LABELS, NAMES
from by_hand import BY_HAND, by_duckdb, by_pandas, by_plain_python, polars_into, polars_of

SET = "set.yaml"


def read(source: Path, _: Path) -> None:
    """Polars reads the file whole."""
    import polars

    polars.read_csv(source) if source.suffix == ".csv" else polars.read_parquet(source)


def count(source: Path, target: Path) -> None:
    """Polars reads every column as it streams, and counts what is there."""
    import polars

    polars_of(source).select(polars.all().count()).collect(engine="streaming").write_csv(target)


def count_answers(source: Path, target: Path) -> None:
    """Polars counts what a summary does but ratings: each answer, by service, stage and period;
    in the quickest way found, for which the labels must be known, and typed as they are.
    """
    import polars

    by = ["service", "stage", "period"]
    counts = [
        (polars.col(name).eq_missing(polars.lit(label))).sum().alias(f"{name}: {label}")
        for name in NAMES
        for label in LABELS
    ]
    counted = polars_of(source).group_by(by).agg(counts)
    counted.collect(engine="streaming").write_csv(target)


def copy(source: Path, target: Path) -> None:
    """Polars copies the file to the same format, as it streams."""
    polars_into(polars_of(source), target)


def auditkit_polars(source: Path, target: Path) -> None:
    from auditkit.frames import score_frame

    polars_into(score_frame(polars_of(source), question_set()), target)


def auditkit_pandas(source: Path, target: Path) -> None:
    import pandas

    from auditkit.frames import score_frame

    if source.suffix == ".csv":
        table = pandas.read_csv(source, dtype=str, keep_default_na=False)
        score_frame(table, question_set()).to_csv(target, index=False)
    else:
        score_frame(pandas.read_parquet(source), question_set()).to_parquet(target, index=False)


def auditkit_pyarrow(source: Path, target: Path) -> None:
    from pyarrow import csv as arrow_csv
    from pyarrow import dataset, parquet

    from auditkit.frames import score_frame

    kind = source.suffix[1:]
    table = score_frame(dataset.dataset(source, format=kind).to_table(), question_set())
    write = arrow_csv.write_csv if kind == "csv" else parquet.write_table
    write(table, target)


def auditkit_duckdb(source: Path, target: Path) -> None:
    import duckdb

    from auditkit.frames import score_frame

    if source.suffix == ".csv":
        score_frame(duckdb.read_csv(source, all_varchar=True), question_set()).to_csv(str(target))
    else:
        score_frame(duckdb.read_parquet(str(source)), question_set()).to_parquet(str(target))


def auditkit_dask(source: Path, target: Path) -> None:
    """A folder of files, one a partition."""
    from dask import dataframe

    from auditkit.frames import score_frame

    if source.suffix == ".csv":
        table = dataframe.read_csv(source, dtype=str, keep_default_na=False)
        score_frame(table, question_set()).to_csv(str(target / "*.csv"), index=False)
    else:
        score_frame(dataframe.read_parquet(source), question_set()).to_parquet(target)


def auditkit_spark(source: Path, target: Path) -> None:
    """A folder of files; the start of Spark is among its seconds."""
    from pyspark.sql import SparkSession

    from auditkit.frames import score_frame

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    with session.getOrCreate() as spark:
        if source.suffix == ".csv":
            table = spark.read.csv(str(source), header=True)
            score_frame(table, question_set()).write.csv(str(target), header=True)
        else:
            table = spark.read.parquet(str(source))
            score_frame(table, question_set()).write.parquet(str(target))


def auditkit_command(source: Path, target: Path) -> None:
    run_command(source, "-o", target)


def auditkit_rows(source: Path, target: Path) -> None:
    run_command(source, "-o", target, "--engine", "rows")


def auditkit_summary(source: Path, target: Path) -> None:
    run_command(source, "--summary", "-o", target.with_suffix(".csv"), "--force")


def run_command(source: Path, *options: object) -> None:
    from auditkit.__main__ import seldom_look_for_cycles
    from auditkit.cli import main

    seldom_look_for_cycles()
    words = ["score", source, "--set", source.with_name(SET), *options]
    assert main(list(map(str, words))) == 0


def question_set():
    from auditkit import AuditKit

    path = Path(sys.argv[2]).with_name(SET)
    return AuditKit(discover=False).load(path)


LIMITS: dict[str, Callable[[Path, Path], None]] = {
    "Polars reads": read,
    "Polars counts": count,
    "Polars counts answers": count_answers,
    "Polars copies": copy,
}
AUDITKIT: dict[str, Callable[[Path, Path], None]] = {
    "auditkit score": auditkit_command,
    "auditkit, Polars": auditkit_polars,
    "auditkit, pandas": auditkit_pandas,
    "auditkit, PyArrow": auditkit_pyarrow,
    "auditkit, DuckDB": auditkit_duckdb,
    "auditkit, Dask": auditkit_dask,
    "auditkit, Spark": auditkit_spark,
    "auditkit, rows": auditkit_rows,
    "auditkit, summary": auditkit_summary,
}
PEERS = {**LIMITS, **AUDITKIT, **BY_HAND}
NEEDS = {
    by_duckdb: ("duckdb",),
    by_pandas: ("pandas", "pyarrow"),
    by_plain_python: ("pyarrow.parquet",),
    auditkit_pandas: ("pandas",),
    auditkit_pyarrow: ("pyarrow.csv", "pyarrow.dataset"),
    auditkit_duckdb: ("duckdb",),
    auditkit_dask: ("dask.dataframe",),
    auditkit_spark: ("pyspark.sql",),
}


def main() -> None:
    name, source, target = sys.argv[1:]
    peer = PEERS[name]
    needed = NEEDS.get(peer, ("polars",))
    ours = ("auditkit.frames", "auditkit.cli.score", "auditkit.cli.bulk")
    for one in (*needed, *ours) if peer in AUDITKIT.values() else needed:
        importlib.import_module(one)
    start, spent = time.perf_counter(), time.process_time()
    peer(Path(source), Path(target))
    taken = [time.perf_counter() - start, time.process_time() - spent]
    print(json.dumps([*taken, peak_memory()]))


def peak_memory() -> int:
    """Kilobytes. What `resource` tells begins with the peak of the process that started this."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
