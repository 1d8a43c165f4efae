"""Rows of text as a file has them, before anybody knows which row holds the headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field

from auditkit.frozen import frozen
from auditkit.problems import Problem
from auditkit.returns import Row

MOST_CHARACTERS = 32_767
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


@frozen(kw_only=True)
class Workbook:
    """The sheets of a workbook with data in them, in the order of their tabs.

    `hidden` are those that a person cannot see; `very_hidden` those that only a program can.
    """

    file: str
    visible: tuple[Grid, ...]
    hidden: Mapping[str, Grid] = field(factory=dict)
    very_hidden: Mapping[str, Grid] = field(factory=dict)
