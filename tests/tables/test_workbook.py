"""Workbooks as grids of text: what is read, what is noted, what is refused and how soon.

Real workbooks are written by XlsxWriter and openpyxl; what those do not write is made by hand.
"""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.errors import Refused
from auditkit.problems import Problem
from auditkit.tables.grid import NOT_CALCULATED, Grid
from auditkit.tables.sheets import Workbook
from auditkit.tables.workbook import read_workbook

MIB = 1024 * 1024
# The bound is three; measuring coverage makes everything several times as slow.
SECONDS = 3 if sys.gettrace() is None else 30
FILE = "returns.xlsx"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="{built_in}"/></cellXfs>'
    "</styleSheet>"
)
TEXTS = "<sst><si><t>Yes</t></si><si><t>No</t></si></sst>"


# Making workbooks ---------------------------------------------------------------------------


def sheet_of(rows: str, after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def parts_by_hand(
    rows: str = "",
    after: str = "",
    texts: str = TEXTS,
    code: str = "General",
    built_in: int = 0,
    properties: str = "",
    names: Sequence[str] = ("Return",),
    **parts: str | bytes,
) -> dict[str, str | bytes]:
    """The parts of a small workbook; `parts` overrides them (``xl__styles`` is xl/styles.xml)."""
    tabs = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(len(names))
    )
    made: dict[str, str | bytes] = {
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{properties}<sheets>{tabs}</sheets>'
            "</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f"<Relationships>{links}"
            f'<Relationship Id="t" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
            f'<Relationship Id="y" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/sharedStrings.xml": texts,
        "xl/styles.xml": STYLES.format(code=code, built_in=built_in),
    }
    made |= {f"xl/worksheets/sheet{n}.xml": sheet_of(rows, after) for n in range(len(names))}
    return made | {f"{name.replace('__', '/')}.xml": part for name, part in parts.items()}


def zipped(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def by_hand(*args: Any, **kwargs: Any) -> bytes:
    return zipped(parts_by_hand(*args, **kwargs))


def by_xlsxwriter(write: Callable[[xlsxwriter.Workbook, Any], object], **options: Any) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    write(book, book.add_worksheet("Return"))
    book.close()
    return stream.getvalue()


def by_openpyxl(rows: Iterable[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data: bytes) -> Workbook:
    return read_workbook(data, FILE)


def grid(data: bytes) -> Grid:
    (only,) = read(data).visible
    return only


def cells(data: bytes) -> list[list[str]]:
    return [list(row.cells) for row in grid(data).rows]


def cell(xml: str, **kwargs: Any) -> str:
    """What one cell says; a second one keeps the row from being blank."""
    rows = f'<row r="1">{xml}<c r="C1"><v>1</v></c></row>'
    return cells(by_hand(rows, **kwargs))[0][0]


def refusal(data: bytes) -> Problem:
    with pytest.raises(Refused) as caught:
        read(data)
    (problem,) = caught.value.problems
    return problem


# Cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<c r="A1" t="s"><v>1</v></c>', "No"),
        ('<c r="A1" t="inlineStr"><is><t>in &amp; line</t></is></c>', "in & line"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', " a "),
        ('<c r="A1" t="inlineStr"><is><r><t>one </t></r><r><t>two</t></r></is></c>', "one two"),
        ('<c r="A1" t="inlineStr"><is><t>kan</t><rPh sb="0"><t>x</t></rPh></is></c>', "kan"),
        ('<c r="A1" t="str"><f>B1&amp;"x"</f><v>text</v></c>', "text"),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="b"><v>0</v></c>', "FALSE"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A1"><f>SUM(B1:B2)</f></c>', NOT_CALCULATED),
        ('<c r="A1"><f>SUM(B1:B2)</f><v></v></c>', NOT_CALCULATED),
        ('<c r="A1" t="str"><f>B1</f></c>', NOT_CALCULATED),
        ('<c r="A1"><f t="shared" si="0"/><v>7</v></c>', "7"),
        ('<c r="A1"><f t="shared" ref="A1:A9" si="0">B1</f><v>7</v></c>', "7"),
        ('<c r="A1"><f t="shared" si="0"/></c>', NOT_CALCULATED),
        ('<c r="A1"><f aca="false">B1</f><v></v></c>', NOT_CALCULATED),
        ('<c r="A1" s="1"/>', ""),
        ('<c r="A1" t="s"><v></v></c>', ""),
        ('<c r="A1" t="str"><v>   </v></c>', ""),
        ('<c r="A1" t="str"><v>a<!-- b -->c</v></c>', "ac"),
        ('<c r="A1" t="str"><v><![CDATA[<a>]]></v></c>', "<a>"),
        ('<c r="A1" t="str"><v>a&#10;b</v></c>', "a\nb"),
        ('<c r="A1" t="str"><v>a\nb</v></c>', "a\nb"),
        ('<c r="A1" t="str"><v>a_x000D_\nb</v></c>', "a\r\nb"),
        ('<c r="A1" t="str"><v>_x005F_x000D_</v></c>', "_x000D_"),
        ('<c r="A1" t="str"><v>_xD83D__xDE00_</v></c>', "😀"),
        ('<c r="A1" t="str"><v>a_xD83D_b</v></c>', "a\ufffdb"),
        ('<c r="A1" t="str"><v>a_x0000_b_xyz_</v></c>', "ab_xyz_"),
        ('<c r="A1" t="str"><v>1.10</v></c>', "1.10"),
        ("<c><v>5</v></c>", "5"),
        ('<x><v>9</v></x><c r="A1"><v>5</v></c>', "5"),
        ('<c r="A1"><v>5</v></c><x><v>9</v></x>', "5"),
        ('<c r="A1"><extLst><ext><v>9</v></ext></extLst><v>5</v></c>', "5"),
    ],
)
def test_a_cell_says(xml: str, expected: str) -> None:
    assert cell(xml) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0", "0"),
        ("1.0", "1"),
        ("-0.0", "0"),
        ("007", "7"),
        ("1E+5", "100000"),
        ("1.5e-7", "0.00000015"),
        ("0.10000000000000001", "0.1"),
        ("4.0999999999999996", "4.1"),
        # 0.1 + 0.2: Excel keeps 15 digits and shows 0.3.
        ("0.30000000000000004", "0.3"),
        ("999999999999999", "999999999999999"),
        ("1234567890123456", "1234567890123456"),
        # Above 2^53 not every whole number has a float of its own.
        ("12345678901234567890", "1.23456789012346E+19"),
        ("1e-20", "1E-20"),
        ("-12.50", "-12.5"),
        (" 7 ", "7"),
    ],
)
def test_a_number_says(written: str, expected: str) -> None:
    assert cell(f'<c r="A1"><v>{written}</v></c>') == expected


