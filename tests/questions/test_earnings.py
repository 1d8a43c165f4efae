"""What answers earn: exact integers on one scale for the whole set."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import pytest

from auditkit.questions.earnings import Earnings, points_scale
from auditkit.questions.model import Option, Question, QuestionSet
from auditkit.questions.reading import read_question_set


def scale(*scores: str | None) -> list[Option]:
    return [
        Option(id=chr(97 + place), label="L", score=None if score is None else Decimal(score))
        for place, score in enumerate(scores)
    ]


def question(**told: object) -> Question:
    return Question(id="q", text="T", scale="s", **told)


def several(way: str, **told: object) -> Question:
    return question(type="choices", score=way, **told)


def question_set(scores: list[str], way: str | None = None) -> QuestionSet:
    options = "".join(
        f"    - {{option: o{n}, label: L, score: {score}}}\n" for n, score in enumerate(scores)
    )
    kind = f"type: choices, score: {way}, " if way else ""
    text = (
        f'question_set: e\nversion: "1"\ntitle: T\nscales:\n  s:\n{options}'
        f"sections:\n  - section: a\n    title: A\n    questions:\n"
        f"      - {{question: q, text: T, {kind}scale: s}}\n"
    )
    return read_question_set(text.encode(), "set.yaml").question_set


# The scale


@pytest.mark.parametrize(
    ("scores", "expected"),
    [(["1", "0"], 1), (["1", "0.5"], 10), (["1", "0.125"], 1_000), (["1.000", "0.50"], 10)],
)
def test_the_scale_makes_integers_of_all_scores(scores: list[str], expected: int) -> None:
    assert points_scale(question_set(scores)) == expected


def test_a_mean_of_up_to_four_options_needs_a_scale_that_one_to_four_divide() -> None:
    # lcm(1, 2, 3, 4) = 12, times 10 for one decimal.
    assert points_scale(question_set(["1", "0.5", "0", "2"], "mean")) == 120


def test_a_sum_needs_no_more_than_its_decimals() -> None:
    assert points_scale(question_set(["1", "0.5", "0", "2"], "sum")) == 10


# One option


def test_an_option_earns_its_score_times_the_scale() -> None:
    earnings = Earnings(question(), scale("1", "0.5", "0"), 10)
    assert [earnings.earned(option) for option in "abc"] == [10, 5, 0]


def test_an_option_without_a_score_earns_nothing_at_all() -> None:
    earnings = Earnings(question(), scale("1", None), 1)
    assert earnings.earned("b") is None


def test_reversed_scores_are_mirrored_between_the_lowest_and_the_highest() -> None:
    earnings = Earnings(question(reverse=True), scale("4", "3", "1"), 1)
    # 1 + 4 - s
    assert [earnings.earned(option) for option in "abc"] == [1, 2, 4]


def test_the_extremes_of_a_choice_are_those_of_its_options() -> None:
    earnings = Earnings(question(), scale("1", "-0.5", None), 10)
    assert (earnings.lowest, earnings.highest, earnings.is_scored) == (-5, 10, True)


def test_a_question_without_scores_is_not_scored() -> None:
    earnings = Earnings(question(), scale(None, None), 1)
    assert (earnings.lowest, earnings.highest, earnings.is_scored) == (None, None, False)
    assert earnings.earned("a") is None


# Several options

MANY = scale("3", "1", "0.5", None)


@pytest.mark.parametrize(
    ("way", "chosen", "expected"),
    [
        ("sum", "ab", 40),
        ("sum", "abc", 45),
        ("best", "bc", 10),
        ("worst", "ab", 10),
        ("mean", "ab", 20),
        ("mean", "bc", 7.5),
        ("sum", "ad", 30),
        ("mean", "ad", 30),
    ],
)
def test_several_options_earn_by_the_way_the_question_says(
    way: str, chosen: str, expected: float
) -> None:
    earnings = Earnings(several(way), MANY, 120)
    assert earnings.earned(tuple(chosen)) == expected * 12


def test_several_options_without_a_score_earn_nothing_at_all() -> None:
    assert Earnings(several("sum"), MANY, 10).earned(("d",)) is None


def test_several_options_are_not_scored_unless_the_question_says_how() -> None:
    earnings = Earnings(question(type="choices"), MANY, 10)
    assert not earnings.is_scored
    assert earnings.earned(("a",)) is None


def test_a_sum_lies_between_nothing_but_the_negative_and_nothing_but_the_positive() -> None:
    earnings = Earnings(several("sum"), scale("3", "1", "-2", "-1"), 1)
    assert (earnings.lowest, earnings.highest) == (-3, 4)


def test_the_least_of_a_sum_without_negative_scores_is_the_lowest_alone() -> None:
    earnings = Earnings(several("sum"), scale("3", "1"), 1)
    assert (earnings.lowest, earnings.highest) == (1, 4)


def test_the_most_of_a_sum_without_positive_scores_is_the_highest_alone() -> None:
    earnings = Earnings(several("sum"), scale("-3", "-1"), 1)
    assert (earnings.lowest, earnings.highest) == (-4, -1)


def test_a_reversed_sum_is_mirrored_as_a_whole() -> None:
    earnings = Earnings(several("sum", reverse=True), scale("3", "1"), 1)
    # Between 1 and 4: 4 becomes 1, 3 becomes 2, 1 becomes 4.
    assert [earnings.earned(chosen) for chosen in (("a", "b"), ("a",), ("b",))] == [1, 2, 4]


# Exactness


def test_a_mean_over_a_hundred_options_is_exact() -> None:
    told = question_set([f"0.{n:03}" for n in range(1, 101)], "mean")
    exact = points_scale(told)
    # lcm(1 … 100) has 41 digits, more than a Decimal keeps.
    assert exact > 10**41
    earnings = Earnings(told.questions["q"], told.scales["s"], exact)
    # The mean of 0.001 … 0.100 is 0.0505.
    everything = tuple(f"o{n}" for n in range(100))
    assert earnings.earned(everything) == exact * 505 // 10_000
    assert earnings.by_option["o6"] * 1_000 == exact * 7


def test_scores_do_not_depend_on_the_precision_of_the_program() -> None:
    with localcontext(Context(prec=3)):
        earnings = Earnings(question(), scale("123456.789"), 1_000)
    assert earnings.highest == 123_456_789
