"""A report as a Word document: headings, tables whose heading rows repeat, charts that are named."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from auditkit.errors import ExtraMissing
from auditkit.languages import said
from auditkit.report.docx_chart import chart_part
from auditkit.report.docx_styles import HEADLINE, NOTE, style_document
from auditkit.report.model import (
    HEADLINES,
    STACKED_BARS,
    Chart,
    DataTable,
    Paragraph,
    Points,
    ReportModel,
    Section,
    Subheading,
)
from auditkit.report.page_templates import page_templates
from auditkit.report.palette import LIGHT
from auditkit.report.shown import on_one_line, shown, shown_cell

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

_LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}
# A moment that is always the same, for a document holds when it was made, and so do its parts.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001
_PACKED = (1980, 1, 1, 0, 0, 0)
_MOST_IN_PROPERTY = 255
_WIDTH_MM = 174
# In characters: a line of a table, what a cell keeps free, and the most that a column asks for. A
# longer word, such as a hash, breaks.
_LINE, _MARGIN, _WIDEST, _LONGEST_WORD = 88, 3, 40, 18
_LOGO_MM = 18
# Charts have the numbers from 1.
_LOGO_ID = 10_000
_CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def report_docx(report: ReportModel) -> bytes:
    """The whole report, in British English or in Welsh.

    Raises `ExtraMissing` where python-docx or Jinja2 is not installed.
    """
    try:
        import docx
    except ImportError:
        raise ExtraMissing(said("Writing a report as a Word document"), "report") from None
    writer = _Writer(docx.Document(), report)
    writer.prepare()
    writer.write()
    stream = BytesIO()
    writer.document.save(stream)
    return _packed_anew(stream)


def _packed_anew(stream: BytesIO) -> bytes:
    """The same parts in the same order, none with the time at which it was packed."""
    found = BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(found, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _PACKED)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0
            new.writestr(part, old.read(name))
    return found.getvalue()


class _Writer:
    def __init__(self, document: Document, report: ReportModel) -> None:
        self.document = document
        self.report = report
        self.language = _LANGUAGES.get(report.language, report.language)
        self.templates = page_templates(said("Writing a report as a Word document"))
        self.charts = 0
        self.style_ids = style_document(document, self.language)

    def prepare(self) -> None:
        """What holds for the whole document: properties, page, header, footer."""
        from docx.shared import Mm

        about = self.document.core_properties
        about.title = on_one_line(self.report.title)[:_MOST_IN_PROPERTY]
        about.author = about.last_modified_by = "auditkit"
        about.comments, about.language = "", self.language
        about.created = about.modified = _CREATED
        for page in self.document.sections:
            page.page_width, page.page_height = Mm(210), Mm(297)
            page.left_margin = page.right_margin = page.bottom_margin = Mm(18)
            page.top_margin = Mm(22)
        self.header()
        self.footer()

    def header(self) -> None:
        """The protective marking, on every page."""
        if self.report.letterhead.marking:
            paragraph = self.document.sections[0].header.paragraphs[0]
            paragraph.add_run(on_one_line(self.report.letterhead.marking))

    def footer(self) -> None:
        """The title and the number of the page."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.add_run(f"{on_one_line(self.report.title)[:80]} · ")
        field = _element('<w:fldSimple {w} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        paragraph._p.append(field)  # noqa: SLF001 - python-docx knows no fields

    def write(self) -> None:
        self.letterhead()
        self.document.add_heading(on_one_line(self.report.title), 1)
        for line in (self.report.dated, self.report.letterhead.author):
            if line:
                self.document.add_paragraph(on_one_line(line))
        for one in self.report.sections:
            self.document.add_heading(on_one_line(one.section.title), 2)
            style = HEADLINE if one.name == HEADLINES else None
            for block in one.section.blocks:
                if isinstance(block, Paragraph):
                    self.document.add_paragraph(shown(block.text), style)
                elif isinstance(block, Subheading):
                    self.document.add_heading(on_one_line(block.text), 3)
                elif isinstance(block, Points):
                    for item in block.items:
                        self.document.add_paragraph(shown(item), "List Bullet")
                elif isinstance(block, Chart):
                    self.chart(block, one.section)
                else:
                    self.table(block)

        self.note(self.report.letterhead.foot)

    def letterhead(self) -> None:
        from docx.shared import Mm

        found = self.report.letterhead
        if found.logo:
            picture = self.document.add_picture(BytesIO(found.logo), height=Mm(_LOGO_MM))
            wide = picture.width / Mm(_WIDTH_MM)
            if wide > 1:
                picture.width, picture.height = Mm(_WIDTH_MM), Mm(_LOGO_MM / wide)
            about = picture._inline.docPr  # noqa: SLF001 - python-docx knows no alternative texts
            about.id = _LOGO_ID
            about.set("descr", on_one_line(found.organisation))
        elif found.organisation:
            self.document.add_paragraph(on_one_line(found.organisation))

    def chart(self, chart: Chart, section: Section) -> None:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from docx.shared import Mm

        table = section.table_of(chart)
        self.charts += 1
        part = Part(
            PackURI(f"/word/charts/chart{self.charts}.xml"),
            _CHART_TYPE,
            chart_part(chart, table, self.language, self.templates),
            self.document.part.package,
        )
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
        link = self.document.part.relate_to(part, kind)
        is_bars = chart.kind == STACKED_BARS
        height = Mm(22 + 8 * len(table.rows) if is_bars else 80)
        self.document.add_paragraph(on_one_line(chart.title), "Caption")
        run = self.document.add_paragraph().add_run()
        run._r.append(self.drawing(chart, link, Mm(_WIDTH_MM), min(height, Mm(220))))  # noqa: SLF001
        self.note(chart.note)

    def drawing(self, chart: Chart, link: str, width: int, height: int) -> Any:
        found = _element(
            "<w:drawing {w} {wp} {a}>"
            '<wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/>'
            f'<wp:docPr id="{self.charts}" name="Chart {self.charts}"/>'
            "<wp:cNvGraphicFramePr/><a:graphic>"
            f'<a:graphicData uri="{_CHARTS}"><c:chart xmlns:c="{_CHARTS}" {{r}} r:id="{link}"/>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
        about = found[0][1]
        about.set("title", on_one_line(chart.title))
        about.set("descr", on_one_line(chart.description))
        return found

    def table(self, block: DataTable) -> None:
        self.document.add_paragraph(on_one_line(block.caption), "Caption")
        table = self.document.add_table(1 + len(block.rows), len(block.columns))
        _lay_out(table, block)
        headings, *rows = table.rows
        for cell, column in zip(headings.cells, block.columns, strict=True):
            style = "Table heading of numbers" if column.is_number else "Table heading"
            self.fill(cell, column.heading, style)
        styles = ["Table number" if one.is_number else "Table text" for one in block.columns]
        for row, values in zip(rows, block.rows, strict=True):
            for cell, value, style in zip(row.cells, values, styles, strict=True):
                self.fill(cell, shown_cell(value), style)
        self.note(block.note)

    def fill(self, cell: _Cell, text: str, style: str) -> None:
        """Put a text into a cell that is empty."""
        paragraph = cell.paragraphs[0]
        # Looking a style up by its name takes longer than everything else.
        paragraph._p.style = self.style_ids[style]  # noqa: SLF001
        paragraph.add_run(shown(text))

    def note(self, note: str) -> None:
        if note:
            self.document.add_paragraph(shown(note), NOTE)


def _lay_out(table: Table, block: DataTable) -> None:
    """Rules below the rows, a name for those who listen, and a heading row on every page."""
    from docx.oxml.ns import qn
    from docx.shared import Mm

    rule = f'w:val="single" w:sz="4" w:space="0" w:color="{LIGHT.line.removeprefix("#")}"'
    about = table._tbl.tblPr  # noqa: SLF001 - python-docx knows no borders
    look = about.find(qn("w:tblLook"))
    borders = _element(
        f"<w:tblBorders {{w}}><w:top {rule}/><w:bottom {rule}/><w:insideH {rule}/></w:tblBorders>"
    )
    named = _element("<w:tblCaption {w}/>")
    named.set(qn("w:val"), on_one_line(block.caption))
    look.addprevious(borders)
    look.addnext(named)
    for column, characters in zip(table.columns, _characters(block), strict=True):
        column.width = Mm(_WIDTH_MM * characters / _LINE)
    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001
        properties.append(_element("<w:cantSplit {w}/>"))
        if at == 0:
            properties.append(_element("<w:tblHeader {w}/>"))


def _room(word: str) -> float:
    """How many characters wide a word is: an m or a w is one and a half."""
    return len(word) + sum(letter in "mwMW" for letter in word) / 2


def _characters(block: DataTable) -> list[float]:
    """How many characters of a line each column gets: all that it would like to have where there
    is room, with its heading on two lines; else room for its longest word, and of what is left
    over its share.
    """
    needs: list[float] = []
    likes: list[float] = []
    for at, column in enumerate(block.columns):
        texts = [column.heading, *(shown_cell(row[at]) for row in block.rows)]
        need = max(_room(word) for text in texts for word in (text.split() or [""])) + _MARGIN
        like = max(len(texts[0]) // 2, *map(len, texts[1:]), 0) + _MARGIN
        needs.append(min(need, _LONGEST_WORD))
        likes.append(max(needs[-1], min(like, _WIDEST)))
    more = sum(likes) - sum(needs)
    spare = _LINE - sum(needs)
    if spare <= 0 or not more or sum(likes) <= _LINE:
        found = needs if spare <= 0 else likes
        return [_LINE * one / sum(found) for one in found]
    return [need + spare * (like - need) / more for need, like in zip(needs, likes, strict=True)]


def _element(markup: str) -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    spaces = {name: nsdecls(name) for name in ("w", "wp", "a", "r")}
    return parse_xml(markup.format(**spaces))