@pytest.mark.parametrize("written", ["1e999", "nan", "1_0", "٣", "abc", "1.2.3", "9" * 300, "0x1"])
def test_what_is_no_number_is_refused(written: str) -> None:
    found = refusal(by_hand(f'<row r="1"><c r="A1"><v>{written}</v></c></row>'))
    assert (found.code, found.place.cell) == ("F020", "cell A1")


@pytest.mark.parametrize(
    ("code", "written", "expected"),
    [
        ("dd/mm/yyyy", "46125", "2026-04-13"),
        ("dd/mm/yyyy", "46125.4375", "2026-04-13 10:30:00"),
        ("dd/mm/yyyy hh:mm", "46125", "2026-04-13 00:00:00"),
        ("[$-409]d\\-mmm\\-yy;@", "46125", "2026-04-13"),
        ("[Red]dddd", "46125", "2026-04-13"),
        ("mmmm", "46125", "2026-04-13"),
        ("h:mm AM/PM", "0.4375", "10:30:00"),
        ("mm:ss.0", "0.5", "12:00:00"),
        ("hh:mm", "46125.4375", "2026-04-13 10:30:00"),
        ("[h]:mm", "1.5", "36:00:00"),
        ("[mm]:ss", "0.5", "12:00:00"),
        # One second is 1/86400 = 0.0000115…: rounded to the nearest.
        ("hh:mm:ss", "46125.4375115", "2026-04-13 10:30:01"),
        ("dd/mm/yyyy", "46125.9999999", "2026-04-14"),
        # Excel's 29 February 1900, and the days on either side.
        ("dd/mm/yyyy", "59", "1900-02-28"),
        ("dd/mm/yyyy", "60", "1900-02-29"),
        ("dd/mm/yyyy", "61", "1900-03-01"),
        ("dd/mm/yyyy", "1", "1900-01-01"),
        ("dd/mm/yyyy", "2958465", "9999-12-31"),
        ("dd/mm/yyyy", "2958466", "2958466"),
        ("dd/mm/yyyy", "1e300", "1E+300"),
        ("dd/mm/yyyy", "0", "0"),
        ("dd/mm/yyyy", "-1", "-1"),
        ("hh:mm", "0", "00:00:00"),
        ("General", "46125", "46125"),
        ("0.00E+00", "46125", "46125"),
        ("0 &quot;days&quot;", "5", "5"),
        ("0\\d", "5", "5"),
        ("#,##0_d;[Red]-0_d", "5", "5"),
        ("[Yellow]0", "5", "5"),
        ("@", "5", "5"),
        # A local number that its format pads is shown so, and read so.
        ("00000", "123", "00123"),
        ("00000", "123456", "123456"),
        ("000", "1.5", "1.5"),
        ("000", "-5", "-5"),
        ("0", "5", "5"),
    ],
)
def test_a_number_format_makes_a_date(code: str, written: str, expected: str) -> None:
    assert cell(f'<c r="A1" s="1"><v>{written}</v></c>', code=code) == expected


@pytest.mark.parametrize(
    ("built_in", "expected"),
    [
        (1, "46125.5"),
        (14, "2026-04-13 12:00:00"),
        (22, "2026-04-13 12:00:00"),
        (31, "2026-04-13 12:00:00"),
        (46, "1107012:00:00"),
        (49, "46125.5"),
    ],
)
def test_a_built_in_format_makes_a_date(built_in: int, expected: str) -> None:
    assert cell('<c r="A1" s="2"><v>46125.5</v></c>', built_in=built_in) == expected


