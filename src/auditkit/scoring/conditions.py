"""Conditions ready to be asked of a return: true, false, or undecided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from auditkit.expressions.certainty import may_be, questions_in
from auditkit.expressions.evaluation import compile_condition
from auditkit.expressions.facts import Facts
from auditkit.expressions.syntax import Expression, case_fields_in
from auditkit.questions.model import QuestionSet, Section
from auditkit.questions.scope import SetScope


class Condition:
    """One condition of a set. `questions` and `case_fields` are what it rests on."""

    __slots__ = ("case_fields", "expression", "holds", "questions", "scope")

    def __init__(self, expression: Expression, scope: SetScope) -> None:
        self.expression = expression
        self.scope = scope
        self.holds = compile_condition(expression.tree, scope)
        self.questions = questions_in(expression.tree, scope)
        self.case_fields = frozenset(case_fields_in(expression.tree))

    def outcome(self, facts: Facts) -> bool | None:
        """Whether it holds; None where a question not assessed leaves that open."""
        if not facts.unknown or facts.unknown.isdisjoint(self.questions):
            return self.holds(facts)
        true, false = may_be(self.expression.tree, self.scope, facts)
        return None if true and false else true

    def missing(self, facts: Facts) -> tuple[str, ...]:
        """The questions not assessed on which it rests, in the order asked."""
        return tuple(name for name in self.scope.names() if name in self.questions & facts.unknown)


class Conditions:
    """Several conditions that must all hold: a question's own, and those of its sections."""

    __slots__ = ("all", "hold")

    def __init__(self, conditions: tuple[Condition, ...]) -> None:
        self.all = conditions
        self.hold = conditions[0].holds if len(conditions) == 1 else self._hold

    def _hold(self, facts: Facts) -> bool:
        return all(condition.holds(facts) for condition in self.all)

    def may_hold(self, facts: Facts) -> bool:
        """Whether a question not assessed leaves open whether they hold."""
        return all(condition.outcome(facts) is not False for condition in self.all)


# Questions that are asked under the same conditions, each with its number in the set.
Asked = tuple[Conditions, tuple[tuple[int, str], ...]]


def asking_order(question_set: QuestionSet, scope: SetScope) -> list[Asked]:
    """The questions that are asked under conditions, after those on which these rest."""
    asked_if = dict(_asked_if(question_set.sections, (), scope))
    numbers = {name: number for number, name in enumerate(question_set.questions)}
    ordered: set[str] = set()
    groups: list[Asked] = []
    waiting = list(asked_if)
    while waiting:
        alike: dict[tuple[Condition, ...], list[str]] = {}
        for name in waiting:
            if _is_ready(asked_if[name], asked_if, ordered):
                alike.setdefault(asked_if[name], []).append(name)
        for conditions, names in alike.items():
            groups.append((Conditions(conditions), tuple((numbers[name], name) for name in names)))
            ordered.update(names)
        waiting = [name for name in waiting if name not in ordered]
    return groups


def _is_ready(
    conditions: Iterable[Condition],
    asked_if: dict[str, tuple[Condition, ...]],
    ordered: Collection[str],
) -> bool:
    rests_on = frozenset().union(*(condition.questions for condition in conditions))
    return all(name in ordered or name not in asked_if for name in rests_on)


def _asked_if(
    sections: tuple[Section, ...], above: tuple[Condition, ...], scope: SetScope
) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    for section in sections:
        outer = above
        if section.applies_when is not None:
            outer = (*above, Condition(section.applies_when, scope))
        for question in section.questions:
            conditions = outer
            if question.applies_when is not None:
                conditions = (*outer, Condition(question.applies_when, scope))
            if conditions:
                yield question.id, conditions
        yield from _asked_if(section.sections, outer, scope)
