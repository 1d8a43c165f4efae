"""The cells of a frame as the texts that a spreadsheet would show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow

from auditkit.errors import Refused
from auditkit.matching.forms import as_text
from auditkit.problems import problem

# What has no value in Python: too far away, or in a zone that it does not know.
_NOT_IN_PYTHON = (OverflowError, ValueError, KeyError)


def cells_of(column: pyarrow.Array) -> list[str]:
    """The cells of a column of any type. What Python has no value for, such as a year of five
    digits, is told as Arrow tells it. Raises `Refused` for a text that is not UTF-8.
    """
    if pyarrow.types.is_float16(column.type) or pyarrow.types.is_float32(column.type):
        # In the fewest digits that tell them from others of their own size, not of twice as many.
        kind = column.type.to_pandas_dtype()
        return [
            "" if one is None else _number_text(Decimal(str(kind(one))))
            for one in column.to_pylist()
        ]
    try:
        return list(map(cell_text, column.to_pylist()))
    except _NOT_IN_PYTHON:
        return [_told(one) for one in column]


def _told(scalar: pyarrow.Scalar) -> str:
    try:
        return cell_text(scalar.as_py())
    except UnicodeDecodeError:
        raise Refused([problem("F061")]) from None
    except _NOT_IN_PYTHON:
        pass
    try:
        return str(scalar.cast(pyarrow.string()))
    except pyarrow.ArrowException:
        return f"<{scalar.type}>"


def cell_text(value: Any) -> str:
    """A value as it would stand in a cell: numbers in their shortest form, dates in ISO form,
    several with ``;`` between them; a blank for none, and for what is not a number.

    >>> [cell_text(one) for one in (None, 1.0, 0.5, float("nan"), ["a", "b"], "as typed")]
    ['', '1', '0.5', '', 'a;b', 'as typed']
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | Decimal):
        return _number_text(value)
    if isinstance(value, bytes):
        return _decoded(value)
    if isinstance(value, list | tuple):
        return ";".join(map(cell_text, value))
    return value.isoformat() if isinstance(value, date) else as_text(value)


def _decoded(value: bytes) -> str:
    """The text that bytes are, as older writers of Parquet leave it; else their digits."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()


def _number_text(value: float | Decimal) -> str:
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if number.is_nan():
        return ""
    if not number.is_finite():
        return str(number)
    shortest = f"{number.normalize():f}"
    return "0" if shortest == "-0" else shortest
