"""A report as a Word document: headings, tables whose heading rows repeat, charts that are named."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from auditkit.errors import ExtraMissing
from auditkit.languages import said, words_in
from auditkit.report.docx_chart import FONT, chart_part
from auditkit.report.model import (
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
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell

_LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}
# A moment that is always the same, for a document holds when it was made, and so do its parts.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001
_PACKED = (1980, 1, 1, 0, 0, 0)
_MOST_IN_PROPERTY = 255
_WIDTH_MM = 174
# In points: letters, and the room before and after a paragraph.
_SIZES = {
    "Normal": 10.5,
    "Heading 1": 22,
    "Heading 2": 15,
    "Heading 3": 12,
    "Caption": 10.5,
    "Footer": 9,
}
_SPACES = {
    "Normal": (0, 6),
    "Heading 1": (0, 4),
    "Heading 2": (16, 6),
    "Heading 3": (10, 4),
    "Caption": (10, 4),
}
_SPACES |= {"Footer": (0, 0)}
# A column is as wide as its longest text asks for, between these, in characters.
_NARROWEST, _WIDEST = 9, 40
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
            new.writestr(part, old.read(name))
    return found.getvalue()


class _Writer:
    def __init__(self, document: Document, report: ReportModel) -> None:
        self.document = document
        self.report = report
        self.words = words_in(report.language)
        self.language = _LANGUAGES.get(report.language, report.language)
        self.templates = page_templates(said("Writing a report as a Word document"))
        self.charts = 0

    def prepare(self) -> None:
        """What holds for the whole document: properties, language, page, styles."""
        from docx.shared import Mm

        about = self.document.core_properties
        about.title = on_one_line(self.report.title)[:_MOST_IN_PROPERTY]
        about.author = about.last_modified_by = "auditkit"
        about.comments, about.language = "", self.language
        about.created = about.modified = _CREATED
        for page in self.document.sections:
            page.page_width, page.page_height = Mm(210), Mm(297)
            page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(18)
        self.styles()
        self.header()
        self.footer()

    def styles(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        for lang in self.document.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), self.language)
        for name, size in _SIZES.items():
            style: ParagraphStyle = self.document.styles[name]
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            fonts.attrib.clear()
            for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{kind}"), FONT)
            style.font.size = Pt(size)
            style.font.color.rgb = RGBColor.from_string(_colour(name))
            before, after = _SPACES[name]
            style.paragraph_format.space_before = Pt(before)
            style.paragraph_format.space_after = Pt(after)
        self.document.styles["Caption"].paragraph_format.keep_with_next = True

    def header(self) -> None:
        """The protective marking, on every page."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        if self.report.letterhead.marking:
            paragraph = self.document.sections[0].header.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.add_run(on_one_line(self.report.letterhead.marking)).bold = True

    def footer(self) -> None:
        """The title and the number of the page."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.style = self.document.styles["Footer"]
        paragraph.add_run(f"{on_one_line(self.report.title)[:80]} · ")
        field = _element('<w:fldSimple {w} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        paragraph._p.append(field)  # noqa: SLF001 - python-docx knows no fields

    def write(self) -> None:
        self.letterhead()
        self.document.add_heading(on_one_line(self.report.title), 1)
        for line in (self.report.period, self.report.letterhead.author):
            if line:
                self.document.add_paragraph(on_one_line(line))
        for one in self.report.sections:
            self.document.add_heading(on_one_line(one.section.title), 2)
            for block in one.section.blocks:
                if isinstance(block, Paragraph):
                    self.document.add_paragraph(shown(block.text))
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
        for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
            _fill(cell, column.heading, is_right=column.is_number, is_bold=True)
        for row, values in zip(list(table.rows)[1:], block.rows, strict=True):
            for cell, value, column in zip(row.cells, values, block.columns, strict=True):
                _fill(cell, shown_cell(value), is_right=column.is_number)
        self.note(block.note)

    def note(self, note: str) -> None:
        if note:
            from docx.shared import Pt

            self.document.add_paragraph(shown(note)).paragraph_format.space_before = Pt(5)


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
    wanted = [_characters(block, at) for at in range(len(block.columns))]
    for column, characters in zip(table.columns, wanted, strict=True):
        column.width = Mm(_WIDTH_MM * characters / sum(wanted))
        for cell in column.cells:
            cell.width = column.width
    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001
        properties.append(_element("<w:cantSplit {w}/>"))
        if at == 0:
            properties.append(_element("<w:tblHeader {w}/>"))


def _characters(block: DataTable, at: int) -> int:
    """How wide a column asks to be: a heading breaks between its words, a number nowhere."""
    words = block.columns[at].heading.split()
    texts = [*words, *(shown_cell(row[at]) for row in block.rows)]
    return max(_NARROWEST, min(_WIDEST, max(map(len, texts), default=0) + 2))


def _fill(cell: _Cell, text: str, *, is_right: bool, is_bold: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(shown(text))
    run.bold = is_bold or None
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    if is_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _element(markup: str) -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    spaces = {name: nsdecls(name) for name in ("w", "wp", "a", "r")}
    return parse_xml(markup.format(**spaces))


def _colour(style: str) -> str:
    return (LIGHT.link if style.startswith("Heading") else LIGHT.ink).removeprefix("#")
