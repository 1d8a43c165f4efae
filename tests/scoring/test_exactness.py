"""Exact arithmetic, however fine the numbers and however many the questions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from math import gcd
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_sets import Audit, audits, some
from reference import Reference
from small_sets import coverage, document, exact, question, scale, score, section

from auditkit.scoring.scorecard import Scorecard

FINE = "0.000000000001"  # twelve decimals, as many as a number may have
HUGE = "999999999999999.999999999999"


def test_twelve_decimals_of_a_score_count() -> None:
    told = document(question("a", scale="fine"), scales={"fine": scale(FINE, 1)})
    assert exact(score(told, {"a": "s0"})) == Fraction(1, 10**12)


def test_twelve_decimals_of_a_weight_count() -> None:
    # 0.000000000001 / (0.000000000001 + 1)
    told = document(question("a", weight=FINE), question("b"))
    assert exact(score(told, {"a": "yes", "b": "no"})) == Fraction(1, 10**12 + 1)


def test_the_largest_weight_and_the_smallest_stand_side_by_side() -> None:
    told = document(question("a", weight=HUGE), question("b", weight=FINE))
    # (10^27 - 1) / 10^27: all the weight but the last of 10^27 parts
    assert exact(score(told, {"a": "yes", "b": "no"})) == Fraction(10**27 - 1, 10**27)


def test_a_third_of_a_third_is_a_ninth() -> None:
    told = document(
        section("first", question("a", scale="three"), question("b", scale="three", weight=2)),
        scales={"three": scale(0, 1, 3)},
    )
    # (1/3 + 2 × 0) / 3
    assert exact(score(told, {"a": "s1", "b": "s0"})) == Fraction(1, 9)


def test_a_band_may_begin_within_twelve_decimals_of_the_score() -> None:
    bands = [
        {"band": "high", "label": "High", "from": "33.333333333334"},
        {"band": "low", "label": "Low", "from": "33.333333333333"},
    ]
    told = document(
        question("a"),
        question("b", weight=2),
        rating={"bands": bands, "band_on": "exact"},
    )
    # 1/3 = 33.333333333333333…%
    assert score(told, {"a": "yes", "b": "no"}).rating == "low"


def numbers(value: Any) -> Iterator[object]:
    """Every number in a scorecard, however deep."""
    if attrs.has(type(value)):
        value = attrs.asdict(value, recurse=False)
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from numbers(one)
    else:
        yield value


@some
@given(audits())
def test_no_float_stands_anywhere_on_a_scorecard(audit: Audit) -> None:
    card = score(audit.document, audit.answers, case=audit.case)
    parts = attrs.evolve(card, question_set=None, audit_return=None)
    assert [one for one in numbers(parts) if isinstance(one, float)] == []


@some
@given(audits())
def test_every_figure_is_of_whole_numbers_in_lowest_terms(audit: Audit) -> None:
    card = score(audit.document, audit.answers, case=audit.case)
    figures = [card.overall, *(one.figure for one in card.sections.values())]
    for figure in figures:
        if figure is not None:
            assert type(figure.numerator) is int
            assert type(figure.denominator) is int
            assert figure.denominator > 0
            assert gcd(figure.numerator, figure.denominator) == 1


# Many questions with weights and scores of every size: no sum may run over into another


SIZES = ["1", HUGE, FINE, "0.1", "12345.678901234567"[:18], "3", "1000000000"]
BELOW = ["-1", "-999999999.999", "-0.000000000007", "0", "0.5"]


def crowd(seed: int, count: int, **scoring: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A set of many questions and a return to it."""
    chance = random.Random(seed)
    scales = {
        f"scale{index}": scale(chance.choice(BELOW), chance.choice(BELOW), chance.choice(SIZES))
        for index in range(5)
    }
    asked = [
        question(
            f"q{index}",
            type=chance.choice(["choice", "choice", "choices"]),
            scale=f"scale{chance.randrange(5)}",
            weight=chance.choice(SIZES),
            reverse=chance.random() < 0.2,
        )
        for index in range(count)
    ]
    for one in asked:
        if one["type"] == "choices":
            one["score"] = chance.choice(["sum", "mean", "best", "worst"])
    sections = [
        section(f"part{index}", *asked[index::4], weight=chance.choice(SIZES)) for index in range(4)
    ]
    answers = {one["question"]: answer(chance, one) for one in asked}
    return document(*sections, scales=scales, scoring=scoring), answers


def answer(chance: random.Random, asked: dict[str, Any]) -> Any:
    if asked["type"] == "choice":
        return chance.choice(["s0", "s1", "s2", None])
    return tuple(sorted(chance.sample(["s0", "s1", "s2"], chance.randint(1, 3))))


def agrees(card: Scorecard, found: Reference) -> bool:
    return (exact(card), coverage(card)) == (found.share(found.whole), found.coverage(found.whole))


@pytest.mark.parametrize("over", ["questions", "sections"])
@pytest.mark.parametrize("missing", ["exclude", "worst"])
@pytest.mark.parametrize("method", ["weighted_mean", "points", "all_or_none"])
def test_no_sum_of_many_questions_runs_over(method: str, missing: str, over: str) -> None:
    for seed in range(3):
        told, answers = crowd(seed, 200, method=method, missing=missing, over=over)
        assert agrees(score(told, answers), Reference(told, answers))


@pytest.mark.parametrize("extreme", ["s0", "s2"])
def test_the_least_and_the_most_of_every_question_together_do_not_run_over(extreme: str) -> None:
    asked = [question(f"q{index}", scale="wide", weight=HUGE) for index in range(300)]
    told = document(*asked, scales={"wide": scale("-" + HUGE, 0, HUGE)})
    answers = {one["question"]: extreme for one in asked}
    assert agrees(score(told, answers), Reference(told, answers))


@some
@given(st.integers(0, 2**32), st.integers(1, 40), st.sampled_from(["of_maximum", "of_range"]))
def test_crowds_of_any_size_come_to_what_the_reference_says(
    seed: int, count: int, value: str
) -> None:
    told, answers = crowd(seed, 4 * count, value=value)
    assert agrees(score(told, answers), Reference(told, answers))


def test_points_on_a_scale_below_zero_leave_the_coverage_as_it_is() -> None:
    told = document(
        question("a", scale="below"),
        scales={"below": scale(-3, -1)},
        scoring={"method": "points", "value": "of_range"},
    )
    assert coverage(score(told, {"a": "s1"})) == (1, 1, 1)


def test_points_of_less_than_nothing_attainable_are_no_score() -> None:
    told = document(
        question("a", scale="below"),
        scales={"below": scale(-3, -1)},
        scoring={"method": "points", "value": "of_range"},
    )
    assert exact(score(told, {"a": "s1"})) is None
