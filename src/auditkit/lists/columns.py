"""The columns of a list, and what stands in them, a column at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auditkit.errors import Refused
from auditkit.languages import said_in_each, said_plural
from auditkit.matching.facts import ReadFact, UnderstoodOnce
from auditkit.matching.folding import fold, tidy, without_guard
from auditkit.matching.options import Unread
from auditkit.problems import Place, Problem, problem
from auditkit.returns import Row, Table
from auditkit.wording import listed, shortened

_LONGEST_ABOUT = 60
_SHOWN = 20
# The problems of returns by which cells are read, as they are called in lists.
_CODES = {
    "R010": "D001",
    "R011": "D002",
    "R012": "D014",
    "R015": "D009",
    "R016": "D010",
    "R017": "D011",
    "R018": "D012",
    "R019": "D013",
    "R020": "D021",
    "R032": "D003",
}

# Folded headings with what they mean in one kind of list.
Meanings = Mapping[str, str]


def find_columns(table: Table, meanings: Meanings) -> dict[str, int]:
    """The columns of a table by what they hold. Raises `Refused` where two hold the same."""
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for index, heading in enumerate(table.headings):
        target = meanings.get(fold(without_guard(heading)))
        if target is None:
            continue
        if target in found:
            first = table.heading_place(found[target]).cell or f'"{table.headings[found[target]]}"'
            place = table.heading_place(index)
            problems.append(problem("F012", place, heading=shortened(heading), first=first))
        found.setdefault(target, index)
    if problems:
        raise Refused(problems)
    return found


def unknown_columns(table: Table, columns: Iterable[int]) -> list[Problem]:
    """A warning that names the columns that are none of these."""
    known = set(columns)
    unknown = [
        index for index, text in enumerate(table.headings) if index not in known and fold(text)
    ]
    if not unknown:
        return []
    shown = listed(shortened(table.headings[index]) for index in unknown[:_SHOWN])
    more = len(unknown) - _SHOWN
    if more > 0:
        shown = said_plural("{row} and {count} more", "{row} and {count} more", more, row=shown)
    return [problem("D016", table.heading_place(unknown[0]), headings=shown)]


class ListReader:
    """Reads the rows of one list a column at a time, each distinct text once; `problems` holds
    what could not be read, each with its cell and whose it is.
    """

    def __init__(self, table: Table, columns: Mapping[str, int], naming: str) -> None:
        self.table = table
        self.columns = columns
        self.naming = columns.get(naming)
        self.problems: list[Problem] = []
        self.texts: Sequence[Sequence[str]] = list(
            zip(*(row.cells for row in table.rows), strict=True)
        )

    def column(self, name: str) -> Sequence[str]:
        """The texts of a column; blank ones where the list does not have it."""
        index = self.columns.get(name)
        return [""] * len(self.table.rows) if index is None else self.texts[index]

    def read(self, name: str, read: ReadFact) -> list[Any]:
        """What the texts of a column mean; None where that could not be read."""
        meanings = UnderstoodOnce(read)
        values = list(map(meanings.__getitem__, self.column(name)))
        if not meanings.all_read:
            for at, value in enumerate(values):
                if isinstance(value, Unread):
                    code = _CODES.get(value.code, value.code)
                    self.note(code, at, name, **value.facts)
                    values[at] = None
        return values

    def note(self, code: str, at: int, name: str, **facts: Any) -> None:
        """Note a problem of a cell; of its row where the list does not have the column."""
        row = self.table.rows[at]
        index = self.columns.get(name)
        about = self.about(row)
        if index is None:
            place = self.table.row_place(row, about)
        else:
            place = self.table.place(row, index, about)
        self.problems.append(problem(code, place, **facts))

    def about(self, row: Row) -> str:
        """Whose row it is, unless that would repeat somebody's address."""
        name = "" if self.naming is None else tidy(row.cells[self.naming])
        return "" if "@" in name else shortened(name, _LONGEST_ABOUT)

    def words(self, at: int, name: str) -> str:
        """Where a cell stands, in words for another problem."""
        row = self.table.rows[at]
        place = Place(cell=self.table.place(row, self.columns[name]).cell)
        return said_in_each(place.text_in)


def needed(table: Table, columns: Mapping[str, int], name: str) -> None:
    """Raise `Refused` where a list lacks a column."""
    if name not in columns:
        raise Refused([problem("D015", table.heading_place(0), column=name, hint="")])
