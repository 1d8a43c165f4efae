"""Spark: a cluster of two workers, and what one worker gives."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow
import pytest
from hypothesis import given, settings
from random_returns import Returns, returns, write_lake
from random_sets import many

from auditkit.frames import score_frame

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")
SCRIPT = Path(__file__).parents[2] / "examples" / "score_on_spark.py"
EXAMPLES = int(os.environ.get("AUDITKIT_EXAMPLES", "4"))


def test_both_workers_run_python(spark: SparkSession):
    def process(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            numbers = pyarrow.array([os.getppid()] * batch.num_rows)
            yield pyarrow.RecordBatch.from_arrays([numbers], ["process"])

    rows = spark.range(0, 100, numPartitions=8).mapInArrow(process, "process long").collect()
    assert len({row.process for row in rows}) == 2


def test_a_cluster_gives_what_the_rows_give(spark: SparkSession):
    @settings(many, max_examples=EXAMPLES)
    @given(returns())
    def check(made: Returns) -> None:
        frame = spark.createDataFrame(made.table).repartitionByRange(4, "case_ref")
        scored = score_frame(frame, made.set, kit=made.kit).toArrow().sort_by("case_ref")
        expected = made.one_by_one()
        assert scored.select(expected.column_names).cast(expected.schema).equals(expected)

    check()


def test_one_worker_writes_the_same_bytes_as_two(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write_lake(tmp_path / "returns")
    words = [str(SCRIPT), str(tmp_path / "returns"), "managing-cost-of-care"]
    monkeypatch.setattr(sys, "argv", [*words, str(tmp_path / "two")])
    runpy.run_path(str(SCRIPT))
    alone = {**os.environ, "PYSPARK_SUBMIT_ARGS": "--master local[1] pyspark-shell"}
    subprocess.run(
        [sys.executable, *words, str(tmp_path / "one")], env=alone, check=True, capture_output=True
    )
    assert len(parts(tmp_path / "two")) == 12
    assert parts(tmp_path / "one") == parts(tmp_path / "two")


def parts(folder: Path) -> dict[str, bytes]:
    """The bytes of each partition, whose files are named at random. The footer is left out: it
    lists encodings in an order that is every JVM's own.
    """
    found = {path.parent.name: path.read_bytes() for path in folder.glob("*/*.parquet")}
    return {
        name: read[: -8 - int.from_bytes(read[-8:-4], "little")] for name, read in found.items()
    }
