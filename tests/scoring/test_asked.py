"""Which questions a host's form should show, given the answers so far."""

from __future__ import annotations

from typing import Any

from small_sets import document, load, question, section

ASKED = (
    section("first", question("a"), question("b", applies_when='a == "no"')),
    section(
        "second",
        question("c", applies_when='b == "no"'),
        question("d"),
        applies_when='case.review == "planned"',
    ),
    section("third", question("e")),
)


def asked(answers: dict[str, Any], **case: Any) -> tuple[str, ...]:
    review = {"type": "choice", "options": ["planned", "unplanned"]}
    kit, questions = load(document(*ASKED, case_fields={"review": review}))
    return kit.asked(questions, answers, case)


def test_before_any_answer_what_rests_on_one_is_not_asked() -> None:
    assert asked({}) == ("a", "e")


def test_an_answer_brings_the_question_that_rests_on_it() -> None:
    assert asked({"a": "no"}) == ("a", "b", "e")


def test_a_fact_about_the_case_brings_its_section() -> None:
    assert asked({}, review="planned") == ("a", "d", "e")


def test_a_question_is_asked_where_its_section_and_its_own_condition_hold() -> None:
    assert asked({"a": "no", "b": "no"}, review="planned") == ("a", "b", "c", "d", "e")


def test_an_answer_that_was_not_asked_for_brings_no_other_question() -> None:
    assert asked({"a": "yes", "b": "no"}, review="planned") == ("a", "d", "e")
