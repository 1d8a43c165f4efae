"""A report as a workbook: a cover, contents, what it says, and a sheet for each table.

As the Government Analysis Function asks of spreadsheets: one marked-up table a sheet that begins
at its left edge, a title in the first cell, no merged cells and no empty ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from auditkit.frozen import frozen
from auditkit.languages import Words, words_in
from auditkit.matching.folding import FORMULA_STARTS
from auditkit.report.model import (
    Block,
    Cell,
    Column,
    DataTable,
    Paragraph,
    Points,
    ReportModel,
    Subheading,
)
from auditkit.report.palette import LIGHT
from auditkit.report.shown import on_one_line, shown, shown_cell
from auditkit.tables.new_workbook import cell_text, new_workbook

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NOTHING = "[x]"
_MOST_IN_HEADING = 200
_MOST_IN_TITLE = 250
_FONT: dict[str, Any] = {"font_name": "Arial", "font_size": 12}
_LINE, _MOST_HIGH = 16, 409
# Beyond these a number is no longer the one that was written.
_MOST_DIGITS = 15


@frozen(kw_only=True)
class _Sheet:
    """A table, the sheet it stands on, and what is said above it."""

    name: str
    table: DataTable
    said: tuple[str, ...]


def report_xlsx(report: ReportModel) -> bytes:
    """The whole report, without its charts, whose tables say the same.

    Raises `ExtraMissing` where XlsxWriter is not installed.
    """
    words = words_in(report.language)
    stream = BytesIO()
    title = on_one_line(report.title)[:_MOST_IN_TITLE]
    with new_workbook(stream, title, extra="report") as workbook:
        writer = _Writer(workbook, words)
        writer.cover(report)
        for one in _sheets(report, words):
            writer.sheet(one)
    return stream.getvalue()


def _sheets(report: ReportModel, words: Words) -> list[_Sheet]:
    """The sheets behind the cover: contents, what the report says, the tables."""
    tables = list(_tables(report, words))
    texts = _texts(report, words)
    text_name = words.translate("Notes")
    entries = [(text_name, texts.caption), *((one.name, one.table.caption) for one in tables)]
    contents = DataTable(
        name="contents",
        caption=words.translate("Contents"),
        columns=(
            Column(name="sheet", heading=words.translate("Sheet")),
            Column(name="table", heading=words.translate("Table")),
        ),
        rows=tuple(entries),
    )
    return [
        _Sheet(name=words.translate("Contents"), table=contents, said=()),
        _Sheet(name=text_name, table=texts, said=()),
        *tables,
    ]


def _tables(report: ReportModel, words: Words) -> Iterator[_Sheet]:
    number = 0
    for one in report.sections:
        for block in one.section.blocks:
            if isinstance(block, DataTable):
                number += 1
                name = words.translate("Table {number}", number=number)
                said = (one.section.title, *([block.note] if block.note else []))
                yield _Sheet(name=name, table=block, said=said)


def _texts(report: ReportModel, words: Words) -> DataTable:
    rows = [
        (one.section.title, text)
        for one in report.sections
        for block in one.section.blocks
        for text in _said(block)
    ]
    mark = words.translate("{mark} means that there is nothing to show.", mark=NOTHING)
    rows.append((words.translate("This workbook"), mark))
    return DataTable(
        name="text",
        caption=words.translate("What the report says"),
        columns=(
            Column(name="section", heading=words.translate("Section")),
            Column(name="text", heading=words.translate("Text")),
        ),
        rows=tuple(rows),
    )


def _said(block: Block) -> tuple[str, ...]:
    if isinstance(block, Points):
        return block.items
    return (block.text,) if isinstance(block, Paragraph | Subheading) else ()


class _Writer:
    def __init__(self, workbook: Workbook, words: Words) -> None:
        self.workbook = workbook
        self.cut = words.translate(" … (cut: longer than a cell)")
        self.words = words
        self.number_formats: dict[int, Format] = {}
        self.count = 0
        styles: dict[str, dict[str, Any]] = {
            "title": {"bold": True, "font_size": 16, "font_color": LIGHT.link},
            "heading": {"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"},
            "number heading": {
                "bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom", "align": "right"
            },
            "text": {"num_format": "@", "text_wrap": True, "valign": "top"},
            "line": {"num_format": "@", "valign": "top"},
            "right": {"num_format": "@", "align": "right", "valign": "top"},
            "link": {"font_color": LIGHT.link, "underline": 1, "valign": "top"},
        }  # fmt: skip
        self.styles = {name: workbook.add_format(_FONT | style) for name, style in styles.items()}
        self.guarded = {name: workbook.add_format(_FONT | style) for name, style in styles.items()}
        for style in self.guarded.values():
            style.set_quote_prefix()

    def cover(self, report: ReportModel) -> None:
        sheet = self.workbook.add_worksheet(self.words.translate("Cover"))
        sheet.set_column(0, 0, 90)
        made_with = ", ".join(f"{name} {version}" for name, version in report.versions.items())
        about = report.letterhead
        above = [about.marking, about.organisation, report.dated, about.author]
        lines = [
            *(one for one in above if one),
            self.words.translate("A sheet for each table; the contents name them."),
            self.words.translate("Made with {versions}.", versions=made_with),
            *([about.foot] if about.foot else []),
        ]
        self.text(sheet, 0, 0, report.title, "title")
        for row, line in enumerate(lines, 1):
            self.text(sheet, row, 0, line, "text")

    def sheet(self, one: _Sheet) -> None:
        table = one.table
        sheet = self.workbook.add_worksheet(one.name)
        self.text(sheet, 0, 0, table.caption, "title")
        for row, line in enumerate(one.said, 1):
            self.text(sheet, row, 0, line, "line")
        top = 1 + len(one.said)
        self.mark_up(sheet, table, top)
        widths = [_width(table, at) for at in range(len(table.columns))]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(top, _height([one.heading for one in table.columns], widths))
        for row, cells in enumerate(table.rows or ((None,) * len(table.columns),), top + 1):
            sheet.set_row(row, _height(cells, widths))
            for column, cell in enumerate(cells):
                if table.name == "contents" and column == 0:
                    self.link(sheet, row, str(cell))
                else:
                    self.cell(sheet, row, column, cell, table.columns[column])
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)

    def mark_up(self, sheet: Worksheet, table: DataTable, top: int) -> None:
        """Headings, and that this is a table, which a screen reader then says."""
        self.count += 1
        headings = _headings(table.columns)
        columns = [
            {
                "header": heading,
                "header_format": self.style(
                    heading, "number heading" if column.is_number else "heading"
                ),
            }
            for heading, column in zip(headings, table.columns, strict=True)
        ]
        name = re.sub(r"[^A-Za-z0-9]", "_", f"{self.count}_{table.name}")[:60]
        sheet.add_table(
            top,
            0,
            top + max(1, len(table.rows)),
            len(columns) - 1,
            {"name": f"table_{name}", "columns": columns, "style": None, "autofilter": False},
        )

    def cell(self, sheet: Worksheet, row: int, column: int, cell: Cell, about: Column) -> None:
        if cell is None:
            self.text(sheet, row, column, NOTHING, "right" if about.is_number else "text")
        elif isinstance(cell, str):
            self.text(sheet, row, column, cell, "right" if about.is_number else "text")
        elif len(Decimal(cell).as_tuple().digits) > _MOST_DIGITS:
            self.text(sheet, row, column, format(Decimal(cell), "f"), "right")
        else:
            sheet.write_number(row, column, float(cell), self.number_format(cell))

    def link(self, sheet: Worksheet, row: int, name: str) -> None:
        sheet.write_url(row, 0, f"internal:'{name}'!A1", self.styles["link"], name)

    def text(self, sheet: Worksheet, row: int, column: int, text: str, style: str) -> None:
        found = cell_text(shown(text), self.cut) or NOTHING
        sheet.write_string(row, column, found, self.style(found, style))

    def style(self, text: str, name: str) -> Format:
        return (self.guarded if text.startswith(FORMULA_STARTS) else self.styles)[name]

    def number_format(self, number: int | Decimal) -> Format:
        """As many places as the number is written with."""
        exponent = Decimal(number).as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        if places not in self.number_formats:
            pattern = "0" + ("." + "0" * places if places else "")
            self.number_formats[places] = self.workbook.add_format(
                {**_FONT, "num_format": pattern, "valign": "top"}
            )
        return self.number_formats[places]


def _headings(columns: Sequence[Column]) -> list[str]:
    """Headings that a marked-up table can have: on one line, not long, each of its own."""
    found: list[str] = []
    for column in columns:
        heading = on_one_line(column.heading)[:_MOST_IN_HEADING] or column.name
        taken = {one.casefold() for one in found}
        number = 2
        unique = heading
        while unique.casefold() in taken:
            unique = f"{heading} {number}"
            number += 1
        found.append(unique)
    return found


def _width(table: DataTable, at: int) -> int:
    words = table.columns[at].heading.split()
    texts = [*words, *(shown_cell(row[at]) for row in table.rows)]
    return max(12, min(80, round(1.2 * max(map(len, texts), default=0)) + 2))


def _height(cells: Sequence[Cell], widths: Sequence[int]) -> int:
    """High enough for a text that is broken into lines, as far as a row can be."""
    lengths = [len(shown_cell(cell)) for cell in cells]
    lines = max(
        -(-length * 10 // (9 * width)) for length, width in zip(lengths, widths, strict=True)
    )
    return min(_MOST_HIGH, _LINE * max(1, lines) + 3)
