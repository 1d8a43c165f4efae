"""Conditions as plain tuples, evaluated as slowly and plainly as the words of the design.

Nothing here looks at how the library does it. A side of a comparison is one of

    ("text", "no")  ("number", Decimal)  ("date", date)        what is typed
    ("question", id)  ("case", id)
    ("count", options, questions or None, tag or None)
    ("points", section or None)  ("score", section or None)
    ("days", side, side)

and a condition one of

    ("compare", side, operator, side)  ("among", side, operator, texts, numbers or dates)
    ("has", option, operator, question)  ("answered", question)
    ("and", …)  ("or", …)  ("not", condition)

Where a side has no value, a comparison is false, also with ``!=`` and ``not in``.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations, product
from typing import Any

from auditkit.expressions.facts import Facts
from auditkit.questions.reading import read_question_set
from auditkit.questions.scope import SetScope

SET = """\
question_set: conditions
version: "1"
title: Conditions
case_fields:
  area: {type: choice, options: [north, south, "1"]}
  cost: {type: number, places: 2}
  note: {type: text}
  opened: {type: date}
scales:
  graded:
    - {option: yes, label: Yes, score: 1}
    - {option: partly, label: Partly, score: 0.25}
    - {option: no, label: No, score: -0.5}
    - {option: na, label: N/A, state: not_applicable}
    - {option: open, label: Not assessed, state: not_assessed}
  lettered:
    - {option: A, label: A, score: 3}
    - {option: "1", label: One, score: 1}
    - {option: no, label: No, score: 2}
sections:
  - section: outer
    title: Outer
    questions:
      - {question: a, text: A, scale: graded, tags: [starred]}
      - {question: b, text: B, scale: graded}
      - {question: amount, text: Amount, type: number, places: 1}
      - {question: seen, text: Seen, type: date}
    sections:
      - section: inner
        title: Inner
        questions:
          - {question: c, text: C, scale: lettered, tags: [starred, other]}
          - {question: several, text: Several, type: choices, score: sum, scale: lettered}
          - {question: whole, text: Whole, type: number}
          - {question: left, text: Left, type: date}
          - {question: why, text: Why, type: text}
scoring: {rounding: {places: 1}}
"""
QUESTION_SET = read_question_set(SET.encode(), "conditions.yaml").question_set
SCOPE = SetScope(QUESTION_SET)

GRADED = ("yes", "partly", "no", "na", "open")
LETTERED = ("A", "1", "no")
OPTIONS = {"a": GRADED, "b": GRADED, "c": LETTERED, "several": LETTERED}
SCORES = {
    "a": {"yes": Fraction(1), "partly": Fraction(1, 4), "no": Fraction(-1, 2)},
    "c": {"A": Fraction(3), "1": Fraction(1), "no": Fraction(2)},
}
SCORES |= {"b": SCORES["a"], "several": SCORES["c"]}
TAGGED = {"starred": ("a", "c"), "other": ("c",)}
WITHIN: dict[str | None, tuple[str, ...]] = {
    "inner": ("c", "several"),
    "outer": ("a", "b", "c", "several"),
    None: ("a", "b", "c", "several"),
}
EVERYTHING_IN = {
    "inner": {"c", "several", "whole", "left", "why"},
    "outer": set(QUESTION_SET.questions),
    None: set(QUESTION_SET.questions),
}
PLACES = {"amount": 1, "whole": 0}
# What an unanswered question that is no choice might turn out as, for lack of all there is.
GUESSES: dict[str, tuple[Any, ...]] = {
    "amount": (Fraction(-1), Fraction(0), Fraction(1, 2), Fraction(3)),
    "whole": (Fraction(-1), Fraction(0), Fraction(3)),
    "seen": (date(2026, 1, 1), date(2026, 4, 13)),
    "left": (date(2026, 1, 1), date(2026, 4, 13)),
    "why": ("", "no"),
}

COMPARISONS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass
class World:
    """One return: answers, facts about the case, printed scores; `unknown` are the questions not
    assessed or invalid. `filled` holds what these might turn out as.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    case: dict[str, Any] = field(default_factory=dict)
    figures: dict[str | None, Fraction] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    filled: Mapping[str, Any] = field(default_factory=dict)

    def answer(self, name: str, asked_about: tuple[Any, ...] = ()) -> Any:
        """An answer as it might turn out; one that was chosen as "not assessed" stays as it is
        where the condition asks about that very option.
        """
        chosen = self.answers.get(name)
        if name not in self.filled or (chosen is not None and chosen in asked_about):
            return chosen
        return self.filled[name]

    def fillings(self) -> Iterator[World]:
        """Every way in which the unknown questions might turn out."""
        names = sorted(self.unknown)
        for values in product(*(might_be(name) for name in names)):
            filled = dict(zip(names, values, strict=True))
            yield World(self.answers, self.case, self.figures, self.unknown, filled)

    def facts(self) -> Facts:
        """The same for the library: numbers as scaled integers."""
        points = {section: points_of(self, section) for section in WITHIN}
        ranges = {
            section: [points_of(filling, section) for filling in self.fillings()]
            for section in WITHIN
        }
        scale = SCOPE.points_scale
        return Facts(
            {
                name: int(value * 10 ** PLACES[name]) if name in PLACES else value
                for name, value in self.answers.items()
            },
            {
                name: int(value * 100) if name == "cost" else value
                for name, value in self.case.items()
            },
            self.unknown,
            lambda section: int(self.figures[section] * 10) if section in self.figures else None,
            lambda section: int(points[section] * scale),
            lambda section: (int(min(ranges[section]) * scale), int(max(ranges[section]) * scale)),
        )