@pytest.mark.parametrize(
    ("code", "written", "expected"),
    [
        # 46125 - 1462 days from 1904-01-01
        ("dd/mm/yyyy", "44663", "2026-04-13"),
        ("dd/mm/yyyy", "0", "1904-01-01"),
        ("dd/mm/yyyy hh:mm", "0.5", "1904-01-01 12:00:00"),
        ("hh:mm", "0.5", "12:00:00"),
    ],
)
def test_the_1904_system(code: str, written: str, expected: str) -> None:
    properties = '<workbookPr date1904="true"/>'
    xml = f'<c r="A1" s="1"><v>{written}</v></c>'
    assert cell(xml, code=code, properties=properties) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-04-13", "2026-04-13"),
        ("2026-04-13T00:00:00", "2026-04-13"),
        ("2026-04-13T10:30:00.000", "2026-04-13 10:30:00"),
        ("2026-04-13T10:30Z", "2026-04-13 10:30:00"),
        ("10:30:00", "10:30:00"),
    ],
)
def test_a_date_in_iso_form(written: str, expected: str) -> None:
    assert cell(f'<c r="A1" t="d"><v>{written}</v></c>') == expected


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="A1" t="d"><v>2026-02-30</v></c>',
        '<c r="A1" t="d"><v>13/04/2026</v></c>',
        '<c r="A1" t="d"><v>25:00</v></c>',
        '<c r="A1" t="d"><v>T</v></c>',
        '<c r="A1" t="s"><v>2</v></c>',
        '<c r="A1" t="s"><v>-1</v></c>',
        '<c r="A1" t="s"><v>x</v></c>',
        '<c r="A1" t="b"><v>2</v></c>',
        '<c r="A1" t="unknown"><v>1</v></c>',
        '<c r="A1" t=""><v>1</v></c>',
        '<c r="A1" s="9"><v>1</v></c>',
        '<c r="A1"><v>1</v><v>2</v></c>',
        '<c r="A1" t="inlineStr"><is><t>a</t></is><v>1</v></c>',
    ],
)
def test_a_cell_whose_content_does_not_fit_is_refused_with_its_place(xml: str) -> None:
    found = refusal(by_hand(f'<row r="1">{xml}</row>'))
    assert (found.code, found.place.sheet, found.place.cell) == ("F020", "Return", "cell A1")


def test_rich_text_is_joined_and_phonetic_guides_are_left_out() -> None:
    texts = (
        "<sst><si><r><rPr><b/></rPr><t>Not </t></r><r><t>met</t></r></si>"
        '<si><t>base</t><rPh sb="0" eb="1"><t>guide</t></rPh><phoneticPr fontId="1"/></si>'
        "<extLst><si><t>no item</t></si></extLst><si><t>last</t></si></sst>"
    )
    row = '<row r="1">' + "".join(f'<c t="s"><v>{n}</v></c>' for n in range(3)) + "</row>"
    assert cells(by_hand(row, texts=texts)) == [["Not met", "base", "last"]]


@pytest.mark.parametrize("xml", ['<c r="A1" t="s"><v>0</v></c>', "<c t='str'><v>{0}</v></c>"])
def test_a_text_longer_than_any_way_of_writing_a_cell(xml: str) -> None:
    # 229,369 = 7 x 32,767 characters as written could still be escapes for 32,767.
    text = "x" * 229_370
    row = f'<row r="1">{xml.format(text)}</row>'
    found = refusal(by_hand(row, texts=f"<sst><si><t>{text}</t></si></sst>"))
    assert (found.code, found.facts["length"]) == ("F007", 229_370)


@pytest.mark.parametrize("kind", ["shared", "inline", "escaped"])
def test_a_text_longer_than_a_cell_is_refused_with_its_place(kind: str) -> None:
    text = "x" * 32_768 if kind != "escaped" else "_x0041_" + "x" * 32_767
    texts = f"<sst><si><t>{text}</t></si></sst>" if kind == "shared" else TEXTS
    inline = f'<c r="B7" t="inlineStr"><is><t>{text}</t></is></c>'
    xml = '<c r="B7" t="s"><v>0</v></c>' if kind == "shared" else inline
    found = refusal(by_hand(f'<row r="7">{xml}</row>', texts=texts))
    assert (found.code, found.place.cell) == ("F007", "cell B7")
    assert found.facts["length"] == 32_768


def test_a_text_as_long_as_a_cell_can_hold_is_read() -> None:
    text = "é" * 32_767
    assert cells(by_openpyxl([[text]])) == [[text]]


def test_a_text_too_long_that_no_cell_has_does_no_harm() -> None:
    texts = f"<sst><si><t>{'x' * 40_000}</t></si><si><t>a</t></si></sst>"
    assert cells(by_hand('<row r="1"><c t="s"><v>1</v></c></row>', texts=texts)) == [["a"]]


# Rows, sheets, notes -------------------------------------------------------------------------


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    rows = (
        '<row r="2"><c r="B2"><v>1</v></c></row><row r="3"/><row><c s="1"/></row>'
        '<row r="6"><c r="D6"><v>2</v></c><c r="F6" s="1"/></row><row><c><v>3</v></c></row>'
    )
    found = grid(by_hand(rows))
    assert [(row.number, row.cells) for row in found.rows] == [
        (2, ["", "1", "", ""]),
        (6, ["", "", "", "2"]),
        (7, ["3", "", "", ""]),
    ]


def test_the_size_that_a_sheet_declares_is_not_believed() -> None:
    rows = '<row r="1" spans="1:1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row>'
    part = sheet_of(rows).replace("<sheetData>", '<dimension ref="A1:B9"/><sheetData>')
    assert cells(by_hand(xl__worksheets__sheet0=part)) == [["1", "", "3"]]


def test_sheets_without_data_and_chart_sheets_are_left_out() -> None:
    def write(book: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write(0, 0, "data")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Return!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)
        book.add_worksheet("Blank").write_blank(3, 3, None, book.add_format({"bold": True}))

    assert [found.sheet for found in read(by_xlsxwriter(write)).visible] == ["Return"]


