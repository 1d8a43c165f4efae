"""PyArrow tables."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import pyarrow

from auditkit.frames.texts import texts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditkit.frames.kernel import Kernel

ROWS = 1 << 16


def headings(frame: pyarrow.Table) -> list[str]:
    return list(frame.column_names)


def texts(frame: pyarrow.Table, index: int, pattern: str) -> list[str]:
    """The distinct texts of a column that match."""
    parts = [texts_of(batch.column(0)).used() for batch in frame.select([index]).to_batches()]
    return [text for text in set(chain.from_iterable(parts)) if re.search(pattern, text)]


def scored(frame: pyarrow.Table, kernel: Kernel) -> pyarrow.Table:
    return beside(frame, cards(frame, kernel))


def cards(frame: pyarrow.Table, kernel: Kernel) -> pyarrow.Table:
    """The scorecards of a table, without its own columns."""
    batches = frame.to_batches(max_chunksize=ROWS)
    return pyarrow.Table.from_batches(map(kernel.score, batches), kernel.schema)


def beside(
    frame: pyarrow.Table, cards: pyarrow.Table, alike: Callable[[str], str] = str
) -> pyarrow.Table:
    """A table with the columns of its scorecards; a fact that both have stands in its place.
    Names are the same that `alike` makes the same.
    """
    places = {alike(name): index for index, name in enumerate(frame.column_names)}
    for field, column in zip(cards.schema, cards.columns, strict=True):
        index = places.get(alike(field.name))
        if index is None:
            frame = frame.append_column(field, column)
        else:
            frame = frame.set_column(index, field, column)
    return frame


def joined(
    batch: pyarrow.RecordBatch, kernel: Kernel, alike: Callable[[str], str] = str
) -> pyarrow.RecordBatch:
    """The same of one batch, for engines that work by batches."""
    cards = pyarrow.Table.from_batches([kernel.score(batch)])
    table = beside(pyarrow.Table.from_batches([batch]), cards, alike)
    return table.combine_chunks().to_batches()[0] if len(table) else empty(table.schema)


def empty(schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    return pyarrow.RecordBatch.from_pylist([], schema)
