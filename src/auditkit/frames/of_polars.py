"""Polars frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars

from auditkit.frames import of_arrow

if TYPE_CHECKING:
    from auditkit.frames.kernel import Kernel

_TEXTS = (polars.String, polars.Categorical, polars.Enum)


def headings(frame: polars.DataFrame) -> list[str]:
    return frame.columns


def texts(frame: polars.DataFrame, name: str, pattern: str) -> list[str]:
    return matching(frame.lazy(), name, pattern)


def scored(frame: polars.DataFrame, kernel: Kernel) -> polars.DataFrame:
    return frame.with_columns(polars.DataFrame(of_arrow.cards(frame.to_arrow(), kernel)))


def matching(frame: polars.LazyFrame, name: str, pattern: str) -> list[str]:
    """The distinct texts of a column that match; none of a column of another type."""
    if not isinstance(frame.collect_schema()[name], _TEXTS):
        return []
    text = polars.col(name).cast(polars.String)
    return frame.select(text).filter(text.str.contains(pattern)).unique().collect()[name].to_list()
