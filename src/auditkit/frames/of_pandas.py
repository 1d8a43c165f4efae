"""pandas frames; whole numbers among blanks stay whole (``Int64``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas
import pyarrow

from auditkit.frames import of_arrow
from auditkit.frames.cells import cell_text

if TYPE_CHECKING:
    from auditkit.frames.kernel import Kernel

_NULLABLE = {pyarrow.int64(): pandas.Int64Dtype(), pyarrow.int32(): pandas.Int32Dtype()}


def headings(frame: pandas.DataFrame) -> list[str]:
    return [str(name) for name in frame.columns]


def texts(frame: pandas.DataFrame, index: int, pattern: str) -> list[str]:
    column = frame.iloc[:, index]
    if column.dtype != object:
        column = column.drop_duplicates()
    distinct = {one for one in column if isinstance(one, str)}
    return [one for one in distinct if re.search(pattern, one)]


def scored(frame: pandas.DataFrame, kernel: Kernel) -> pandas.DataFrame:
    cards = of_arrow.cards(_table(frame, kernel), kernel)
    columns = cards.to_pandas(types_mapper=_NULLABLE.get).set_index(frame.index)
    return frame.assign(**{name: columns[name] for name in columns})


def _table(frame: pandas.DataFrame, kernel: Kernel) -> pyarrow.Table:
    """The columns that are read as Arrow has them, nothing in place of the others."""
    nothing = pyarrow.nulls(len(frame))
    columns = [
        _array(frame.iloc[:, index]) if index in kernel.used else nothing
        for index in range(frame.shape[1])
    ]
    return pyarrow.Table.from_arrays(columns, headings(frame))


def _array(column: pandas.Series[Any]) -> pyarrow.Array:
    """A column; things of several kinds, and of kinds that Arrow does not have, as texts."""
    try:
        array = pyarrow.array(column, from_pandas=True)
    except (pyarrow.ArrowException, OverflowError, TypeError, ValueError):
        return _texts(column)
    return _texts(column) if isinstance(array.type, pyarrow.BaseExtensionType) else array


def _texts(column: pandas.Series[Any]) -> pyarrow.Array:
    texts = ("" if _is_missing(one) else cell_text(one) for one in column.tolist())
    # Halves of pairs, which Python lets stand in a text, are in no other.
    encoded = [one.encode("utf-8", "backslashreplace").decode() for one in texts]
    return pyarrow.array(encoded, pyarrow.large_string())


def _is_missing(value: object) -> bool:
    return pandas.api.types.is_scalar(value) and bool(pandas.isna(value))
