"""The report as a workbook, read back with openpyxl: as accessible spreadsheets are to be."""

from __future__ import annotations

import sys
import zipfile
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from report_examples import (
    CHANGE,
    HOSTILE,
    bundled_report,
    columns,
    hostile_report,
    one_section,
)

from auditkit import ExtraMissing
from auditkit.frozen import changed
from auditkit.report.as_xlsx import report_xlsx
from auditkit.report.model import Column, DataTable, Paragraph

pytest.importorskip("xlsxwriter", reason="the extra report is not installed")


def book(report: object) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(report_xlsx(report)))


def rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(values_only=True))


@pytest.fixture(scope="module", params=["en", "cy", "hostile"])
def every_book(request: pytest.FixtureRequest) -> openpyxl.Workbook:
    hostile = request.param == "hostile"
    return book(hostile_report() if hostile else bundled_report(request.param))


def test_a_cover_contents_and_texts_come_before_the_tables():
    found = book(bundled_report())
    assert found.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    assert found.sheetnames[3:] == ["Table 1", "Table 2", "Table 3", "Table 4", "Table 5"]
    assert rows(found["Cover"])[:2] == [("Practice Oversight Group",), ("April 2026",)]
    assert ("What was audited", "24 audit returns: 18 scored, 6 held.") in rows(found["Notes"])


def test_a_workbook_in_welsh():
    names = book(bundled_report("cy")).sheetnames
    assert names[:4] == ["Clawr", "Cynnwys", "Nodiadau", "Tabl 1"]


def test_the_contents_lead_to_every_sheet_behind_them(every_book):
    names = every_book.sheetnames[2:]
    sheet = every_book.worksheets[1]
    links = [sheet.cell(row, 1) for row in range(3, 3 + len(names))]
    assert [one.value for one in links] == names
    assert [one.hyperlink.location for one in links] == [f"'{name}'!A1" for name in names]


def test_every_sheet_but_the_cover_holds_one_marked_up_table_below_its_title(every_book):
    names = [next(iter(sheet.tables.values())).name for sheet in every_book.worksheets[1:]]
    assert len({one.casefold() for one in names}) == len(names)
    for sheet in every_book.worksheets[1:]:
        (table,) = sheet.tables.values()
        first, last = table.ref.split(":")
        top = sheet[first].row
        assert sheet[first].column == 1
        assert sheet[last].coordinate == sheet.cell(sheet.max_row, sheet.max_column).coordinate
        assert all(sheet.cell(row, 1).value for row in range(1, top))


def test_nothing_is_merged_hidden_or_empty(every_book):
    for sheet in every_book.worksheets:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        if sheet.tables:
            (table,) = sheet.tables.values()
            cells = [cell.value for row in sheet[table.ref] for cell in row]
            assert None not in cells


def test_no_text_is_run_linked_or_longer_than_a_cell(every_book):
    for sheet in every_book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type in ("s", "n")
            assert cell.hyperlink is None or cell.hyperlink.target is None
            if isinstance(cell.value, str):
                assert len(cell.value) <= 32_767
                assert cell.quotePrefix or not cell.value.startswith(
                    ("=", "+", "-", "@", "＝", "\t")
                )
    links = [
        name
        for name in zipfile.ZipFile(BytesIO(report_xlsx(hostile_report()))).namelist()
        if "externalLink" in name or "vba" in name
    ]
    assert links == []


@pytest.mark.parametrize("text", [one for one in HOSTILE if len(one) < 100], ids=ascii)
def test_a_hostile_text_is_kept_as_text(text):
    table = DataTable(name="t", caption="T", columns=columns("a"), rows=((text,),))
    said = book(one_section(table))["Table 1"]["A4"]
    assert said.data_type == "s"
    assert said.value.split()[0][:5] in text.replace("�", "\ud800")


def test_what_is_cut_says_so():
    table = DataTable(name="t", caption="T", columns=columns("a"), rows=((HOSTILE[-1],),))
    assert book(one_section(table))["Table 1"]["A4"].value.endswith("(cut: longer than a cell)")


def test_numbers_keep_their_places_and_what_is_none_has_a_mark():
    sheet = book(one_section(*CHANGE))["Table 1"]
    lower = sheet["D4"]
    assert (lower.value, lower.number_format) == (48.2, "0.0")
    assert (sheet["B4"].value, sheet["B4"].number_format) == (60, "0")
    assert (sheet["B6"].value, sheet["F4"].value) == ("[x]", "[x]")


def test_a_number_of_more_digits_than_a_workbook_holds_stays_what_it_is():
    rows = ((12345678901234567890,), (Decimal("1E+3"),))
    table = DataTable(name="t", caption="T", columns=(Column(name="n", heading="N"),), rows=rows)
    sheet = book(one_section(table))["Table 1"]
    assert (sheet["A4"].value, sheet["A5"].value) == ("12345678901234567890", 1000)


def test_a_table_without_rows_is_a_table_with_a_mark():
    table = DataTable(name="t", caption="T", columns=columns("a", "b"), rows=())
    assert rows(book(one_section(table))["Table 1"])[2:] == [("A", "B"), ("[x]", "[x]")]


def test_headings_that_are_the_same_get_a_number():
    table = DataTable(name="t", caption="T", columns=columns("a", "A", "a 2", "a"), rows=())
    assert rows(book(one_section(table))["Table 1"])[2] == ("A", "A 2", "A 2 2", "A 3")


def test_the_notes_hold_the_texts_and_what_the_mark_means():
    mark = ("This workbook", "[x] means that there is nothing to show.")
    assert rows(book(one_section())["Notes"])[2:] == [mark]
    assert rows(book(one_section(Paragraph("Said.")))["Notes"])[2:] == [("One", "Said."), mark]


def test_the_same_report_gives_the_same_bytes():
    assert report_xlsx(bundled_report()) == report_xlsx(bundled_report.__wrapped__())
    other = changed(bundled_report(), period="May 2026")
    assert report_xlsx(other) != report_xlsx(bundled_report())


def test_without_xlsxwriter_a_line_names_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ExtraMissing, match=r"pip install 'practice-auditkit\[report\]'"):
        report_xlsx(bundled_report())
