"""Whether a missing answer could turn a condition: never said to be certain where it is not."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from condition_strategies import CONDITIONS, worlds
from hypothesis import given, settings
from plain_conditions import SCOPE, World, holds, in_words

from auditkit.expressions.certainty import may_be, questions_in
from auditkit.expressions.checking import check
from auditkit.expressions.evaluation import compile_condition
from auditkit.expressions.syntax import Tree, parse

TRUE, FALSE, EITHER = (True, False), (False, True), (True, True)


def checked(text: str) -> Tree:
    tree = parse(text).tree
    assert list(check(tree, SCOPE)) == []
    return tree


def certainty(text: str, world: World) -> tuple[bool, bool]:
    return may_be(checked(text), SCOPE, world.facts())


@settings(max_examples=600, deadline=None)
@given(condition=CONDITIONS, world=worlds(most_unknown=3))
def test_what_is_certain_holds_however_the_missing_answers_turn_out(
    condition: tuple[Any, ...], world: World
) -> None:
    true, false = certainty(in_words(condition), world)
    outcomes = {holds(condition, filling) for filling in world.fillings()}
    assert true or True not in outcomes
    assert false or False not in outcomes
    assert true or false


@settings(max_examples=300, deadline=None)
@given(condition=CONDITIONS, world=worlds())
def test_where_nothing_is_missing_everything_is_certain(
    condition: tuple[Any, ...], world: World
) -> None:
    truth = holds(condition, world)
    assert certainty(in_words(condition), world) == (truth, not truth)


@settings(max_examples=300, deadline=None)
@given(condition=CONDITIONS, world=worlds(most_unknown=4))
def test_what_rests_on_no_missing_answer_is_certain(
    condition: tuple[Any, ...], world: World
) -> None:
    tree = checked(in_words(condition))
    if world.unknown.isdisjoint(questions_in(tree, SCOPE)):
        facts = world.facts()
        truth = compile_condition(tree, SCOPE)(facts)
        assert may_be(tree, SCOPE, facts) == (truth, not truth)


@settings(max_examples=300, deadline=None)
@given(condition=CONDITIONS, world=worlds(most_unknown=4))
def test_a_condition_rests_on_every_question_that_could_turn_it(
    condition: tuple[Any, ...], world: World
) -> None:
    rests_on = questions_in(checked(in_words(condition)), SCOPE)
    outcomes = {
        (tuple(filling.filled.get(name) for name in sorted(rests_on)), holds(condition, filling))
        for filling in world.fillings()
    }
    assert len(outcomes) == len({seen for seen, _ in outcomes})


# What can be known all the same

BLANK = World(
    answers={"a": "yes", "c": "no", "amount": Fraction(1)},
    case={"opened": date(2026, 1, 1)},
    unknown=frozenset({"b", "several"}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('b == "no"', EITHER),
        ('b != "no"', EITHER),
        ('b in ["no", "na"]', EITHER),
        ('b not in ["no"]', EITHER),
        ('"A" in several', EITHER),
        ('"A" not in several', EITHER),
        ("a == b", EITHER),
        ("b == a", EITHER),
        ('a == "yes"', TRUE),
        ('a == "no"', FALSE),
        ('a in ["yes"]', TRUE),
        ('a not in ["yes"]', FALSE),
        ("amount in [1, 2]", TRUE),
        ('case.area == "north"', FALSE),
        ('not (case.area == "north")', TRUE),
        ('not (b == "no")', EITHER),
        ('a == "no" and b == "no"', FALSE),
        ('a == "yes" and b == "no"', EITHER),
        ('a == "yes" or b == "no"', TRUE),
        ('a == "no" or b == "no"', EITHER),
        ('a == "no" or b == "no" or c == "no"', TRUE),
        # b and several are open, c is counted: between 1 and 3.
        ('count("no") >= 1', TRUE),
        ('count("no") >= 2', EITHER),
        ('count("no") >= 4', FALSE),
        ('count("no") > 3', FALSE),
        ('count("no") < 4', TRUE),
        ('count("no") <= 0', FALSE),
        ('count("no") == 0', FALSE),
        ('count("no") != 0', TRUE),
        ('count("no") == 2', EITHER),
        ('count("no") != 2', EITHER),
        ('count("no") in [2, 3]', EITHER),
        ('count("no") in [0, 4]', FALSE),
        ('count("no") not in [0, 4]', TRUE),
        ('count("no") not in [1, 2]', EITHER),
        ('3 >= count("no")', TRUE),
        # several has no option yes: b alone is open.
        ('count("yes") <= 2', TRUE),
        ('count("yes") == 3', FALSE),
        ('count("no", of=[a, c]) == 1', TRUE),
        ('count("no", of=[a, b]) < 2', TRUE),
        ('count("no") == count("yes")', EITHER),
        ('count("no", of=[c]) == count("yes", of=[a])', TRUE),
        # a 1, c 2; b between -0.5 and 1 or nothing, several between 1 and 6.
        ("points() >= 3.5", TRUE),
        ("points() > 3.5", EITHER),
        ("points() <= 10", TRUE),
        ("points() < 10", EITHER),
        ("points() == 10.5", FALSE),
        ("points() in [3, 11]", FALSE),
        ("points() in [3, 5]", EITHER),
        ("points(inner) >= 3", TRUE),
        # There is no score yet, and it may come.
        ("score() > 50", EITHER),
        ("score() in [50]", EITHER),
        ("score(inner) > 50", EITHER),
        ("days_between(case.opened, seen) > 1", FALSE),
        ("answered(b)", FALSE),
        ("answered(a)", TRUE),
        ("not answered(b)", TRUE),
    ],
)
def test_a_condition_with_blanks_is_as_certain_as_can_be(
    text: str, expected: tuple[bool, bool]
) -> None:
    assert certainty(text, BLANK) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amount > 1", EITHER),
        ("whole > amount", EITHER),
        ('seen == "2026-01-01"', EITHER),
        ("days_between(case.opened, seen) > 1", EITHER),
        ("days_between(seen, case.opened) > 1", EITHER),
        ("days_between(seen, case.opened) in [1]", EITHER),
        ('days_between(case.opened, "2026-01-03") == 2', TRUE),
        ("days_between(left, case.opened) > 1", FALSE),
        ('why == ""', EITHER),
    ],
)
def test_a_missing_number_date_or_text_leaves_it_open(
    text: str, expected: tuple[bool, bool]
) -> None:
    world = World(
        answers={"whole": Fraction(1)},
        case={"opened": date(2026, 1, 1)},
        unknown=frozenset({"amount", "seen", "why"}),
    )
    assert certainty(text, world) == expected


def test_a_score_that_is_there_is_certain_even_with_a_blank() -> None:
    world = World(figures={None: Fraction(60)}, unknown=frozenset({"b"}))
    assert certainty("score() > 50", world) == TRUE


def test_a_score_of_a_section_without_a_blank_is_certain() -> None:
    assert certainty("score(inner) > 50", World(unknown=frozenset({"a"}))) == FALSE


CHOSEN = World(answers={"a": "open", "b": "open"}, unknown=frozenset({"a", "b"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a == "open"', TRUE),
        ('"open" == a', TRUE),
        ('a != "open"', FALSE),
        ('a in ["no", "open"]', TRUE),
        ('a not in ["no", "open"]', FALSE),
        ('a == "no"', EITHER),
        ('a in ["no", "na"]', EITHER),
        ("a == b", EITHER),
        ('count("open") == 2', TRUE),
        ('count(["open", "no"]) == 2', TRUE),
        ('count("no", of=[a, b]) == 2', EITHER),
    ],
)
def test_not_assessed_is_an_answer_where_the_condition_asks_about_it(
    text: str, expected: tuple[bool, bool]
) -> None:
    assert certainty(text, CHOSEN) == expected


# On which questions a condition rests


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a == "no"', {"a"}),
        ('not (a == "no" and b == "no")', {"a", "b"}),
        ('case.area == "north"', set()),
        ('"A" in several', {"several"}),
        ("answered(why)", {"why"}),
        ("days_between(seen, case.opened) > amount", {"seen", "amount"}),
        ('count("no") > 1', {"a", "b", "c", "several"}),
        ('count("no", of=[a]) > 1', {"a"}),
        ('count("A", tagged="starred") > 1', {"a", "c"}),
        ("points(inner) > 1", {"c", "several"}),
        ("score() > 1", {"a", "b", "c", "several"}),
        ('a in ["no"] or c == "no"', {"a", "c"}),
    ],
)
def test_a_condition_rests_on_these_questions(text: str, expected: set[str]) -> None:
    assert questions_in(checked(text), SCOPE) == expected


def test_sets_of_many_questions_are_shared_and_not_copied() -> None:
    one, other = checked('count("no") > 1'), checked('count("yes") > 2')
    assert questions_in(one, SCOPE) is questions_in(other, SCOPE)
    one, other = checked("points(inner) > 1"), checked("score(inner) > 2")
    assert questions_in(one, SCOPE) is questions_in(other, SCOPE)
