"""The returns that some conditions could tell apart, one of each kind.

What a condition does not look at cannot change it. So for every name it is enough to take the
options, numbers and texts that are typed in the conditions, what lies beside them, and no value
at all. A question is asked only where its own conditions hold. Scores and sums of points are
taken as any that there may be, which makes rather too many kinds than too few: what holds in
all of them holds in all returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from math import floor, prod
from typing import Any

from auditkit.builtin.checks.readings import CASE, DAYS, POINTS, QUESTION, SCORE, Key, Readings
from auditkit.builtin.checks.spans import Spans
from auditkit.expressions.checking import Kind
from auditkit.expressions.facts import Facts
from auditkit.expressions.syntax import Tree
from auditkit.questions.earnings import Earnings
from auditkit.questions.model import NOT_ASSESSED, QuestionSet
from auditkit.questions.scope import SetScope
from auditkit.scoring.conditions import Conditions, asking_order

# Beyond so many kinds of returns nothing is said about a condition.
MOST_WORLDS = 20_000
_MOST_NAMES = 200
_MOST_OPTIONS = 10
_FARTHEST_DAY = 100_000
_SOME_DAY = date(2026, 1, 5)
_UNASKED = object()


class TooManyWorlds(Exception):
    """There are more kinds of returns than can be gone through."""


class Worlds:
    """The kinds of returns of one question set."""

    def __init__(self, question_set: QuestionSet) -> None:
        self.set = question_set
        self.scope = SetScope(question_set)
        self.spans = Spans(question_set)
        self.asked_if: dict[str, Conditions] = {
            name: conditions
            for conditions, asked in asking_order(question_set, self.scope)
            for _, name in asked
        }
        self._points: dict[str | None, tuple[int, int]] = {}

    def having(
        self, trees: Iterable[Tree], also: Iterable[str] = (), *, blanks: bool = True
    ) -> Iterator[Facts]:
        """Every kind of return that these conditions tell apart, and all the answers to the
        questions named in `also`. Without `blanks` every question asked has its answer, and
        every fact about the case is known.

        Raises `TooManyWorlds`, at once.
        """
        readings, whole = self._readings(trees, also), set(also)
        names = readings.questions()
        found = _Values(self, readings, whole, blanks)
        later = [name for name in self.asked_if if name in names]
        known = {key: found.of(key) for key in readings.typed if key[0] != DAYS}
        telling = {key: values for key, values in known.items() if values != [None]}
        if len(telling) > _MOST_NAMES or prod(map(len, telling.values())) > MOST_WORLDS:
            raise TooManyWorlds
        waiting = [
            (name, telling.pop((QUESTION, name))) for name in later if (QUESTION, name) in telling
        ]
        return self._every(list(telling), list(telling.values()), waiting)

    def reads_score(self, trees: Iterable[Tree]) -> bool:
        """Whether a condition looks at the score of the whole."""
        return (SCORE, None) in self._readings(trees, ()).typed

    def is_figured(self, trees: Iterable[Tree]) -> bool:
        """Whether a condition looks at scores or points, which are only guessed at here."""
        readings = self._readings(trees, ())
        return bool(readings.of(SCORE) or readings.of(POINTS))

    def _readings(self, trees: Iterable[Tree], also: Iterable[str]) -> Readings:
        """What the conditions look at, and those of the questions that they name, and so on."""
        readings = Readings(self.scope)
        for tree in trees:
            readings.take_in(tree)
        for name in also:
            readings.typed.setdefault((QUESTION, name), set())
        seen: set[str] = set()
        while new := [name for name in readings.questions() if name not in seen]:
            seen.update(new)
            for name in new:
                for condition in self.asked_if[name].all if name in self.asked_if else ():
                    readings.take_in(condition.expression.tree)
        return readings

    def _every(
        self,
        free: Sequence[Key],
        values: Sequence[Sequence[Any]],
        waiting: Sequence[tuple[str, Sequence[Any]]],
    ) -> Iterator[Facts]:
        for chosen in product(*values):
            known = dict(zip(free, chosen, strict=True))
            case = {str(name): one for (kind, name), one in known.items() if kind == CASE}
            facts = Facts(
                {},
                {name: value for name, value in case.items() if value is not None},
                frozenset(),
                lambda section, known=known: known.get((SCORE, section)),  # type: ignore[misc]
                lambda section, known=known: known.get((POINTS, section), 0),  # type: ignore[misc]
                self.points,
            )
            for (kind, name), value in known.items():
                if kind == QUESTION:
                    facts = self._answered(facts, str(name), value)
            yield from self._asked(facts, waiting)

    def _asked(self, facts: Facts, waiting: Sequence[tuple[str, Sequence[Any]]]) -> Iterator[Facts]:
        """The same with answers to the questions that are asked under conditions."""
        if not waiting:
            yield facts
            return
        (name, offered), *rest = waiting
        for value in offered if self.asked_if[name].hold(facts) else (_UNASKED,):
            yield from self._asked(self._answered(facts, name, value), rest)

    def _answered(self, facts: Facts, name: str, value: Any) -> Facts:
        if value is _UNASKED:
            return facts
        answers = facts.answers if value is None else {**facts.answers, name: value}
        unknown = facts.unknown | {name} if self.is_unknown(name, value) else facts.unknown
        return Facts(answers, facts.case, unknown, facts.figure, facts.points, facts.points_range)

    def points(self, section: str | None) -> tuple[int, int]:
        """The least and the most points of a section or the whole: any question may be left
        blank.
        """
        if section not in self._points:
            scale = self.scope.points_scale
            scored = [self.set.questions[name] for name in self.scope.scored_in(section)]
            earned = [Earnings(one, self.set.options(one), scale) for one in scored]
            least = sum(min(one.lowest or 0, 0) for one in earned)
            most = sum(max(one.highest or 0, 0) for one in earned)
            self._points[section] = (least, most)
        return self._points[section]

    def is_unknown(self, name: str, value: Any) -> bool:
        """Whether an answer is a blank, or chosen as not assessed."""
        if value is None:
            return True
        chosen = value if isinstance(value, tuple) else (value,)
        options = self.set.options(self.set.questions[name])
        return any(one.id in chosen and one.state == NOT_ASSESSED for one in options)


class _Values:
    """The values of each thing that conditions look at, as far as they could tell."""

    def __init__(self, worlds: Worlds, readings: Readings, whole: set[str], blanks: bool) -> None:
        self.worlds = worlds
        self.readings = readings
        self.whole = whole
        self.blanks = blanks
        self.near = max(1, len(readings.compared))
        dates = [key for key in readings.typed if self._kind(key).type == "date"]
        self.days = readings.typed.get((DAYS, None))
        if readings.is_beyond or (self.days is not None and len(dates) > 2):
            raise TooManyWorlds

    def of(self, key: Key) -> list[Any]:
        kind = self._kind(key)
        typed = set(self.readings.typed[key])
        if key in self.readings.compared:
            alike = (one for one in self.readings.compared if self._kind(one).type == kind.type)
            typed.update(*(self.readings.typed[one] for one in alike))
        if key[0] in (SCORE, POINTS):
            return [*self._figures(key, typed), *([None] if key[0] == SCORE else [])]
        return [*self._values(key, kind, typed), *([None] if self.blanks else [])]

    def _kind(self, key: Key) -> Kind:
        scope, name = self.worlds.scope, str(key[1])
        found = scope.question(name) if key[0] == QUESTION else None
        return found or (scope.case_field(name) if key[0] == CASE else None) or Kind("number")

    def _values(self, key: Key, kind: Kind, typed: set[str | Decimal]) -> list[Any]:
        if kind.type == "choice":
            return self._options(key, kind, typed)
        if kind.type == "choices":
            options = self._options(key, kind, typed)
            if len(options) > _MOST_OPTIONS:
                raise TooManyWorlds
            sizes = range(1, len(options) + 1)
            return [chosen for size in sizes for chosen in combinations(options, size)]
        if kind.type == "number":
            return self._numbers(typed, 10**kind.places)
        if kind.type == "date":
            return self._dates(typed)
        others = [f"\0{number}" for number in range(self.near)]
        return [*sorted(one for one in typed if isinstance(one, str)), *others]

    def _options(self, key: Key, kind: Kind, typed: set[str | Decimal]) -> list[Any]:
        """The options typed, and one for all others that are alike."""
        if key in self.readings.compared or key[1] in self.whole:
            return list(kind.options)
        others: dict[bool, str] = {}
        for option in kind.options:
            if option not in typed:
                is_unknown = key[0] == QUESTION and self.worlds.is_unknown(str(key[1]), option)
                others.setdefault(is_unknown, option)
        only_counted = key[0] == QUESTION and key[1] not in self.readings.named
        if only_counted and self.blanks:
            # To a count an option that is not counted is no more than a blank.
            others.clear()
        return [*(one for one in kind.options if one in typed), *others.values()]

    def _numbers(self, typed: Iterable[str | Decimal], scale: int) -> list[int]:
        """Each number typed with its neighbours, as whole numbers on this scale."""
        numbers = [one for one in typed if isinstance(one, Decimal)] or [Decimal(0)]
        if self.readings.compared and (self.readings.of(SCORE) or self.readings.of(POINTS)):
            numbers += [Decimal(0), Decimal(100)]
        found: set[int] = set()
        for number in numbers:
            place = Fraction(number) * scale
            least = -self.near if place.denominator == 1 else 1 - self.near
            found.update(floor(place) + step for step in range(least, self.near + 1))
        return sorted(found)

    def _figures(self, key: Key, typed: set[str | Decimal]) -> list[int]:
        """The figures that there may be, near the numbers typed."""
        if key[0] == SCORE:
            section = next((s for s in self.worlds.set.all_sections() if s.id == key[1]), None)
            ends, scale = self.worlds.spans.figures(section), self.worlds.spans.scale
        else:
            ends, scale = self.worlds.points(key[1]), self.worlds.scope.points_scale
        if ends is None:
            return []
        inside = (one for one in self._numbers(typed, scale) if ends[0] <= one <= ends[1])
        return sorted({*ends, *inside})

    def _dates(self, typed: set[str | Decimal]) -> list[date]:
        """Each day typed with its neighbours, and what lies as many days off as is typed."""
        begin = [date.fromisoformat(one) for one in typed if isinstance(one, str)] or [_SOME_DAY]
        steps = set(range(-self.near, self.near + 1))
        for days in self.days or ():
            if not isinstance(days, Decimal) or abs(days) > _FARTHEST_DAY:
                raise TooManyWorlds
            around = range(floor(days) - 2, floor(days) + 4)
            steps.update(sign * one for one in around for sign in (1, -1))
        try:
            return sorted({day + timedelta(step) for day in begin for step in steps})
        except OverflowError:
            raise TooManyWorlds from None
