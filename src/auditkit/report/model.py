"""What a report says, before anybody decides what it looks like."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from attrs import field

from auditkit.frozen import frozen
from auditkit.problems import Problem
from auditkit.wording import date_words

Number = int | Decimal
Cell = str | Number | None


@frozen
class Paragraph:
    """One or more sentences.

    `of` names the tables of the report whose figures they repeat: `()` where they say no figure
    and nothing of any case. What is published holds them only while nothing in those tables is
    hidden; None is free text, which is never published.
    """

    text: str
    of: tuple[str, ...] | None = None


@frozen
class Points:
    """A list of short texts; `of` as for a paragraph."""

    items: tuple[str, ...]
    of: tuple[str, ...] | None = None


@frozen
class Subheading:
    """The heading of what follows within a section; `of` as for a paragraph."""

    text: str
    of: tuple[str, ...] | None = None


@frozen(kw_only=True)
class Column:
    """One column of a table: the name that machines read it by, and its heading for people.

    A column is published when it says in one of five ways what its cells are:

    - `tells` is a fact, such as "service", and the cell says what it is for the cases of the row:
      its text, or what `values` say that a text stands for, which is nothing in a row of totals:
      ``{"First audit": "first", "All stages": ""}``;
    - `asks` are facts of the other columns that the cell says the subject of, as a row that is
      about one question does with "answer": cases have one answer to each question;
    - `counts` are the facts of the cases that the cell is the number of, besides those of the
      row and of the table; empty where there are none, as in a column of totals;
    - `made_of` names the columns, or counts behind the table, that the cell is made from, as a
      share, a mean, an amount or a sentence is. It is hidden wherever one of them is;
    - `is_open` says that nothing about people follows from it: a version, a number planned.

    Counts by one fact are the parts of the count without it, which may be a column as well. Counts
    of the same facts are one number, in whichever tables they stand, so that the same fact has the
    same name and the same values in all of them.
    """

    name: str
    heading: str
    is_number: bool = False
    tells: str = ""
    values: Mapping[str, str] = field(factory=dict)
    asks: tuple[str, ...] = ()
    counts: Mapping[str, str] | None = None
    made_of: tuple[str, ...] = ()
    is_open: bool = False

    def __attrs_post_init__(self) -> None:
        if len(self._said) > 1:
            raise ValueError(f"column {self.name}: it is {' and '.join(self._said)}")

    @property
    def is_said(self) -> bool:
        """Whether the column says what its cells are."""
        return bool(self._said)

    @property
    def _said(self) -> list[str]:
        ways = {
            "tells": self.tells,
            "asks": self.asks,
            "counts": self.counts is not None,
            "made_of": self.made_of,
            "is_open": self.is_open,
        }
        return [name for name, is_taken in ways.items() if is_taken]


@frozen(kw_only=True)
class Behind:
    """Counts that a table does not print, one for each of its rows, though cells are made from
    them: how many audited cases stand behind a share.
    """

    name: str
    counts: Mapping[str, str]
    cells: tuple[int, ...]


@frozen(kw_only=True)
class DataTable:
    """Figures under headings. A row has a cell for each column; the first says what it is of.

    None is shown as a dash. `note` stands below.

    A table is published when its first column is. `counted` is what its counts are numbers of, in
    a word that all such tables share: "audits" for audit returns, "actions". `facts` are those of
    all that it counts, such as ``{"stage": "first", "set": "managing-cost-of-care@1.0"}``. `behind`
    are counts that it does not print. `is_ranked` says that figures decide the order of the rows.
    `open_caption` is the caption without figures and ranks, where it has any; a note with a digit
    in it is left out.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    counted: str = ""
    facts: Mapping[str, str] = field(factory=dict)
    behind: tuple[Behind, ...] = ()
    is_ranked: bool = False
    open_caption: str = ""

    def __attrs_post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.name}: each row needs {len(self.columns)} cells")
        if any(len(one.cells) != len(self.rows) for one in self.behind):
            raise ValueError(f"table {self.name}: {len(self.rows)} counts behind its rows")

    def column(self, name: str) -> tuple[Cell, ...]:
        """The cells under the heading with this name."""
        (at,) = (at for at, one in enumerate(self.columns) if one.name == name)
        return tuple(row[at] for row in self.rows)

    def numbers(self, name: str) -> tuple[Number | None, ...]:
        """The same where they are numbers; None in place of a text."""
        return tuple(None if isinstance(one, str) else one for one in self.column(name))

    def heading(self, name: str) -> str:
        return next(one.heading for one in self.columns if one.name == name)


