"""Conditions as the library evaluates them, held against an evaluator as plain as the design."""

from __future__ import annotations

from datetime import date
from decimal import Context, localcontext
from fractions import Fraction
from typing import Any

import pytest
from condition_strategies import CONDITIONS, worlds
from hypothesis import given, settings
from plain_conditions import SCOPE, World, holds, in_words

from auditkit.expressions.checking import check
from auditkit.expressions.evaluation import compile_condition
from auditkit.expressions.syntax import parse


def is_true(text: str, world: World) -> bool:
    tree = parse(text).tree
    assert list(check(tree, SCOPE)) == []
    return compile_condition(tree, SCOPE)(world.facts())


@settings(max_examples=1_500, deadline=None)
@given(condition=CONDITIONS, world=worlds())
def test_every_condition_is_as_true_as_the_plain_evaluator_says(
    condition: tuple[Any, ...], world: World
) -> None:
    assert is_true(in_words(condition), world) == holds(condition, world)


# The words of the design, one by one

EVERYTHING = World(
    answers={
        "a": "no",
        "b": "yes",
        "c": "A",
        "several": ("A", "no"),
        "amount": Fraction(5, 2),
        "whole": Fraction(3),
        "seen": date(2026, 4, 13),
        "left": date(2026, 4, 27),
        "why": "no",
    },
    case={"area": "1", "cost": Fraction(1999, 100), "note": "x", "opened": date(2026, 1, 31)},
    figures={None: Fraction(625, 10), "inner": Fraction(50)},
)
NOTHING = World()


@pytest.mark.parametrize(
    "text",
    [
        'a == "no"',
        '"no" == a',
        'a != "yes"',
        "a != b",
        'a in ["no", "na"]',
        "a in ('no', 'na')",
        'b not in ["no", "na"]',
        'not a == "yes"',
        'not (a == "yes" or b == "no")',
        'a == "yes" or b == "no" or c == "A"',
        'a == "no" and b == "yes" and c == "A"',
        'case.area == "1"',
        'case.area in ["1"]',
        "amount == 2.5",
        "amount == 2.50",
        "amount > 2.4 and amount < 2.6",
        "amount < whole",
        "whole == 3.0",
        "whole > -1",
        "case.cost > 19.98",
        "case.cost <= 19.99",
        "case.cost in [19.99, 5]",
        "case.cost != amount",
        "amount in [2.5]",
        "19.99 == case.cost",
        'seen == "2026-04-13"',
        'seen < "2026-04-14"',
        'seen in ["2026-04-13"]',
        'seen not in ["2026-04-14"]',
        "seen < left",
        'case.opened >= "2026-01-31"',
        "days_between(seen, left) == 14",
        "days_between(left, seen) == -14",
        'days_between("2026-04-01", seen) == 12',
        'days_between(case.opened, "2026-03-01") == 29',
        'why == "no"',
        'why != "No"',
        'why in ["no"]',
        '"A" in several',
        '"1" not in several',
        'count("no") == 2',
        'count(["no", "A"]) == 3',
        'count("no", of=[a, b]) == 1',
        'count("no", of="a") == 1',
        'count("no", of=["a", "several"]) == 2',
        'count("A", tagged="starred") == 1',
        'count("A", tagged=starred) == 1',
        'count("A", of=[several, c], tagged="starred") == 1',
        "count(1) == 0",
        'count("no") in [1, 2]',
        "points(inner) == 8",
        "points() == 8.5",
        "points(outer) > 8.4",
        "points() in [8.5]",
        "score() == 62.5",
        "score(inner) >= 50",
        "score() in [62.5, 70]",
        "score() not in [62.55]",
        "score() < 62.51",
        "answered(a)",
        "answered(seen)",
    ],
)
def test_this_is_true(text: str) -> None:
    assert is_true(text, EVERYTHING)


@pytest.mark.parametrize(
    "text",
    [
        'a == "no"',
        'a != "no"',
        "a == b",
        "a != b",
        'a in ["no"]',
        'a not in ["no"]',
        '"A" in several',
        '"A" not in several',
        "amount == 0",
        "amount != 0",
        "amount <= whole",
        "whole < 1",
        "case.cost != 1",
        'case.area not in ["north"]',
        'seen != "2026-04-13"',
        "seen >= left",
        "days_between(seen, left) != 0",
        'days_between(seen, "2026-04-13") >= 0',
        'why != ""',
        "score() != 0",
        "score(inner) < 50",
        "answered(a)",
        'count("no") > 0',
        "points() != 0",
    ],
)
def test_this_is_false_where_nothing_is_answered(text: str) -> None:
    assert not is_true(text, NOTHING)


def test_the_opposite_of_a_comparison_with_a_blank_is_true() -> None:
    assert is_true('not (a == "no")', NOTHING)
    assert is_true('not (a != "no")', NOTHING)


def test_a_blank_counts_for_nothing() -> None:
    assert is_true('count(["yes", "no", "A"]) == 0 and points() == 0', NOTHING)


def test_an_option_chosen_as_not_applicable_or_not_assessed_is_seen() -> None:
    world = World(answers={"a": "na", "b": "open"}, unknown=frozenset({"b"}))
    assert is_true('a == "na" and b == "open" and count(["na", "open"]) == 2', world)


def test_a_question_chosen_as_not_assessed_is_not_answered() -> None:
    world = World(answers={"a": "na", "b": "open"}, unknown=frozenset({"b"}))
    assert is_true("answered(a) and not answered(b)", world)


def test_three_tenths_are_three_tenths() -> None:
    world = World(answers={"amount": Fraction(3, 10)}, case={"cost": Fraction(3, 10)})
    assert is_true("amount == 0.3 and case.cost == 0.30 and amount == case.cost", world)


def test_a_number_between_two_steps_of_a_score_equals_none_of_them() -> None:
    world = World(figures={None: Fraction(625, 10)})
    assert not is_true("score() in [62.55]", world)
    assert not is_true("score() == 62.55", world)


def test_the_precision_of_the_program_does_not_change_a_number() -> None:
    world = World(case={"cost": Fraction(12345678, 100)})
    with localcontext(Context(prec=3)):
        assert is_true("case.cost == 123456.78 and case.cost in [123456.78]", world)
        assert is_true("case.cost > -123456.79 and case.cost > 123456.77", world)


@pytest.mark.parametrize("text", ["a", '"no"', "points()", '["no"]', "case.area"])
def test_what_is_neither_true_nor_false_cannot_be_compiled(text: str) -> None:
    with pytest.raises(TypeError, match="not a condition"):
        compile_condition(parse(text).tree, SCOPE)


def test_a_list_is_no_side_of_a_comparison() -> None:
    with pytest.raises(TypeError, match="not a value"):
        compile_condition(parse("[a] == a").tree, SCOPE)
