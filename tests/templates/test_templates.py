"""Blank returns: written, filled in by a program and by LibreOffice, and read back."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from auditkit import AuditKit, QuestionSet
from auditkit.matching.headings import FRIENDLY
from auditkit.matching.mapping import read_columns_map
from auditkit.templates.forms import forms_columns, forms_text
from auditkit.templates.workbook import write_template

SETS = AuditKit(discover=False).question_set_names()
CASE_VALUES = {"number": "12.5", "date": "2026-04-01", "text": "a note"}


@pytest.fixture(scope="module")
def kit() -> AuditKit:
    return AuditKit(discover=False)


def blank(question_set: QuestionSet, path: Path, **options: Any) -> Path:
    with path.open("wb") as stream:
        write_template(question_set, stream, **options)
    return path


def things_to_fill(question_set: QuestionSet) -> Iterator[tuple[str, str]]:
    """For every cell of a page, by its target, a value that a person could enter."""
    yield from {
        "case_ref": "CASE-0001",
        "service": "Older People",
        "team": "North",
        "practitioner": "SW-11",
        "stage": "Re-audit",
        "period": "2026-04",
        "auditor": "TL-03",
        "audit_date": "13/04/2026",
    }.items()
    for name, told in question_set.case_fields.items():
        value = CASE_VALUES.get(told.type) or told.options[-1]
        yield f"case.{name}", "12" if told.type == "number" and not told.places else value
    for question in question_set.questions.values():
        if question.type == "choice":
            label = question_set.options(question)[0].label
            yield question.id, label if isinstance(label, str) else label["en"]
        elif question.type in CASE_VALUES:
            yield question.id, "3" if question.type == "number" else CASE_VALUES[question.type]
        if question.type != "text":
            yield f"{question.id}.comment", "=said the file, and £5 – “more”"


def places(path: Path) -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    """Where the template keeps each thing, and the ticks of questions with several answers."""
    sheet = openpyxl.load_workbook(path)["auditkit"]
    cells: dict[str, str] = {}
    ticks: dict[str, list[tuple[str, str]]] = {}
    for row in sheet.iter_rows(values_only=True):
        if row[0] == "cell":
            cells[row[1]] = row[2]
        elif row[0] == "tick":
            ticks.setdefault(row[1], []).append((row[2], row[3]))
    return cells, ticks


def filled_by_program(path: Path, question_set: QuestionSet) -> Path:
    cells, ticks = places(path)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    for target, value in things_to_fill(question_set):
        page[cells[target]] = value
        page[cells[target]].data_type = "s"
    for options in ticks.values():
        for address, _ in options[:2]:
            page[address] = "x"
    done = path.with_name("filled.xlsx")
    book.save(done)
    return done


def assert_read_back(kit: AuditKit, path: Path, question_set: QuestionSet) -> None:
    reading = kit.read([path])
    assert [str(one) for one in reading.problems] == []
    (one,) = reading.returns
    assert [str(problem) for problem in one.problems] == []
    assert (one.case_ref, one.stage) == ("CASE-0001", "reaudit")
    assert one.audit_date == dt.date(2026, 4, 13)
    assert one.content_hash == question_set.content_hash
    for question in question_set.questions.values():
        answer = one.answers[question.id]
        options = question_set.options(question)
        if question.type == "choice":
            assert answer.value == options[0].id
        elif question.type == "choices":
            assert answer.value == (options[0].id, options[1].id)
        if question.type != "text":
            assert one.comments[question.id] == "=said the file, and £5 – “more”"


@pytest.mark.parametrize("name", SETS)
def test_a_page_filled_in_by_a_program_reads_back_whole(kit, tmp_path, name):
    question_set = kit.question_set(name)
    path = blank(question_set, tmp_path / "blank.xlsx")
    assert_read_back(kit, filled_by_program(path, question_set), question_set)


@pytest.fixture(scope="module")
def saved(kit, tmp_path_factory) -> Path:
    """A folder with a filled page of each set, all saved by one run of LibreOffice."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("libreoffice")
    pages = []
    for name in SETS:
        question_set = kit.question_set(name)
        page = filled_by_program(blank(question_set, folder / "blank.xlsx"), question_set)
        pages.append(page.rename(folder / f"{name}.xlsx"))
    convert = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    convert += ["--convert-to", "xlsx", "--outdir", f"{folder}/saved", *map(str, pages)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    return folder / "saved"


@pytest.mark.parametrize("name", SETS)
def test_a_page_filled_in_and_saved_by_libreoffice_reads_back_whole(kit, saved, name):
    assert_read_back(kit, saved / f"{name}.xlsx", kit.question_set(name))


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("name", SETS)
def test_rows_filled_in_by_a_program_read_back_whole(kit, tmp_path, name, language):
    question_set = kit.question_set(name)
    path = blank(question_set, tmp_path / "rows.xlsx", layout="rows", language=language)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    wanted = dict(things_to_fill(question_set))
    targets = list(_targets_in_order(question_set))
    assert len(targets) == len(headings)
    for column, target in enumerate(targets, 1):
        question = question_set.questions.get(target)
        if question is not None and question.type == "choices":
            value = ";".join(option.id for option in question_set.options(question)[:2])
        else:
            value = wanted[target]
        sheet.cell(2, column).value = value
        sheet.cell(2, column).data_type = "s"
    done = tmp_path / "filled.xlsx"
    book.save(done)
    assert_read_back(kit, done, question_set)


def _targets_in_order(question_set: QuestionSet) -> Iterator[str]:
    yield from [
        "case_ref",
        "service",
        "team",
        "practitioner",
        "stage",
        "period",
        "auditor",
        "audit_date",
    ]
    yield from (f"case.{name}" for name in question_set.case_fields)
    for question in question_set.questions.values():
        yield question.id
        if question.type != "text":
            yield f"{question.id}.comment"


def test_a_blank_page_holds_no_return(kit, tmp_path):
    path = blank(kit.question_set("chc-checklist"), tmp_path / "blank.xlsx")
    assert [one.code for one in kit.read([path]).problems] == ["F027"]


def test_blank_rows_hold_headings_and_no_return(kit, tmp_path):
    path = blank(kit.question_set("chc-checklist"), tmp_path / "rows.xlsx", layout="rows")
    assert [one.code for one in kit.read([path]).problems] == ["F031"]


def test_a_page_copied_for_another_case_is_read_too(kit, tmp_path):
    question_set = kit.question_set("chc-checklist")
    path = filled_by_program(blank(question_set, tmp_path / "blank.xlsx"), question_set)
    book = openpyxl.load_workbook(path)
    copy = book.copy_worksheet(book.worksheets[0])
    copy.title = "Return (2)"
    copy[places(path)[0]["case_ref"]] = "CASE-0002"
    book.save(path)
    reading = kit.read([path])
    assert [one.case_ref for one in reading.returns] == ["CASE-0001", "CASE-0002"]


def test_a_problem_on_a_page_names_its_cell(kit, tmp_path):
    question_set = kit.question_set("managing-cost-of-care")
    path = filled_by_program(blank(question_set, tmp_path / "blank.xlsx"), question_set)
    address = places(path)[0]["contingency_plan"]
    book = openpyxl.load_workbook(path)
    book.worksheets[0][address] = "Partial"
    book.save(path)
    (one,) = kit.read([path]).returns
    assert one.problems[0].place.cell == f"cell {address}"
    assert one.problems[0].place.sheet == "Return"


def test_facts_already_known_are_filled_in(kit, tmp_path):
    known = [{"case_ref": "CASE-0142", "period": "2026-04"}, {"case_ref": "CASE-0117"}]
    path = blank(kit.question_set("chc-checklist"), tmp_path / "two.xlsx", cases=known)
    assert openpyxl.load_workbook(path).sheetnames == ["CASE-0142", "CASE-0117", "auditkit"]
    reading = kit.read([path])
    assert [(one.case_ref, one.period) for one in reading.returns] == [
        ("CASE-0142", "2026-04"),
        ("CASE-0117", None),
    ]


def test_cases_whose_names_no_sheet_may_have_get_sheets_all_the_same(kit, tmp_path):
    names = ["A/1", "a1", "", "auditkit", "x" * 40]
    known = [{"case_ref": name} for name in names]
    path = blank(kit.question_set("chc-checklist"), tmp_path / "many.xlsx", cases=known)
    sheets = openpyxl.load_workbook(path).sheetnames
    assert len({name.lower() for name in sheets}) == len(names) + 1
    assert all(len(name) <= 31 for name in sheets)


def test_a_template_of_another_text_of_the_set_is_held(kit, tmp_path):
    question_set = kit.question_set("chc-checklist")
    path = filled_by_program(blank(question_set, tmp_path / "blank.xlsx"), question_set)
    book = openpyxl.load_workbook(path)
    for row in book["auditkit"].iter_rows():
        if row[0].value == "content_hash":
            row[1].value = "0" * 64
    book.save(path)
    (one,) = kit.read([path]).returns
    assert [problem.code for problem in one.problems] == ["R026"]


def test_the_same_set_makes_the_same_bytes(kit):
    first, second = BytesIO(), BytesIO()
    for stream in (first, second):
        write_template(kit.question_set("managing-cost-of-care"), stream)
    assert first.getvalue() == second.getvalue()


def test_a_template_in_welsh_asks_in_welsh_and_reads_back(kit, tmp_path):
    question_set = kit.question_set("managing-cost-of-care")
    path = blank(question_set, tmp_path / "blank.xlsx", language="cy")
    title = openpyxl.load_workbook(path).worksheets[0]["A1"].value
    assert title == question_set.title["cy"]
    assert_read_back(kit, filled_by_program(path, question_set), question_set)


ENGLISH_WORDS = {
    "Fill in the shaded cells. Leave a cell empty only if it was not assessed.",
    "Question",
    "Answer",
    "Comment",
    "x beside each that applies",
    *(headings[0] for headings in FRIENDLY.values()),
}


def test_a_template_in_welsh_has_no_english_word_of_auditkits_own(kit, tmp_path):
    path = blank(kit.question_set("managing-cost-of-care"), tmp_path / "blank.xlsx", language="cy")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Ffurflen", "auditkit"]
    shown = {cell.value for row in book["Ffurflen"].iter_rows() for cell in row}
    assert not shown & ENGLISH_WORDS
    assert {"Cwestiwn", "Ateb", "Sylw", "Cyfeirnod yr achos", "Cam yr archwiliad"} <= shown


def test_a_template_in_welsh_offers_the_stages_in_welsh_and_reads_them(kit, tmp_path):
    question_set = kit.question_set("managing-cost-of-care")
    path = filled_by_program(
        blank(question_set, tmp_path / "blank.xlsx", language="cy"), question_set
    )
    book = openpyxl.load_workbook(path)
    lists = {cell.value for row in book["auditkit"].iter_rows(min_col=7) for cell in row}
    assert {"Archwiliad cyntaf", "Ailarchwiliad", "Cymedroli"} <= lists
    book.worksheets[0][places(path)[0]["stage"]] = "Ailarchwiliad"
    book.save(path)
    assert_read_back(kit, path, question_set)


def test_rows_in_welsh_copied_into_a_file_of_ones_own_are_known_by_their_headings(kit, tmp_path):
    question_set = kit.question_set("managing-cost-of-care")
    path = blank(question_set, tmp_path / "rows.xlsx", layout="rows", language="cy")
    headings = [cell.value for cell in openpyxl.load_workbook(path).worksheets[0][1]]
    wanted = dict(things_to_fill(question_set)) | {"stage": "Ailarchwiliad"}
    for question in question_set.questions.values():
        if question.type == "choices":
            wanted[question.id] = ";".join(one.id for one in question_set.options(question)[:2])
    values = [wanted[target] for target in _targets_in_order(question_set)]
    own = tmp_path / "own.csv"
    with own.open("w", newline="", encoding="utf-8-sig") as stream:
        csv.writer(stream).writerows([headings, values])
    reading = kit.read([own], question_set)
    assert [str(one) for one in reading.problems] == []
    (one,) = reading.returns
    assert one.problems == ()
    assert one.stage == "reaudit"
    assert set(one.comments) == {
        name for name, asked in question_set.questions.items() if asked.type != "text"
    }


@pytest.mark.parametrize("name", SETS)
def test_the_text_for_microsoft_forms_asks_every_question(kit, name):
    question_set = kit.question_set(name)
    text = forms_text(question_set)
    for question in question_set.questions.values():
        asked = question.text if isinstance(question.text, str) else question.text["en"]
        assert f". {asked}" in text


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("name", SETS)
def test_an_export_of_that_form_reads_back_with_its_mapping(kit, tmp_path, name, language):
    question_set = kit.question_set(name)
    mapping = read_columns_map(forms_columns(question_set, language).encode(), "columns.yaml")
    wanted = dict(things_to_fill(question_set))
    for question in question_set.questions.values():
        if question.type == "choices":
            options = question_set.options(question)[:2]
            labels = [
                one.label if isinstance(one.label, str) else one.label["en"] for one in options
            ]
            wanted[question.id] = "".join(f"{label};" for label in labels)
    row = {"ID": "1", "Start time": "13/04/2026 10:00", "Completion time": "13/04/2026 10:30"}
    row |= {"Email": "someone@example.org", "Name": "Some One"}
    row |= {heading: wanted[target] for target, heading in mapping.columns.items()
            if target != "audit_date"}  # fmt: skip
    row |= {heading: wanted[f"{target}.comment"] for target, heading in mapping.comments.items()}
    path = tmp_path / "export.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.DictWriter(stream, list(row))
        writer.writeheader()
        writer.writerow(row)
    reading = kit.read([path], question_set, columns=mapping)
    assert [str(one) for one in reading.problems] == []
    (one,) = reading.returns
    assert one.problems == ()
    assert one.audit_date == dt.date(2026, 4, 13)
    assert "someone@example.org" not in repr(one)
