"""PySpark frames: each worker gets the kernel and scores its own batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from auditkit.frames import of_arrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyspark.sql import DataFrame

    from auditkit.frames.kernel import Kernel


def headings(frame: DataFrame) -> list[str]:
    return list(frame.columns)


def texts(frame: DataFrame, name: str, pattern: str) -> list[str]:
    column = frame[f"`{name}`"]
    if dict(frame.dtypes)[name] != "string":
        return []
    return [
        text for (text,) in frame.select(column).filter(column.rlike(pattern)).distinct().collect()
    ]


def scored(frame: DataFrame, kernel: Kernel) -> DataFrame:
    names = list(frame.columns)

    def score(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield of_arrow.joined(batch.rename_columns(names), kernel)

    schema = of_arrow.joined_schema(to_arrow_schema(frame.schema), kernel)
    # By its own name Spark would take the column ``case.review_type`` for a field of ``case``.
    numbered = frame.toDF(*map(str, range(len(names))))
    return numbered.mapInArrow(score, from_arrow_schema(schema))