STACKED_BARS, CONTROL = "stacked_bars", "control"
# So many can be told apart.
MOST_SERIES = 6
# The columns that a control chart draws: the value, the mean, both limits, and the signal.
_OF_CONTROL = 5


@frozen(kw_only=True)
class Chart:
    """A table of the same section at a glance: `series` names the columns that are drawn.

    `stacked_bars` is a bar for each row, with a stretch for each of its series, in their order.
    `control` is a point for each row, in the order of time; its series are the columns of the
    value, the mean, the lower limit, the upper limit, and the signal, which is None or says why
    the point is more than chance. `title` stands above; `description` says in a sentence or two
    what somebody would see who does not. `note` stands below.
    """

    name: str
    kind: str
    title: str
    description: str
    table: str
    series: tuple[str, ...]
    note: str = ""

    def __attrs_post_init__(self) -> None:
        if self.kind not in (STACKED_BARS, CONTROL):
            raise ValueError(f"chart {self.name}: no kind of chart is called {self.kind!r}")
        if self.kind == CONTROL and len(self.series) != _OF_CONTROL:
            raise ValueError(f"chart {self.name}: a control chart draws {_OF_CONTROL} columns")
        if len(self.series) > MOST_SERIES:
            raise ValueError(f"chart {self.name}: at most {MOST_SERIES} series")


Block = Paragraph | Points | Subheading | DataTable | Chart


@frozen(kw_only=True)
class Section:
    """A part of the report under a heading of its own."""

    title: str
    blocks: tuple[Block, ...]

    def __attrs_post_init__(self) -> None:
        for one in self.blocks:
            if isinstance(one, Chart):
                _check(one, self.table_of(one))

    def table_of(self, chart: Chart) -> DataTable:
        """The table that a chart draws, which stands beside it."""
        for one in self.blocks:
            if isinstance(one, DataTable) and one.name == chart.table:
                return one
        raise ValueError(f"chart {chart.name}: no table {chart.table} in its section")


def _check(chart: Chart, table: DataTable) -> None:
    missing = {*chart.series} - {column.name for column in table.columns}
    if missing:
        raise ValueError(f"chart {chart.name}: no column {min(missing)} in its table")
    drawn = chart.series if chart.kind == STACKED_BARS else chart.series[:-1]
    if any(isinstance(cell, str) for name in drawn for cell in table.column(name)):
        raise ValueError(f"chart {chart.name}: a text cannot be drawn")
    if chart.kind == STACKED_BARS and any(
        (number or 0) < 0 for name in drawn for number in table.numbers(name)
    ):
        raise ValueError(f"chart {chart.name}: a bar cannot be shorter than nothing")


# The name of the section that every form sets apart.
HEADLINES = "headlines"


@frozen(kw_only=True)
class NamedSection:
    """A section with the name that it was registered under."""

    name: str
    section: Section


@frozen(kw_only=True)
class Letterhead:
    """What stands above and below a report: its protective marking, the day of the meeting,
    whose it is, who wrote it, a logo as PNG, a last line.
    """

    marking: str = ""
    meeting: date | None = None
    organisation: str = ""
    author: str = ""
    logo: bytes | None = field(default=None, repr=False)
    foot: str = ""


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
    letterhead: Letterhead = Letterhead()

    @property
    def dated(self) -> str:
        """The day of the meeting and the period, as far as they are known."""
        meeting = self.letterhead.meeting
        day = "" if meeting is None else date_words(meeting, self.language)
        return " · ".join(one for one in (day, self.period) if one)
