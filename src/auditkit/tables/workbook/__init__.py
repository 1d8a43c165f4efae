"""Excel workbooks (.xlsx, .xlsm) as grids of text, read within bounds.

Anybody may hand in a workbook: a damaged one, one made to harm, or something else under its
name. Each is refused in seconds, with words for the person who sent it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.errors import Refused
from auditkit.problems import Place, problem
from auditkit.tables.grid import Grid
from auditkit.tables.sheets import Workbook

if TYPE_CHECKING:
    from auditkit.tables.workbook.contents import Contents
    from auditkit.tables.workbook.parts import Package
    from auditkit.tables.workbook.values import Book

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def read_workbook(data: bytes, file: str) -> Workbook:
    """The sheets of an .xlsx workbook that hold data; `file` is the name that places carry.

    Reads at most 20 MB, and of that 250,000 cells, 20,000 rows a sheet, 512 columns, 100
    sheets. Raises `Refused`, and nothing else: F002, F007, F020, F021, F022.
    """
    place = Place(file=file)
    _refuse_other_formats(data, place)
    from auditkit.tables.workbook.bounds import MOST_FILE_BYTES
    from auditkit.tables.workbook.refusals import FAULTS, damaged, too_large

    if len(data) > MOST_FILE_BYTES:
        raise too_large(f"a file of {len(data):,} bytes", f"{MOST_FILE_BYTES:,}", place)
    try:
        return _read(data, place)
    except FAULTS as error:
        raise damaged(f"it is damaged ({type(error).__name__})", place) from error


def _refuse_other_formats(data: bytes, place: Place) -> None:
    if not data or data.isspace():
        raise Refused([problem("F002", place)])
    if data.startswith(_ZIP):
        return
    from auditkit.tables.workbook.refusals import another_format, damaged
    from auditkit.tables.workbook.signatures import format_of_bytes

    found = format_of_bytes(data)
    if found is None:
        raise damaged("it does not begin as a workbook does", place)
    raise another_format(found, place)


def _read(data: bytes, place: Place) -> Workbook:
    from auditkit.tables.workbook.contents import read_contents
    from auditkit.tables.workbook.parts import Package

    package = Package(data, place)
    contents = read_contents(package)
    book = _book(package, contents)
    return _sheets(package, contents, book)


def _book(package: Package, contents: Contents) -> Book:
    from auditkit.tables.workbook.shared import SharedTexts, read_shared_texts
    from auditkit.tables.workbook.styles import plain_styles, read_styles
    from auditkit.tables.workbook.values import Book

    shared, styles = SharedTexts(package.counts), plain_styles()
    if contents.strings:
        shared = read_shared_texts(package, contents.strings)
    if contents.styles:
        styles = read_styles(package, contents.styles, contents.is_1904)
    return Book(shared, styles, package.counts)


def _sheets(package: Package, contents: Contents, book: Book) -> Workbook:
    from auditkit.tables.workbook.sheets import read_sheet

    visible: list[Grid] = []
    unseen: dict[str, dict[str, Grid]] = {"hidden": {}, "veryHidden": {}}
    for sheet in contents.sheets:
        grid = read_sheet(package, sheet.part, sheet.name, book)
        if grid is None:
            continue
        if sheet.state == "visible":
            visible.append(grid)
        else:
            unseen[sheet.state][sheet.name] = grid
    return Workbook(
        file=package.place.file,
        visible=tuple(visible),
        hidden=unseen["hidden"],
        very_hidden=unseen["veryHidden"],
    )
