"""Every problem is for a person: which file, which cell, whose case, which question."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from auditkit.kit import Reading
from auditkit.returns import Row, Table

Read = Callable[..., Reading]


def words_of(reading: Reading) -> list[str]:
    return [str(problem) for one in reading.returns for problem in one.problems]


def test_an_answer_is_said_with_its_case_and_question(read: Read) -> None:
    reading = read("plan,Case reference\nPartial,CASE-0150\n")
    assert words_of(reading) == [
        'returns.csv, cell A2 (CASE-0150, "Is a plan in place?")\n'
        '  Found "Partial". Did you mean "Partly"? Allowed: Yes, Partly, No, Not applicable.'
        " [R012] Held."
    ]


def test_a_fact_about_the_case_is_said_by_its_name(read: Read) -> None:
    reading = read("case_ref,plan,cost\nCASE-1,Yes,much\n", "whole")
    assert words_of(reading) == [
        'returns.csv, cell C2 (CASE-1, case.cost)\n  Found "much", expected a number. [R015] Held.'
    ]


def test_a_missing_reference_has_nobody_to_name(read: Read) -> None:
    reading = read("case_ref,plan\n,Yes\n")
    assert words_of(reading) == [
        "returns.csv, cell A2\n  The case reference is missing. [R010] Held."
    ]


def test_a_long_reference_is_cut(read: Read) -> None:
    (said,) = words_of(read(f"case_ref,plan\n{'x' * 150},Maybe\n"))
    assert f"({'x' * 59}…, " in said


def test_rows_are_counted_as_a_spreadsheet_does(read: Read) -> None:
    text = 'case_ref,plan,plan.comment\r\n\r\nC1,Yes,"one\r\ntwo\r\nthree"\r\nC2,Maybe,\r\n'
    (said,) = words_of(read(text))
    assert said.startswith("returns.csv, cell B4 ")


def test_the_line_that_names_the_sign_is_no_row(read: Read) -> None:
    (said,) = words_of(read("sep=;\r\ncase_ref;plan\r\nC1;Maybe\r\n"))
    assert said.startswith("returns.csv, cell B2 ")


def test_a_record_is_said_by_its_line_and_key(read: Read) -> None:
    text = '[\n{"case_ref": "C1", "answers": {"plan": "Yes"}},\n{"case_ref": "C2", "answers": {"plan": "Maybe"}}\n]'
    (said,) = words_of(read(text, name="returns.json"))
    assert said.startswith('returns.json, line 3, key plan (C2, "Is a plan in place?")')


def test_records_on_one_line_are_told_apart(read: Read) -> None:
    records = [{"case_ref": "C1", "plan": "Yes"}, {"case_ref": "C1", "plan": "Maybe"}]
    reading = read(json.dumps(records), name="returns.json")
    assert [one.place.cell for one in reading.returns] == [
        "line 1, column 2",
        "line 1, column 37",
    ]
    assert words_of(reading)[1].startswith("returns.json, line 1, column 37, key plan ")


def test_a_return_has_the_place_of_its_row(read: Read) -> None:
    (one,) = read("case_ref,plan\nC1,Yes\n").returns
    assert str(one.place) == "returns.csv, row 2 (C1)"


@pytest.mark.parametrize("column", [0, 1])
def test_a_page_of_a_template_has_an_address_for_each_answer(column: int) -> None:
    row = Row(1, ["C1", "Yes"], ["B3", "C9"])
    table = Table(file="t.xlsx", sheet="Page", headings=("case_ref", "plan"), rows=(row,))
    assert str(table.place(row, column)) == f"t.xlsx, sheet Page, cell {('B3', 'C9')[column]}"
    assert str(table.row_place(row)) == "t.xlsx, sheet Page"
    assert str(table.heading_place(column)) == "t.xlsx, sheet Page"


def test_a_reader_may_word_its_own_places() -> None:
    row = Row(7, ["C1"])
    table = Table(
        file="t.audit",
        headings=("case_ref",),
        rows=(row,),
        locate=lambda row, column: f"return {row.number}, {column}",
    )
    assert str(table.place(row, 0)) == "t.audit, return 7, 0"
    assert str(table.row_place(row)) == "t.audit, return 7, 0"
    assert str(table.heading_place(0)) == "t.audit"


def test_no_problem_echoes_a_cell_beyond_measure(read: Read) -> None:
    reading = read(f'case_ref,plan,colour\nC1,"{"no " * 5000}",x\n')
    assert all(len(said) < 400 for said in words_of(reading))


def test_more_texts_than_are_remembered_are_read_alike(read: Read) -> None:
    rows = "".join(f"CASE-{number},Maybe {number}\n" for number in range(10_002))
    reading = read(f"case_ref,plan\n{rows}CASE-0,Maybe 10001\n")
    last = reading.returns[-1]
    assert [problem.code for problem in last.problems] == ["R012", "R023"]
    assert last.problems[0].place.cell == "cell B10004"
    assert len(reading.returns) == 10_003
