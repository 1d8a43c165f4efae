"""Texts and cells as people see them in a report, whatever stands in them."""

from __future__ import annotations

import re
from decimal import Decimal

from auditkit.report.model import Cell

NOTHING = "–"
# What no document can hold, and what could turn the text of others around.
_UNFIT = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_HALVES = re.compile("[\ud800-\udfff]")


def shown(text: str) -> str:
    r"""A text without what no document can hold, and without marks of direction.

    >>> shown("one\0 \u202etwo")
    'one two'
    """
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", _UNFIT.sub("", text))


def shown_cell(cell: Cell) -> str:
    """A cell of a table; a dash where nothing is to be seen."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    found = "" if cell is None else shown(str(cell))
    return NOTHING if not found or found.isspace() else found


def on_one_line(text: str) -> str:
    """The same, without breaks of the line."""
    return " ".join(shown(text).split())
