"""The row of headings, found in a grid: the one reader of headings for every kind of list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from auditkit.errors import Refused
from auditkit.matching.folding import fold, is_blank
from auditkit.problems import Place, Problem, problem
from auditkit.returns import Row, Table
from auditkit.tables.grid import Grid

_LOOKED_AT = 40
_TOTALS = ("total", "totals", "sum", "average", "mean", "count", "grand total", "cyfanswm")
# A single text of more words than this is a note, not a case without answers.
_LONGEST_REFERENCE = 3


def find_table(grid: Grid, is_reference: Callable[[str], bool]) -> tuple[Table, list[Problem]]:
    """The table in a grid: its headings are the first row with the column of references.

    What people leave among the rows (titles, repeated headings, totals, footnotes) is named
    and left out. Raises `Refused` where no heading row is found.
    """
    rows = grid.rows
    for position, row in enumerate(rows[:_LOOKED_AT]):
        references = [index for index, text in enumerate(row.cells) if is_reference(text)]
        if references:
            return _table(grid, position, references[0])
    place = Place(file=grid.file, sheet=grid.sheet)
    raise Refused([problem("F011", place, hint=_seen(rows))])


def _seen(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    headings = [text for text in rows[0].cells if not is_blank(text)][:6]
    return f" The first row holds: {', '.join(headings)}."


def _table(grid: Grid, position: int, reference: int) -> tuple[Table, list[Problem]]:
    heading = grid.rows[position]
    width = len(heading.cells)
    while width and is_blank(heading.cells[width - 1]):
        width -= 1
    headings = tuple(" ".join(text.split()) for text in heading.cells[:width])
    notes = list(grid.notes)
    place = Place(file=grid.file, sheet=grid.sheet)
    if position:
        notes.append(problem("F013", place, count=position))
    below = grid.rows[position + 1 :]
    table = Table(
        file=grid.file, sheet=grid.sheet, headings=headings, rows=(), heading_row=heading.number
    )
    rows = list(_data_rows(table, below, reference, notes))
    found = Table(
        file=grid.file,
        sheet=grid.sheet,
        headings=headings,
        rows=rows,
        heading_row=heading.number,
    )
    return found, notes


def _data_rows(
    table: Table, rows: Sequence[Row], reference: int, notes: list[Problem]
) -> Iterator[Row]:
    """The rows that hold data, as wide as the headings; the rest goes into `notes`."""
    width = len(table.headings)
    heading = fold(table.headings[reference])
    for row in rows:
        what = _aside(row.cells, heading, reference)
        if what is not None:
            found = " ".join(next(filter(None, row.cells)).split())[:80]
            notes.append(problem("F014", table.row_place(row), what=what, found=found))
        elif len(row.cells) == width:
            yield row
        elif len(row.cells) < width or any(row.cells[width:]):
            found_cells = len(row.cells)
            notes.append(problem("F010", table.row_place(row), found=found_cells, expected=width))
        else:
            row.cells = row.cells[:width]
            yield row


def _aside(cells: Sequence[str], heading: str, reference: int) -> str | None:
    """What a row is, if it is no row of data: the headings again, a total, a note."""
    own = cells[reference] if reference < len(cells) else ""
    folded = fold(own)
    if folded == heading:
        return "the headings again"
    first = folded if reference == 0 and folded else _first_shown(cells)
    if first.rstrip(":") in _TOTALS:
        return "a total"
    is_single = len(cells) - list(cells).count("") == 1
    if is_single and (not own or len(own.split()) > _LONGEST_REFERENCE):
        return "a note"
    return None


def _first_shown(cells: Sequence[str]) -> str:
    return fold(next((text for text in cells if not is_blank(text)), ""))