def test_hidden_and_very_hidden_sheets_stand_apart() -> None:
    def write(book: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write(0, 0, "seen")
        for name in ("Hidden", "auditkit"):
            book.add_worksheet(name).write(0, 0, name)
        book.get_worksheet_by_name("Hidden").hide()
        book.get_worksheet_by_name("auditkit").very_hidden()

    book = read(by_xlsxwriter(write))
    assert [found.sheet for found in book.visible] == ["Return"]
    assert list(book.hidden) == ["Hidden"]
    assert book.very_hidden["auditkit"].rows[0].cells == ["auditkit"]


def test_hidden_rows_with_data_are_read_and_noted() -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_column(0, 0, ["a", "b", "c"])
        for row in (1, 2, 5):
            sheet.set_row(row, None, None, {"hidden": True})

    found = grid(by_xlsxwriter(write))
    (note,) = found.notes
    assert (note.code, note.facts) == ("F029", {"rows": "2 hidden rows", "row": 2})
    assert [row.cells for row in found.rows] == [["a"], ["b"], ["c"]]


def test_merged_cells_are_noted() -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.merge_range("A1:C1", "Title")
        sheet.merge_range("B4:B6", "Service")

    (note,) = grid(by_xlsxwriter(write)).notes
    assert (note.code, note.facts) == ("F030", {"ranges": "2 merged ranges", "range": "A1:C1"})
    assert str(note).startswith(f"{FILE}, sheet Return")


def test_a_single_hidden_row_and_a_single_merged_range_are_said_as_one() -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_column(0, 0, ["a", "b"])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.merge_range("A4:A5", "Title")

    assert [note.message for note in grid(by_xlsxwriter(write)).notes] == [
        "Found 1 hidden row, the first is row 2. What is hidden is read all the same.",
        "Found 1 merged range, the first is A4:A5. Only the first cell of each has the value.",
    ]


# Ways of writing the same ----------------------------------------------------------------------

ROW = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="2"><v>46125</v></c></row>'
EXPECTED = [["Yes", "2026-04-13"]]


def test_strict_open_xml() -> None:
    parts = parts_by_hand(ROW, built_in=14)
    strict = {
        name: str(part).replace(MAIN, STRICT).replace(LINKS, STRICT_LINKS)
        for name, part in parts.items()
    }
    assert cells(zipped(strict)) == EXPECTED


def test_elements_with_a_prefix() -> None:
    part = sheet_of(ROW).replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    part = part.replace("xmlns=", "xmlns:x=")
    assert cells(by_hand(xl__worksheets__sheet0=part, built_in=14)) == EXPECTED


def test_utf_16() -> None:
    part = sheet_of(ROW).encode("utf-16")
    assert cells(by_hand(xl__worksheets__sheet0=part, built_in=14)) == EXPECTED


def test_white_space_between_the_elements() -> None:
    part = sheet_of(ROW).replace("><", ">\n  <")
    assert cells(by_hand(xl__worksheets__sheet0=part, built_in=14)) == EXPECTED


def test_a_declared_encoding_is_not_believed() -> None:
    part = '<?xml version="1.0" encoding="rot13"?>' + sheet_of(ROW)
    assert cells(by_hand(xl__worksheets__sheet0=part, built_in=14)) == EXPECTED


@pytest.mark.parametrize(
    "target",
    [
        "/xl/worksheets/sheet0.xml",
        "./worksheets/sheet0.xml",
        "../xl/worksheets/sheet0.xml",
        "worksheets\\sheet0.xml",
        "Worksheets/Sheet0.xml",
        "worksheets/sheet%30.xml",
    ],
)
def test_targets_of_relationships(target: str) -> None:
    parts = parts_by_hand(ROW, built_in=14)
    links = str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = links.replace("worksheets/sheet0.xml", target)
    assert cells(zipped(parts)) == EXPECTED


def test_a_workbook_part_under_another_name() -> None:
    parts = {
        name.replace("xl/workbook", "book/main").replace("_rels/workbook", "_rels/main"): part
        for name, part in parts_by_hand(ROW, built_in=14).items()
    }
    parts = {name.replace("xl/", "book/"): part for name, part in parts.items()}
    kind = f'Type="{LINKS}/officeDocument"'
    parts["_rels/.rels"] = (
        f'<Relationships><Relationship Id="a" {kind} Target="/book/main.xml"/></Relationships>'
    )
    assert cells(zipped(parts)) == EXPECTED


def test_zip64_fields_which_some_writers_always_use() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts_by_hand(ROW, built_in=14).items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(str(part).encode())
    data = stream.getvalue()
    end = data.rfind(b"PK\5\6")
    count, size, start = struct.unpack_from("<H2L", data, end + 10)
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    assert cells(data[:end] + record + locator + tail) == EXPECTED


def test_zip64_sizes_and_offsets_of_the_parts() -> None:
    out, directory = bytearray(), bytearray()
    parts = parts_by_hand(ROW, built_in=14)
    for name, part in parts.items():
        told, data = name.encode(), str(part).encode()
        large = struct.pack("<3Q", len(data), len(data), len(out))
        extra = struct.pack("<2H4s2H", 0x5455, 4, b"time", 1, 24) + large
        checksum = zlib.crc32(data)
        out += struct.pack("<4s5H3L2H", b"PK\3\4", 45, 0, 0, 0, 0, checksum, 0, 0, len(told), 0)
        sizes = (2**32 - 1, 2**32 - 1, len(told), len(extra), 0, 0, 0, 0, 2**32 - 1)
        directory += struct.pack("<4s6H", b"PK\1\2", 45, 45, 0, 0, 0, 0)
        directory += struct.pack("<3L5H2L", checksum, *sizes) + told + extra
        out += told + data
    count = len(parts)
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(out), 0)
    assert cells(bytes(out + directory + tail)) == EXPECTED


