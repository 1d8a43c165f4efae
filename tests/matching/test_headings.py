"""Which column holds what: by id, label or text, in any language, however it looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from return_words import place_and_code

from auditkit.kit import AuditKit, Reading

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    "heading",
    [
        "plan",
        "PLAN",
        "Contingency plan",
        "Cynllun wrth gefn",
        "Is a plan in place?",
        "A oes cynllun ar waith?",
        "  is a PLAN\u00a0in   place?\u200b ",
    ],
)
def test_a_question_is_known_by_id_label_and_text(read: Read, heading: str) -> None:
    (one,) = read(f'case_ref,"{heading}"\nCASE-1,Yes\n').returns
    assert one.answers["plan"].value == "yes"


@pytest.mark.parametrize(
    "heading",
    [
        "plan.comment",
        "Comment: Contingency plan",
        "comment: is a plan in place?",
        "Comment: Cynllun wrth gefn",
    ],
)
def test_a_comment_is_known_by_its_question(read: Read, heading: str) -> None:
    (one,) = read(f'case_ref,plan,"{heading}"\nCASE-1,Yes,Seen\n').returns
    assert one.comments == {"plan": "Seen"}


@pytest.mark.parametrize("heading", ["case.review", "review", "Kind of review", "KIND  of review"])
def test_a_fact_about_the_case_is_known_by_name_and_title(read: Read, heading: str) -> None:
    (one,) = read(f"case_ref,plan,{heading}\nCASE-1,Yes,Planned review\n", "whole").returns
    assert one.case == {"review": "planned"}


def test_every_fact_about_the_audit_has_friendly_headings(read: Read) -> None:
    headings = (
        "Case reference,Service,Team,Practitioner code,Audit stage,Audit period,Auditor code,"
        "Date of audit,Question set,Question set version,plan"
    )
    (one,) = read(f"{headings}\nCASE-1,S,T,P,Re-audit,2026-04,A,13/04/2026,plan,1.0,Yes\n").returns
    found = (one.service, one.team, one.practitioner, one.stage, one.period, one.auditor)
    assert found == ("S", "T", "P", "reaudit", "2026-04", "A")
    assert one.audit_date == date(2026, 4, 13)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("", "first"),
        ("\u200b", "first"),
        ("First", "first"),
        ("first audit", "first"),
        ("1", "first"),
        ("Re–audit", "reaudit"),
        ("re audit", "reaudit"),
        ("2", "reaudit"),
        ("Moderation", "moderation"),
        ("moderated", "moderation"),
    ],
)
def test_a_stage_is_known_by_the_words_that_people_use(read: Read, text: str, stage: str) -> None:
    (one,) = read(f"case_ref,stage,plan\nCASE-1,{text},Yes\n").returns
    assert one.stage == stage


def test_a_reference_is_tidied_and_otherwise_left_as_it_is(read: Read) -> None:
    (one,) = read('case_ref,plan\n" 00123\u200b\n/ A\u00a0B ",Yes\n').returns
    assert one.case_ref == "00123 / A B"


def test_a_case_without_a_reference_column_is_held(read: Read) -> None:
    reading = read('[{"plan": "Yes"}]', name="returns.json")
    (one,) = reading.returns
    assert list(map(place_and_code, one.problems)) == ["returns.json, line 1 R010"]


def test_a_fact_about_the_audit_that_stands_twice_refuses_the_file(read: Read) -> None:
    reading = read("Case ref,period,Audit period,plan\nCASE-1,2026-04,x,Yes\n")
    assert list(map(place_and_code, reading.problems)) == ["returns.csv, cell C1 F012"]


def test_headings_are_shown_by_their_column_letters(read: Read) -> None:
    blanks = "," * 26
    reading = read(f"case_ref,plan{blanks}Colour\nCASE-1,Yes{blanks}red\n")
    assert list(map(place_and_code, reading.problems)) == ["returns.csv, cell AB1 R003"]


def test_many_unknown_columns_are_counted(read: Read) -> None:
    names = ",".join(f"Column {number}" for number in range(1, 24))
    (problem,) = read(f"case_ref,plan,{names}\nCASE-1,Yes{',x' * 23}\n").problems
    assert problem.message.endswith("Column 19, Column 20 and 3 more.")


def test_a_long_unknown_heading_is_cut(read: Read) -> None:
    (problem,) = read(f"case_ref,plan,{'long ' * 200}\nCASE-1,Yes,x\n").problems
    assert len(problem.message) < 200


def test_a_heading_guarded_against_formulas_is_known(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(
        """
question_set: sums
version: "1"
title: A question that begins as a formula does
sections:
  - section: only
    title: Only
    questions: [{question: more, text: "+ what else?", type: text}]
""",
        encoding="utf-8",
    )
    questions = AuditKit(discover=False).load(path)
    (one,) = read("case_ref,'+ what else?\nCASE-1,pets\n", questions).returns
    assert one.answers["more"].value == "pets"


def test_a_fact_and_an_answer_of_one_name_are_not_confused(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(
        """
question_set: one-name
version: "1"
title: A question and a fact about the case of one name
case_fields: {hours: {type: number}}
sections:
  - section: only
    title: Only
    questions: [{question: hours, text: How many hours are needed, type: text}]
""",
        encoding="utf-8",
    )
    questions = AuditKit(discover=False).load(path)
    (one,) = read("case_ref,hours,case.hours\nCASE-1,a few,many\n", questions).returns
    (problem,) = one.problems
    assert str(problem.place) == "returns.csv, cell C2 (CASE-1, case.hours)"
    assert one.answers["hours"].value == "a few"
