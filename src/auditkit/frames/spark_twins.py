"""Cases that are there twice among the rows of a cluster: found and settled where they lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import pyarrow
from pyspark.sql.functions import col, lit
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from auditkit.frames import of_spark
from auditkit.frames.duplicates import folded_keys
from auditkit.frames.kernel import Kernel, fact_at, kernel_of
from auditkit.frames.lake import OTHER, STANDING, file_path
from auditkit.frames.twins import Sent, submitted
from auditkit.frozen import changed
from auditkit.matching.duplicates import LATEST, others

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from auditkit.frames.recipe import Recipe

_KEY = "key"
_KEYED = pyarrow.schema(
    [(_KEY, pyarrow.string()), ("case_ref", pyarrow.string()), ("audit_date", pyarrow.date32())]
)


def settled(frame: DataFrame, recipe: Recipe, policy: str) -> DataFrame:
    """The rows; where a case is there twice, with the columns that say which do not stand, by the
    policy, and because of which other row.

    Only facts are read to find out. Rows are shuffled where their case is there twice, and no
    others are.
    """
    kernel = kernel_of(_of_facts(recipe))
    width = len(recipe.table.headings)
    repeated = _repeated(frame, kernel, width).persist()
    if repeated.isEmpty():
        repeated.unpersist()
        return frame
    keyed = _keyed(frame, kernel, width)
    once = keyed.join(repeated, _KEY, "left_anti").drop(*_KEYED.names)
    for one in from_arrow_schema(OTHER):
        once = once.withColumn(one.name, lit(None).cast(one.dataType))
    return once.union(_resolved(keyed.join(repeated, _KEY, "left_semi"), recipe, policy))


def _of_facts(recipe: Recipe) -> Recipe:
    """The recipe of a kernel that reads nothing but facts about the audit."""
    columns = changed(recipe.columns, answers={}, comments={}, case={})
    return changed(recipe, columns=columns, is_brief=True)


def _repeated(frame: DataFrame, kernel: Kernel, width: int) -> DataFrame:
    """The keys of cases that are there more than once."""
    # Engines do not read what nobody asks for.
    asked = [
        col(str(index)) if index in kernel.used else lit(None).cast("string").alias(str(index))
        for index in range(width)
    ]

    def keys(batch: pyarrow.RecordBatch) -> Iterator[pyarrow.RecordBatch]:
        if batch.num_rows:
            found = folded_keys(kernel.scored(batch).columns)
            yield pyarrow.RecordBatch.from_arrays([found], [_KEY])

    found = of_spark.by_batches(frame.select(*asked), keys, pyarrow.schema([_KEYED.field(_KEY)]))
    return found.dropna().groupBy(_KEY).count().filter("count > 1").select(_KEY)


def _keyed(frame: DataFrame, kernel: Kernel, width: int) -> DataFrame:
    """The rows with what tells their cases from others, and how new they are."""

    def keyed(batch: pyarrow.RecordBatch) -> Iterator[pyarrow.RecordBatch]:
        if batch.num_rows:
            scored = kernel.scored(batch.select(list(range(width))))
            dates = scored.read.facts.get("audit_date")
            told = range(batch.num_rows)
            columns = [
                folded_keys(scored.columns),
                [fact_at(scored.columns["case_ref"], row) for row in told],
                [None if dates is None else fact_at(dates, row) for row in told],
            ]
            for field, column in zip(_KEYED, columns, strict=True):
                batch = batch.append_column(field, pyarrow.array(column, field.type))
            yield batch

    return of_spark.by_batches(frame, keyed, _with(frame, _KEYED))


def _resolved(twins: DataFrame, recipe: Recipe, policy: str) -> DataFrame:
    """Rows of cases that are there more than once, each with the other that it does not stand
    because of.
    """
    kept = [name for name in twins.columns if name not in _KEYED.names]

    def resolved(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in _whole_groups(batches):
            rows = batch.select(kept)
            found = _others(batch, rows, recipe, policy)
            columns = [
                batch["case_ref"].to_pylist(),
                [one and one[0] for one in found],
                [one and one[1] for one in found],
            ]
            for field, column in zip(OTHER, columns, strict=True):
                rows = rows.append_column(field, pyarrow.array(column, field.type))
            yield rows

    together = twins.repartition(_KEY).sortWithinPartitions(_KEY)
    return of_spark.by_parts(together, resolved, _with(twins.select(*kept), OTHER))


def _with(frame: DataFrame, more: pyarrow.Schema) -> StructType:
    """The columns of a frame, and more. In Spark's terms, for Arrow's have no room for moments."""
    return StructType([*frame.schema.fields, *from_arrow_schema(more).fields])


def _whole_groups(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """The same rows, which are in the order of their keys, in batches that end where a key does."""
    left: list[pyarrow.RecordBatch] = []
    for batch in batches:
        rows = pyarrow.Table.from_batches([*left, batch]).combine_chunks().to_batches()[0]
        start = rows[_KEY].index(rows[_KEY][-1]).as_py()
        if start:
            yield rows.slice(0, start)
        left = [rows.slice(start)]
    yield from left


def _others(
    batch: pyarrow.RecordBatch, rows: pyarrow.RecordBatch, recipe: Recipe, policy: str
) -> list[tuple[str, int] | None]:
    """Where the other is that a row does not stand because of; None where it stands."""
    standing = [
        (file_path(file), block, row)
        for file, block, row in zip(
            *(batch[name].to_pylist() for name in STANDING.names), strict=True
        )
    ]
    dates = batch["audit_date"].to_pylist()
    keys = batch[_KEY].to_pylist()
    found: list[tuple[str, int] | None] = [None] * len(keys)
    for _, group in groupby(range(len(keys)), keys.__getitem__):
        order = sorted(group, key=standing.__getitem__)
        alike = [
            Sent(submitted(recipe, rows, row) if policy == LATEST else None, dates[row])
            for row in order
        ]
        for at, other in others(alike, policy):
            file, _, row = standing[order[other]]
            found[order[at]] = file, row
    return found
