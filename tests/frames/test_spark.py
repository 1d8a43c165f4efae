"""Spark, as a cluster of two workers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow
import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")


def test_both_workers_run_python(spark: SparkSession):
    def process(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            numbers = pyarrow.array([os.getppid()] * batch.num_rows)
            yield pyarrow.RecordBatch.from_arrays([numbers], ["process"])

    rows = spark.range(0, 100, numPartitions=8).mapInArrow(process, "process long").collect()
    assert len({row.process for row in rows}) == 2
