"""The report as a Word document, read back with python-docx and as the parts it is made of."""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO

import pytest
from report_examples import (
    BAR_CHART,
    BARS,
    CHANGE,
    HOSTILE,
    bundled_report,
    hostile_report,
    one_section,
)

from auditkit import ExtraMissing
from auditkit.frozen import changed
from auditkit.report.as_docx import report_docx
from auditkit.report.model import Column, DataTable, Paragraph
from auditkit.report.shown import shown

docx = pytest.importorskip("docx", reason="the extra report is not installed")
from docx.oxml import parse_xml  # noqa: E402
from docx.oxml.ns import qn  # noqa: E402
from docx.shared import Mm  # noqa: E402

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def document(report: object) -> object:
    return docx.Document(BytesIO(report_docx(report)))


def parts(report: object) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(report_docx(report))) as found:
        return {name: found.read(name) for name in found.namelist()}


@pytest.fixture(scope="module", params=["en", "cy", "hostile"])
def every_report(request: pytest.FixtureRequest) -> object:
    hostile = request.param == "hostile"
    return hostile_report() if hostile else bundled_report(request.param)


def test_headings_are_real_and_one_is_the_first(every_report):
    styles = [one.style.name for one in document(every_report).paragraphs]
    headings = [one for one in styles if one.startswith("Heading")]
    assert [one for one in headings if one != "Heading 3"] == [
        "Heading 1",
        *["Heading 2"] * len(every_report.sections),
    ]


def test_every_table_has_a_caption_and_a_heading_row_on_every_page(every_report):
    found = document(every_report)
    blocks = [one for section in every_report.sections for one in section.section.blocks]
    assert len(found.tables) == len([one for one in blocks if hasattr(one, "rows")])
    for table in found.tables:
        before = table._tbl.getprevious()
        assert docx.text.paragraph.Paragraph(before, found).style.name == "Caption"
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
        first, *others = [row._tr.trPr.findall(qn("w:tblHeader")) for row in table.rows]
        assert (len(first), any(others)) == (1, False)


def test_every_chart_is_drawn_by_word_and_says_what_it_shows(every_report):
    found = document(every_report)
    drawn = list(found.element.iter(qn("wp:docPr")))
    assert drawn
    for one in drawn:
        assert one.get("title")
        assert one.get("descr")
    assert len({one.get("id") for one in drawn}) == len(drawn)
    charts = [name for name in parts(every_report) if name.startswith("word/charts/")]
    assert len(charts) == len(drawn)


def chart_of(*blocks: object) -> object:
    return parse_xml(parts(one_section(*blocks))["word/charts/chart1.xml"])


def series(chart: object) -> dict[str, list[str | None]]:
    found = {}
    for one in chart.iter(f"{CHART}ser"):
        name, *_ = (text.text for text in one.find(f"{CHART}tx").iter(f"{CHART}v"))
        found[name] = [text.text for text in one.find(f"{CHART}val").iter(f"{CHART}v")]
    return found


def test_bars_hold_the_figures_of_their_table():
    assert series(chart_of(BAR_CHART, BARS)) == {"Best": ["6", "1.5"], "Poorest": ["2", "0"]}


def test_points_hold_the_figures_of_their_table_and_signals_stand_out():
    found = series(chart_of(*CHANGE))
    assert found["Value"] == ["60", "57", "85"]
    assert found["Signal"] == ["85"]
    assert found["Upper"] == ["73.8"] * 4


def test_notes_are_said():
    said = [one.text for one in document(one_section(BAR_CHART, BARS)).paragraphs]
    assert "A bar is as long as it is." in said


@pytest.mark.parametrize(("language", "code"), [("en", "en-GB"), ("cy", "cy-GB")])
def test_the_language_is_that_of_these_isles(language, code):
    found = document(bundled_report(language))
    assert found.core_properties.language == code
    (lang,) = found.styles.element.iter(qn("w:lang"))
    assert lang.get(qn("w:val")) == code


@pytest.mark.parametrize("text", HOSTILE, ids=lambda one: ascii(one[:12]))
def test_a_hostile_text_is_a_text_as_it_was_written(text):
    said = document(one_section(Paragraph(text))).paragraphs[2].text
    assert said == shown(text)


def test_nothing_leads_out_of_the_document_and_the_only_field_is_the_page():
    found = parts(hostile_report())
    assert not [name for name in found if b'TargetMode="External"' in found[name]]
    document_and_footer = b"".join(found[name] for name in found if name.startswith("word/"))
    assert b"w:instrText" not in document_and_footer
    assert document_and_footer.count(b"w:fldSimple w:instr") == 1
    assert b'w:instr="PAGE"' in document_and_footer


def test_the_same_report_gives_the_same_bytes():
    assert report_docx(bundled_report()) == report_docx(bundled_report.__wrapped__())
    assert report_docx(changed(bundled_report(), period="May 2026")) != report_docx(
        bundled_report()
    )


def test_no_part_tells_when_it_was_written():
    with zipfile.ZipFile(BytesIO(report_docx(bundled_report()))) as found:
        assert {one.date_time for one in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    made = document(bundled_report()).core_properties
    assert (made.created, made.modified) == (made.created.replace(year=2000, month=1, day=1),) * 2


@pytest.mark.parametrize("module", ["docx", "jinja2"])
def test_without_what_it_needs_a_line_names_what_to_install(monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ExtraMissing, match=r"pip install 'practice-auditkit\[report\]'"):
        report_docx(bundled_report())


def test_no_word_of_a_heading_is_squeezed_by_a_long_column():
    told = ("Period", "Cynlluniwyd", "Archwiliwyd", "Ailarchwiliad", "Hash")
    wide = DataTable(
        name="wide",
        caption="Wide",
        columns=tuple(Column(name=one, heading=one) for one in told),
        rows=(("April 2026", 1, 2, 3, "f" * 64),),
    )
    widths = [one.width for one in document(one_section(wide)).tables[0].columns]
    page = Mm(174)
    assert abs(sum(widths) - page) < Mm(1)
    # 88 characters stand on a line, three of them are kept free, a heading is of 11 or 13.
    assert all(width >= page * 14 / 88 for width in widths[1:3])
    assert widths[3] >= page * 16 / 88
    assert widths[4] == max(widths)
