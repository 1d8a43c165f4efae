"""CSV and TSV as spreadsheets really write them, as rows of text."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import islice

from auditkit.errors import Refused
from auditkit.problems import Place, Problem, problem
from auditkit.returns import Row, column_letters
from auditkit.tables.grid import MOST_CHARACTERS, Grid

DELIMITERS = (",", ";", "\t")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 10

# Tells whether a text is a heading that auditkit knows.
IsKnown = Callable[[str], bool]


def read_delimited(data: bytes, file: str, is_known: IsKnown) -> Grid:
    """The rows of a CSV or TSV file; blank rows and trailing blank columns are left out.

    The encoding is UTF-8, UTF-16 with a byte order mark, or else Windows-1252; the delimiter
    the one that yields most known headings. Raises `Refused` for what cannot be trusted: an
    unclosed quote, a NUL, an unknown encoding, a cell longer than a spreadsheet's.
    """
    place = Place(file=file)
    text, notes = decode(data, place)
    if not text.strip():
        raise Refused([problem("F002", place)])
    text, delimiter = _delimiter(text, is_known)
    rows = list(_rows(text, delimiter, place))
    width = max((_width(row) for row in rows), default=0)
    for row in rows:
        row.cells = row.cells[:width]
    return Grid(file=file, rows=[row for row in rows if any(row.cells)], notes=notes)


def decode(data: bytes, place: Place) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, and a note where it is not UTF-8."""
    if data.startswith(_UTF_16):
        try:
            return data.decode("utf-16"), (problem("F003", place, encoding="UTF-16"),)
        except UnicodeDecodeError as error:
            at = f"byte {error.start + 1}"
            raise Refused([problem("F004", place, byte=data[error.start], at=at)]) from None
    if b"\0" in data:
        raise Refused([problem("F006", place)])
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), (problem("F003", place, encoding="Windows-1252"),)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = {"byte": data[error.start], "at": f"line {line}"}
        raise Refused([problem("F004", place, **found)]) from None


def _delimiter(text: str, is_known: IsKnown) -> tuple[str, str]:
    """The text without Excel's ``sep=`` line, and the delimiter."""
    first, _, rest = text.partition("\n")
    told = first.strip().lower()
    if told.startswith("sep=") and len(first.strip()) == 5:
        return "\n" + rest, first.strip()[4]
    return text, max(DELIMITERS, key=lambda one: _promise(text, one, is_known))


def _promise(text: str, delimiter: str, is_known: IsKnown) -> tuple[int, int]:
    """How many known headings a delimiter yields in a row, and how many cells; both are looked
    for in the first rows only, for title rows above the headings are few.
    """
    known, widest = 0, 0
    try:
        for cells in islice(_parser(text, delimiter), _LOOKED_AT):
            if len(cells) > 1:
                known = max(known, sum(map(is_known, cells)))
            widest = max(widest, len(cells))
            if known:
                break
    except csv.Error:
        pass
    return known, widest


def _parser(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _rows(text: str, delimiter: str, place: Place) -> Iterator[Row]:
    """Every row with its number; a row with quoted line breaks is one row, as in Excel."""
    number = 0
    try:
        for number, cells in enumerate(_parser(text, delimiter), 1):
            if max(map(len, cells), default=0) > MOST_CHARACTERS:
                raise _too_long(cells, number, place)
            yield Row(number, cells)
    except csv.Error as error:
        if "field limit" in str(error):
            raise Refused([problem("F007", place, length="over 131,072")]) from None
        raise Refused([problem("F005", place, row=number + 1, said=str(error))]) from None


def _too_long(cells: list[str], number: int, place: Place) -> Refused:
    index = next(index for index, cell in enumerate(cells) if len(cell) > MOST_CHARACTERS)
    cell = f"cell {column_letters(index)}{number}"
    return Refused([problem("F007", Place(file=place.file, cell=cell), length=len(cells[index]))])


def _width(row: Row) -> int:
    width = len(row.cells)
    while width and not row.cells[width - 1].strip():
        width -= 1
    return width
