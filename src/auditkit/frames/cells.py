"""The cells of a frame as the texts that a spreadsheet would show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from auditkit.matching.forms import as_text


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
    if isinstance(value, list | tuple):
        return ";".join(map(cell_text, value))
    return value.isoformat() if isinstance(value, date) else as_text(value)


def _number_text(value: float | Decimal) -> str:
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if number.is_nan():
        return ""
    if not number.is_finite():
        return str(number)
    shortest = f"{number.normalize():f}"
    return "0" if shortest == "-0" else shortest