def test_a_workbook_without_styles_or_texts() -> None:
    parts = parts_by_hand('<row r="1"><c r="A1" s="0"><v>46125</v></c></row>')
    links = str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = links.replace("/styles", "/x").replace("/shared", "/x")
    assert cells(zipped(parts)) == [["46125"]]


def test_a_package_that_does_not_name_its_main_part() -> None:
    parts = parts_by_hand(ROW, built_in=14)
    links = '<Relationships><Other/><Relationship Id="a" Type="x/thumbnail"/></Relationships>'
    assert cells(zipped(parts | {"_rels/.rels": links})) == EXPECTED


def test_shared_texts_with_references_of_any_kind() -> None:
    texts = "".join(
        f"<si><t>{text}</t></si>" for text in ("&lt;&amp;lt;&gt;", "&quot;&apos;", "a&#10;b&#xe9;")
    )
    row = '<row r="1">' + "".join(f'<c t="s"><v>{n}</v></c>' for n in range(3)) + "</row>"
    assert cells(by_hand(row, texts=f"<sst>{texts}</sst>")) == [["<&lt;>", "\"'", "a\nbé"]]


def test_an_item_inside_a_cdata_section_is_no_item() -> None:
    texts = "<sst><![CDATA[<si><t>no</t></si>]]><si><t>a</t></si></sst>"
    assert cells(by_hand('<row r="1"><c t="s"><v>0</v></c></row>', texts=texts)) == [["a"]]


def test_usual_rows_among_others_keep_their_order() -> None:
    usual = '<row r="{0}"><c r="A{0}"><v>{0}</v></c><c r="C{0}" t="s"><v>1</v></c></row>'
    other = '<row r="{0}"><c r="A{0}"><v>{0}</v></c><c r="C{0}" t="s"><!----><v>1</v></c></row>'
    rows = "".join((usual if row % 3 else other).format(row) for row in range(1, 400))
    found = [(row.number, row.cells) for row in grid(by_hand(rows)).rows]
    assert found == [(row, [str(row), "", "No"]) for row in range(1, 400)]


def test_a_row_inside_a_comment_or_a_text_is_no_row() -> None:
    inside = '<row r="2"><c r="A2"><v>2</v></c></row>'
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    last = '<row r="3"><c r="A3"><v>3</v></c></row>'
    rows = f"{first}<!-- {inside} --><![CDATA[{inside}]]>{last}"
    assert cells(by_hand(rows)) == [["1"], ["3"]]


def test_a_row_inside_a_row_is_no_row() -> None:
    inside = '<x><row r="2"><c r="A2"><v>2</v></c></row></x>'
    assert cells(by_hand(f'<row r="1"><c r="A1"><v>1</v></c>{inside}</row>')) == [["1"]]


def test_wide_rows_and_narrow_ones() -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write(0, 0, "Title")
        for row, width in ((1, 30), (2, 512), (3, 1)):
            sheet.write_row(row, 0, list(range(width)))

    found = cells(by_xlsxwriter(write))
    assert [len(row) for row in found] == [512] * 4
    assert found[2] == [str(number) for number in range(512)]


# What real programs write ----------------------------------------------------------------------

TEXT = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", codec="utf-8"
    ),
    max_size=20,
)
DAYS = st.dates(date(1900, 3, 1), date(9999, 12, 31))
MOMENTS = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
FLOATS = st.floats(-1e15, 1e15, allow_subnormal=False).filter(lambda x: not 0 < abs(x) < 1e-14)
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.one_of(st.none(), st.booleans(), TEXT, WHOLE, FLOATS, DAYS, MOMENTS)
TABLES = st.lists(st.lists(VALUES, min_size=1, max_size=6), min_size=1, max_size=6)


