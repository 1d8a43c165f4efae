"""Answers as the fields of a host's own form give them, read by `AuditKit.read_answers`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from auditkit.kit import AuditKit, FormReading
from auditkit.problems import Problem
from auditkit.returns import Answer

Told = list[tuple[str, str]]


@pytest.fixture
def read_form(kit: AuditKit) -> Any:
    """Reads the fields of a form under the set `whole`."""

    def read_form(answers: dict[str, Any] | None = None, **more: Any) -> FormReading:
        return kit.read_answers(kit.question_set("whole"), answers or {}, **more)

    return read_form


def told(problems: tuple[Problem, ...]) -> Told:
    return [(one.code, one.question) for one in problems]


@pytest.mark.parametrize(
    ("question", "value", "answer"),
    [
        ("plan", "yes", Answer("answered", "yes", "yes")),
        ("plan", "Partly", Answer("answered", "partly", "Partly")),
        ("plan", "N/A", Answer("not_applicable", "na", "N/A")),
        ("plan", "", Answer("not_assessed")),
        ("plan", None, Answer("not_assessed")),
        ("level", 2, Answer("answered", "2", "2")),
        ("hours", 37.5, Answer("answered", Decimal("37.5"), "37.5")),
        ("hours", Decimal(12), Answer("answered", Decimal(12), "12")),
        ("met", date(2026, 4, 13), Answer("answered", date(2026, 4, 13), "2026-04-13")),
        ("met", "13/04/2026", Answer("answered", date(2026, 4, 13), "13/04/2026")),
        ("story", "Long", Answer("answered", "Long", "Long")),
        ("reasons", ["needs", "carer"], Answer("answered", ("carer", "needs"), "needs;carer")),
        ("reasons", ("needs",), Answer("answered", ("needs",), "needs")),
        ("reasons", {"needs", "carer"}, Answer("answered", ("carer", "needs"), "carer;needs")),
        ("reasons", [], Answer("not_assessed")),
    ],
)
def test_a_field_is_read_as_a_cell_is(
    read_form: Any, question: str, value: Any, answer: Answer
) -> None:
    found = read_form({question: value})
    assert (found.audit_return.answers[question], found.problems) == (answer, ())


def test_a_moment_is_the_day_it_falls_on(read_form: Any) -> None:
    found = read_form({"met": datetime(2026, 4, 13, 10, 30, 15)})  # noqa: DTZ001 - as a form has it
    assert found.audit_return.answers["met"].value == date(2026, 4, 13)


@pytest.mark.parametrize(
    ("question", "value", "code", "text"),
    [
        ("plan", "Partial", "R012", "Partial"),
        ("plan", True, "R012", "True"),
        ("plan", ["yes", "no"], "R012", "yes;no"),
        ("hours", 37.55, "R016", "37.55"),
        ("hours", float("nan"), "R015", "nan"),
        ("met", "04/13/2026", "R018", "04/13/2026"),
        ("reasons", ["none", "needs"], "R013", "none;needs"),
        ("story", "#REF!", "R011", "#REF!"),
    ],
)
def test_what_cannot_be_read_is_an_invalid_answer_with_its_question(
    read_form: Any, question: str, value: Any, code: str, text: str
) -> None:
    found = read_form({question: value})
    assert found.audit_return.answers == {question: Answer("invalid", None, text)}
    assert told(found.problems) == [(code, question)]
    assert found.audit_return.is_held


def test_a_problem_names_the_case_and_the_question_in_words(read_form: Any) -> None:
    (problem,) = read_form({"plan": "Partial"}, about={"case_ref": "CASE-1"}).problems
    assert str(problem) == (
        '(CASE-1, "Is a plan in place")\n  Found "Partial". Did you mean "Partly"?'
        " Allowed: Yes, Partly, No, Not applicable. [R012] Held."
    )


def test_the_metadata_are_the_facts_of_the_return(read_form: Any) -> None:
    about = {"case_ref": " CASE-1 ", "stage": "Re-audit", "audit_date": date(2026, 4, 13)}
    about |= {"service": "Older People", "team": "", "auditor": None, "question_set": "whole"}
    found = read_form(about=about)
    one = found.audit_return
    assert found.problems == ()
    assert (one.case_ref, one.stage, one.audit_date) == ("CASE-1", "reaudit", date(2026, 4, 13))
    assert (one.service, one.team, one.auditor) == ("Older People", None, None)
    assert (one.question_set, one.set_version) == ("whole", "1.0")


@pytest.mark.parametrize("about", [{}, {"case_ref": ""}, {"case_ref": None}])
def test_a_case_reference_may_be_asked_for_last(read_form: Any, about: dict[str, Any]) -> None:
    found = read_form(about=about)
    assert (found.audit_return.case_ref, found.problems) == ("", ())


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"case_ref": "1.23457E+11"}, "R011"),
        ({"stage": "fourth"}, "R020"),
        ({"audit_date": "13 Brumaire"}, "R017"),
        ({"set_version": "2.0"}, "R031"),
        ({"content_hash": "0" * 64}, "R026"),
        ({"servise": "Older People"}, "R036"),
    ],
)
def test_metadata_that_cannot_be_read_are_named(
    read_form: Any, about: dict[str, Any], code: str
) -> None:
    (name,) = about
    assert told(read_form(about=about).problems) == [(code, name)]


def test_facts_about_the_case_are_read_as_declared(read_form: Any) -> None:
    case = {"review": "Planned review", "cost": 1250.5, "seen": date(2026, 4, 13), "provider": None}
    found = read_form(case=case)
    assert found.problems == ()
    assert found.audit_return.case == {
        "review": "planned",
        "cost": Decimal("1250.5"),
        "seen": date(2026, 4, 13),
    }


def test_a_fact_about_the_case_that_cannot_be_read_is_left_out_and_named(read_form: Any) -> None:
    found = read_form(case={"review": "yearly", "cost": "1,5"})
    assert told(found.problems) == [("R012", "case.review"), ("R015", "case.cost")]
    assert found.audit_return.case == {}


def test_comments_stand_by_question_and_blank_ones_are_left_out(read_form: Any) -> None:
    comments = {"plan": "Seen on file", "hours": " ", "met": None}
    assert read_form(comments=comments).audit_return.comments == {"plan": "Seen on file"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"answers": {"paln": "yes"}}, 'no question "paln". Did you mean "plan"?'),
        ({"comments": {"paln": "seen"}}, 'no question "paln". Did you mean "plan"?'),
        ({"case": {"revue": "planned"}}, 'use for "case.revue". Did you mean "case.review"?'),
        ({"about": {"teem": "A"}}, 'use for "teem". Did you mean "team"?'),
    ],
)
def test_a_field_that_the_set_does_not_know_is_named_with_the_nearest(
    read_form: Any, fields: dict[str, Any], said: str
) -> None:
    (problem,) = read_form(fields.pop("answers", {}), **fields).problems
    assert problem.message.endswith(said)


def test_a_field_with_a_long_name_is_shortened_in_the_message(read_form: Any) -> None:
    (problem,) = read_form({"x" * 5_000: "yes"}).problems
    assert len(problem.message) < 200
