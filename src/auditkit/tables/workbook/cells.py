"""From the XML inside a sheet's data to its cells, whatever way it is written in."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from auditkit.tables.grid import NOT_CALCULATED
from auditkit.tables.workbook.bounds import DEEPEST
from auditkit.tables.workbook.markup import Attributes, local_name, too_deep
from auditkit.tables.workbook.rows import COLUMN_NAMES, SheetRows
from auditkit.tables.workbook.texts import MOST_WRITTEN, TooLong

# How deep the elements stand: worksheet 1, sheetData 2, then these; in an inline text the
# text itself, or a run of it.
_ROW, _CELL, _IN_CELL, _IN_TEXT, _IN_RUN = 3, 4, 5, 6, 7


class CellHandlers:
    """What expat calls inside ``<sheetData>``: puts every row into `sheet`.

    `leave` is called at the end. A cell of nothing but a style is no cell.
    """

    __slots__ = (
        "cells",
        "column",
        "depth",
        "is_formula",
        "is_inline",
        "is_run",
        "kind",
        "leave",
        "length",
        "part",
        "row_name",
        "sheet",
        "style",
        "tags",
        "texts",
        "wanted",
        "written",
    )

    def __init__(self, sheet: SheetRows, part: str, leave: Callable[[], None]) -> None:
        self.sheet = sheet
        self.part = part
        self.leave = leave
        self.depth = 2
        self.row_name = ""
        self.cells: list[str] = []
        self.tags = 0
        # The open cell: its kind (None for what is no cell), style and column; whether it has
        # had a value; the pieces of that and how long they are.
        self.kind: str | None = None
        self.style: str | None = None
        self.column = -1
        self.written = False
        self.texts: list[str] = []
        self.length = 0
        self.is_formula = self.is_inline = self.is_run = False
        # The depth of the element whose text is part of the value; 0 for none.
        self.wanted = 0

    def attach(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth = depth = self.depth + 1
        if depth == _IN_CELL:
            self.start_in_cell(local_name(name))
        elif depth == _CELL:
            self.start_cell(local_name(name), attributes)
        elif depth == _ROW:
            self.start_row(local_name(name), attributes)
        else:
            self.start_deeper(local_name(name))

    def start_row(self, local: str, attributes: Attributes) -> None:
        if local != "row":
            raise self.sheet.no_row()
        self.sheet.begin_row(attributes.get("r"), self.sheet.is_hidden_row(attributes))
        self.row_name = str(self.sheet.number)
        self.column = -1
        self.cells = []
        self.tags = 0

    def start_cell(self, local: str, attributes: Attributes) -> None:
        self.wanted = 0
        if local != "c":
            self.kind = None
            self.is_inline = False
            return
        self.tags += 1
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s")
        self.written = self.is_formula = False
        self.length = 0
        address = attributes.get("r")
        if address == COLUMN_NAMES[self.column + 1] + self.row_name:
            self.column += 1
        else:
            self.column = self.sheet.column(address, self.column)

    def start_in_cell(self, local: str) -> None:
        if self.kind is None:
            return
        self.wanted = _IN_CELL if local == "v" else 0
        self.is_inline = local == "is"
        if local == "f":
            self.is_formula = True
        elif local == "v" or self.is_inline:
            if self.written:
                raise self.sheet.refusal(self.column, ValueError("two values"))
            self.written = True
            self.texts.clear()

    def start_deeper(self, local: str) -> None:
        if self.depth > DEEPEST:
            raise too_deep(self.part, self.sheet.place)
        if self.depth == _IN_TEXT:
            self.is_run = local == "r"
        is_place = self.depth == _IN_TEXT or (self.depth == _IN_RUN and self.is_run)
        self.wanted = self.depth if local == "t" and self.is_inline and is_place else 0

    def characters(self, data: str) -> None:
        if self.depth == self.wanted:
            self.length += len(data)
            if self.length <= MOST_WRITTEN:
                self.texts.append(data)

    def end(self, _: str) -> None:
        self.depth = depth = self.depth - 1
        if depth == _ROW and self.kind is not None:
            self.end_cell(self.kind)
        elif depth == _ROW - 1:
            self.sheet.book.counts.add_cell_tags(self.tags)
            self.sheet.end_row(self.cells)
        elif depth == _ROW - 2:
            self.leave()

    def end_cell(self, kind: str) -> None:
        try:
            text = self.text(kind)
        except (ValueError, KeyError) as error:
            raise self.sheet.refusal(self.column, error) from None
        if text:
            self.cells.extend([""] * (self.column - len(self.cells)))
            self.cells.append(text)

    def text(self, kind: str) -> str:
        """What the open cell says. Raises ValueError or KeyError where that cannot be told."""
        if not self.length:
            is_blank = self.written and kind == "str"
            return NOT_CALCULATED if self.is_formula and not is_blank else ""
        if self.length > MOST_WRITTEN:
            raise TooLong(self.length)
        return self.sheet.book.reader(kind, self.style)["".join(self.texts)]
