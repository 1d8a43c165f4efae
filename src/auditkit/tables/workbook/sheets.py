"""One sheet of a workbook as a grid of text."""

from __future__ import annotations

import re
from xml.parsers import expat

from auditkit.languages import said_plural
from auditkit.problems import Place, Problem, problem
from auditkit.returns import Row
from auditkit.tables.grid import Grid
from auditkit.tables.workbook.bounds import DEEPEST
from auditkit.tables.workbook.cells import CellHandlers
from auditkit.tables.workbook.markup import (
    Attributes,
    Parser,
    expect_root,
    local_name,
    too_deep,
)
from auditkit.tables.workbook.parts import Package
from auditkit.tables.workbook.patterns import read_usual
from auditkit.tables.workbook.refusals import damaged
from auditkit.tables.workbook.rows import SheetRows
from auditkit.tables.workbook.usual import UsualRows
from auditkit.tables.workbook.values import Book

_RANGE = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?")


def read_sheet(package: Package, part: str, name: str, book: Book) -> Grid | None:
    """The rows of a sheet, all as wide as the widest; None where no cell has a text.

    What a sheet says of its own size (``<dimension>``, ``spans``) is not read.
    """
    sheet = SheetRows(book, Place(file=package.place.file, sheet=name))
    around = _AroundRows(sheet, part)
    parser = Parser(part, sheet.place, around.attach)
    usual = UsualRows(sheet, around.is_between_rows)
    read_usual(package.text(part), parser, usual)
    if not sheet.rows:
        return None
    book.counts.add_places(len(sheet.rows) * sheet.width - sheet.places)
    for cells in sheet.rows.values():
        cells.extend([""] * (sheet.width - len(cells)))
    rows = tuple(Row(number, cells) for number, cells in sheet.rows.items())
    notes = _notes(sheet, around)
    return Grid(file=sheet.place.file, sheet=name, rows=rows, notes=notes)


class _AroundRows:
    """Reads what stands around the rows; inside ``<sheetData>`` others take over."""

    parser: expat.XMLParserType

    def __init__(self, sheet: SheetRows, part: str) -> None:
        self.sheet = sheet
        self.part = part
        self.depth = 0
        self.has_rows = False
        self.is_inside = False
        self.has_cdata = False
        self.merged = 0
        self.first_merged = ""

    def is_between_rows(self) -> bool:
        """Whether the next thing read may be a row."""
        return self.is_inside and not self.sheet.is_open and not self.has_cdata

    def attach(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.StartCdataSectionHandler = self.note_cdata

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        local = local_name(name)
        if self.depth == 1:
            expect_root(local, "worksheet", self.part, self.sheet.place)
        elif self.depth == 2 and local == "sheetData":
            self.enter_rows()
        elif self.depth == 3 and local == "mergeCell":
            self.merged += 1
            self.first_merged = self.first_merged or attributes.get("ref", "")
        elif self.depth > DEEPEST:
            raise too_deep(self.part, self.sheet.place)

    def end(self, _: str) -> None:
        self.depth -= 1

    def note_cdata(self) -> None:
        """In a CDATA section a row is only a text: from here on everything goes through expat."""
        self.has_cdata = True

    def enter_rows(self) -> None:
        if self.has_rows:
            raise damaged("the sheet has its rows twice", self.sheet.place)
        self.has_rows = self.is_inside = True
        CellHandlers(self.sheet, self.part, self.leave_rows).attach(self.parser)

    def leave_rows(self) -> None:
        self.depth -= 1
        self.is_inside = False
        self.attach(self.parser)
        self.parser.CharacterDataHandler = None


def _notes(sheet: SheetRows, around: _AroundRows) -> tuple[Problem, ...]:
    notes = []
    if sheet.hidden:
        rows = said_plural("{count} hidden row", "{count} hidden rows", sheet.hidden)
        notes.append(problem("F029", sheet.place, rows=rows, row=sheet.first_hidden))
    if around.merged:
        if not _RANGE.fullmatch(around.first_merged):
            raise damaged("merged cells have an impossible address", sheet.place)
        ranges = said_plural("{count} merged range", "{count} merged ranges", around.merged)
        notes.append(problem("F030", sheet.place, ranges=ranges, range=around.first_merged))
    return tuple(notes)
