"""Lazy frames of Polars: scored when they are collected, batch by batch where that streams."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars

from auditkit.frames import of_polars

if TYPE_CHECKING:
    from auditkit.frames.kernel import Kernel


def headings(frame: polars.LazyFrame) -> list[str]:
    return frame.collect_schema().names()


def texts(frame: polars.LazyFrame, index: int, pattern: str) -> list[str]:
    return of_polars.matching(frame, index, pattern)


def scored(frame: polars.LazyFrame, kernel: Kernel) -> polars.LazyFrame:
    schema = frame.collect_schema()
    cards = polars.DataFrame(kernel.schema.empty_table())
    return frame.map_batches(
        partial(of_polars.scored, kernel=kernel),
        schema=polars.Schema({**schema, **cards.schema}),
        streamable=True,
        projection_pushdown=False,
        predicate_pushdown=False,
        slice_pushdown=True,
    )
