"""The row of headings, found in a grid: the one reader of headings for every kind of list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from auditkit.errors import Refused
from auditkit.languages import said, said_plural
from auditkit.matching.folding import fold, is_blank
from auditkit.problems import Place, Problem, problem
from auditkit.returns import Row, Table
from auditkit.tables.grid import Grid
from auditkit.wording import shortened

_LOOKED_AT = 40
_SEEN = 6
_LONGEST_SEEN = 40
TOTALS = ("total", "totals", "sum", "average", "mean", "count", "grand total", "cyfanswm")
# A single text of more words than this is a note, not a case without answers.
_LONGEST_REFERENCE = 3
_LONGEST_NOTE = 80
_HEADINGS = said("the headings again")
_HEADINGS_MOVED = said("the headings again, in another order")


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
    # Where the headings are missing this may be anybody's data: no addresses.
    shown = [text for text in rows[0].cells if not is_blank(text) and "@" not in text]
    return said(" The first row holds: {texts}.", texts=", ".join(map(_brief, shown[:_SEEN])))


def _rows(count: int) -> str:
    return said_plural("{count} row", "{count} rows", count)


def _brief(text: str) -> str:
    return shortened(text, _LONGEST_SEEN)


def _table(grid: Grid, position: int, reference: int) -> tuple[Table, list[Problem]]:
    heading = grid.rows[position]
    width = len(heading.cells)
    while width and is_blank(heading.cells[width - 1]):
        width -= 1
    headings = tuple(" ".join(text.split()) for text in heading.cells[:width])
    notes = list(grid.notes)
    place = Place(file=grid.file, sheet=grid.sheet)
    if position:
        notes.append(problem("F013", place, rows=_rows(position)))
    below = grid.rows[position + 1 :]
    if not below:
        raise Refused([problem("F031", place)])
    table = Table(
        file=grid.file, sheet=grid.sheet, headings=headings, rows=(), heading_row=heading.number
    )
    rows = list(_data_rows(table, below, heading.cells[reference], reference, notes))
    found = Table(
        file=grid.file,
        sheet=grid.sheet,
        headings=headings,
        rows=rows,
        heading_row=heading.number,
    )
    return found, notes


def _data_rows(
    table: Table, rows: Sequence[Row], heading: str, reference: int, notes: list[Problem]
) -> Iterator[Row]:
    """The rows that hold data, as wide as the headings; the rest goes into `notes`. `heading`
    is that of the references as it was typed.
    """
    width = len(table.headings)
    folded = fold(heading)
    has_moved = False
    for row in rows:
        first = next((text for text in row.cells if not is_blank(text)), None)
        if first is None:
            continue
        what = aside(row.cells, folded, reference, first)
        if what is None and heading in row.cells and _are_headings(row.cells, table.headings):
            what = _HEADINGS
        if what == _HEADINGS:
            has_moved = _have_moved(row.cells, table.headings)
            what = _HEADINGS_MOVED if has_moved else what
        if what is not None:
            found = shortened(first, _LONGEST_NOTE)
            notes.append(problem("F014", table.row_place(row), what=what, found=found))
        elif has_moved or not _is_as_wide(row, width):
            expected = said_plural("{count} heading", "{count} headings", width)
            facts = {"found": _cells(len(row.cells), has_moved), "expected": expected}
            notes.append(problem("F010", table.row_place(row), **facts))
        else:
            yield row


def _cells(count: int, have_moved: bool) -> str:
    if have_moved:
        return said_plural("{count} moved cell", "{count} moved cells", count)
    return said_plural("{count} cell", "{count} cells", count)


def _is_as_wide(row: Row, width: int) -> bool:
    """Whether a row has as many cells as there are headings; blank ones behind them are cut."""
    if len(row.cells) > width and all(map(is_blank, row.cells[width:])):
        row.cells = row.cells[:width]
    return len(row.cells) == width


def aside(cells: Sequence[str], heading: str, reference: int, first: str) -> str | None:
    """What a row is, if it is no row of data: the headings again, a total, a note. `first` is
    the first text in it.
    """
    own = cells[reference] if reference < len(cells) else ""
    folded = fold(own)
    if folded == heading:
        return _HEADINGS
    is_single = len(cells) - list(cells).count("") == 1
    label = (folded if first is own else fold(first)).rstrip(":")
    starts_so = label.partition(" ")[0].rstrip(":") in TOTALS
    if label in TOTALS or (starts_so and (is_single or not folded)):
        return said("a total")
    return said("a note") if is_single and not _may_be_data(first) else None


def _are_headings(cells: Sequence[str], headings: Sequence[str]) -> bool:
    """Whether most texts of a row are headings."""
    known = set(map(fold, headings))
    shown = [fold(text) for text in cells if not is_blank(text)]
    return 2 * sum(text in known for text in shown) > len(shown)


def _have_moved(cells: Sequence[str], headings: Sequence[str]) -> bool:
    """Whether headings that come again stand over other columns."""
    first = [fold(text) for text in headings]
    again = zip(map(fold, cells), first, strict=False)
    return _are_headings(cells, headings) and any(
        text != own and text and text in first for text, own in again
    )


def _may_be_data(text: str) -> bool:
    """Whether a text that stands alone may be a case without answers, and not a note."""
    words = text.split()
    has_digit = any(one in "0123456789" for one in text)
    return len(words) == 1 or (1 < len(words) <= _LONGEST_REFERENCE and has_digit)
