"""What answers are worth, and how they come to a percentage; the arithmetic in comments."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from small_sets import document, exact, option, printed, question, scale, score, section

YES_THRICE = {"a": "yes", "b": "yes", "c": "yes"}
ONE_TO_FOUR = {"scales": {"grade": scale(1, 2, 3, 4)}}


def graded(**keys: Any) -> dict[str, Any]:
    """A set with the one question `a`, on a scale from 1 to 4."""
    scoring = keys.pop("scoring", {})
    return document(question("a", scale="grade", **keys), scoring=scoring, **ONE_TO_FOUR)


def share(document: dict[str, Any], answers: dict[str, Any]) -> Fraction | None:
    return exact(score(document, answers))


# One answer


def test_a_value_is_the_score_over_the_highest() -> None:
    assert share(graded(), {"a": "s1"}) == Fraction(2, 4)


def test_of_range_a_value_is_how_far_the_score_lies_from_the_lowest() -> None:
    # (2 - 1) / (4 - 1)
    assert share(graded(scoring={"value": "of_range"}), {"a": "s1"}) == Fraction(1, 3)


def test_of_range_the_lowest_option_is_worth_nothing() -> None:
    assert share(graded(scoring={"value": "of_range"}), {"a": "s0"}) == 0


def test_of_maximum_the_lowest_option_may_be_worth_something() -> None:
    assert share(graded(), {"a": "s0"}) == Fraction(1, 4)


def test_reverse_makes_the_lowest_score_the_highest() -> None:
    # 1 + 4 - 1 = 4, of 4
    assert share(graded(reverse=True), {"a": "s0"}) == 1


def test_reverse_mirrors_a_score_between_the_ends() -> None:
    # 1 + 4 - 2 = 3, of 4
    assert share(graded(reverse=True), {"a": "s1"}) == Fraction(3, 4)


def test_reverse_comes_before_the_range() -> None:
    # 1 + 4 - 2 = 3; (3 - 1) / (4 - 1)
    assert share(graded(reverse=True, scoring={"value": "of_range"}), {"a": "s1"}) == Fraction(2, 3)


def test_a_score_below_zero_gives_a_value_below_zero() -> None:
    # -1 / 2
    told = document(question("a", scale="grade"), scales={"grade": scale(-1, 0, 2)})
    assert share(told, {"a": "s0"}) == Fraction(-1, 2)


def test_decimal_scores_are_exact() -> None:
    # 0.1 / 0.3, which no float says
    told = document(question("a", scale="grade"), scales={"grade": scale("0.1", "0.3")})
    assert share(told, {"a": "s0"}) == Fraction(1, 3)


# Several answers


def several(way: str | None, *scores: object, **keys: Any) -> dict[str, Any]:
    """A set with one question of several answers, scored in this way."""
    asked = question("a", type="choices", scale="many", score=way, **keys)
    if way is None:
        del asked["score"]
    return document(asked, scales={"many": scale(*scores)})


def test_the_maximum_of_a_sum_is_the_sum_of_its_options() -> None:
    # 1 + 5 = 6, of 1 + 2 + 0 + 5 = 8
    assert share(several("sum", 1, 2, 0, 5), {"a": ("s0", "s3")}) == Fraction(6, 8)


def test_the_best_of_several_counts() -> None:
    # 2 of 5
    assert share(several("best", 1, 2, 0, 5), {"a": ("s0", "s1")}) == Fraction(2, 5)


def test_the_worst_of_several_counts() -> None:
    # 1 of 5
    assert share(several("worst", 1, 2, 0, 5), {"a": ("s0", "s1")}) == Fraction(1, 5)


def test_the_mean_of_several_counts() -> None:
    # (1 + 2 + 5) / 3 = 8/3, of 5
    assert share(several("mean", 1, 2, 0, 5), {"a": ("s0", "s1", "s3")}) == Fraction(8, 15)


def test_a_sum_with_scores_below_zero_is_of_the_most_that_can_be_earned() -> None:
    # 3 - 1 = 2, of 3 + 1 = 4: whoever chooses -1 as well earns less
    assert share(several("sum", 3, 1, -1), {"a": ("s0", "s2")}) == Fraction(2, 4)


def test_a_reversed_sum_is_mirrored_between_the_least_and_the_most() -> None:
    # The least that an answer earns is 1, the most 3 + 1 = 4: 1 + 4 - 4 = 1, of 4
    assert share(several("sum", 3, 1, reverse=True), {"a": ("s0", "s1")}) == Fraction(1, 4)


def test_a_reversed_mean_is_mirrored_between_the_ends_of_the_scale() -> None:
    # (3 + 1) / 2 = 2; 1 + 3 - 2 = 2, of 3
    assert share(several("mean", 3, 1, reverse=True), {"a": ("s0", "s1")}) == Fraction(2, 3)


def test_several_answers_without_a_way_to_score_them_do_not_count() -> None:
    assert share(several(None, 1, 2), {"a": ("s0",)}) is None


def test_an_option_without_a_score_does_not_count() -> None:
    told = document(question("a", scale="plain"), question("b"))
    assert score(told, {"a": "a", "b": "yes"}).coverage.asked == 1


@pytest.mark.parametrize("kind", ["number", "text", "date"])
def test_what_is_written_does_not_count(kind: str) -> None:
    told = document(question("a", type=kind), question("b"))
    assert score(told, {"b": "yes"}).coverage.asked == 1


# Weights


def test_weighted_answers_of_the_source() -> None:
    # No with weight 1, Yes with 2, Maybe with 1: (0 + 2 + 0.5) / 4
    told = document(question("a"), question("b", weight=2), question("c"))
    assert printed(score(told, {"a": "no", "b": "yes", "c": "partly"})) == "62.5"


def test_true_false_and_not_applicable_of_the_source() -> None:
    # 7 true, 3 false, 5 not applicable: 7 / 10
    told = document(*(question(f"q{index}") for index in range(15)))
    typed = ["yes"] * 7 + ["no"] * 3 + ["na"] * 5
    answers = {f"q{index}": answer for index, answer in enumerate(typed)}
    assert printed(score(told, answers)) == "70.0"


def test_a_decimal_weight_is_exact() -> None:
    # 0.1 / (0.1 + 0.2)
    told = document(question("a", weight="0.1"), question("b", weight="0.2"))
    assert share(told, {"a": "yes", "b": "no"}) == Fraction(1, 3)


def test_a_weight_of_zero_never_counts() -> None:
    told = document(question("a", weight=0), question("b"))
    assert share(told, {"a": "no", "b": "yes"}) == 1


def test_where_every_weight_is_zero_there_is_no_score() -> None:
    assert share(document(question("a", weight=0)), {"a": "yes"}) is None


def test_nothing_to_score_is_no_score_and_not_zero() -> None:
    assert share(document(question("a"), question("b")), {"a": "na"}) is None


# Methods


TWO_MAXIMA = {"scales": {"small": scale(0, 3, 4), "large": scale(0, 1, 10)}}


def by(method: str, *asked: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return document(*asked, scoring={"method": method, **keys.pop("scoring", {})}, **keys)


def test_the_mean_takes_every_question_alike() -> None:
    # (3/4 + 1/10) / 2
    asked = question("a", scale="small"), question("b", scale="large")
    told = by("weighted_mean", *asked, **TWO_MAXIMA)
    assert share(told, {"a": "s1", "b": "s1"}) == Fraction(17, 40)


def test_points_are_earned_of_attainable() -> None:
    # (3 + 1) / (4 + 10)
    asked = question("a", scale="small"), question("b", scale="large")
    assert share(by("points", *asked, **TWO_MAXIMA), {"a": "s1", "b": "s1"}) == Fraction(4, 14)


def test_points_have_weights_on_both_sides() -> None:
    # (2 × 3 + 1) / (2 × 4 + 10)
    asked = question("a", scale="small", weight=2), question("b", scale="large")
    assert share(by("points", *asked, **TWO_MAXIMA), {"a": "s1", "b": "s1"}) == Fraction(7, 18)


def test_points_that_do_not_apply_are_taken_off_the_attainable() -> None:
    # 1 / 1, the second question being not applicable
    assert share(by("points", question("a"), question("b")), {"a": "yes", "b": "na"}) == 1


def test_points_of_a_mean_are_exact() -> None:
    # (0.1 + 0.2) / 2 = 0.15, of 0.5
    asked = question("a", type="choices", scale="many", score="mean")
    told = by("points", asked, scales={"many": scale("0.1", "0.2", "0.5")})
    assert share(told, {"a": ("s0", "s1")}) == Fraction(3, 10)


def test_all_or_none_is_all_where_every_answer_is_the_best() -> None:
    assert share(by("all_or_none", question("a"), question("b")), {"a": "yes", "b": "yes"}) == 1


def test_all_or_none_is_none_where_one_answer_is_not_the_best() -> None:
    asked = [question(one) for one in YES_THRICE]
    assert share(by("all_or_none", *asked), {**YES_THRICE, "b": "partly"}) == 0


def test_all_or_none_of_nothing_is_no_score() -> None:
    assert share(by("all_or_none", question("a")), {"a": "na"}) is None


def test_all_or_none_knows_the_good_answer_of_a_reversed_question() -> None:
    assert share(by("all_or_none", question("a", reverse=True)), {"a": "no"}) == 1


def test_the_lowest_is_the_value_of_the_poorest_answer() -> None:
    asked = question("a", weight=100), question("b")
    assert share(by("lowest", *asked), {"a": "yes", "b": "partly"}) == Fraction(1, 2)


def test_the_lowest_of_nothing_is_no_score() -> None:
    assert share(by("lowest", question("a")), {"a": "na"}) is None


def test_rules_only_gives_no_score() -> None:
    assert share(by("rules_only", question("a")), {"a": "yes"}) is None


def test_rules_only_still_says_what_each_answer_is_worth() -> None:
    card = score(by("rules_only", question("a")), {"a": "partly"})
    assert card.questions["a"].value == Fraction(1, 2)


def test_a_question_shows_what_it_added_to_either_side() -> None:
    # weight 2 × 0.5 = 1, of 2
    card = score(document(question("a", weight=2)), {"a": "partly"})
    assert (card.questions["a"].contribution, card.questions["a"].attainable) == (1, 2)


def test_a_method_that_does_not_add_shows_no_contributions() -> None:
    card = score(by("lowest", question("a")), {"a": "partly"})
    assert (card.questions["a"].contribution, card.questions["a"].attainable) == (None, None)


# Sections


def two_sections(**keys: Any) -> dict[str, Any]:
    first = section("first", question("a"), question("b"), question("c"))
    return document(first, section("second", question("d"), **keys.pop("second", {})), **keys)


THREE_AND_NONE = {**YES_THRICE, "d": "no"}


def test_over_questions_every_question_counts_alike() -> None:
    # 3 / 4
    assert share(two_sections(), THREE_AND_NONE) == Fraction(3, 4)


def test_over_questions_the_weight_of_a_section_says_nothing() -> None:
    assert share(two_sections(second={"weight": 9}), THREE_AND_NONE) == Fraction(3, 4)


def test_over_sections_every_section_counts_alike() -> None:
    # (1 + 0) / 2
    assert share(two_sections(scoring={"over": "sections"}), THREE_AND_NONE) == Fraction(1, 2)


def test_over_sections_each_section_has_its_weight() -> None:
    # (1 × 1 + 3 × 0) / 4
    told = two_sections(second={"weight": 3}, scoring={"over": "sections"})
    assert share(told, THREE_AND_NONE) == Fraction(1, 4)


def test_over_sections_a_section_of_weight_zero_never_counts() -> None:
    told = two_sections(second={"weight": 0}, scoring={"over": "sections"})
    assert share(told, THREE_AND_NONE) == 1


def test_a_section_of_weight_zero_still_has_its_own_figure() -> None:
    told = two_sections(second={"weight": 0}, scoring={"over": "sections"})
    assert exact(score(told, THREE_AND_NONE), "second") == 0


def test_over_sections_one_with_nothing_to_score_is_left_out() -> None:
    told = two_sections(scoring={"over": "sections"})
    assert share(told, {**YES_THRICE, "d": "na"}) == 1


def test_a_section_with_nothing_to_score_has_no_figure() -> None:
    card = score(two_sections(), {**YES_THRICE, "d": "na"})
    assert card.sections["second"].figure is None


def test_each_section_has_its_own_figure() -> None:
    # (1 + 1 + 0) / 3
    card = score(two_sections(), {**THREE_AND_NONE, "c": "no"})
    assert exact(card, "first") == Fraction(2, 3)


def nested(**keys: Any) -> dict[str, Any]:
    inner = section("inner", question("b"), question("c"))
    return document(
        section("outer", question("a"), inner), section("beside", question("d")), **keys
    )


YES_NO_NO_NO = {"a": "yes", "b": "no", "c": "no", "d": "no"}


def test_a_section_holds_the_questions_of_those_within() -> None:
    # (1 + 0 + 0) / 3
    assert exact(score(nested(), YES_NO_NO_NO), "outer") == Fraction(1, 3)


def test_over_sections_the_children_of_a_section_are_questions_and_sections() -> None:
    # The question 1, the section 0: (1 + 0) / 2
    card = score(nested(scoring={"over": "sections"}), YES_NO_NO_NO)
    assert exact(card, "outer") == Fraction(1, 2)


def test_over_sections_holds_at_every_level() -> None:
    # outer 1/2, beside 0: (1/2 + 0) / 2
    assert share(nested(scoring={"over": "sections"}), YES_NO_NO_NO) == Fraction(1, 4)


def test_points_over_sections_take_each_section_as_its_share() -> None:
    # first 3 of 3, second 0 of 1: (1 + 0) / 2
    told = two_sections(scoring={"over": "sections", "method": "points"})
    assert share(told, THREE_AND_NONE) == Fraction(1, 2)


def test_all_or_none_over_sections_needs_every_section() -> None:
    told = two_sections(scoring={"over": "sections", "method": "all_or_none"})
    assert share(told, THREE_AND_NONE) == 0


def test_the_lowest_over_sections_is_that_of_the_poorest_section() -> None:
    told = two_sections(scoring={"over": "sections", "method": "lowest"})
    assert share(told, {**YES_THRICE, "d": "partly"}) == Fraction(1, 2)


# Rescoring


STEPS = [
    {"from": 0, "score": 1},
    {"from": 39, "score": 2},
    {"from": 63, "score": 3},
    {"from": "87.5", "score": 4},
]


def rescored(**keys: Any) -> dict[str, Any]:
    """A rescored section of four questions, beside a question on its own."""
    first = section("first", *(question(one) for one in "abcd"), rescore=STEPS)
    return document(first, section("second", question("e")), **keys)


THREE_OF_FOUR = {**YES_THRICE, "d": "no", "e": "no"}


def test_a_rescored_section_shows_its_percentage() -> None:
    assert printed(score(rescored(), THREE_OF_FOUR), "first") == "75.0"


def test_a_rescored_section_shows_the_score_it_came_to() -> None:
    # 75% lies between 63 and 87.5: 3
    assert score(rescored(), THREE_OF_FOUR).sections["first"].rescored == 3


def test_a_section_that_is_not_rescored_shows_no_such_score() -> None:
    assert score(rescored(), THREE_OF_FOUR).sections["second"].rescored is None


def test_a_rescored_section_enters_over_questions_as_one_mark() -> None:
    # 3 of 4, and 0: (3/4 + 0) / 2
    assert share(rescored(), THREE_OF_FOUR) == Fraction(3, 8)


def test_a_rescored_section_enters_over_sections_by_its_score() -> None:
    told = rescored(scoring={"over": "sections"})
    assert share(told, THREE_OF_FOUR) == Fraction(3, 8)


def test_a_rescored_section_enters_with_its_weight() -> None:
    # (2 × 3/4 + 0) / 3
    told = rescored()
    told["sections"][0]["weight"] = 2
    assert share(told, THREE_OF_FOUR) == Fraction(1, 2)


def test_a_rescored_section_of_weight_zero_never_counts() -> None:
    told = rescored()
    told["sections"][0]["weight"] = 0
    assert share(told, THREE_OF_FOUR) == 0


def test_a_rescored_section_with_nothing_to_score_is_left_out() -> None:
    assert share(rescored(), {"e": "partly"}) == Fraction(1, 2)


def test_points_take_a_rescored_section_by_its_scores() -> None:
    # 3 of 4, and 0 of 1: 3 / 5
    assert share(rescored(scoring={"method": "points"}), THREE_OF_FOUR) == Fraction(3, 5)


def test_the_step_is_found_by_the_rounded_percentage() -> None:
    # 5/8 = 62.5%, rounded half up to 63: the third step; 3 of 4, and 0
    asked = [question(f"q{index}") for index in range(8)]
    told = document(
        section("first", *asked, rescore=STEPS),
        scoring={"rounding": {"places": 0}},
    )
    answers = {f"q{index}": "yes" if index < 5 else "no" for index in range(8)}
    assert share(told, answers) == Fraction(3, 4)


def test_just_below_a_step_the_one_before_counts() -> None:
    # 5/8 = 62.5%, printed with one place: below 63, so 2 of 4
    asked = [question(f"q{index}") for index in range(8)]
    told = document(section("first", *asked, rescore=STEPS))
    answers = {f"q{index}": "yes" if index < 5 else "no" for index in range(8)}
    assert share(told, answers) == Fraction(2, 4)


def test_a_percentage_at_a_step_reaches_it() -> None:
    # 7/8 = 87.5%
    asked = [question(f"q{index}") for index in range(8)]
    told = document(section("first", *asked, rescore=STEPS))
    answers = {f"q{index}": "yes" if index < 7 else "no" for index in range(8)}
    assert score(told, answers).sections["first"].rescored == 4


def test_rescored_sections_may_stand_in_rescored_sections() -> None:
    # inner: 1/2 = 50%, so 2 of 4; outer: 50%, so 2 of 4; the whole: 2/4
    inner = section("inner", question("a"), question("b"), rescore=STEPS)
    told = document(section("outer", inner, rescore=STEPS))
    card = score(told, {"a": "yes", "b": "no"})
    assert (printed(card, "outer"), exact(card)) == ("50.0", Fraction(1, 2))


def test_a_rescored_section_below_its_first_step_takes_the_score_of_that_step() -> None:
    # -1 of 1 = -100%; the first step, from 0, is the poorest there is
    below = section("first", question("a", scale="below"), rescore=STEPS)
    card = score(document(below, scales={"below": scale(-1, 1)}), {"a": "s0"})
    assert card.sections["first"].rescored == 1


def test_sections_nest_as_deep_as_a_document_may() -> None:
    # Four levels: (1 + (1 + (1 + (1 + 0) / 2) / 2) / 2) / 2 = 15/16
    deepest = section("d", question("q4"), question("q5"))
    third = section("c", question("q3"), deepest)
    first = section("a", question("q1"), section("b", question("q2"), third))
    told = document(first, scoring={"over": "sections"})
    answers = {"q1": "yes", "q2": "yes", "q3": "yes", "q4": "yes", "q5": "no"}
    assert share(told, answers) == Fraction(15, 16)


def test_an_option_may_have_any_id() -> None:
    told = document(question("a", scale="odd"), scales={"odd": [option("1", 0), option("A b", 1)]})
    assert share(told, {"a": "A b"}) == 1
