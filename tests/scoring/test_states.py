"""The five states of an answer, what is missing, and how much of a return was covered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from small_sets import (
    codes,
    coverage,
    document,
    exact,
    filled,
    load,
    printed,
    question,
    rated,
    scale,
    score,
    section,
)

from auditkit.problems import problem
from auditkit.returns import Answer
from auditkit.scoring.scorecard import Scorecard


def state(card: Scorecard, name: str = "a") -> str:
    return card.questions[name].state


TWO = (question("a"), question("b"))
GATED = (question("gate"), question("a", applies_when='gate == "yes"'), question("b"))


# States


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("yes", "answered"),
        ("na", "not_applicable"),
        ("unclear", "not_assessed"),
        (None, "not_assessed"),
    ],
)
def test_the_state_follows_from_the_answer(answer: str | None, expected: str) -> None:
    assert state(score(document(*TWO), {"a": answer, "b": "yes"})) == expected


def test_a_question_that_the_return_does_not_hold_was_left_blank() -> None:
    assert state(score(document(*TWO), {"b": "yes"})) == "not_assessed"


def test_a_question_whose_condition_is_false_was_not_asked() -> None:
    assert state(score(document(*GATED), {"gate": "no"})) == "not_asked"


def test_a_question_whose_condition_is_true_was_asked() -> None:
    assert state(score(document(*GATED), {"gate": "yes", "a": "no"})) == "answered"


def test_several_answers_are_not_applicable_by_the_one_option_that_says_so() -> None:
    told = document(question("a", type="choices", score="sum"))
    assert state(score(told, {"a": ("na",)})) == "not_applicable"


def test_not_assessed_chosen_is_told_from_blank_by_its_option() -> None:
    card = score(document(*TWO), {"a": "unclear"})
    assert [card.questions[name].option for name in "ab"] == ["unclear", None]


def test_what_was_written_is_kept_as_the_answer() -> None:
    card = score(document(question("a", type="text"), question("b")), {"a": "Because", "b": "yes"})
    assert (card.questions["a"].option, card.questions["a"].answer) == (None, "Because")


def test_a_question_under_a_section_that_does_not_apply_was_not_asked() -> None:
    inner = section("inner", question("a"))
    outer = section("outer", inner, applies_when='gate == "yes"')
    told = document(section("first", question("gate")), outer)
    assert state(score(told, {"gate": "no"})) == "not_asked"


def test_a_question_needs_its_own_condition_and_that_of_its_section() -> None:
    asked = question("a", applies_when='other == "yes"')
    told = document(
        section("first", question("gate"), question("other")),
        section("second", asked, applies_when='gate == "yes"'),
    )
    assert state(score(told, {"gate": "yes", "other": "no"})) == "not_asked"


def test_conditions_may_rest_on_a_question_asked_later() -> None:
    told = document(question("a", applies_when='late == "yes"'), question("late"))
    assert state(score(told, {"late": "no"})) == "not_asked"


def test_what_rests_on_a_question_not_asked_is_not_asked() -> None:
    chain = question("c", applies_when='a == "yes"')
    card = score(document(*GATED, chain), {"gate": "no", "a": "yes", "c": "yes"})
    assert state(card, "c") == "not_asked"


def test_an_answer_that_was_not_asked_for_does_not_count() -> None:
    card = score(document(*GATED), {"gate": "no", "a": "yes", "b": "yes"})
    # gate 0, b 1
    assert exact(card) == Fraction(1, 2)


def test_an_answer_that_was_not_asked_for_stays_on_the_return() -> None:
    card = score(document(*GATED), {"gate": "no", "a": "yes"})
    assert card.audit_return.answers["a"].value == "yes"


# Where nobody was asked, a condition sees nothing


NOTHING_SEEN = [
    'a == "yes"',
    'a != "no"',
    'a in ["yes"]',
    'a not in ["no"]',
    "answered(a)",
    'count("yes", of=[a]) > 0',
    "points(second) > 0",
    "amount > 1",
    "amount != 1",
    '"yes" in reasons',
    '"no" not in reasons',
    "days_between(day, day) == 0",
]


def seen_by(when: str) -> list[str]:
    """Who is told, where the condition looks at what was answered though not asked."""
    unasked = [
        question("a"),
        question("amount", type="number"),
        question("reasons", type="choices"),
        question("day", type="date"),
    ]
    told = document(
        section("first", question("gate")),
        section("second", *unasked, applies_when='gate == "yes"'),
        escalations=[{"when": when, "to": "manager", "because": "It was seen"}],
    )
    answers = {
        "gate": "no",
        "a": "yes",
        "amount": Decimal(5),
        "reasons": ("yes",),
        "day": date(2026, 4, 13),
    }
    return [hit.to for hit in score(told, answers).escalations]


@pytest.mark.parametrize("when", NOTHING_SEEN)
def test_a_condition_does_not_see_what_was_not_asked(when: str) -> None:
    assert seen_by(when) == []


def test_the_opposite_of_a_condition_on_what_was_not_asked_holds() -> None:
    assert seen_by('not (a == "yes")') == ["manager"]


# Coverage


def test_coverage_counts_answered_of_applicable_of_asked() -> None:
    # yes is counted, blank applies, N/A was asked, c was not
    told = document(*TWO, question("c"), question("d", applies_when='a == "no"'))
    assert coverage(score(told, {"a": "yes", "c": "na"})) == (1, 2, 3)


def test_coverage_leaves_out_what_has_no_weight() -> None:
    told = document(question("a"), question("b", weight=0))
    assert coverage(score(told, {"a": "yes", "b": "yes"})) == (1, 1, 1)


def test_coverage_leaves_out_what_is_not_scored() -> None:
    told = document(question("a"), question("b", type="text"), question("c", scale="plain"))
    assert coverage(score(told, {"a": "yes", "b": "x", "c": "a"})) == (1, 1, 1)


def test_each_section_has_its_own_coverage() -> None:
    told = document(section("first", *TWO), section("second", question("c")))
    assert coverage(score(told, {"a": "yes", "c": "na"}), "first") == (1, 2, 2)


def test_the_coverage_of_a_section_takes_in_those_within() -> None:
    told = document(section("outer", question("c"), section("inner", *TWO)))
    assert coverage(score(told, {"a": "yes", "c": "yes"}), "outer") == (2, 3, 3)


def test_the_coverage_of_sections_that_are_one_mark_is_of_their_questions() -> None:
    told = document(section("outer", *TWO), scoring={"over": "sections"})
    assert coverage(score(told, {"a": "yes"})) == (1, 2, 2)


FIVE = [question(one) for one in "abcde"]


def answered(count: int, **scoring: Any) -> Scorecard:
    """A return of five questions, so many of them answered Yes."""
    told = document(*FIVE, scoring=scoring, rating=rated())
    return score(told, dict.fromkeys("abcde"[:count], "yes"))


def test_at_the_minimum_coverage_there_is_a_rating() -> None:
    # 4 of 5 = 80%
    assert answered(4, minimum_coverage="80%").rating == "outstanding"


def test_below_the_minimum_coverage_there_is_no_rating() -> None:
    assert answered(4, minimum_coverage="80.1%").rating is None


def test_below_the_minimum_coverage_there_is_still_a_score() -> None:
    assert printed(answered(3, minimum_coverage="80%")) == "100.0"


def test_below_the_minimum_coverage_it_says_so() -> None:
    because = answered(3, minimum_coverage="80%").no_rating_because
    assert because == "3 of 5 questions answered, 80% needed"


def test_the_minimum_coverage_may_be_a_number() -> None:
    assert answered(3, minimum_coverage="0.8").no_rating_because == (
        "3 of 5 questions answered, 80% needed"
    )


def test_the_minimum_coverage_is_compared_exactly() -> None:
    # 2/3 is more than 0.666666666666
    told = document(*FIVE[:3], scoring={"minimum_coverage": "0.666666666666"}, rating=rated())
    assert score(told, {"a": "yes", "b": "yes"}).rating == "outstanding"


def test_what_does_not_apply_needs_no_coverage() -> None:
    told = document(*FIVE, scoring={"minimum_coverage": "100%"}, rating=rated())
    answers = {**dict.fromkeys("abcd", "yes"), "e": "na"}
    assert score(told, answers).rating == "outstanding"


def test_at_the_minimum_counted_there_is_a_rating() -> None:
    assert answered(3, minimum_counted=3).rating == "outstanding"


def test_below_the_minimum_counted_there_is_no_rating() -> None:
    assert answered(2, minimum_counted=3).rating is None


def test_below_the_minimum_counted_it_says_so() -> None:
    because = answered(2, minimum_counted=3).no_rating_because
    assert because == "2 questions counted, at least 3 needed"


def test_not_applicable_throughout_does_not_reach_a_minimum_counted() -> None:
    told = document(*FIVE, scoring={"minimum_counted": 1}, rating=rated())
    assert score(told, dict.fromkeys("abcde", "na")).rating is None


def test_below_the_minimum_a_judgement_is_no_rating_either() -> None:
    told = document(
        *FIVE,
        question("judged", scale="judgement"),
        scoring={"minimum_counted": 1},
        rating=rated(judgement="judged", official="judged"),
    )
    card = score(told, {"judged": "good"})
    assert (card.rating, card.judged_rating) == (None, "good")


# What is missing


def test_missing_answers_are_left_out_where_nothing_else_is_said() -> None:
    assert exact(score(document(*TWO), {"a": "yes"})) == 1


def test_a_chosen_not_assessed_is_left_out_as_well() -> None:
    assert exact(score(document(*TWO), {"a": "yes", "b": "unclear"})) == 1


@pytest.mark.parametrize("answer", [None, "unclear"])
def test_missing_may_count_as_the_worst(answer: str | None) -> None:
    # (1 + 0) / 2
    told = document(*TWO, scoring={"missing": "worst"})
    assert exact(score(told, {"a": "yes", "b": answer})) == Fraction(1, 2)


def test_the_worst_is_the_lowest_value_of_the_scale_and_not_zero() -> None:
    # 1 / 4
    told = document(
        question("a", scale="grade"),
        scales={"grade": scale(1, 2, 4)},
        scoring={"missing": "worst"},
    )
    assert exact(score(told, {})) == Fraction(1, 4)


def test_the_worst_of_a_reversed_question_is_its_poor_answer() -> None:
    told = document(question("a", reverse=True), scoring={"missing": "worst"})
    assert exact(score(told, {})) == 0


def test_the_worst_of_several_is_the_least_that_an_answer_earns() -> None:
    # 1 of 1 + 2
    told = document(
        question("a", type="choices", scale="many", score="sum"),
        scales={"many": scale(1, 2)},
        scoring={"missing": "worst"},
    )
    assert exact(score(told, {})) == Fraction(1, 3)


def test_missing_as_the_worst_does_not_count_towards_coverage() -> None:
    told = document(*TWO, scoring={"missing": "worst"})
    assert coverage(score(told, {"a": "yes"})) == (1, 2, 2)


def test_missing_as_the_worst_is_still_not_assessed() -> None:
    card = score(document(*TWO, scoring={"missing": "worst"}), {"a": "yes"})
    assert (state(card, "b"), card.questions["b"].value) == ("not_assessed", 0)


def test_not_applicable_is_never_the_worst() -> None:
    told = document(*TWO, scoring={"missing": "worst"})
    assert exact(score(told, {"a": "yes", "b": "na"})) == 1


def test_not_asked_is_never_the_worst() -> None:
    told = document(*GATED, scoring={"missing": "worst"})
    # gate 0, b 1
    assert exact(score(told, {"gate": "no", "b": "yes"})) == Fraction(1, 2)


# What is refused


def refusing(answers: dict[str, Any], *asked: dict[str, Any], **keys: Any) -> Scorecard:
    scoring = {"missing": "refuse"}
    return score(document(*(asked or TWO), scoring=scoring, rating=rated(), **keys), answers)


@pytest.mark.parametrize("answers", [{"a": "yes"}, {"a": "yes", "b": "unclear"}])
def test_a_set_that_refuses_holds_what_is_not_assessed(answers: dict[str, Any]) -> None:
    card = refusing(answers)
    assert (card.status, card.score, card.rating) == ("held", None, None)


def test_a_return_held_for_what_is_missing_says_which_questions() -> None:
    card = refusing({"a": "yes"})
    assert [(one.code, one.facts) for one in card.warnings] == [("R030", {"questions": "B"})]


def test_only_the_questions_that_count_are_said_to_be_missing() -> None:
    card = refusing({"a": "yes"}, *TWO, question("c", type="text"), question("d", weight=0))
    assert [dict(one.facts) for one in card.warnings] == [{"questions": "B"}]


def test_a_set_that_refuses_scores_what_is_complete() -> None:
    assert refusing({"a": "yes", "b": "na"}).rating == "outstanding"


def test_a_set_that_refuses_does_not_mind_what_is_not_scored() -> None:
    assert refusing({"a": "yes"}, question("a"), question("b", type="text")).status == "scored"


def test_a_set_that_refuses_does_not_mind_what_was_not_asked() -> None:
    assert refusing({"gate": "no", "b": "yes"}, *GATED).status == "scored"


# What is held


def held(**facts: Any) -> Scorecard:
    """A return with an answer that could not be read."""
    told = document(*TWO, rating=rated(rules=[{"band": "good", "because": "In any case"}]))
    kit, _ = load(told)
    broken = problem("R012", found="Yess", hint="", allowed="Yes, No")
    given = filled(told, {"b": "yes"}, problems=(broken,), **facts)
    answers = {**given.answers, "a": Answer("invalid", None, "Yess")}
    return kit.score(evolve(given, answers=answers))


def test_a_return_with_an_invalid_answer_is_held() -> None:
    assert held().status == "held"


def test_a_held_return_has_no_score() -> None:
    assert (held().score, held().overall) == (None, None)


def test_a_held_return_has_no_rating() -> None:
    assert (held().rating, held().computed_rating) == (None, None)


def test_an_invalid_answer_is_shown_as_it_was_typed() -> None:
    found = held().questions["a"]
    assert (found.state, found.option, found.answer) == ("invalid", None, "Yess")


def test_a_held_return_carries_its_problem() -> None:
    assert codes(held()) == ["R012"]


def test_a_held_return_shows_the_answers_that_could_be_read() -> None:
    assert held().questions["b"].option == "yes"


def test_a_return_with_a_mere_warning_is_scored_and_carries_it() -> None:
    told = document(*TWO)
    kit, _ = load(told)
    warned = filled(told, {"a": "yes"}, problems=(problem("R003", headings="Notes"),))
    card = kit.score(warned)
    assert (card.status, codes(card)) == ("scored", ["R003"])


# What a program may hand in, which no reader would


def test_an_invalid_answer_is_held_even_where_no_problem_says_so() -> None:
    told = document(*TWO)
    kit, _ = load(told)
    given = evolve(filled(told, {"b": "yes"}), answers={"a": Answer("invalid", None, "Yess")})
    assert kit.score(given).status == "held"


@pytest.mark.parametrize("text", ["Yess", ""])
def test_such_a_return_says_which_answer_it_is(text: str) -> None:
    told = document(*TWO)
    kit, _ = load(told)
    given = evolve(filled(told, {"b": "yes"}), answers={"a": Answer("invalid", None, text)})
    assert [(one.code, one.facts["found"]) for one in kit.score(given).warnings] == [
        ("R012", f"A: {text}")
    ]


@pytest.mark.parametrize("kind", ["number", "date"])
def test_such_an_answer_to_a_question_without_options_says_what_is_expected(kind: str) -> None:
    told = document(*TWO, question("c", type=kind))
    kit, _ = load(told)
    given = evolve(filled(told, {}), answers={"c": Answer("invalid", None, "31/02")})
    assert [one.facts["allowed"] for one in kit.score(given).warnings] == [f"a {kind}"]


def one_answer(value: Any, type: str = "choices") -> Scorecard:
    """The card of a single answer that a program hands in as it likes."""
    keys = {"score": "sum"} if type == "choices" else {}
    return score(document(question("a", type=type, **keys)), {"a": value})


@pytest.mark.parametrize(
    ("value", "type"), [("Yes", "choice"), (("yes", "nowhere"), "choices"), ("yse", "choices")]
)
def test_an_answer_that_is_no_option_is_held(value: Any, type: str) -> None:
    card = one_answer(value, type)
    assert (card.status, card.questions["a"].state, codes(card)) == ("held", "invalid", ["R012"])


def test_an_answer_that_is_no_option_is_shown_as_it_was_given() -> None:
    found = one_answer(("yes", "nowhere")).questions["a"]
    assert (found.option, found.answer) == (None, "yes; nowhere")


def test_none_of_several_options_is_a_blank() -> None:
    found = one_answer(()).questions["a"]
    assert (found.state, found.option) == ("not_assessed", None)


def test_an_answer_that_is_no_option_does_not_matter_where_it_was_not_asked_for() -> None:
    told = document(question("a"), question("b", applies_when='a == "no"'))
    card = score(told, {"a": "yes", "b": "Yes"})
    assert (card.status, card.questions["b"].state) == ("scored", "not_asked")


def test_an_answer_that_is_no_option_is_not_said_to_be_missing() -> None:
    assert codes(refusing({"a": "Yes", "b": "yes"})) == ["R012"]
