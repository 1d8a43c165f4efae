"""The rows of one sheet while they are being read: addresses, order, bounds."""

from __future__ import annotations

import re
from string import ascii_uppercase

from auditkit.errors import Refused
from auditkit.problems import Place, problem
from auditkit.tables.workbook.bounds import MOST_COLUMNS, MOST_ROWS
from auditkit.tables.workbook.markup import Attributes
from auditkit.tables.workbook.refusals import cell_place, damaged, too_large
from auditkit.tables.workbook.texts import TooLong
from auditkit.tables.workbook.values import Book

# The last row and column that an .xlsx file can name: XFD1048576.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_ADDRESS = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile("[1-9][0-9]{0,6}")
_TRUE = frozenset({"1", "true"})


def _names() -> tuple[str, ...]:
    """The letters of every column, and one name after them that no address can have."""
    two = [one + other for one in ascii_uppercase for other in ascii_uppercase]
    names = [*ascii_uppercase, *two, *(one + pair for one in ascii_uppercase for pair in two)]
    return (*names[:LAST_COLUMN], "\0")


COLUMN_NAMES = _names()
COLUMNS = {name: column for column, name in enumerate(COLUMN_NAMES[:-1])}


class SheetRows:
    """The rows of a sheet so far; `is_open` while one is being read.

    `rows` has those with a text in them by number, each as long as it needs to be; `hidden`
    counts those of them that nobody sees.
    """

    def __init__(self, book: Book, place: Place) -> None:
        self.book = book
        self.place = place
        self.rows: dict[int, list[str]] = {}
        self.width = 0
        self.places = 0
        self.number = 0
        self.is_open = False
        self.is_hidden = False
        self.hidden = 0
        self.first_hidden = 0

    def begin_row(self, written: str | None, is_hidden: bool) -> None:
        """A row begins; one without a number follows the row before."""
        if written is None:
            number = self.number + 1
        elif _ROW.fullmatch(written):
            number = int(written)
        else:
            raise damaged("a row has an impossible number", self.place)
        if number > LAST_ROW:
            raise damaged("a row has an impossible number", self.place)
        if number <= self.number:
            raise damaged(f"row {number} stands after row {self.number}", self.place)
        self.number = number
        self.is_open = True
        self.is_hidden = is_hidden

    @staticmethod
    def is_hidden_row(attributes: Attributes) -> bool:
        return attributes.get("hidden") in _TRUE

    def no_row(self) -> Refused:
        """The refusal of a sheet with something else than rows where its rows are."""
        return damaged("there is something else among the rows", self.place)

    def end_row(self, cells: list[str]) -> None:
        """Keep a row whose last cell, if it has any, is not blank."""
        self.is_open = False
        if not cells:
            return
        if len(cells) > MOST_COLUMNS:
            name = COLUMN_NAMES[len(cells) - 1]
            raise too_large(f"the column {name}", f"{MOST_COLUMNS} columns", self.place)
        if len(self.rows) == MOST_ROWS:
            most = f"{MOST_ROWS:,}"
            raise too_large(f"more than {most} rows", most, self.place)
        self.book.counts.add_cells(len(cells) - cells.count(""))
        self.book.counts.add_places(len(cells))
        self.places += len(cells)
        self.width = max(self.width, len(cells))
        self.rows[self.number] = cells
        if self.is_hidden:
            self.hidden += 1
            self.first_hidden = self.first_hidden or self.number

    def column(self, address: str | None, before: int) -> int:
        """The column of a cell, from 0; without an address it follows the one before."""
        if address is None:
            if before + 1 == LAST_COLUMN:
                raise damaged(f"row {self.number} has too many cells", self.place)
            return before + 1
        found = _ADDRESS.fullmatch(address)
        column = COLUMNS.get(found[1]) if found else None
        if found is None or column is None or int(found[2]) > LAST_ROW:
            raise damaged("a cell has an impossible address", self.place)
        if int(found[2]) != self.number:
            raise damaged(f"the cell stands in row {self.number}", cell_place(self.place, address))
        if column == before:
            raise damaged("the cell is there twice", cell_place(self.place, address))
        if column < before:
            said = f"the cell stands after {COLUMN_NAMES[before]}{self.number}"
            raise damaged(said, cell_place(self.place, address))
        return column

    def refusal(self, column: int, error: Exception) -> Refused:
        """The refusal of a cell for what its text could not be read as."""
        place = cell_place(self.place, f"{COLUMN_NAMES[column]}{self.number}")
        if isinstance(error, TooLong):
            return Refused([problem("F007", place, length=error.length)])
        return damaged("the content of the cell does not fit its kind", place)
