"""An extract as a file has it: its headings found, its rows one after another, with places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby, islice
from os import PathLike

from auditkit import Place, Row, problem
from auditkit.frozen import frozen
from auditkit.matching.folding import is_blank
from auditkit.returns import column_letters
from auditkit.tables.delimited import delimited_rows, encoding_notes
from auditkit.tables.files import name_of, read_bytes, suffix_of
from auditkit.wording import counted, listed
from auditkit_cld.fields import NEEDED, REFERENCE, SUPPORT_REASON, USED, heading_key
from auditkit_cld.findings import Notes, refuse

_DELIMITED = (".csv", ".tsv", ".txt")
_WORKBOOKS = (".xlsx", ".xlsm")
_LOOKED_AT = 40
# Spreadsheets leave out the cells that are blank in all of so many rows.
_BLOCK = 16

Rows = Callable[[], Iterator[Row]]


@frozen(kw_only=True)
class Extract:
    """One extract. `columns` says where each field stands. `rows` begins anew at each call; rows
    that are left out are said in the notes that it is given.
    """

    file: str
    sheet: str | None
    columns: Mapping[str, int]
    heading_row: int
    rows: Callable[[Notes | None], Iterator[Row]]

    def cell(self, row: Row, field: str) -> str:
        """What a row has in a field; nothing where the field is not there."""
        column = self.columns.get(field)
        return "" if column is None else row.cells[column]

    def place(self, row: Row, field: str | None = None, about: str = "") -> Place:
        """The place of a cell, or of a row."""
        column = self.columns.get(field) if field else None
        where = f"row {row.number}" if column is None else f"cell {_address(column, row.number)}"
        return Place(file=self.file, sheet=self.sheet, cell=where, about=about)

    def heading_place(self, field: str) -> Place:
        """The place of a field's heading."""
        cell = f"cell {_address(self.columns[field], self.heading_row)}"
        return Place(file=self.file, sheet=self.sheet, cell=cell)


def open_extract(
    path: str | PathLike[str], notes: Notes, service_field: str = SUPPORT_REASON
) -> Extract:
    """The extract in a file; `service_field` is the heading of one more field to be known.

    Raises `Refused` for a file that cannot be read, or that is no extract. CSV is read row by
    row, however long; a workbook within the bounds that auditkit sets.
    """
    fields = {heading_key(field): field for field in (*USED, service_field)}
    name, kind = name_of(path), suffix_of(path)
    if kind not in (*_DELIMITED, *_WORKBOOKS):
        refuse("cld-kind", Place(file=name), found=kind or "a name without an ending")
    data = read_bytes(path)
    if kind in _WORKBOOKS:
        return _in_workbook(data, name, fields, notes)

    def is_known(text: str) -> bool:
        return heading_key(text) in fields

    encoding, _ = delimited_rows(data, name, is_known)
    for note in encoding_notes(encoding, name):
        notes.add(note)
    return _found(name, None, lambda: delimited_rows(data, name, is_known)[1], fields, notes)


def _in_workbook(data: bytes, name: str, fields: Mapping[str, str], notes: Notes) -> Extract:
    """The only visible sheet with data, or the first of them that has the headings."""
    from auditkit.tables.workbook import read_workbook

    visible = read_workbook(data, name).visible
    chosen = next(
        (grid for grid in visible if _missing(_best(iter(grid.rows), fields), fields) == []),
        visible[0] if visible else None,
    )
    if chosen is None:
        refuse("cld-not-an-extract", Place(file=name), missing=REFERENCE, rows=_LOOKED_AT)
    for note in chosen.notes:
        notes.add(note)
    width = max(len(row.cells) for row in chosen.rows)
    rows = [Row(row.number, [*row.cells, *[""] * (width - len(row.cells))]) for row in chosen.rows]
    return _found(name, chosen.sheet, lambda: iter(rows), fields, notes)


def _found(
    name: str, sheet: str | None, rows: Rows, fields: Mapping[str, str], notes: Notes
) -> Extract:
    place = Place(file=name, sheet=sheet)
    heading, above = _best(rows(), fields)
    missing = _missing((heading, above), fields)
    if missing:
        refuse("cld-not-an-extract", place, missing=listed(missing), rows=_LOOKED_AT)
    if above:
        notes.add(problem("F013", place, rows=counted(above, "row")))
    columns: dict[str, int] = {}
    for index, text in enumerate(heading.cells):
        field = fields.get(heading_key(text))
        if field in columns:
            first = _address(columns[field], heading.number)
            cell = Place(file=name, sheet=sheet, cell=f"cell {_address(index, heading.number)}")
            refuse("cld-heading-twice", cell, heading=field, first=first)
        if field is not None:
            columns[field] = index
    width = len(heading.cells)
    while is_blank(heading.cells[width - 1]):
        width -= 1
    return Extract(
        file=name,
        sheet=sheet,
        columns=columns,
        heading_row=heading.number,
        rows=partial(_data_rows, rows, heading.number, width, place),
    )


def _best(rows: Iterable[Row], fields: Mapping[str, str]) -> tuple[Row, int]:
    """The row with most of the headings, and how many rows with something in them are above."""
    best, above, most = Row(1, [""]), 0, 0
    shown = (row for row in rows if not all(map(is_blank, row.cells)))
    for position, row in enumerate(islice(shown, _LOOKED_AT)):
        known = len({heading_key(text) for text in row.cells} & fields.keys())
        if known > most:
            best, above, most = row, position, known
        if _missing((row, position), fields) == []:
            break
    return best, above


def _missing(found: tuple[Row, int], fields: Mapping[str, str]) -> list[str]:
    known = {fields.get(heading_key(text)) for text in found[0].cells}
    return [field for field in NEEDED if field not in known]


def _data_rows(
    rows: Rows, heading_row: int, width: int, place: Place, notes: Notes | None
) -> Iterator[Row]:
    """The rows under the headings that are as wide as they; of the others it is said."""
    below = (row for row in rows() if row.number > heading_row and any(row.cells))
    for number, block in groupby(below, lambda row: (row.number - 1) // _BLOCK):
        together = list(block)
        # The headings are never blank, and so nothing is left out of their own block.
        is_alike = len({len(row.cells) for row in together}) == 1 and len(together) > 1
        if is_alike and number != (heading_row - 1) // _BLOCK:
            for row in together:
                row.cells = [*row.cells, *[""] * (width - len(row.cells))]
        for row in together:
            if _is_as_wide(row, width):
                yield row
            elif notes is not None and not all(map(is_blank, row.cells)):
                where = Place(file=place.file, sheet=place.sheet, cell=f"row {row.number}")
                notes.say("cld-row-length", where, found=len(row.cells), expected=width)


def _is_as_wide(row: Row, width: int) -> bool:
    cells: Sequence[str] = row.cells
    if len(cells) > width and all(map(is_blank, cells[width:])):
        row.cells = cells[:width]
    return len(row.cells) == width


def _address(column: int, row: int) -> str:
    return f"{column_letters(column)}{row}"
