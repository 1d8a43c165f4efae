"""What a spreadsheet does to values is named; what people type is not mistaken for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from return_words import told

from auditkit.kit import AuditKit, Reading
from auditkit.returns import AuditReturn

ERROR = "a formula error"
DAMAGED = [
    ("#N/A", ERROR),
    ("#n/a", ERROR),
    ("#REF!", ERROR),
    ("#VALUE!", ERROR),
    ("#DIV/0!", ERROR),
    ("#NAME?", ERROR),
    ("#NUM!", ERROR),
    ("#NULL!", ERROR),
    ("#SPILL!", ERROR),
    ("#GETTING_DATA", ERROR),
    ("Err:502", ERROR),
    ("#NOT CALCULATED!", "a formula whose result the file does not hold"),
    ("##", "a value that a narrow column hid"),
    ("########", "a value that a narrow column hid"),
    ("1.23457E+11", "a number that the spreadsheet shortened"),
    ("1,23457E+11", "a number that the spreadsheet shortened"),
    ("4E+10", "a number that the spreadsheet shortened"),
    ("-1.5E-05", "a number that the spreadsheet shortened"),
    ("03-Dec", "a date that the spreadsheet made of something else"),
    ("3-Sept", "a date that the spreadsheet made of something else"),
    ("Mar-22", "a date that the spreadsheet made of something else"),
]


@pytest.mark.parametrize(("text", "what"), DAMAGED)
def test_a_damaged_reference_is_named(read: Callable[..., Reading], text: str, what: str) -> None:
    (one,) = read(f'case_ref,plan\n"{text}",Yes\n').returns
    (problem,) = one.problems
    assert (problem.code, problem.facts["what"]) == ("R011", what)


@pytest.mark.parametrize(("text", "what"), DAMAGED)
def test_a_damaged_answer_is_named(
    read_cell: Callable[[str, str], AuditReturn], text: str, what: str
) -> None:
    (problem,) = read_cell("plan", text).problems
    assert (problem.code, problem.facts["what"]) == ("R011", what)


@pytest.mark.parametrize("heading", ["case_ref", "plan", "story", "team"])
def test_damage_as_long_as_a_cell_is_shortened_in_the_message(
    read: Callable[..., Reading], heading: str
) -> None:
    cells = {"case_ref": "CASE-1", "plan": "Yes", "story": "", "team": ""} | {heading: "#" * 32_000}
    (one,) = read(",".join(cells) + "\n" + ",".join(cells.values()) + "\n", "whole").returns
    (problem,) = one.problems
    assert (problem.code, problem.facts["found"]) == ("R011", "#" * 79 + "…")


@pytest.mark.parametrize(
    "reference",
    ["CASE-1", "4E2", "1E10", "12E5", "MAR-22", "DEC-0142", "#12", "#", "Err", "3-Decem", "N/A"],
)
def test_a_reference_that_looks_like_damage_is_left_alone(
    read: Callable[..., Reading], reference: str
) -> None:
    (one,) = read(f"case_ref,plan\n{reference},Yes\n").returns
    assert (one.case_ref, one.problems) == (reference, ())


@pytest.mark.parametrize(
    "heading", ["service", "team", "auditor", "period", "story", "case.provider"]
)
def test_text_is_lost_where_a_formula_failed(read: Callable[..., Reading], heading: str) -> None:
    (one,) = read(f"case_ref,plan,{heading}\nCASE-1,Yes,#REF!\n", "whole").returns
    assert [problem.code for problem in one.problems] == ["R011"]


@pytest.mark.parametrize("text", ["Apr-26", "1E+10", "# 1 on the list", "#1", "##1"])
def test_text_that_somebody_may_have_typed_is_kept(
    read_cell: Callable[[str, str], AuditReturn], text: str
) -> None:
    assert told(read_cell("story", text), "story") == text


def test_an_option_that_looks_like_damage_is_an_option(
    read: Callable[..., Reading],
) -> None:
    (one,) = read("case_ref,plan\nCASE-1,N/A\n").returns
    assert one.answers["plan"].state == "not_applicable"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'=1+1", "=1+1"),
        ("''=1+1", "''=1+1"),
        ("'-20 is enough", "-20 is enough"),
        ("'@home", "@home"),
        ("'＝x", "＝x"),
        ("'tis so", "'tis so"),
        ("'", "'"),
        ("=1+1", "=1+1"),
    ],
)
def test_the_guard_against_formulas_is_dropped_once(
    read_cell: Callable[[str, str], AuditReturn], text: str, expected: str
) -> None:
    assert told(read_cell("story", text), "story") == expected


def test_the_guard_is_dropped_from_comments_and_facts(read: Callable[..., Reading]) -> None:
    (one,) = read("case_ref,service,plan,plan.comment\n'-1,'=A,Yes,'+2\n").returns
    assert (one.case_ref, one.service, one.comments["plan"]) == ("-1", "=A", "+2")


@pytest.mark.parametrize(("text", "expected"), [("1", "1"), ("1.0", "R012"), ("10", "10")])
def test_a_number_for_an_option_is_the_option_as_it_is_written(
    read_cell: Callable[[str, str], AuditReturn], text: str, expected: str
) -> None:
    assert told(read_cell("level", text), "level") == expected


def test_a_number_with_a_decimal_too_many_is_suggested(
    read_cell: Callable[[str, str], AuditReturn],
) -> None:
    (problem,) = read_cell("level", "1.0").problems
    assert problem.message == 'Found "1.0". Did you mean "1"? Allowed: 1, 2, 10.'


@pytest.mark.parametrize(
    ("version", "code"),
    [("1.1", "R033"), ("1.10", None), ("1.100", "R031"), ("11", "R031"), ("", None)],
)
def test_a_version_that_lost_its_nought_is_named(
    read: Callable[..., Reading], kit: AuditKit, version: str, code: str | None
) -> None:
    questions = kit.question_set("numbered")
    text = f"case_ref,set_version,outcome\nCASE-1,{version},Yes\n"
    (one,) = read(text, questions).returns
    assert [problem.code for problem in one.problems] == ([code] if code else [])


def test_a_version_that_lost_its_nought_is_held_where_each_return_names_its_set(
    read: Callable[..., Reading],
) -> None:
    text = "case_ref,question_set,set_version,outcome\nCASE-1,numbered,1.1,Yes\n"
    (one,) = read(text, None).returns
    assert [problem.code for problem in one.problems] == ["R033"]
