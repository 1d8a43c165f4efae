"""Rows of text as a file has them, before anybody knows which row holds the headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.problems import Place, Problem, problem
from auditkit.returns import Row

MOST_CHARACTERS = 32_767
# As wide as a spreadsheet; cells beyond what fits into memory beside everything else.
MOST_COLUMNS = 16_384
# The text that stands for a formula whose result the file does not hold.
NOT_CALCULATED = "#NOT CALCULATED!"


@frozen(kw_only=True)
class Grid:
    """One sheet, or one file that is a single sheet: rows in order, blank ones left out.

    Every cell is text: a number in its shortest form (``1``, ``0.5``), a date in ISO form, a
    truth value as TRUE or FALSE, an error as itself (``#N/A``), a formula without a result as
    `NOT_CALCULATED`. Row numbers count from 1 as a spreadsheet does. `notes` are warnings
    about the whole.
    """

    file: str
    sheet: str | None = None
    rows: Sequence[Row]
    notes: tuple[Problem, ...] = ()


def refuse_too_large(file: str, most: str) -> NoReturn:
    """Refuse a file that would take more memory or time than any list of returns is worth."""
    raise Refused([problem("F052", Place(file=file), most=most)])


def refuse_too_wide(file: str) -> NoReturn:
    """Refuse a row of more cells than a spreadsheet has columns."""
    refuse_too_large(file, said("{count} columns", count=f"{MOST_COLUMNS:,}"))
