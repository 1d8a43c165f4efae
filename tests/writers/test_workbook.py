"""Results as a workbook, read back with openpyxl."""

from __future__ import annotations

import csv
import sys
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from auditkit import AuditKit, ExtraMissing, Refused, Results
from auditkit.builtin import result_workbook
from auditkit.builtin.result_words import HEADINGS
from auditkit.builtin.result_workbook import write_results
from auditkit.languages import words_in
from auditkit.tables.new_workbook import cell_text

EXAMPLES = Path(__file__).parents[2] / "examples/returns-2026-04"


@pytest.fixture(scope="module")
def results() -> Results:
    kit = AuditKit(discover=False)
    reading = kit.read([EXAMPLES], "managing-cost-of-care", columns=EXAMPLES / "forms-columns.yaml")
    return Results([kit.score(one) for one in reading.returns], reading.problems)


@pytest.fixture(scope="module")
def book(results: Results) -> openpyxl.Workbook:
    stream = BytesIO()
    write_results(results, stream)
    return openpyxl.load_workbook(BytesIO(stream.getvalue()))


def rows(book: openpyxl.Workbook, sheet: str) -> list[dict[str, object]]:
    first, *others = book[sheet].iter_rows(values_only=True)
    return [dict(zip(first, row, strict=True)) for row in others]


def test_there_are_five_sheets(book):
    assert book.sheetnames == [
        "Scorecards",
        "Answers",
        "By question",
        "Held and problems",
        "About",
    ]


def test_every_return_has_a_row_among_the_scorecards(book, results):
    found = [row["case_ref"] for row in rows(book, "Scorecards")]
    assert found == [card.audit_return.case_ref for card in results.cards]


def test_scores_are_numbers_and_references_are_text(book):
    sheet = book["Scorecards"]
    heads = [cell.value for cell in sheet[1]]
    case_ref = sheet.cell(2, heads.index("case_ref") + 1)
    score = sheet.cell(2, heads.index("score") + 1)
    assert (case_ref.data_type, case_ref.number_format) == ("s", "@")
    assert score.data_type == "n"


def test_there_is_one_row_for_each_answer(book, results):
    assert len(rows(book, "Answers")) == sum(len(card.questions) for card in results.cards)


def test_the_states_of_a_question_add_up_to_the_returns_that_are_scored(book):
    # Of 24 returns 6 are held.
    states = ("answered", "not applicable", "not assessed", "not asked")
    for row in rows(book, "By question"):
        assert sum(row[state] for state in states) == row["scored returns"] == 18


def test_the_answers_of_held_returns_are_not_counted(tmp_path):
    kit = AuditKit(discover=False)
    path = tmp_path / "r.csv"
    heads = ["case_ref", *kit.question_set("cqc-local-authority").questions]
    answers = ["3"] * (len(heads) - 5)
    with path.open("w", newline="", encoding="utf-8") as stream:
        lines = [[case, *answers, "", "", "", ""] for case in ("A", "B", "B")]
        csv.writer(stream).writerows([heads, *lines])
    cards = [kit.score(one) for one in kit.read([path], "cqc-local-authority").returns]
    assert [card.status for card in cards] == ["scored", "held", "held"]
    stream = BytesIO()
    write_results(Results(cards), stream)
    first = rows(openpyxl.load_workbook(stream), "By question")[0]
    assert (first["scored returns"], first["answered"]) == (1, 1)
    assert ": 1" in first["answers"]
    assert ": 3" not in first["answers"]


def test_every_problem_is_listed(book, results):
    assert len(rows(book, "Held and problems")) == len(results.all_problems())


def test_what_produced_the_figures_is_told(book):
    about = {row["what"]: row["value"] for row in rows(book, "About")}
    assert about["Question set"] == "managing-cost-of-care@1.0"
    assert about["Returns"] == 24
    assert about["Rounding"] == "half_up, 1 place"


def dangerous_book(tmp_path: Path, comment: str) -> openpyxl.Workbook:
    kit = AuditKit(discover=False)
    path = tmp_path / "r.csv"
    questions = kit.question_set("cqc-local-authority")
    heads = ["case_ref", *questions.questions, "assessing_needs.comment"]
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([heads, [comment, *["3"] * 9, "", "", "", comment]])
    reading = kit.read([path], questions)
    stream = BytesIO()
    write_results(Results([kit.score(one) for one in reading.returns]), stream)
    return openpyxl.load_workbook(BytesIO(stream.getvalue()))


@pytest.mark.parametrize("text", ["=1+1", "+44", "-x", "@SUM(A1)", "＝1+1", "http://example.org"])
def test_text_that_looks_like_a_formula_or_a_link_stays_text(tmp_path, text):
    book = dangerous_book(tmp_path, text)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.value == text]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)


def test_text_that_starts_a_formula_is_marked_as_text_for_good(tmp_path):
    book = dangerous_book(tmp_path, "=1+1")
    cell = book["Scorecards"]["A2"]
    assert (cell.value, cell.quotePrefix) == ("=1+1", True)


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    text = cell_text("x" * 40_000, " (cut: longer than a cell)")
    assert len(text) == 32_767
    assert text.endswith("(cut: longer than a cell)")


def test_more_answers_than_a_sheet_has_rows_are_refused(results, monkeypatch):
    monkeypatch.setattr(result_workbook, "MOST_ROWS", 100)
    with pytest.raises(Refused) as refused:
        write_results(results, BytesIO())
    assert [one.code for one in refused.value.problems] == ["F051"]


def test_a_workbook_in_welsh_says_sheets_headings_and_texts_in_welsh(results):
    stream = BytesIO()
    write_results(Results(results.cards, results.problems, "cy"), stream)
    book = openpyxl.load_workbook(stream)
    assert book.sheetnames == [
        "Cardiau sgorio", "Atebion", "Fesul cwestiwn", "Dal yn ôl a phroblemau", "Ynghylch",
    ]  # fmt: skip
    first = rows(book, "Cardiau sgorio")[0]
    assert (first["cyfeirnod yr achos"], first["cam"], first["statws"]) == (
        results.cards[0].audit_return.case_ref, "cyntaf", "sgoriwyd",
    )  # fmt: skip
    answers = {row["cwestiwn"]: row for row in rows(book, "Atebion")}
    assert answers["contingency_plan"]["testun"].startswith("A oes cynllun wrth gefn")


def test_no_two_columns_have_one_name_in_welsh():
    headings = [words_in("cy").translate(one) for one in HEADINGS]
    assert len(headings) == len(set(headings))


def test_the_same_results_make_the_same_bytes(results):
    first, second = BytesIO(), BytesIO()
    write_results(results, first)
    write_results(results, second)
    assert first.getvalue() == second.getvalue()


def test_a_missing_extra_is_one_line_with_what_to_install(results, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ExtraMissing) as missing:
        write_results(results, BytesIO())
    assert str(missing.value) == (
        "Writing a workbook needs the extra 'excel': pip install 'practice-auditkit[excel]'"
    )
