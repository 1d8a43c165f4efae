"""What a scorecard warns about, though it changes no figure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_sets import codes, document, question, rated, score

from auditkit.problems import Place
from auditkit.scoring.scorecard import Scorecard

GATED = (question("gate"), question("a", applies_when='gate == "yes"'))


def facts(card: Scorecard) -> list[tuple[str, dict[str, Any]]]:
    return [(one.code, dict(one.facts)) for one in card.warnings]


def test_a_plain_return_has_no_warning() -> None:
    assert codes(score(document(question("a")), {"a": "yes"})) == []


def test_a_warning_stands_where_the_return_does() -> None:
    place = Place(file="returns.csv", cell="row 7")
    card = score(document(*GATED), {"gate": "no", "a": "yes"}, place=place)
    assert [one.place for one in card.warnings] == [place]


# C001: answered though not asked


def test_an_answer_that_was_not_asked_for_is_warned_about() -> None:
    card = score(document(*GATED), {"gate": "no", "a": "yes"})
    assert facts(card) == [("C001", {"question": "A"})]


def test_a_blank_that_was_not_asked_for_is_not() -> None:
    assert codes(score(document(*GATED), {"gate": "no"})) == []


def test_not_applicable_to_what_was_not_asked_is_an_answer_all_the_same() -> None:
    assert codes(score(document(*GATED), {"gate": "no", "a": "na"})) == ["C001"]


# C002: whether it is asked rests on a blank


def test_whether_a_question_applies_may_be_open() -> None:
    assert facts(score(document(*GATED), {})) == [("C002", {"question": "A"})]


def test_a_question_that_is_open_is_not_asked() -> None:
    assert score(document(*GATED), {}).questions["a"].state == "not_asked"


def test_where_another_condition_is_false_nothing_is_open() -> None:
    told = document(
        question("gate"),
        question("other"),
        question("a", applies_when='gate == "yes" and other == "yes"'),
    )
    assert codes(score(told, {"other": "no"})) == []


def test_an_answer_to_a_question_that_is_open_is_warned_about_twice() -> None:
    assert sorted(codes(score(document(*GATED), {"a": "yes"}))) == ["C001", "C002"]


# C003: a comment is needed


NEEDS = question("a", comment_required=["no", "na"])


@pytest.mark.parametrize("answer", ["no", "na"])
def test_an_answer_that_needs_a_comment_and_has_none_is_warned_about(answer: str) -> None:
    assert facts(score(document(NEEDS), {"a": answer})) == [("C003", {"question": "A"})]


def test_an_answer_with_its_comment_is_not_warned_about() -> None:
    assert codes(score(document(NEEDS), {"a": "no"}, comments={"a": "Not on the file"})) == []


def test_an_answer_that_needs_no_comment_is_not_warned_about() -> None:
    assert codes(score(document(NEEDS), {"a": "yes"})) == []


def test_any_of_several_answers_may_need_a_comment() -> None:
    told = document(question("a", type="choices", comment_required=["partly"]))
    assert codes(score(told, {"a": ("yes", "partly")})) == ["C003"]


def test_what_was_not_asked_needs_no_comment() -> None:
    told = document(
        question("gate"), question("a", applies_when='gate == "yes"', comment_required=["no"])
    )
    assert codes(score(told, {"gate": "no", "a": "no"})) == ["C001"]


# C004 and C006: judged and computed


def judged(answer: str | None, reason: str | None = None, **keys: Any) -> Scorecard:
    """A return that comes to outstanding, what a person said of it, and the reason written."""
    comments = keys.pop("comments", {})
    told = document(
        question("a"),
        question("said", scale="judgement"),
        question("why", type="text"),
        rating=rated(judgement="said", reason="why", **keys),
    )
    return score(told, {"a": "yes", "said": answer, "why": reason}, comments=comments)


def test_a_judgement_that_differs_without_a_reason_is_warned_about() -> None:
    assert facts(judged("good")) == [("C004", {"judged": "Good", "computed": "Outstanding"})]


def test_a_judgement_that_agrees_needs_no_reason() -> None:
    assert codes(judged("outstanding")) == []


def test_a_reason_that_is_written_silences_the_warning() -> None:
    assert codes(judged("good", "The person was not seen")) == []


def test_a_comment_on_the_judgement_silences_the_warning() -> None:
    assert codes(judged("good", comments={"said": "The person was not seen"})) == []


def test_no_judgement_is_warned_about_where_it_is_the_official_one() -> None:
    assert facts(judged(None, official="judged")) == [("C006", {})]


def test_no_judgement_is_not_warned_about_where_it_is_not() -> None:
    assert codes(judged(None)) == []


def test_where_nothing_was_computed_nothing_differs() -> None:
    told = document(
        question("a"), question("said", scale="judgement"), rating=rated(judgement="said")
    )
    assert codes(score(told, {"a": "na", "said": "good"})) == []


def test_the_official_rating_by_judgement_needs_a_reason_too() -> None:
    assert codes(judged("good", official="judged")) == ["C004"]


# C005: a case field that a condition names


def with_field(when: str, **case: Any) -> Scorecard:
    told = document(
        question("a"),
        case_fields={
            "review": {"type": "choice", "options": ["planned", "unplanned"]},
            "cost": {"type": "number", "places": 2},
            "spare": {"type": "text"},
        },
        rating=rated(limits=[{"when": when, "at_most": "improve", "because": "It is so"}]),
    )
    return score(told, {"a": "yes"}, case=case)


def test_a_case_field_that_a_condition_names_and_the_return_lacks_is_warned_about() -> None:
    assert facts(with_field('case.review == "planned"')) == [("C005", {"field": "review"})]


def test_a_case_field_that_is_given_is_not_warned_about() -> None:
    assert codes(with_field('case.review == "planned"', review="unplanned")) == []


def test_every_case_field_in_a_condition_is_looked_for() -> None:
    card = with_field('not (case.review == "planned") and case.cost > 1')
    assert [fact["field"] for _, fact in facts(card)] == ["cost", "review"]


def test_a_case_field_within_a_function_is_looked_for() -> None:
    told = document(
        question("a"),
        question("day", type="date"),
        case_fields={"start": {"type": "date"}},
        escalations=[
            {"when": "days_between(case.start, day) > 28", "to": "manager", "because": "Late"}
        ],
    )
    assert codes(score(told, {"a": "yes", "day": date(2026, 4, 13)})) == ["C005"]


# C007: too few answers for a rating


def test_too_few_answers_for_a_rating_are_said() -> None:
    told = document(question("a"), question("b"), rating=rated(), scoring={"minimum_counted": 2})
    card = score(told, {"a": "yes"})
    because = "1 question counted, at least 2 needed"
    assert facts(card) == [("C007", {"because": because})]
    assert codes(score(told, {"a": "yes", "b": "yes"})) == []