def might_be(name: str) -> tuple[Any, ...]:
    if name == "several":
        some = (combinations(LETTERED, size) for size in range(1, len(LETTERED) + 1))
        return tuple(chain.from_iterable(some))
    return OPTIONS.get(name) or GUESSES[name]


def points_of(world: World, section: str | None) -> Fraction:
    total = Fraction(0)
    for name in WITHIN[section]:
        value = world.answer(name)
        chosen = value if isinstance(value, tuple) else (value,)
        total += sum((SCORES[name].get(option, Fraction(0)) for option in chosen), Fraction(0))
    return total


# In words


def in_words(condition: tuple[Any, ...]) -> str:
    """A condition as an author would type it."""
    match condition:
        case ("compare", left, sign, right):
            return f"{side_in_words(left)} {sign} {side_in_words(right)}"
        case ("among", left, sign, items):
            return f"{side_in_words(left)} {sign} [{', '.join(map(side_in_words, items))}]"
        case ("has", option, sign, name):
            return f'"{option}" {sign} {name}'
        case ("answered", name):
            return f"answered({name})"
        case ("not", part):
            return f"not ({in_words(part)})"
        case (junction, *parts):
            return f" {junction} ".join(f"({in_words(part)})" for part in parts)
    raise AssertionError(condition)


def side_in_words(side: tuple[Any, ...]) -> str:
    match side:
        case ("text" | "date", value):
            return f'"{value}"'
        case ("number", value):
            return f"{value:f}"
        case ("question", name):
            return str(name)
        case ("case", name):
            return f"case.{name}"
        case ("count", options, names, tag):
            wanted = ", ".join(f'"{option}"' for option in options)
            among = f", of=[{', '.join(names)}]" if names is not None else ""
            tagged = f', tagged="{tag}"' if tag is not None else ""
            return f"count([{wanted}]{among}{tagged})"
        case ("days", first, second):
            return f"days_between({side_in_words(first)}, {side_in_words(second)})"
        case (function, section):
            return f"{function}({section or ''})"
    raise AssertionError(side)


# In truth


def holds(condition: tuple[Any, ...], world: World) -> bool:
    """Whether the condition is true, as things stand or might turn out."""
    match condition:
        case ("compare", left, sign, right):
            one = value_of(left, world, typed_in([right]))
            other = value_of(right, world, typed_in([left]))
            return one is not None and other is not None and COMPARISONS[sign](one, other)
        case ("among", left, sign, items):
            value = value_of(left, world, typed_in(items))
            among = [value_of(item, world, ()) for item in items]
            return value is not None and (value in among) == (sign == "in")
        case ("has", option, sign, name):
            chosen = world.answer(name)
            return chosen is not None and (option in chosen) == (sign == "in")
        case ("answered", name):
            return name in world.answers and name not in world.unknown
        case ("not", part):
            return not holds(part, world)
        case ("and", *parts):
            return all(holds(part, world) for part in parts)
        case ("or", *parts):
            return any(holds(part, world) for part in parts)
    raise AssertionError(condition)


def typed_in(sides: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(side[1] for side in sides if side[0] == "text")


def value_of(side: tuple[Any, ...], world: World, asked_about: tuple[Any, ...]) -> Any:
    match side:
        case ("number", Decimal() as number):
            return Fraction(number)
        case ("text" | "date", value):
            return value
        case ("question", name):
            return world.answer(name, asked_about)
        case ("case", name):
            return world.case.get(name)
        case ("count", options, names, tag):
            among = set(OPTIONS if names is None else names)
            among &= set(OPTIONS if tag is None else TAGGED[tag])
            return Fraction(sum(is_counted(name, options, world) for name in among))
        case ("points", section):
            return points_of(world, section)
        case ("score", section):
            return world.figures.get(section)
        case ("days", first, second):
            begin, end = value_of(first, world, ()), value_of(second, world, ())
            return None if begin is None or end is None else Fraction((end - begin).days)
    raise AssertionError(side)


def is_counted(name: str, options: tuple[str, ...], world: World) -> bool:
    chosen = world.answer(name, options)
    return any(option in options for option in (chosen if isinstance(chosen, tuple) else (chosen,)))
