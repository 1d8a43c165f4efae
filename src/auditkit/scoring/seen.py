"""One audit return as the conditions of its plan see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from auditkit.expressions.facts import Facts
from auditkit.returns import AuditReturn
from auditkit.scoring.conditions import Condition
from auditkit.scoring.outcomes import UNASKED
from auditkit.scoring.plan import Plan
from auditkit.scoring.rows import given_values
from auditkit.scoring.scorecard import SectionResult

# The result of each group, by its index.
Results = Sequence[SectionResult] | Mapping[int, SectionResult]


class Seen(Facts):
    """Which questions were asked, and the facts for every condition of the plan.

    `given` holds the value of each answer in the order of the plan, `UNASKED` where a question
    did not apply; `kept` those that were given all the same, `uncertain` the questions whose
    condition rests on one not assessed; `has_empty` says that there are answers which hold
    nothing, or are to no question of the set. `results` must be set before a condition asks for a
    figure. A return that is held has figures only where nothing is missing.

    It is its own facts and works out figures itself: an object that held these as functions of
    its own would be one of a cycle, and thousands of them would wait for the garbage collector.
    """

    __slots__ = ("given", "has_empty", "is_held", "kept", "plan", "results", "uncertain")

    def __init__(self, plan: Plan, audit_return: AuditReturn, *, is_held: bool = False) -> None:
        self.plan = plan
        self.is_held = is_held
        given = self.given = given_values(plan, audit_return.answers)
        self.has_empty = len(given) - given.count(None) != len(audit_return.answers)
        self.kept: list[str] = []
        self.uncertain: list[str] = []
        self.results: Results = ()
        self.answers: dict[str, Any] = {}
        self.case = case_facts(plan, audit_return.case, plan.case_fields)
        self.unknown: frozenset[str] = frozenset()
        if plan.named:
            self._learn()
        if plan.asked_if:
            self._ask()

    @classmethod
    def told(
        cls,
        plan: Plan,
        values: Mapping[str, Any],
        case: dict[str, Any],
        results: Mapping[int, SectionResult],
        *,
        is_held: bool,
    ) -> Seen:
        """A return of which all is known that some conditions look at: the values of answers by
        question (`UNASKED` where it did not apply), facts about the case, results by group.
        """
        seen = cls.__new__(cls)
        seen.plan, seen.is_held = plan, is_held
        seen.answers, seen.case, seen.results = {}, case, results
        seen.unknown = frozenset()
        for name, value in values.items():
            seen.learn_of(name, value)
        return seen

    def _learn(self) -> None:
        """Take in what conditions may look at."""
        given, answers = self.given, self.answers
        unknown = []
        for index, name, facts in self.plan.named:
            fact, is_unknown = facts[given[index]]
            if is_unknown:
                unknown.append(name)
            if fact is not None:
                answers[name] = fact
        if unknown:
            self.unknown = frozenset(unknown)

    def learn_for(self, conditions: Iterable[Condition], case: Mapping[str, Any]) -> None:
        """Take in what conditions besides those of the plan look at, facts about the case too."""
        wanted = tuple(conditions)
        names = frozenset().union(*(one.questions for one in wanted))
        fields = frozenset().union(*(one.case_fields for one in wanted), self.plan.case_fields)
        self.case = case_facts(self.plan, case, fields)
        for name, value in zip(self.plan.names, self.given, strict=True):
            if name in names:
                self.learn_of(name, value)

    def learn_of(self, name: str, value: Any) -> None:
        """Take in the value of one answer."""
        if value is UNASKED:
            return
        fact, is_unknown = self.plan.questions[name].facts[value]
        if is_unknown:
            self.unknown |= {name}
        if fact is not None:
            self.answers[name] = fact

    def _ask(self) -> None:
        """Go through the questions that are asked under conditions, each after those on which
        its own rest.
        """
        given = self.given
        for conditions, asked in self.plan.asked_if:
            if conditions.hold(self):
                continue
            is_uncertain = conditions.may_hold(self)
            for index, name in asked:
                if is_uncertain:
                    self.uncertain.append(name)
                if given[index] is not None:
                    self.kept.append(name)
                given[index] = UNASKED
                self.answers.pop(name, None)
                if name in self.unknown:
                    self.unknown -= {name}

    def figure(self, section: str | None) -> int | None:
        if self.is_held and not self.unknown.isdisjoint(self.plan.scope.scored_in(section)):
            return None
        index = 0 if section is None else self.plan.group_of[section]
        figure = self.results[index].figure
        return None if figure is None else figure.rounded

    def points(self, section: str | None) -> int:
        return sum(self._earned(name) for name in self.plan.scope.scored_in(section))

    def _earned(self, name: str) -> int:
        planned = self.plan.questions[name]
        value = self.answers.get(name)
        return 0 if value is None else planned.earnings.earned(value) or 0

    def points_range(self, section: str | None) -> tuple[int, int]:
        known = self.points(section)
        open_ones = [
            self.plan.questions[name].earnings
            for name in self.plan.scope.scored_in(section)
            if name in self.unknown
        ]
        least = sum(one.lowest or 0 for one in open_ones)
        most = sum(one.highest or 0 for one in open_ones)
        return known + least, known + most


def asked(plan: Plan, audit_return: AuditReturn) -> tuple[str, ...]:
    """The questions that apply to a return, in the order asked."""
    given = Seen(plan, audit_return).given
    return tuple(
        name for name, value in zip(plan.names, given, strict=True) if value is not UNASKED
    )


def case_facts(plan: Plan, case: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The facts about the case that conditions name, numbers as scaled integers."""
    facts = {}
    for name in names:
        value = case.get(name)
        if isinstance(value, int | Decimal):
            value = int(value * 10 ** plan.question_set.case_fields[name].places)
        if value is not None:
            facts[name] = value
    return facts
