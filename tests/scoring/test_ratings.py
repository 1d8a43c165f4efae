"""From a score to a rating: bands, rules, limits, judgements, and what stays undecided."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from small_sets import document, limits, printed, question, rated, score, section, undecided

from auditkit.scoring.scorecard import Scorecard

ABC = (question("a"), question("b"), question("c"))
ALL_YES = {"a": "yes", "b": "yes", "c": "yes"}


def card_of(answers: dict[str, Any], *more: dict[str, Any], **keys: Any) -> Scorecard:
    """A return to a set of three questions (and more), rated like this."""
    case_fields = {"review": {"type": "choice", "options": ["planned", "unplanned"]}}
    case = keys.pop("case", {})
    told = document(
        section("first", question("a"), question("b"), *more),
        section("second", question("c")),
        case_fields=case_fields,
        scoring=keys.pop("scoring", {}),
        escalations=keys.pop("escalations", []),
        rating=rated(**keys),
    )
    return score(told, answers, case=case)


def rule(when: str | None, band: str, because: str | None = None) -> dict[str, Any]:
    made = {"band": band, "when": when, "because": because}
    return {key: value for key, value in made.items() if value is not None}


def limit(when: str, at_most: str, because: str = "It is limited") -> dict[str, Any]:
    return {"when": when, "at_most": at_most, "because": because}


# Bands


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (ALL_YES, "outstanding"),  # 100%
        ({**ALL_YES, "c": "no"}, "good"),  # 66.7%
        ({**ALL_YES, "b": "partly", "c": "no"}, "improve"),  # 50%
        ({"a": "no", "b": "no", "c": "yes"}, "inadequate"),  # 33.3%
    ],
)
def test_the_first_band_that_the_score_reaches_is_the_rating(
    answers: dict[str, str], expected: str
) -> None:
    assert card_of(answers).rating == expected


def test_a_set_without_a_rating_gives_none() -> None:
    card = score(document(*ABC), ALL_YES)
    assert (card.rating, card.computed_rating, card.judged_rating) == (None, None, None)


def test_nothing_scored_has_no_rating() -> None:
    assert card_of(dict.fromkeys("abc", "na")).rating is None


def test_a_band_without_a_start_is_given_by_rules_only() -> None:
    bands = [
        {"band": "best", "label": "Best"},
        {"band": "good", "label": "Good", "from": 0},
    ]
    assert card_of(ALL_YES, bands=bands).rating == "good"


# Rules


def test_a_rule_that_matches_comes_before_the_bands() -> None:
    card = card_of(ALL_YES, rules=[rule('a == "yes"', "improve")])
    assert (card.rating, printed(card)) == ("improve", "100.0")


def test_a_rule_that_does_not_match_leaves_it_to_the_bands() -> None:
    assert card_of(ALL_YES, rules=[rule('a == "no"', "improve")]).rating == "outstanding"


def test_the_first_rule_that_matches_wins() -> None:
    rules = [rule('a == "yes"', "good", "First"), rule('b == "yes"', "improve", "Second")]
    card = card_of(ALL_YES, rules=rules)
    assert (card.rating, card.rule) == ("good", "First")


def test_a_rule_that_comes_later_matches_where_the_first_does_not() -> None:
    rules = [rule('a == "no"', "good", "First"), rule('b == "yes"', "improve", "Second")]
    card = card_of(ALL_YES, rules=rules)
    assert (card.rating, card.rule) == ("improve", "Second")


def test_a_rule_without_a_condition_takes_every_case_left() -> None:
    rules = [rule('a == "no"', "good"), rule(None, "improve", "In every other case")]
    card = card_of(ALL_YES, rules=rules)
    assert (card.rating, card.rule) == ("improve", "In every other case")


def test_a_rating_by_its_band_names_no_rule() -> None:
    assert card_of(ALL_YES, rules=[rule('a == "no"', "good", "First")]).rule is None


def test_a_rule_may_rest_on_the_printed_score() -> None:
    # 2/3 = 66.666…%, printed as 66.7
    rules = [rule("score() == 66.7", "improve")]
    assert card_of({**ALL_YES, "c": "no"}, rules=rules).rating == "improve"


def test_a_rule_may_rest_on_the_points_of_a_section() -> None:
    rules = [rule("points(first) >= 1.5", "improve")]
    assert card_of({**ALL_YES, "b": "partly"}, rules=rules).rating == "improve"


def test_points_are_raw_scores_without_weights() -> None:
    # Two answers of 1 each, one of them with weight 10
    heavy = question("d", weight=10)
    rules = [rule("points(first) == 3", "improve")]
    assert card_of({**ALL_YES, "d": "yes"}, heavy, rules=rules).rating == "improve"


def test_points_leave_out_what_never_counts() -> None:
    light = question("d", weight=0)
    rules = [rule("points(first) == 2", "improve")]
    assert card_of({**ALL_YES, "d": "yes"}, light, rules=rules).rating == "improve"


def test_a_rule_may_count_over_the_questions_with_a_tag() -> None:
    starred = question("d", tags=["starred"])
    rules = [rule('count("no", tagged="starred") == 1', "improve")]
    assert card_of({**ALL_YES, "c": "no", "d": "no"}, starred, rules=rules).rating == "improve"


@pytest.mark.parametrize(("amount", "expected"), [("5.01", "improve"), ("5.00", "outstanding")])
def test_a_rule_may_rest_on_a_number_with_its_places(amount: str, expected: str) -> None:
    asked = question("amount", type="number", places=2)
    answers = {**ALL_YES, "amount": Decimal(amount)}
    assert card_of(answers, asked, rules=[rule("amount > 5", "improve")]).rating == expected


def test_a_rule_may_rest_on_a_number_of_the_case() -> None:
    assert cost_rated(Decimal("5.01")) == "improve"


def test_a_whole_number_given_by_a_program_is_compared_like_any_other() -> None:
    assert cost_rated(10) == "improve"


def cost_rated(cost: object) -> str | None:
    told = document(
        *ABC,
        case_fields={"cost": {"type": "number", "places": 2}},
        rating=rated(rules=[rule("case.cost > 5", "improve")]),
    )
    return score(told, ALL_YES, case={"cost": cost}).rating


# Rules that are undecided


def test_a_rule_on_a_blank_leaves_the_rating_open() -> None:
    card = card_of({"a": "yes", "b": "yes"}, rules=[rule('c == "no"', "improve", "C is poor")])
    assert card.rating is None


def test_an_undecided_rule_is_listed_with_its_question() -> None:
    card = card_of({"a": "yes", "b": "yes"}, rules=[rule('c == "no"', "improve", "C is poor")])
    assert undecided(card) == [("rule", "C is poor", ("c",))]


def test_an_undecided_rule_without_a_reason_is_listed_by_its_condition() -> None:
    card = card_of({"a": "yes", "b": "yes"}, rules=[rule('c == "no"', "improve")])
    assert undecided(card) == [("rule", 'c == "no"', ("c",))]


def test_a_rule_on_not_assessed_chosen_is_undecided_like_one_on_a_blank() -> None:
    answers = {"a": "yes", "b": "yes", "c": "unclear"}
    card = card_of(answers, rules=[rule('c == "no"', "improve", "C is poor")])
    assert (card.rating, undecided(card)) == (None, [("rule", "C is poor", ("c",))])


def test_a_rule_may_ask_for_not_assessed_itself() -> None:
    answers = {"a": "yes", "b": "yes", "c": "unclear"}
    assert card_of(answers, rules=[rule('c == "unclear"', "improve")]).rating == "improve"


def test_where_every_outcome_agrees_there_is_a_rating_in_spite_of_the_blank() -> None:
    # Whatever c is, the rule or the band gives outstanding
    card = card_of({"a": "yes", "b": "yes"}, rules=[rule('c == "no"', "outstanding")])
    assert (card.rating, undecided(card)) == ("outstanding", [])


def test_a_rule_that_matches_below_an_undecided_one_agrees_or_leaves_it_open() -> None:
    rules = [rule('c == "no"', "improve"), rule('a == "yes"', "improve", "A is so")]
    card = card_of({"a": "yes", "b": "yes"}, rules=rules)
    assert (card.rating, card.rule) == ("improve", "A is so")


def test_an_undecided_rule_above_one_that_matches_otherwise_leaves_it_open() -> None:
    rules = [rule('c == "no"', "improve"), rule('a == "yes"', "good")]
    assert card_of({"a": "yes", "b": "yes"}, rules=rules).rating is None


def test_an_undecided_rule_below_one_that_matches_does_not_matter() -> None:
    rules = [rule('a == "yes"', "good"), rule('c == "no"', "improve")]
    assert card_of({"a": "yes", "b": "yes"}, rules=rules).rating == "good"


def test_a_condition_that_the_blank_cannot_turn_is_decided() -> None:
    rules = [rule('c == "no" or a == "yes"', "improve")]
    assert card_of({"a": "yes", "b": "yes"}, rules=rules).rating == "improve"


def test_a_count_that_the_blank_cannot_reach_is_decided() -> None:
    # One no at most, with c still open
    rules = [rule('count("no", of=[b, c]) >= 2', "improve")]
    assert card_of({"a": "yes", "b": "yes"}, rules=rules).rating == "outstanding"


def test_a_count_that_the_blank_may_reach_is_undecided() -> None:
    rules = [rule('count("no", of=[b, c]) >= 1', "improve", "One is poor")]
    card = card_of({"a": "yes", "b": "yes"}, rules=rules)
    assert undecided(card) == [("rule", "One is poor", ("c",))]


def test_a_count_that_is_reached_is_decided_whatever_the_blank_is() -> None:
    rules = [rule('count("yes", of=[a, b, c]) >= 2', "improve")]
    assert card_of({"a": "yes", "b": "yes"}, rules=rules).rating == "improve"


def test_a_count_never_grows_by_a_question_without_the_option() -> None:
    plain = question("d", scale="plain")
    rules = [rule('count("no", of=[a, d]) >= 1', "improve")]
    assert card_of({"a": "yes", "b": "yes", "c": "yes"}, plain, rules=rules).rating == "outstanding"


def test_points_that_the_blank_may_reach_are_undecided() -> None:
    rules = [rule("points() >= 3", "improve", "Three points")]
    card = card_of({"a": "yes", "b": "yes"}, rules=rules)
    assert undecided(card) == [("rule", "Three points", ("c",))]


def test_points_that_the_blank_cannot_reach_are_decided() -> None:
    assert card_of({"a": "yes"}, rules=[rule("points() > 3", "improve")]).rating == "outstanding"


@pytest.mark.parametrize(("when", "decided"), [("points() == 4", True), ("points() == 3", False)])
def test_an_exact_number_of_points_is_open_while_it_can_be_reached(
    when: str, decided: bool
) -> None:
    card = card_of({"a": "yes", "b": "yes"}, rules=[rule(when, "improve")])
    assert (undecided(card) == []) is decided


@pytest.mark.parametrize(("when", "decided"), [("points() != 4", True), ("points() != 3", False)])
def test_another_number_of_points_is_open_while_it_can_be_reached(when: str, decided: bool) -> None:
    rules = [rule(when, "outstanding"), rule(None, "improve")]
    card = card_of({"a": "yes", "b": "yes"}, rules=rules)
    assert (undecided(card) == []) is decided


def test_a_score_that_is_not_there_for_a_blank_is_undecided() -> None:
    card = card_of({"a": "yes", "b": "yes"}, rules=[rule("score(second) < 50", "improve", "Low")])
    assert undecided(card) == [("rule", "Low", ("c",))]


def test_a_score_that_is_not_there_and_never_will_be_is_decided() -> None:
    answers = {"a": "yes", "b": "yes", "c": "na"}
    assert card_of(answers, rules=[rule("score(second) < 50", "improve")]).rating == "outstanding"


def test_days_to_a_date_that_is_blank_are_undecided() -> None:
    day = question("day", type="date")
    rules = [rule('days_between(day, "2026-04-13") > 28', "improve", "Late")]
    assert undecided(card_of(ALL_YES, day, rules=rules)) == [("rule", "Late", ("day",))]


def test_the_opposite_of_a_condition_on_a_blank_is_undecided_too() -> None:
    rules = [rule('not (c == "no")', "good", "C is not poor")]
    card = card_of({"a": "yes", "b": "yes"}, rules=rules)
    assert (card.rating, undecided(card)) == (None, [("rule", "C is not poor", ("c",))])


def test_several_answers_left_blank_leave_a_condition_on_them_undecided() -> None:
    many = question("d", type="choices")
    card = card_of(ALL_YES, many, rules=[rule('"no" in d', "improve", "D holds no")])
    assert undecided(card) == [("rule", "D holds no", ("d",))]


def test_a_chosen_unclear_among_several_is_seen() -> None:
    # As `c == "unclear"` is, where one answer is chosen
    many = question("d", type="choices")
    answers = {**ALL_YES, "d": ("unclear",)}
    assert card_of(answers, many, rules=[rule('"unclear" in d', "improve")]).rating == "improve"


# Limits


def test_a_limit_lowers_the_rating() -> None:
    card = card_of(ALL_YES, limits=[limit('a == "yes"', "improve")])
    assert (card.rating, card.unlimited_rating) == ("improve", "outstanding")


def test_a_limit_leaves_the_score_as_it_is() -> None:
    assert printed(card_of(ALL_YES, limits=[limit('a == "yes"', "improve")])) == "100.0"


def test_a_limit_that_bit_is_shown_with_its_reason() -> None:
    card = card_of(ALL_YES, limits=[limit('a == "yes"', "improve", "A is so")])
    assert [(hit.band, hit.because, hit.questions) for hit in card.limits] == [
        ("improve", "A is so", ("a",))
    ]


def test_a_limit_that_would_raise_the_rating_does_nothing() -> None:
    card = card_of(
        {"a": "yes"}, limits=[limit('a == "yes"', "outstanding")], scoring={"missing": "worst"}
    )
    # 1/3 = 33.3%
    assert (card.rating, limits(card)) == ("inadequate", [])


def test_a_limit_to_the_very_rating_does_nothing() -> None:
    card = card_of(ALL_YES, limits=[limit('a == "yes"', "outstanding")])
    assert (card.rating, limits(card)) == ("outstanding", [])


def test_a_limit_whose_condition_is_false_does_nothing() -> None:
    card = card_of(ALL_YES, limits=[limit('a == "no"', "improve")])
    assert (card.rating, limits(card)) == ("outstanding", [])


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_limits_the_lower_one_counts_in_either_order(order: int) -> None:
    both = [limit('a == "yes"', "good", "One"), limit('b == "yes"', "improve", "Other")]
    assert card_of(ALL_YES, limits=both[::order]).rating == "improve"


def test_of_two_limits_both_are_shown() -> None:
    both = [limit('a == "yes"', "good", "One"), limit('b == "yes"', "improve", "Other")]
    assert limits(card_of(ALL_YES, limits=both)) == ["One", "Other"]


def test_a_limit_may_name_the_figure_of_a_section() -> None:
    # second is 0%, the whole 66.7%
    card = card_of({**ALL_YES, "c": "no"}, limits=[limit("score(second) < 50", "improve")])
    assert card.rating == "improve"


def test_a_limit_sees_the_figure_of_a_section_as_printed() -> None:
    # first: 2 of 3 = 66.666…%, printed as 66.7
    more = question("d")
    card = card_of({**ALL_YES, "d": "no"}, more, limits=[limit("score(first) == 66.7", "improve")])
    assert card.rating == "improve"


def test_a_limit_on_a_section_without_a_figure_does_nothing() -> None:
    card = card_of({**ALL_YES, "c": "na"}, limits=[limit("score(second) < 50", "improve")])
    assert card.rating == "outstanding"


def test_limits_lower_what_a_rule_gave() -> None:
    card = card_of(
        ALL_YES, rules=[rule('a == "yes"', "good")], limits=[limit('b == "yes"', "inadequate")]
    )
    assert (card.unlimited_rating, card.rating) == ("good", "inadequate")


def test_a_limit_may_rest_on_the_case() -> None:
    limited = [limit('case.review == "unplanned"', "improve")]
    card = card_of(ALL_YES, limits=limited, case={"review": "unplanned"})
    assert card.rating == "improve"


def test_a_limit_on_a_case_field_that_is_not_given_does_nothing() -> None:
    card = card_of(ALL_YES, limits=[limit('case.review != "planned"', "improve")])
    assert (card.rating, undecided(card)) == ("outstanding", [])


def test_where_there_is_no_rating_no_limit_bites() -> None:
    card = card_of(dict.fromkeys("abc", "na"), limits=[limit('a == "na"', "inadequate")])
    assert (card.rating, limits(card)) == (None, [])


def test_below_the_minimum_coverage_no_limit_is_shown() -> None:
    card = card_of(
        {"a": "yes"}, limits=[limit('a == "yes"', "improve")], scoring={"minimum_counted": 2}
    )
    assert (card.rating, limits(card)) == (None, [])


def test_an_undecided_limit_is_listed() -> None:
    card = card_of({"a": "yes", "b": "yes"}, limits=[limit('c == "no"', "improve", "C is poor")])
    assert undecided(card) == [("limit", "C is poor", ("c",))]


def test_an_undecided_limit_does_not_lower_the_rating() -> None:
    card = card_of({"a": "yes", "b": "yes"}, limits=[limit('c == "no"', "improve")])
    assert (card.rating, limits(card)) == ("outstanding", [])


def test_an_undecided_limit_is_listed_where_too_few_were_counted() -> None:
    card = card_of(
        {"a": "yes"},
        limits=[limit('c == "no"', "improve", "C is poor")],
        scoring={"minimum_counted": 2},
    )
    assert undecided(card) == [("limit", "C is poor", ("c",))]


# Blanks in comparisons, as things stand


def asked_when(condition: str, gate: str | None) -> str:
    """Whether a question is asked under a condition on `gate`."""
    told = document(question("gate"), question("a", applies_when=condition))
    return score(told, {"gate": gate}).questions["a"].state


@pytest.mark.parametrize(
    "condition",
    ['gate == "no"', 'gate != "no"', 'gate in ["no"]', 'gate not in ["no"]', "answered(gate)"],
)
def test_a_comparison_with_a_blank_is_false(condition: str) -> None:
    assert asked_when(condition, None) == "not_asked"


def test_the_opposite_of_a_comparison_with_a_blank_is_true() -> None:
    assert asked_when('not (gate == "no")', None) == "not_assessed"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('gate == "na"', "not_assessed"),
        ('gate != "no"', "not_assessed"),
        ('gate == "unclear"', "not_asked"),
        ("answered(gate)", "not_assessed"),
    ],
)
def test_a_comparison_sees_a_chosen_not_applicable(condition: str, expected: str) -> None:
    assert asked_when(condition, "na") == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('gate == "unclear"', "not_assessed"),
        ('gate != "no"', "not_assessed"),
        ('gate in ["yes", "unclear"]', "not_assessed"),
        ('gate == "no"', "not_asked"),
        ("answered(gate)", "not_asked"),
    ],
)
def test_a_comparison_sees_a_chosen_not_assessed(condition: str, expected: str) -> None:
    assert asked_when(condition, "unclear") == expected


# Escalations


def told_to(when: str) -> list[dict[str, Any]]:
    return [{"when": when, "to": "head_of_service", "because": "It matters"}]


def test_an_escalation_says_who_is_told_and_why() -> None:
    card = card_of(ALL_YES, escalations=told_to('a == "yes"'))
    assert [(one.to, one.because, one.undecided) for one in card.escalations] == [
        ("head_of_service", "It matters", False)
    ]


def test_an_escalation_whose_condition_is_false_is_not_shown() -> None:
    assert card_of(ALL_YES, escalations=told_to('a == "no"')).escalations == ()


def test_an_undecided_escalation_is_shown_like_one_that_fired() -> None:
    card = card_of({"a": "yes", "b": "yes"}, escalations=told_to('c == "no"'))
    assert [(one.to, one.because, one.undecided) for one in card.escalations] == [
        ("head_of_service", "It matters", True)
    ]


def test_an_undecided_escalation_is_listed_with_its_question() -> None:
    card = card_of({"a": "yes", "b": "yes"}, escalations=told_to('c == "no"'))
    assert undecided(card) == [("escalation", "It matters", ("c",))]


def test_an_escalation_leaves_the_rating_as_it_is() -> None:
    assert card_of(ALL_YES, escalations=told_to('a == "yes"')).rating == "outstanding"


def test_too_few_answers_do_not_silence_an_escalation() -> None:
    card = card_of(
        {"a": "no"}, escalations=told_to('a == "no"'), scoring={"minimum_coverage": "100%"}
    )
    assert (card.rating, len(card.escalations)) == (None, 1)


# Judgements


def judged(answer: str | None, **keys: Any) -> Scorecard:
    """A return that comes to outstanding, and what a person said of it."""
    answers = {**ALL_YES, "said": answer}
    return card_of(answers, question("said", scale="judgement"), judgement="said", **keys)


def test_a_judgement_stands_beside_the_computed_rating() -> None:
    card = judged("good")
    assert (card.judged_rating, card.computed_rating) == ("good", "outstanding")


def test_the_computed_rating_is_the_official_one_unless_the_set_says_otherwise() -> None:
    assert judged("good").rating == "outstanding"


def test_the_judged_rating_may_be_the_official_one() -> None:
    assert judged("good", official="judged").rating == "good"


def test_without_a_judgement_there_is_no_official_rating_where_it_is_judged() -> None:
    card = judged(None, official="judged")
    assert (card.rating, card.computed_rating) == (None, "outstanding")


def test_limits_do_not_alter_a_judged_rating() -> None:
    card = judged("good", official="judged", limits=[limit('a == "yes"', "inadequate")])
    assert (card.rating, card.computed_rating) == ("good", "inadequate")


def test_an_option_that_is_no_band_is_no_judgement() -> None:
    told = document(
        *ABC,
        question("said", scale="said"),
        scales={
            "said": [
                {"option": "good", "label": "Good"},
                {"option": "unsaid", "label": "Not said", "state": "not_assessed"},
            ]
        },
        rating=rated(judgement="said", official="judged"),
    )
    card = score(told, {**ALL_YES, "said": "unsaid"})
    assert (card.judged_rating, card.rating) == (None, None)


def test_a_judgement_that_was_not_asked_for_does_not_count() -> None:
    told = document(
        *ABC,
        question("said", scale="judgement", applies_when='a == "no"'),
        rating=rated(judgement="said", official="judged"),
    )
    assert score(told, {**ALL_YES, "said": "inadequate"}).judged_rating is None


# Methods without a score


def test_rules_only_rates_without_a_score() -> None:
    card = card_of(ALL_YES, rules=[rule('a == "yes"', "good")], scoring={"method": "rules_only"})
    assert (card.rating, card.score) == ("good", None)


def test_rules_only_has_no_rating_where_no_rule_matches() -> None:
    card = card_of(ALL_YES, rules=[rule('a == "no"', "good")], scoring={"method": "rules_only"})
    assert card.rating is None


def test_rules_only_asks_for_coverage_like_any_method() -> None:
    card = card_of(
        {"a": "yes"},
        rules=[rule('a == "yes"', "good")],
        scoring={"method": "rules_only", "minimum_coverage": "50%"},
    )
    assert card.no_rating_because == "1 of 3 questions answered, 50% needed"
