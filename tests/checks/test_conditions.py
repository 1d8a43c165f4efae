"""What the checks claim of conditions, held against returns that were made up at random."""

from __future__ import annotations

from typing import Any

import pytest
from condition_strategies import CONDITIONS, worlds
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_conditions import QUESTION_SET, SCOPE, SCORES, WITHIN, World, in_words, points_of
from plain_conditions import holds as is_true

from auditkit.builtin.checks.truth import can_hold_together, follows, holds
from auditkit.builtin.checks.worlds import MOST_WORLDS, TooManyWorlds, Worlds
from auditkit.expressions.syntax import parse
from auditkit.questions.reading import read_question_set

WORLDS = Worlds(QUESTION_SET)


def possible(world: World) -> World:
    """A return whose printed scores may come of its scales, which begin at -50%."""
    figures = {name: max(min(one, 100), -50) for name, one in world.figures.items()}
    figures = {name: one for name, one in figures.items() if name != "inner" or one >= 33.4}
    return World(world.answers, world.case, figures, world.unknown)


RETURNS = st.lists(worlds().map(possible), min_size=20, max_size=20)


@settings(max_examples=100, deadline=None)
@given(condition=CONDITIONS, returns=RETURNS)
def test_what_holds_always_or_never_does_so_in_every_return(
    condition: tuple[Any, ...], returns: list[World]
) -> None:
    claimed = holds(WORLDS, parse(in_words(condition)))
    if claimed is not None:
        assert {is_true(condition, world) for world in returns} == {claimed}


@settings(max_examples=40, deadline=None)
@given(condition=CONDITIONS, other=CONDITIONS, returns=RETURNS)
def test_what_follows_or_excludes_does_so_in_every_return(
    condition: tuple[Any, ...], other: tuple[Any, ...], returns: list[World]
) -> None:
    one, another = parse(in_words(condition)), parse(in_words(other))
    met = [world for world in returns if is_true(condition, world)]
    if follows(WORLDS, one, [another]):
        assert all(is_true(other, world) for world in met)
    if not can_hold_together(WORLDS, [one, another]):
        assert not any(is_true(other, world) for world in met)


@pytest.mark.parametrize(
    "text",
    [
        'a == "yes" and a == "no"',
        'a in ["yes", "no"] and a == "na"',
        'a == "open" and answered(a)',
        'a == b and a == "yes" and b != "yes"',
        '"A" in several and "A" not in several',
        'count("no", of=[a, b]) > 2',
        'count("no", of=[a, b]) == 2 and a == "yes"',
        'count("yes") >= 1 and not (a == "yes") and not (b == "yes")',
        "amount > 2.4 and amount < 2.5",
        "whole > 2 and whole < 3",
        "whole < amount and amount < whole",
        "case.cost == whole and case.cost < 1 and whole > 2",
        'seen > "2026-01-01" and seen < "2026-01-02"',
        "days_between(seen, left) > 3 and days_between(seen, left) < 2",
        'days_between(seen, "2026-01-10") > 3 and seen > "2026-01-08"',
        'why == "no" and why == "yes"',
        'case.area == "north" and case.area == "south"',
        "points() > 11",
        "points() < -1",
        "score() > 100",
        "score() > 62.5 and score() < 62.6",
        "score(inner) > 10 and score(inner) <= 5",
    ],
)
def test_this_never_holds(text: str) -> None:
    assert holds(WORLDS, parse(text)) is False
    assert holds(WORLDS, parse(f"not ({text})")) is True


@pytest.mark.parametrize(
    "text",
    [
        'a == "yes"',
        'not (a == "yes")',
        'a != "yes" or b == "no"',
        'a == "open" and not answered(a)',
        'count("no", of=[a, b]) == 2',
        "amount > 2.4 and amount < 2.6",
        "whole < amount",
        "case.cost > 1 and case.cost < whole and whole < 3",
        'seen > "2026-01-01" and seen < "2026-01-03"',
        'days_between(seen, "2026-01-10") > 3 and seen > "2026-01-05"',
        "days_between(seen, left) > 3",
        "why == case.note",
        "points() > 8.4",
        "score() >= 100",
        "score() < 0",
        "score() > score(inner)",
        "case.cost > score()",
        "whole == count('no')",
        "count('no') > points()",
    ],
)
def test_this_holds_in_some_returns_and_not_in_others(text: str) -> None:
    assert holds(WORLDS, parse(text)) is None
    assert list(WORLDS.having([parse(text).tree]))


@pytest.mark.parametrize(
    "text",
    [
        "days_between(seen, left) > whole",
        "days_between(seen, left) > count('no')",
        "days_between(seen, left) > 1 and days_between(left, case.opened) > 1",
        "days_between(seen, left) > 999999999",
        'seen == "9999-12-31"',
    ],
)
def test_of_this_nothing_is_known(text: str) -> None:
    with pytest.raises(TooManyWorlds):
        WORLDS.having([parse(text).tree])
    assert holds(WORLDS, parse(text)) is None
    assert can_hold_together(WORLDS, [parse(text)])
    assert not follows(WORLDS, parse(text), [parse('a == "yes"')])


def many(number: int) -> Worlds:
    """A set of so many questions, each with two options that a condition could name."""
    questions = "".join(
        f"      - {{question: q{at}, text: Q{at}, scale: shown}}\n" for at in range(number)
    )
    text = f"""\
question_set: many
version: "1"
title: Many
scales:
  shown:
    - {{option: yes, label: Yes, score: 1}}
    - {{option: no, label: No, score: 0}}
sections:
  - section: all
    title: All
    questions:
{questions}"""
    return Worlds(read_question_set(text.encode(), "many.yaml").question_set)


def test_beyond_twenty_thousand_kinds_of_returns_nothing_is_said() -> None:
    # Counted or not: 2 to the 14th is 16,384 kinds, 2 to the 15th is 32,768.
    condition = parse('count("yes") >= 20')
    assert MOST_WORLDS == 20_000
    assert holds(many(14), condition) is False
    assert holds(many(15), condition) is None


def test_a_question_is_answered_only_where_it_is_asked() -> None:
    text = """\
question_set: chain
version: "1"
title: Chain
scales:
  shown:
    - {option: yes, label: Yes, score: 1}
    - {option: no, label: No, score: 0}
sections:
  - section: first
    title: First
    questions:
      - {question: a, text: A, scale: shown}
      - {question: b, text: B, scale: shown, applies_when: 'a == "no"'}
  - section: second
    title: Second
    applies_when: b == "yes"
    questions:
      - {question: c, text: C, scale: shown}
"""
    chain = Worlds(read_question_set(text.encode(), "chain.yaml").question_set)
    assert holds(chain, parse('c == "yes" and a == "yes"')) is False
    assert holds(chain, parse('c == "yes" and a == "no" and b == "yes"')) is None
    assert follows(chain, parse("answered(c)"), [parse('a == "no"')])


def test_the_range_of_points_is_that_of_the_scales() -> None:
    # Outer and inner: 1 and 1 of the graded, 3 of the lettered, 3 + 1 + 2 of several chosen.
    best = World({name: max(scores, key=scores.__getitem__) for name, scores in SCORES.items()})
    best.answers["several"] = tuple(SCORES["several"])
    assert points_of(best, None) == 11
    assert holds(WORLDS, parse("points() > 11")) is False
    assert holds(WORLDS, parse("points() == 11")) is None
    assert set(WITHIN[None]) == SCOPE.scored_in(None)
