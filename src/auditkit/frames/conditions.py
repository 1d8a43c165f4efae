"""Conditions asked of a whole batch: once for each pattern of what they look at.

What a condition looks at directly, answers and facts about the case, is part of the pattern as
it is. What it sums up over many questions is part of it only as far as it matters: how many a
count counts and how many are still open, what points come to and may come to, a printed figure
and whether anything behind it is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy

from auditkit.expressions.checking import counted_options, counted_questions
from auditkit.expressions.evaluation import section_of
from auditkit.expressions.syntax import Call, CaseName, Compare, Items, Junction, Name, Not, Tree
from auditkit.frames.arrays import distinct
from auditkit.frames.known import LARGEST, Numbers, Table, by_pattern
from auditkit.scoring.outcomes import UNASKED
from auditkit.scoring.seen import Seen, case_facts

if TYPE_CHECKING:
    from auditkit.expressions.facts import Facts
    from auditkit.frames.given import Rows, Vocabulary
    from auditkit.scoring.conditions import Condition
    from auditkit.scoring.plan import Plan

FALSE, TRUE, OPEN = 0, 1, 2
Part = Callable[["Rows"], Numbers]


def outcome_number(condition: Condition, facts: Facts) -> int:
    """Whether a condition holds, as one of the three numbers."""
    return {False: FALSE, True: TRUE, None: OPEN}[condition.outcome(facts)]


class Asked:
    """What some conditions come to, asked with `ask` of the facts of one row of each pattern."""

    def __init__(
        self,
        plan: Plan,
        vocabulary: Vocabulary,
        conditions: Iterable[Condition],
        ask: Callable[[Facts], int],
    ) -> None:
        self.plan = plan
        self.ask = ask
        self.conditions = tuple(conditions)
        self.questions = frozenset().union(*(one.questions for one in self.conditions))
        self.case_fields = sorted(frozenset().union(*(one.case_fields for one in self.conditions)))
        self.answers = vocabulary.answers
        self.groups: set[int] = set()
        self.direct: set[str] = set()
        self.parts = self._parts()

    def of(self, rows: Rows) -> Numbers:
        """What they come to in each row."""
        return by_pattern([part(rows) for part in self.parts], partial(self._asked, rows))

    def _asked(self, rows: Rows, row: int) -> int:
        values = {name: rows.answer(name, row) for name in self.questions}
        case = {name: rows.case_fact(name, row) for name in self.case_fields}
        results = {group: rows.result(group, row) for group in self.groups}
        facts = case_facts(self.plan, case, self.case_fields)
        is_held = bool(rows.held[row])
        return self.ask(Seen.told(self.plan, values, facts, results, is_held=is_held))

    def _parts(self) -> list[Part]:
        """What makes up the pattern of a row."""
        sums: list[Part] = []
        for condition in self.conditions:
            sums += self._sums(condition.expression.tree)
        parts = [partial(_answers, name) for name in sorted(self.direct)]
        parts += [partial(_case, name) for name in self.case_fields]
        if sums:
            unknown = self._tables(
                self.questions, lambda value, name: self._is_unknown(name, value)
            )
            sums.append(partial(_any, unknown))
        return [*parts, *sums]

    def _sums(self, tree: Tree) -> Iterator[Part]:
        """What the functions in a condition sum up; the questions named are noted."""
        match tree:
            case Name():
                self.direct.add(tree.id)
            case Call(function="count"):
                yield from self._count(tree)
            case Call(function="points"):
                yield from self._points(section_of(tree.arguments))
            case Call(function="score"):
                yield from self._score(section_of(tree.arguments))
            case Call():
                yield from self._sums_of(tree.arguments)
            case Not():
                yield from self._sums(tree.part)
            case Junction():
                yield from self._sums_of(tree.parts)
            case Compare():
                yield from self._sums_of((tree.left, tree.right))
            case Items() | CaseName() | _:
                return

    def _sums_of(self, trees: Iterable[Tree]) -> Iterator[Part]:
        for tree in trees:
            yield from self._sums(tree)

    def _count(self, tree: Call) -> Iterator[Part]:
        options = frozenset(counted_options(tree))
        questions = counted_questions(tree, self.plan.scope)

        def counts(value: Any, name: str) -> bool:
            fact = self._fact(name, value)
            chosen = fact if isinstance(fact, tuple) else (fact,)
            return not options.isdisjoint(chosen)

        def is_open(value: Any, name: str) -> bool:
            kind = self.plan.scope.question(name)
            offers = kind is not None and not options.isdisjoint(kind.options)
            return offers and self._is_unknown(name, value) and not counts(value, name)

        yield partial(_sum, self._tables(questions, counts))
        yield partial(_sum, self._tables(questions, is_open))

    def _points(self, section: str | None) -> Iterator[Part]:
        questions = self.plan.scope.scored_in(section)
        earnings = {name: self.plan.questions[name].earnings for name in questions}

        def earned(value: Any, name: str) -> int:
            fact = self._fact(name, value)
            return 0 if fact is None else earnings[name].earned(fact) or 0

        def least(value: Any, name: str) -> int:
            return (earnings[name].lowest or 0) if self._is_unknown(name, value) else 0

        def most(value: Any, name: str) -> int:
            return (earnings[name].highest or 0) if self._is_unknown(name, value) else 0

        for each in (earned, least, most):
            yield partial(_numbered_sum, self._tables(questions, each, "object"))

    def _score(self, section: str | None) -> Iterator[Part]:
        group = 0 if section is None else self.plan.group_of[section]
        self.groups.add(group)
        yield lambda rows: rows.results[group]
        questions = self.plan.scope.scored_in(section)
        unknown = self._tables(questions, lambda value, name: self._is_unknown(name, value))
        yield partial(_any, unknown)
        yield lambda rows: rows.held.astype("int64")

    def _tables(
        self, questions: Iterable[str], of: Callable[[Any, str], Any], type: str = "int64"
    ) -> dict[str, Table]:
        """For each question, what every answer to it comes to."""
        return {
            name: Table(self.answers[name], partial(_of_name, of, name), type)
            for name in sorted(questions)
        }

    def _fact(self, name: str, value: Any) -> Any:
        return None if value is UNASKED else self.plan.questions[name].facts[value][0]

    def _is_unknown(self, name: str, value: Any) -> bool:
        return value is not UNASKED and self.plan.questions[name].facts[value][1]


def _of_name(of: Callable[[Any, str], Any], name: str, value: Any) -> Any:
    return of(value, name)


def _answers(name: str, rows: Rows) -> Numbers:
    return rows.answers[name]


def _case(name: str, rows: Rows) -> Numbers:
    return rows.case[name]


def _sum(tables: dict[str, Table], rows: Rows) -> Numbers:
    total = numpy.zeros(len(rows), "int64")
    for name, table in tables.items():
        total += table[rows.answers[name]]
    return total


def _any(tables: dict[str, Table], rows: Rows) -> Numbers:
    return (_sum(tables, rows) > 0).astype("int64")


def _numbered_sum(tables: dict[str, Table], rows: Rows) -> Numbers:
    """Sums of any size, below 0 too, as numbers from 0."""
    largest = sum(int(abs(table.array()).max()) for table in tables.values())
    type = "int64" if largest < LARGEST else "object"
    total = numpy.zeros(len(rows), type)
    for name, table in tables.items():
        total += table.array().astype(type).take(rows.answers[name])
    return distinct(total)[1]