def expected_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, str)):
        return "" if str(value).isspace() else str(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    # Both write 16 digits. The exact binary fraction of those is rounded to 15, without exponent
    # and trailing zeros.
    written = Decimal(float(f"{value:.16g}"))
    digits = Context(prec=15, rounding=ROUND_HALF_EVEN).create_decimal(written)
    return format(digits.normalize(), "f") if digits else "0"


def expected_rows(table: list[list[Any]]) -> list[tuple[int, list[str]]]:
    texts = [[expected_text(value) for value in row] for row in table]
    used = [at for row in texts for at, text in enumerate(row) if text]
    width = max(used, default=-1) + 1
    padded = [(row + [""] * width)[:width] for row in texts]
    return [(number, row) for number, row in enumerate(padded, start=1) if any(row)]


def assert_reads_as(data: bytes, table: list[list[Any]]) -> None:
    book = read(data)
    found = [(row.number, list(row.cells)) for sheet in book.visible for row in sheet.rows]
    assert found == expected_rows(table)


@given(TABLES)
@settings(deadline=None)
def test_what_openpyxl_writes_is_read_as_it_was(table: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    for row, values in enumerate(table, start=1):
        for column, value in enumerate(values, start=1):
            written = book.active.cell(row, column, value)
            if isinstance(value, str):
                written.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    assert_reads_as(stream.getvalue(), table)


@given(TABLES, st.booleans())
@settings(deadline=None)
def test_what_xlsxwriter_writes_is_read_as_it_was(table: list[list[Any]], inline: bool) -> None:
    def write(book: xlsxwriter.Workbook, sheet: Any) -> None:
        day = book.add_format({"num_format": "d mmmm yyyy"})
        moment = book.add_format({"num_format": "d mmm yyyy hh:mm"})
        for row, values in enumerate(table):
            for column, value in enumerate(values):
                if isinstance(value, datetime):
                    sheet.write_datetime(row, column, value, moment)
                elif isinstance(value, date):
                    sheet.write_datetime(row, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif value is not None:
                    sheet.write(row, column, value)

    assert_reads_as(by_xlsxwriter(write, constant_memory=inline), table)


@given(st.integers(61, 2_958_465), st.integers(0, 86_399))
def test_every_second_is_the_second_it_was(days: int, seconds: int) -> None:
    # Day 61 is 1 March 1900: from there on, days count from 30 December 1899.
    moment = datetime(1899, 12, 30) + timedelta(days=days, seconds=seconds)  # noqa: DTZ001
    xml = f'<c r="A1" s="1"><v>{days + seconds / 86_400!r}</v></c>'
    assert cell(xml, code="d/m/yy h:mm:ss") == moment.isoformat(" ")


# What is no workbook ----------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b" \r\n"])
def test_an_empty_file(data: bytes) -> None:
    assert refusal(data).code == "F002"


def other_archive(*names: str) -> bytes:
    return zipped(dict.fromkeys(names, "x"))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Excel workbook (.xls) or one"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "an old Excel workbook (.xls)"),
        (other_archive("xl/workbook.bin", "_rels/.rels"), "a binary Excel workbook (.xlsb)"),
        (other_archive("mimetype", "content.xml"), "an OpenDocument spreadsheet (.ods)"),
        (other_archive("word/document.xml"), "a Word document (.docx)"),
        (other_archive("a.txt"), "a zip archive without a workbook in it"),
        (b"%PDF-1.7\n", "a PDF document (.pdf)"),
        (b"\xef\xbb\xbf <HTML><body><table>", "a web page (HTML)"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html>', "a web page (HTML)"),
        ("\ufeff<table>".encode("utf-16-le"), "a web page (HTML)"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "an XML spreadsheet of Excel 2003 (.xml)",
        ),
        (
            b'<?xml version="1.0"?><o:d xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0">',
            "an OpenDocument spreadsheet (.fods)",
        ),
        (b'<?xml version="1.0"?><a/>', "an XML document (.xml)"),
        (b"Case reference,Service\r\nCASE-1,Older People\r\n", "plain text, such as CSV"),
        ("case_ref;Größe".encode("cp1252"), "plain text, such as CSV"),
        (b"\x89PNG\r\n\x1a\n", "a picture (.png)"),
    ],
)
def test_another_format_is_named(data: bytes, found: str) -> None:
    problem = refusal(data)
    assert problem.code == "F021"
    assert problem.facts["found"].startswith(found)


def test_an_archive_with_a_password() -> None:
    data = bytearray(by_hand(ROW))
    entry = data.find(b"PK\1\2")
    data[entry + 8] |= 1
    problem = refusal(bytes(data))
    assert (problem.code, problem.facts["found"]) == ("F021", "a file with a password")


def test_bytes_that_are_nothing_known() -> None:
    assert refusal(bytes(range(256))).code == "F020"


# Damage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "impossible address"),
        ('<row r="1"><c r="A0"><v>1</v></c></row>', "impossible address"),
        ('<row r="1"><c r="A1048577"><v>1</v></c></row>', "impossible address"),
        ('<row r="1"><c r="A99999999999"><v>1</v></c></row>', "impossible address"),
        ('<row r="1"><c r="a1"><v>1</v></c></row>', "impossible address"),
        ('<row r="1"><c r=""><v>1</v></c></row>', "impossible address"),
        ('<row r="0"/>', "impossible number"),
        ('<row r="1048577"/>', "impossible number"),
        ('<row r="x"/>', "impossible number"),
        ('<row r="2"/><row r="2"/>', "row 2 stands after row 2"),
        ('<row r="3"/><row r="2"><c><v>1</v></c></row>', "row 2 stands after row 3"),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "stands in row 1"),
        ('<row r="1"><c r="B1"/><c r="B1"><v>1</v></c></row>', "there twice"),
        ('<row r="1"><c r="B1"/><c r="A1"><v>1</v></c></row>', "stands after B1"),
        ('<row r="1">' + "<c/>" * 16_385 + "</row>", "too many cells"),
        ("<c/>", "something else among the rows"),
        ('<row r="1"><c r="A1">' + "<a>" * 30, "nested more than 24 deep"),
        ('<row r="1"><c r="A1"></row>', "is broken"),
        ("</sheetData><sheetData>", "its rows twice"),
        ("&bogus;", "is broken"),
        ('<row r="1"><c r="A1"><f>&bogus;</f><v>1</v></c></row>', "is broken"),
        ('<row r="1" ht="9" ht="9"><c r="A1"><v>1</v></c></row>', "is broken"),
    ],
)
def test_a_sheet_that_breaks_the_format(rows: str, said: str) -> None:
    problem = refusal(by_hand(rows))
    assert (problem.code, problem.place.sheet) == ("F020", "Return")
    assert said in problem.message


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"xl__sharedStrings": "<!DOCTYPE a><sst/>"}, "declares a document type"),
        ({"xl__sharedStrings": '<!DOCTYPE s [<!ENTITY a "b">]><sst>&a;</sst>'}, "document type"),
        ({"xl__sharedStrings": "<worksheet/>"}, "does not hold what it should"),
        ({"xl__sharedStrings": ""}, "is cut short"),
        ({"xl__sharedStrings": b"<sst>\xff</sst>"}, "is damaged"),
        ({"xl__sharedStrings": b"<sst/>\xc3"}, "is damaged"),
        ({"xl__sharedStrings": "<sst><si><a><b>" + "<c>" * 30}, "nested more than 24 deep"),
        ({"xl__sharedStrings": f'<sst a="{"x" * 400_000}"/>'}, "endless tag"),
        ({"xl__styles": "".join(["<a>", *(f"<b{n}/>" for n in range(9_000))])}, "not hold"),
        ({"xl__styles": "<styleSheet>" + "<a>" * 30}, "nested more than 24 deep"),
        ({"names": ("Same", "same")}, "two sheets of the same name"),
        ({"names": ("",)}, "a sheet without a proper name"),
        ({"names": ('x" state="odd',)}, "a sheet without a proper name or state"),
        ({"after": '<mergeCells><mergeCell ref="A0:B1"/></mergeCells>'}, "merged cells"),
    ],
)
def test_a_part_that_breaks_the_format(changes: dict[str, Any], said: str) -> None:
    problem = refusal(by_hand(ROW, **changes))
    assert problem.code == "F020"
    assert said in problem.message


