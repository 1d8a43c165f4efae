"""CSV and TSV as spreadsheets really write them, as rows of text."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO, StringIO, TextIOWrapper
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from auditkit.errors import Refused
from auditkit.languages import said
from auditkit.matching.folding import is_blank
from auditkit.problems import Place, Problem, problem
from auditkit.returns import Row, column_letters
from auditkit.tables.grid import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    Grid,
    refuse_too_large,
    refuse_too_wide,
)

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (",", ";", "\t")
# A byte order mark says what a file is in; without one it is UTF-8, or else Windows-1252.
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MARKED = ((UTF_16, "UTF-16"), (BOM_UTF8, "UTF-8"))
_CODECS = {"UTF-8": "utf-8", "UTF-16": "utf-16", "Windows-1252": "cp1252"}
_TOLD = r"sep=([^\w\s\"'=]|\t)(?:\r|\n|\Z)"
_LINE_BREAK = r"\r\n|\r|\n"
MOST_LINES = 4_000_000
MOST_CELLS = 40_000_000
_LOOKED_AT = 10
_CHARACTERS_LOOKED_AT = 200_000
_BLOCK = 16
# With so many delimiters in a row, lines that have just as many are no accident.
_TELLING = 2

# Tells whether a text is a heading that auditkit knows.
IsKnown = Callable[[str], bool]


def read_delimited(data: bytes, file: str, is_known: IsKnown) -> Grid:
    """The rows of a CSV or TSV file; blank rows and trailing blank columns are left out.

    The encoding is UTF-8, UTF-16 with a byte order mark, or else Windows-1252; the delimiter
    the one that yields most known headings. Raises `Refused` for what cannot be trusted: an
    unclosed quote, a NUL, an unknown encoding, a cell longer than a spreadsheet's.
    """
    encoding, found = delimited_rows(data, file, is_known)
    rows, width = [], 0
    for row in found:
        shown = _width(row)
        if shown:
            rows.append(row)
            width = max(width, shown)
    if not rows:
        raise Refused([problem("F002", Place(file=file))])
    if len({len(row.cells) for row in rows}) > 1:
        _lengthen(rows, width)
    for row in rows:
        if len(row.cells) > width:
            row.cells = row.cells[:width]
    return Grid(file=file, rows=rows, notes=encoding_notes(encoding, file))


def delimited_rows(data: bytes, file: str, is_known: IsKnown) -> tuple[str, Iterator[Row]]:
    """The encoding of a CSV or TSV file, and its rows that are not blank, one after another: for
    files of more rows than a program would hold. Raises `Refused` as `read_delimited` does,
    for the rows when they are reached.
    """
    place = Place(file=file)
    encoding, begin = _decoded(data, place)
    told = re.match(_TOLD, begin, re.IGNORECASE) if begin[:4].lower() == "sep=" else None
    delimiter = told[1] if told else likely_delimiter(begin, is_known)
    _refuse_too_many(data, delimiter, file)
    lines = TextIOWrapper(BytesIO(data.removeprefix(BOM_UTF8)), _CODECS[encoding], newline="")
    if told:
        # A spreadsheet does not show the line that names the delimiter.
        lines.readline()
    return encoding, _rows(lines, delimiter, place)


def _refuse_too_many(data: bytes, delimiter: str, file: str) -> None:
    """Refuse a file by what can be counted before anything is read."""
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines > MOST_LINES:
        refuse_too_large(file, said("{count} lines", count=f"{MOST_LINES:,}"))
    if lines + data.count(delimiter.encode()) > MOST_CELLS:
        refuse_too_large(file, said("{count} cells", count=f"{MOST_CELLS:,}"))


def encoding_notes(encoding: str, file: str) -> tuple[Problem, ...]:
    """A note where a file is in another encoding than UTF-8."""
    is_usual = encoding == "UTF-8"
    return () if is_usual else (problem("F003", Place(file=file), encoding=encoding),)


def _decoded(data: bytes, place: Place) -> tuple[str, str]:
    """The encoding of a file, and the text that it begins with."""
    marked = next((name for mark, name in _MARKED if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("UTF-8", "Windows-1252"):
        try:
            text = data.removeprefix(BOM_UTF8).decode(_CODECS[encoding])
            break
        except UnicodeDecodeError as error:
            refused = problem("F004", place, **undecodable(error))
    else:
        raise Refused([refused])
    if "\0" in text:
        raise Refused([problem("F006", place)])
    return encoding, text[:_CHARACTERS_LOOKED_AT]


def undecodable(error: UnicodeDecodeError) -> dict[str, Any]:
    """The byte that has no meaning, and where it stands."""
    line = error.object.count(b"\n", 0, error.start) + 1
    return {"byte": error.object[error.start], "at": said("line {line}", line=line)}


def likely_delimiter(begin: str, is_known: IsKnown) -> str:
    """The delimiter that yields most known headings in the text that a file begins with."""
    there = [one for one in DELIMITERS if one in begin] or DELIMITERS
    return max(there, key=lambda one: _promise(begin, one, is_known))


def _promise(begin: str, delimiter: str, is_known: IsKnown) -> tuple[int, int]:
    """How many known headings a delimiter yields in a row, and how many cells; both are looked
    for in the first rows only, for title rows above the headings are few.
    """
    known, widest = 0, 0
    try:
        for cells in islice(_parser(StringIO(begin, newline=""), delimiter), _LOOKED_AT):
            if len(cells) > 1:
                known = max(known, sum(map(is_known, cells)))
            widest = max(widest, len(cells))
            if known:
                break
    except csv.Error:
        pass
    return known, widest


def _parser(lines: Iterable[str], delimiter: str) -> Reader:
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _rows(lines: Iterable[str], delimiter: str, place: Place) -> Iterator[Row]:
    """Every row that holds anything, with its number; a row with quoted line breaks is one row,
    as in Excel.
    """
    number, line = 0, 0
    parser = _parser(lines, delimiter)
    try:
        for number, cells in enumerate(parser, 1):
            if not cells:
                continue
            if len(cells) > MOST_COLUMNS:
                refuse_too_wide(place.file)
            if max(map(len, cells)) > MOST_CHARACTERS:
                raise _too_long(cells, number, place)
            if parser.line_num > line + 1 and _holds_rows(cells, delimiter):
                why = said("a cell holds whole rows")
                raise Refused([problem("F005", place, row=number, said=why)])
            line = parser.line_num
            yield Row(number, cells)
    except csv.Error as error:
        if "field limit" in str(error):
            raise Refused([problem("F007", place, length="over 131,072")]) from None
        raise Refused([problem("F005", place, row=number + 1, said=str(error))]) from None


def _holds_rows(cells: list[str], delimiter: str) -> bool:
    """Whether two stray quotation marks made one cell of what stands between them: its lines
    begin and end as rows of this width do.
    """
    last = len(cells) - 1
    for index, cell in enumerate(cells):
        lines = re.split(_LINE_BREAK, cell)
        expected = [last - index] + [last] * (len(lines) - 2) + [index]
        found = [line.count(delimiter) for line in lines]
        if len(lines) > 1 and last >= _TELLING and found == expected:
            # In prose, and hardly ever in a row, a space follows the sign.
            return f"{delimiter} " not in cell
    return False


def _too_long(cells: list[str], number: int, place: Place) -> Refused:
    index = next(index for index, cell in enumerate(cells) if len(cell) > MOST_CHARACTERS)
    cell = f"cell {column_letters(index)}{number}"
    return Refused([problem("F007", Place(file=place.file, cell=cell), length=len(cells[index]))])


def _lengthen(rows: Sequence[Row], width: int) -> None:
    """Give rows the cells that Excel leaves out: it writes sixteen rows at a time, without the
    columns that are blank in all of them. Rows of unlike lengths are not Excel's, and remain.
    """
    blocks = [list(rows) for _, rows in groupby(rows, lambda row: (row.number - 1) // _BLOCK)]
    lengths = [{len(row.cells) for row in block} for block in blocks]
    if len(blocks[0]) == 1 or len(lengths[0]) > 1 or min(lengths[0]) < width:
        return
    for block, found in zip(blocks, lengths, strict=True):
        if len(block) > 1 and len(found) == 1:
            for row in block:
                row.cells = [*row.cells, *[""] * (width - len(row.cells))]


def _width(row: Row) -> int:
    """How many cells a row has up to the last one that shows anything."""
    width = len(row.cells)
    while width and is_blank(row.cells[width - 1]):
        width -= 1
    return width
