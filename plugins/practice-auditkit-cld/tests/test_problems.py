"""What is wrong with an extract: each with its place, and nobody's name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from auditkit_cld.findings import FINDINGS, MOST_OF_A_KIND
from auditkit_cld.source import ClientLevelData
from cld_rows import HEADINGS, LATER, Write, row
from openpyxl import Workbook

from auditkit import Problem, Refused

AT = date(2026, 3, 31)
README = Path(__file__).parents[1] / "README.md"


def problems(path: Path) -> list[tuple[str, str]]:
    found = ClientLevelData().read(path, at=AT).problems
    return [(one.code, one.place.cell or "") for one in found]


def refused(path: Path) -> Problem:
    with pytest.raises(Refused) as caught:
        ClientLevelData().read(path, at=AT)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({"start": "soon"}, "cld-date", "cell H3"),
        ({"start": ""}, "cld-date", "cell H3"),
        ({"end": "31/02/2026"}, "cld-date", "cell I3"),
        ({"end": "01/01/2019"}, "cld-end-before-start", "cell I3"),
        ({"cost": "lots"}, "cld-number", "cell P3"),
        ({"units": "#N/A"}, "cld-number", "cell R3"),
        ({"units": ""}, "cld-no-units", "cell Q3"),
        ({"frequency": "Now and then"}, "cld-frequency", "cell Q3"),
        ({"mechanism": "By pigeon"}, "cld-mechanism", "cell L3"),
        ({"event": "Party"}, "cld-event-type", "cell G3"),
        ({"event": ""}, "cld-event-type", "cell G3"),
        ({"ref": ""}, "cld-no-reference", "cell C3"),
        ({"ref": "NULL"}, "cld-no-reference", "cell C3"),
        ({"ref": "1.23457E+11"}, "cld-damaged-reference", "cell C3"),
        (
            {"event": "Review", "reason": "Whim", "end": "01/02/2026"},
            "cld-review-reason",
            "cell O3",
        ),
        ({"event": "Review", "start": "x", "reason": "Planned"}, "cld-date", "cell H3"),
    ],
)
def test_a_bad_cell_is_named_and_the_rest_is_read(
    write: Write, changes: dict[str, str], code: str, cell: str
) -> None:
    path = write(row(), row(**changes))
    assert problems(path) == [(code, cell)]
    assert ClientLevelData().read(path, at=AT).cases[0].facts["weekly_cost"] in (200, 400)


def test_what_is_wrong_in_a_row_that_is_not_open_is_passed_over(write: Write) -> None:
    assert problems(write(row(), row(end="01/01/2026", cost="lots", units="?", start="?"))) == []


def test_months_before_days_are_refused(write: Write) -> None:
    problem = refused(write(row(), row(start="04/13/2025")))
    assert (problem.code, problem.place.cell) == ("cld-month-first", "cell H3")


def test_headings_that_come_again_are_no_person(write: Write) -> None:
    assert problems(write(row(), {one: one for one in HEADINGS})) == [
        ("cld-heading-again", "row 3")
    ]


def test_a_row_with_moved_cells_is_left_out(write: Write) -> None:
    path = write(row())
    path.write_text(path.read_text() + "a,b,c\n" + "x," * 30 + "\n")
    assert problems(path) == [("cld-row-length", "row 3"), ("cld-row-length", "row 4")]


def test_beside_the_headings_excel_leaves_out_nothing(write: Write) -> None:
    path = write(row(), row())
    heading, *lines = path.read_text().splitlines()
    path.write_text("\n".join([heading, *(line.rpartition(",")[0] for line in lines)]) + "\n")
    assert problems(path) == [
        ("cld-row-length", "row 2"),
        ("cld-row-length", "row 3"),
        ("cld-no-cases", ""),
    ]


def test_cells_that_excel_leaves_out_are_blank(write: Write) -> None:
    whole = write(*[row(event="Request", cost="", frequency="", units="")] * 15, *[row()] * 2)
    lines = whole.read_text().splitlines()
    short = [line.rstrip(",") for line in lines[16:]]
    # Rows 17 and on are a block of their own; none of its rows has a last cell.
    short = [",".join(line.split(",")[:15]) for line in short]
    whole.write_text("\n".join([*lines[:16], *short, *short]) + "\n")
    assert problems(whole) == []


def test_numbers_that_may_be_nhs_numbers_are_counted_and_not_shown(write: Write) -> None:
    # 9434765919 is the example of the NHS data dictionary.
    found = ClientLevelData().read(write(row(ref="943 476 5919", units="")), at=AT).problems
    assert [one.code for one in found] == ["cld-no-units", "cld-nhs-number"]
    assert "5919" not in "".join(map(str, found))


def test_a_day_outside_the_period_is_said(write: Write) -> None:
    found = ClientLevelData().read(write(row()), at=date(2027, 1, 1)).problems
    assert [one.code for one in found] == ["cld-outside-period"]


@pytest.mark.parametrize("left_out", HEADINGS[2:3] + HEADINGS[6:9] + HEADINGS[15:17])
def test_without_a_needed_field_it_is_no_extract(write: Write, left_out: str) -> None:
    problem = refused(write(row(), headings=tuple(one for one in HEADINGS if one != left_out)))
    assert problem.code == "cld-not-an-extract"
    assert left_out in problem.message


@pytest.mark.parametrize("left_out", [*HEADINGS[9:12], HEADINGS[14], HEADINGS[17], HEADINGS[5]])
def test_without_another_field_it_is_said_what_is_lost(write: Write, left_out: str) -> None:
    path = write(row(), headings=tuple(one for one in HEADINGS if one != left_out))
    assert ("cld-field-missing", "") in problems(path)


def test_a_heading_twice_is_refused(write: Write) -> None:
    problem = refused(write(row(), headings=(*HEADINGS, "unit cost")))
    assert (problem.code, problem.place.cell) == ("cld-heading-twice", "cell S1")


def test_title_rows_are_passed_over(write: Write) -> None:
    path = write(row())
    path.write_text("Client Level Data\n\n" + path.read_text())
    assert problems(path) == [("F013", "")]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\n\n"])
def test_another_file_is_refused_without_showing_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text)
    problem = refused(path)
    assert problem.code == "cld-not-an-extract"
    assert "Unit Cost" in problem.message


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "extract.pdf"
    path.write_bytes(b"%PDF")
    assert refused(path).code == "cld-kind"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv").code == "F001"


def test_an_unclosed_quote_is_refused(write: Write) -> None:
    path = write(row(), row())
    path.write_text(path.read_text() + '"P9')
    assert refused(path).code == "F005"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_known(write: Write, encoding: str) -> None:
    path = write(row(provider="Caf\xe9"), encoding=encoding)
    expected = [] if encoding == "utf-8-sig" else [("F003", "")]
    assert problems(path) == expected


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.append(["Notes"])
    sheet = workbook.create_sheet("CLD")
    sheet.append(list(HEADINGS))
    told = {**LATER, **row(), "Unit Cost": 21.5, "Event Start Date": date(2020, 4, 1)}
    sheet.append([told.get(one) for one in HEADINGS])
    workbook.save(tmp_path / "extract.xlsx")
    found = ClientLevelData().read(tmp_path / "extract.xlsx", at=AT)
    assert (found.cases[0].facts["weekly_cost"], found.problems) == (215, ())


def test_much_of_a_kind_is_counted(write: Write) -> None:
    found = problems(write(*[row(units="")] * (MOST_OF_A_KIND + 7)))
    assert [code for code, _ in found] == ["cld-no-units"] * MOST_OF_A_KIND + ["cld-more"]


def test_names_are_nowhere(write: Write) -> None:
    bad = {**row(units="", cost="?"), "First Name": "Zebedee", "NHS Number": "9434765919"}
    found = ClientLevelData().read(write(bad, {**bad, **row(ref="")}), at=AT)
    assert "Zebedee" not in repr(found)
    assert "9434765919" not in repr(found)


@pytest.mark.parametrize("code", FINDINGS)
def test_every_code_is_in_the_readme(code: str) -> None:
    assert f"| `{code}` | {FINDINGS[code].title} |" in README.read_text("utf-8")
