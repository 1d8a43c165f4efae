"""Polars frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars

from auditkit.frames import of_arrow
from auditkit.frames.cells import cell_text

if TYPE_CHECKING:
    from auditkit.frames.kernel import Kernel

_TEXTS = (polars.String, polars.Categorical, polars.Enum)
_NOT_IN_ARROW = ("Int128", "UInt128")


def headings(frame: polars.DataFrame) -> list[str]:
    return frame.columns


def texts(frame: polars.DataFrame, index: int, pattern: str) -> list[str]:
    return matching(frame.lazy(), index, pattern)


def scored(frame: polars.DataFrame, kernel: Kernel) -> polars.DataFrame:
    columns = (
        _for_arrow(column) if index in kernel.used else polars.lit(None).alias(column.name)
        for index, column in enumerate(frame.iter_columns())
    )
    table = frame.with_columns(columns).to_arrow()
    return frame.with_columns(polars.DataFrame(of_arrow.cards(table, kernel)))


def _for_arrow(column: polars.Series) -> polars.Series:
    """A column; things of several kinds, and numbers that Arrow does not have, as texts."""
    if column.dtype == polars.Object:
        return polars.Series(column.name, map(cell_text, column), polars.String)
    return column.cast(polars.String) if str(column.dtype) in _NOT_IN_ARROW else column


def matching(frame: polars.LazyFrame, index: int, pattern: str) -> list[str]:
    """The distinct texts of a column that match; none of a column of another type."""
    name, kind = list(frame.collect_schema().items())[index]
    if not isinstance(kind, _TEXTS):
        return []
    text = polars.col(name).cast(polars.String)
    return frame.select(text).filter(text.str.contains(pattern)).unique().collect()[name].to_list()