def test_a_part_with_more_names_than_any_workbook() -> None:
    texts = "<sst>" + "".join(f"<b{n}/>" for n in range(60_000)) + "</sst>"
    assert "more names than any workbook" in refusal(by_hand(ROW, texts=texts)).message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("worksheets/sheet0.xml", "../../secret.xml", "a part outside itself"),
        ("worksheets/sheet0.xml", "worksheets/sheet9.xml", "not in the file"),
        ('Target="worksheets', 'TargetMode="External" Target="worksheets', "not in the file"),
        ('Id="r0"', 'Id="r9"', 'the sheet "Return" is not in the file'),
        ('Id="y"', 'Id="t"', "two links of the same name"),
    ],
)
def test_relationships_that_lead_nowhere(old: str, new: str, said: str) -> None:
    parts = parts_by_hand(ROW)
    links = str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = links.replace(old, new)
    assert said in refusal(zipped(parts)).message


def test_a_workbook_without_relationships() -> None:
    parts = parts_by_hand(ROW)
    del parts["xl/_rels/workbook.xml.rels"]
    assert "the list of its sheets is missing" in refusal(zipped(parts)).message


def test_a_part_that_is_there_twice() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in [*parts_by_hand(ROW).items(), ("xl/Styles.xml", "<styleSheet/>")]:
            archive.writestr(name, part)
    assert "holds a part twice" in refusal(stream.getvalue()).message


def test_every_truncation_is_refused() -> None:
    data = by_hand(ROW)
    codes = {refusal(data[:size]).code for size in range(4, len(data))}
    assert codes == {"F020"}


def test_a_flipped_bit_in_a_part_is_found_by_its_checksum() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts_by_hand(ROW).items():
            archive.writestr(name, part)
    data = stream.getvalue().replace(b"<v>46125</v>", b"<v>46126</v>")
    assert "sheet0.xml is damaged" in refusal(data).message


def changed_directory(change: Callable[[bytearray, int, int], object]) -> Problem:
    """What is said of an archive after a change to its bytes, given where two records are."""
    data = bytearray(by_hand(ROW))
    change(data, data.rfind(b"PK\1\2"), data.rfind(b"PK\5\6"))
    return refusal(bytes(data))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        # The last member is the sheet. In its record: size at 20, name length at 28, offset at 42.
        (lambda data, last, _: struct.pack_into("<L", data, last + 20, 5), "is damaged"),
        (lambda data, last, _: struct.pack_into("<L", data, last + 20, 5_000_000), "is damaged"),
        (lambda data, last, _: struct.pack_into("<L", data, last + 42, 5_000_000), "is damaged"),
        (lambda data, last, _: struct.pack_into("<L", data, last + 42, 5), "is damaged"),
        (lambda data, last, _: struct.pack_into("<H", data, last + 28, 9), "is broken"),
        (lambda data, last, _: struct.pack_into("<H", data, last + 28, 999), "is broken"),
        (lambda data, last, _: struct.pack_into("<H", data, last + 10, 0), "is damaged"),
        # In the record at the end: count at 10, size at 12, offset at 16.
        (lambda data, _, end: struct.pack_into("<H", data, end + 10, 4), "is broken"),
        (lambda data, _, end: struct.pack_into("<H", data, end + 10, 9), "is cut short"),
        (lambda data, _, end: struct.pack_into("<H", data, end + 10, 0xFFFF), "parts"),
        (lambda data, _, end: struct.pack_into("<L", data, end + 12, 2**31), "where it should"),
        (lambda data, _, end: struct.pack_into("<L", data, end + 16, 9), "is broken"),
        (lambda data, _, end: struct.pack_into("<L", data, end + 16, 2**32 - 1), "where it should"),
    ],
)
def test_an_archive_whose_directory_is_wrong(
    change: Callable[[bytearray, int, int], object], said: str
) -> None:
    problem = changed_directory(change)
    assert problem.code in ("F020", "F022")
    assert said in problem.message


def test_a_part_whose_own_header_tells_of_another() -> None:
    def change(data: bytearray, last: int, _: int) -> None:
        (start,) = struct.unpack_from("<L", data, last + 42)
        data[start + 30] = ord("y")

    assert "sheet0.xml is damaged" in changed_directory(change).message


