"""What a report says, before anybody decides what it looks like."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from attrs import field

from auditkit.frozen import frozen
from auditkit.problems import Problem

Cell = str | int | Decimal | None


@frozen
class Paragraph:
    """One or more sentences."""

    text: str


@frozen(kw_only=True)
class Column:
    """One column of a table: the name that machines read it by, and its heading for people."""

    name: str
    heading: str
    is_number: bool = False


@frozen(kw_only=True)
class DataTable:
    """Figures under headings. A row has a cell for each column; the first says what it is of.

    None is shown as a dash. `note` stands below.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def __attrs_post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.name}: each row needs {len(self.columns)} cells")


Block = Paragraph | DataTable


@frozen(kw_only=True)
class Section:
    """A part of the report under a heading of its own."""

    title: str
    blocks: tuple[Block, ...]


@frozen(kw_only=True)
class NamedSection:
    """A section with the name that it was registered under."""

    name: str
    section: Section


@frozen(kw_only=True)
class ReportModel:
    """A whole report. The same material gives the same report, to the byte.

    `question_sets` are those that returns were scored under, by name with their hash;
    `versions` says by what the report was made. `problems` are those of making it: a section
    that failed is told there and in its place.
    """

    title: str
    period: str | None
    language: str
    sections: tuple[NamedSection, ...]
    question_sets: Mapping[str, str] = field(factory=dict)
    versions: Mapping[str, str] = field(factory=dict)
    problems: tuple[Problem, ...] = ()
