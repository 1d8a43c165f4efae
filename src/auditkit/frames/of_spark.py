"""PySpark frames: each worker gets the kernel and scores its own batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from auditkit.frames import of_arrow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyspark.sql import DataFrame

    from auditkit.frames.kernel import Kernel


def headings(frame: DataFrame) -> list[str]:
    return list(frame.columns)


def texts(frame: DataFrame, index: int, pattern: str) -> list[str]:
    _, kind = frame.dtypes[index]
    if not kind.startswith(("string", "varchar", "char")):
        return []
    numbered = _numbered(frame)
    column = numbered[str(index)]
    there = numbered.select(column).filter(column.rlike(pattern)).distinct()
    return [text for (text,) in there.collect()]


def scored(frame: DataFrame, kernel: Kernel) -> DataFrame:
    fields = list(frame.schema.fields)
    places = {field.name.lower(): index for index, field in enumerate(fields)}
    for field in from_arrow_schema(kernel.schema).fields:
        index = places.get(field.name.lower(), len(fields))
        fields[index : index + 1] = [field]

    def work(batch: pyarrow.RecordBatch) -> Iterator[pyarrow.RecordBatch]:
        yield of_arrow.joined(batch, kernel, str.lower)

    return by_batches(frame, work, StructType(fields))


def by_batches(
    frame: DataFrame,
    work: Callable[[pyarrow.RecordBatch], Iterable[pyarrow.RecordBatch]],
    schema: pyarrow.Schema | StructType,
) -> DataFrame:
    """What comes of each batch of a frame, on whatever worker; its columns are those of the
    schema.
    """

    def worked(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield from work(batch)

    return by_parts(frame, worked, schema)


def by_parts(
    frame: DataFrame,
    work: Callable[[Iterable[pyarrow.RecordBatch]], Iterable[pyarrow.RecordBatch]],
    schema: pyarrow.Schema | StructType,
) -> DataFrame:
    """The same of each part of a frame, of which one worker gets all batches in their order."""
    names = list(frame.columns)
    wanted = schema if isinstance(schema, StructType) else from_arrow_schema(schema)

    def worked(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        yield from work(batch.rename_columns(names) for batch in batches)

    return _numbered(frame).mapInArrow(worked, wanted)


def _numbered(frame: DataFrame) -> DataFrame:
    """A frame whose columns are called by their numbers: by its own name Spark would take the
    column ``case.review_type`` for a field of ``case``.
    """
    return frame.toDF(*map(str, range(len(frame.columns))))