def test_a_compressed_part_that_is_not_what_deflate_writes() -> None:
    def change(data: bytearray, last: int, _: int) -> None:
        (start,) = struct.unpack_from("<L", data, last + 42)
        data[start + 30 + len("xl/worksheets/sheet0.xml")] = 0xFF

    assert "sheet0.xml is damaged" in changed_directory(change).message


def test_an_unknown_compression() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/_rels/workbook.xml.rels", "<Relationships/>")
    assert "compressed in an unknown way" in refusal(stream.getvalue()).message


# Bounds ---------------------------------------------------------------------------------------


def many_links() -> str:
    links = (f'<Relationship Id="{n}"/>' for n in range(5_001))
    return f"<Relationships>{''.join(links)}</Relationships>"


def numbered(rows: int, row: str) -> str:
    return "".join(row.format(number) for number in range(1, rows + 1))


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (lambda: b"PK\3\4" + bytes(20 * MIB), "a file of 20,971,524 bytes"),
        (lambda: by_hand(names=[f"S{n}" for n in range(101)]), "more than 100 sheets"),
        (lambda: by_hand(numbered(20_001, '<row r="{0}"><c><v>1</v></c></row>')), "20,000 rows"),
        (lambda: by_hand('<row r="1"><c r="SS1"><v>1</v></c></row>'), "the column SS"),
        (
            lambda: by_hand(numbered(502, '<row r="{0}">' + "<c><v>1</v></c>" * 500 + "</row>")),
            "more than 250,000 cells",
        ),
        (lambda: by_hand(numbered(70, "<row>" + "<c/>" * 16_000 + "</row>")), "1,000,000 cells"),
        (lambda: by_hand(xl__worksheets__sheet0=b" " * 65 * MIB), "64 MB in the part"),
        (lambda: by_hand(" " * 45 * MIB, names="abc"), "128 MB of contents"),
        (lambda: by_hand(texts="<sst>" + "<si/>" * 250_001 + "</sst>"), "250,000 texts"),
        (lambda: by_hand(texts="<sst>" + "<a/>" * 3_000_001), "marks of formatting"),
        (
            lambda: by_hand(texts="<sst>" + f"<si><t>{'a' * 30_000}😀</t></si>" * 600 + "</sst>"),
            "64 MB of text",
        ),
        (
            lambda: by_hand(
                numbered(20_000, '<row r="{0}"><c r="SR{0}"><v>1</v></c></row>'), names="ab"
            ),
            "more than 10,240,000 cells with the blank ones",
        ),
        (
            lambda: by_hand(
                xl__styles="<styleSheet><cellXfs>" + "<xf/>" * 65_537 + "</cellXfs></styleSheet>"
            ),
            "65,536 styles",
        ),
        (lambda: zipped({f"{n}": "" for n in range(10_001)}), "10,001 parts"),
        (lambda: zipped(parts_by_hand() | {"_rels/.rels": many_links()}), "5,000 links"),
    ],
)
def test_beyond_a_bound(make: Callable[[], bytes], found: str) -> None:
    data = make()
    began = time.process_time()
    problem = refusal(data)
    assert time.process_time() - began < SECONDS
    assert problem.code == "F022"
    assert found in problem.facts["found"]


def test_as_many_rows_and_cells_as_allowed_are_read() -> None:
    rows = numbered(20_000, '<row r="{0}">' + "<c><v>1</v></c>" * 12 + "</row>")
    far = '<row r="1048576"><c r="A1048576" s="1"/></row>'
    found = grid(by_hand(rows + far))
    assert (len(found.rows), len(found.rows[0].cells)) == (20_000, 12)


def test_cells_of_nothing_but_a_style_are_not_counted() -> None:
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="XFD{0}" s="1"/></row>'
    blank = '<row r="{0}" s="1" customFormat="1"/>'
    rows = "".join((row if number < 9 else blank).format(number) for number in range(1, 30_000))
    assert cells(by_hand(rows)) == [["1"]] * 8


@pytest.mark.parametrize(
    "texts",
    [
        "<sst><si>" + "<r><t>a</t></r>" * 900_000,
        "<sst><si><t>" + "_xD83D_" * 3_000_000,
        "<sst a='" + "x" * 60 * MIB,
        "<sst>" + "]" * 60 * MIB,
        "<sst><!--" + "x" * 60 * MIB,
        "<sst>" + "<a b='' c='' d='' e=''/>" * 600_000,
    ],
)
def test_what_keeps_a_parser_busy_is_refused_in_seconds(texts: str) -> None:
    data = by_hand(texts=texts)
    began = time.process_time()
    refusal(data)
    assert time.process_time() - began < SECONDS


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    "make",
    [
        lambda: by_hand(texts="<sst>" + f"<si><t>{'a' * 30_000}😀</t></si>" * 2_000),
        lambda: by_hand(numbered(20_000, '<row r="{0}"><c r="SR{0}"><v>1</v></c></row>')),
        lambda: by_hand(texts="<sst " + " ".join(f'a{n}=""' for n in range(1_000_000)) + "/>"),
        lambda: by_hand(xl__worksheets__sheet0=b" " * 64 * MIB),
    ],
)
def test_memory_stays_within_256_mb(make: Callable[[], bytes]) -> None:
    program = (
        "import sys\n"
        "from auditkit.errors import Refused\n"
        "from auditkit.tables.workbook import read_workbook\n"
        "try: read_workbook(sys.stdin.buffer.read(), 'x')\n"
        "except Refused: pass\n"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=make(), capture_output=True, check=True
    )
    assert int(done.stdout) * 1024 < 256 * MIB
