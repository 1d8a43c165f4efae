"""Cells that hold options of a declared scale, and tables with a row and a column for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from auditkit.agreement.scale import Scale, number_of
from auditkit.languages import said_in_each
from auditkit.matching.folding import fold, without_guard
from auditkit.matching.suggestions import suggestion
from auditkit.problems import Place, Problem, problem
from auditkit.returns import Row, column_letters
from auditkit.tables.delimited import read_delimited
from auditkit.tables.files import AnyPath, name_of, read_bytes, suffix_of
from auditkit.tables.grid import Grid
from auditkit.tables.sheets import chosen_sheet
from auditkit.wording import listed, shortened

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_LONGEST_FOUND = 80

Value = TypeVar("Value")


def grid_of(path: AnyPath, scale: Scale, sheet: str | None = None) -> Grid:
    """The rows of a CSV or XLSX file. Raises `Refused` where it cannot be read."""
    data = read_bytes(path)
    if suffix_of(path) in _WORKBOOKS:
        from auditkit.tables.workbook import read_workbook

        return chosen_sheet(read_workbook(data, name_of(path)), sheet)
    known = {fold(option) for option in scale.options}
    return read_delimited(data, name_of(path), lambda text: fold(text) in known)


class ScaleCells:
    """Finds in the cells of a grid the options of a scale: without regard to case and kinds of
    space, and numbers however they are written.
    """

    def __init__(self, scale: Scale, grid: Grid) -> None:
        self.scale = scale
        self.grid = grid
        self._positions = {
            self._key(option): position for position, option in enumerate(scale.options)
        }
        self._seen: dict[str, int | None] = {}

    def position(self, text: str) -> int | None:
        """The position on the scale of what a cell holds, or None."""
        if text not in self._seen:
            self._seen[text] = self._positions.get(self._key(text))
        return self._seen[text]

    def place(self, row: Row, column: int) -> Place:
        """The place of a cell; columns count from 0."""
        cell = f"cell {column_letters(column)}{row.number}"
        return Place(file=self.grid.file, sheet=self.grid.sheet, cell=cell)

    def row_place(self, row: Row) -> Place:
        """The place of a row."""
        return Place(file=self.grid.file, sheet=self.grid.sheet, cell=f"row {row.number}")

    def unknown(self, code: str, text: str, place: Place) -> Problem:
        """A text that is not on the scale, with what was probably meant."""
        options = self.scale.options
        meant = suggestion(text, [(option, [option]) for option in options])
        hint = "" if meant is None else f' Did you mean "{meant}"?'
        found = shortened(text, _LONGEST_FOUND)
        return problem(code, place, found=found, hint=hint, known=listed(options))

    @staticmethod
    def _key(text: str) -> object:
        text = without_guard(text)
        number = number_of(text)
        return fold(text) if number is None else number


def read_square(
    cells: ScaleCells,
    read: Callable[[str], Value | None],
    code: str,
    problems: list[Problem],
) -> dict[tuple[int, int], Value]:
    """The values in a table with the options of a scale down its first column and along its
    first row, in any order, by row and column on the scale. What cannot be read is a problem of
    the `code` given.
    """
    heading, *below = cells.grid.rows
    columns = dict(_options(cells, _along(heading), problems))
    down = ((row, 0) for row in below)
    rows = dict(_options(cells, down, problems))
    found: dict[tuple[int, int], Value] = {}
    for (row, _), first in rows.items():
        if len(row.cells) != len(heading.cells):
            facts = {"found": len(row.cells), "expected": len(heading.cells)}
            problems.append(problem("G013", cells.row_place(row), **facts))
            continue
        for (_, column), second in columns.items():
            value = read(row.cells[column])
            if value is None:
                text = shortened(row.cells[column], _LONGEST_FOUND)
                problems.append(problem(code, cells.place(row, column), found=text))
            else:
                found[first, second] = value
    return found


def _along(heading: Row) -> Iterator[tuple[Row, int]]:
    return ((heading, column) for column in range(1, len(heading.cells)))


def _options(
    cells: ScaleCells, places: Iterator[tuple[Row, int]], problems: list[Problem]
) -> Iterator[tuple[tuple[Row, int], int]]:
    """The option in each of these cells, on the scale; each may stand there once."""
    first: dict[int, Place] = {}
    for row, column in places:
        place, text = cells.place(row, column), row.cells[column]
        option = cells.position(text)
        if option is None:
            problems.append(cells.unknown("G021", text, place))
        elif option in first:
            facts = {
                "found": cells.scale.options[option],
                "first": said_in_each(Place(cell=first[option].cell).text_in),
            }
            problems.append(problem("G022", place, **facts))
        else:
            first[option] = place
            yield (row, column), option
