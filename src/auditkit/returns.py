"""Audit returns, and the tables of text that they come in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from attrs import field

from auditkit.frozen import frozen
from auditkit.problems import NOWHERE, Place, Problem

# What an answer may hold: an option, several, a text, a number, a date, or nothing.
AnswerValue = str | tuple[str, ...] | Decimal | date | None

STAGES = ("first", "reaudit", "moderation")


def later_stages(stage: str) -> tuple[str, ...]:
    """The stages that come after one.

    >>> later_stages("first")
    ('reaudit', 'moderation')
    """
    return STAGES[STAGES.index(stage) + 1 :] if stage in STAGES else ()


@frozen
class Answer:
    """One answer. `value` is an option id, a tuple of them in the order declared, a text, a
    number or a date; None where it was left blank or could not be read. `state` is
    ``answered``, ``not_applicable``, ``not_assessed`` or ``invalid``; `text` is what was typed.
    """

    state: str
    value: AnswerValue = None
    text: str = ""


BLANK = Answer("not_assessed")


@frozen(kw_only=True)
class AuditReturn:
    """A filled-in form: who audited which case when, under which set, and the answers.

    `answers` holds those given, by question; a question that is not there was left blank.
    `problems` are those of this return; with an error among them it is held. `submitted` is when
    the form was sent in, where its table says so, in the time of the place it was sent from.
    """

    case_ref: str
    service: str | None = None
    team: str | None = None
    practitioner: str | None = None
    stage: str = "first"
    period: str | None = None
    auditor: str | None = None
    audit_date: date | None = None
    submitted: datetime | None = None
    question_set: str
    set_version: str
    content_hash: str | None = None
    case: Mapping[str, Any] = field(factory=dict)
    answers: Mapping[str, Answer] = field(factory=dict)
    comments: Mapping[str, str] = field(factory=dict)
    problems: tuple[Problem, ...] = ()
    place: Place = NOWHERE

    @property
    def is_held(self) -> bool:
        """Whether an answer or a fact that scoring needs could not be read."""
        return bool(self.problems) and any(one.severity == "error" for one in self.problems)


class Row:
    """One row of a table: its number as a spreadsheet counts, and a text for each heading.

    `addresses` are the cells where the texts stand, if not side by side in one row.
    """

    __slots__ = ("addresses", "cells", "number")

    def __init__(
        self, number: int, cells: Sequence[str], addresses: Sequence[str] | None = None
    ) -> None:
        self.number = number
        self.cells = cells
        self.addresses = addresses


@frozen(kw_only=True)
class Table:
    """Rows of text under headings, each cell with its place.

    `heading_row` counts as a spreadsheet does. `origin` says what kind of table it is where
    readers know (``template``, ``forms``); `pinned` holds facts told outside the rows, such as
    a template's question set and hash. `locate` overrides how a cell's place is worded, and
    `locate_row` how a row's is.
    """

    file: str
    sheet: str | None = None
    headings: tuple[str, ...]
    rows: Sequence[Row]
    heading_row: int = 1
    origin: str = "table"
    pinned: Mapping[str, str] = field(factory=dict)
    locate: Callable[[Row, int], str] | None = None
    locate_row: Callable[[Row], str] | None = None

    def place(self, row: Row, column: int, about: str = "") -> Place:
        """The place of one cell; `column` counts from 0."""
        if self.locate is not None:
            cell = self.locate(row, column)
        elif row.addresses is not None:
            cell = f"cell {row.addresses[column]}"
        else:
            cell = f"cell {column_letters(column)}{row.number}"
        return Place(file=self.file, sheet=self.sheet, cell=cell, about=about)

    def row_place(self, row: Row, about: str = "") -> Place:
        """The place of a whole row."""
        where = f"row {row.number}"
        if self.locate_row is not None:
            where = self.locate_row(row)
        elif self.locate is not None:
            where = self.locate(row, 0)
        elif row.addresses is not None:
            where = ""
        return Place(file=self.file, sheet=self.sheet, cell=where or None, about=about)

    def heading_place(self, column: int) -> Place:
        """The place of a heading; without a cell where the headings stand in no row."""
        cell = f"cell {column_letters(column)}{self.heading_row}"
        is_in_row = self.locate is None and not any(row.addresses for row in self.rows[:1])
        return Place(file=self.file, sheet=self.sheet, cell=cell if is_in_row else None)


def column_letters(index: int) -> str:
    """The letters of a spreadsheet column, counted from 0.

    >>> [column_letters(index) for index in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
