"""The interpreter of a plan for one return at a time: sums first, then figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from operator import getitem
from typing import Any

from auditkit.returns import BLANK, Answer
from auditkit.scoring.checked import Ratio
from auditkit.scoring.marks import Mark
from auditkit.scoring.plan import Group, Plan
from auditkit.scoring.rounding import round_ratio
from auditkit.scoring.scorecard import Figure, SectionResult

# The value of each question's answer, in the order of the plan's questions.
Given = Sequence[Any]
_MOST_REMEMBERED = 4_096


def given_values(plan: Plan, answers: Mapping[str, Answer]) -> list[Any]:
    """The values of the answers in the order of the plan; None where there is none."""
    get = answers.get
    return [get(name, BLANK).value for name in plan.names]


def tally(plan: Plan, given: Given) -> list[int]:
    """The packed total of each group's own questions, by the group's index."""
    return [
        sum(map(getitem, group.packed, given[group.own])) if group.packed else 0
        for group in plan.groups
    ]


def figures(plan: Plan, totals: list[int], given: Given) -> list[SectionResult]:
    """The result of each group, by its index; the whole comes first."""
    if plan.scorer.adds and not plan.has_units:
        for index, above in plan.upwards:
            totals[above] += totals[index]
        seen = plan.seen_totals
        return [seen.get(total) or _result_of(plan, total) for total in totals]
    ledger = _Sums(plan, totals) if plan.scorer.adds else _Marks(plan, given)
    return _climb(plan, ledger, [plan.packing.counts_only(total) for total in totals])


def _result_of(plan: Plan, total: int) -> SectionResult:
    """The result of a total, which says all where no section is a mark of its own."""
    share = plan.scorer.close(*plan.packing.sums(total))
    found = SectionResult(make_figure(plan, share), plan.packing.coverage(total))
    if len(plan.seen_totals) < _MOST_REMEMBERED:
        plan.seen_totals[total] = found
    return found


def make_figure(plan: Plan, share: Ratio | None) -> Figure | None:
    """The figure of a share, rounded once by the set's rule."""
    if share is None:
        return None
    numerator, denominator = share
    divisor = gcd(numerator, denominator)
    numerator, denominator = numerator // divisor, denominator // divisor
    rounding = plan.question_set.scoring.rounding
    scaled = 100 * numerator * 10**rounding.places
    return Figure(
        numerator, denominator, round_ratio(scaled, denominator, rounding.mode), rounding.places
    )


class _Sums:
    """The two sums of each group, for a scorer that needs no more."""

    def __init__(self, plan: Plan, totals: list[int]) -> None:
        self.plan = plan
        self.sums = [[Fraction(one) for one in plan.packing.sums(total)] for total in totals]

    def share(self, index: int) -> Ratio | None:
        earned, attainable = self.sums[index]
        whole = lcm(earned.denominator, attainable.denominator)
        return self.plan.scorer.close(int(earned * whole), int(attainable * whole))

    def merge(self, group: Group) -> None:
        for index, added in enumerate(self.sums[group.index]):
            self.sums[group.above][index] += added

    def add(self, above: int, mark: Mark) -> None:
        for index, added in enumerate(self.plan.scorer.parts(mark)):
            self.sums[above][index] += added * self.plan.packing.factor


class _Marks:
    """The marks of each group, for a scorer that wants to see every one."""

    def __init__(self, plan: Plan, given: Given) -> None:
        self.scorer = plan.scorer
        self.marks: list[list[Mark]] = [[] for _ in plan.groups]
        self.within: list[list[Mark]] = [[] for _ in plan.groups]
        for one, value in zip(plan.questions.values(), given, strict=True):
            mark = one.mark(value)
            if mark is not None:
                self.marks[one.group].append(mark)

    def share(self, index: int) -> Ratio | None:
        return self.scorer.score((*self.marks[index], *self.within[index]))

    def merge(self, group: Group) -> None:
        merged = self.marks[group.index] + self.within[group.index]
        self.within[group.above] = merged + self.within[group.above]

    def add(self, above: int, mark: Mark) -> None:
        self.within[above].insert(0, mark)


def _climb(plan: Plan, ledger: _Sums | _Marks, counts: list[int]) -> list[SectionResult]:
    """Inner groups first: a unit adds one mark to the group above, another what it holds."""
    results: list[SectionResult] = []
    for group in reversed(plan.groups):
        figure = make_figure(plan, ledger.share(group.index))
        coverage = plan.packing.coverage(counts[group.index])
        result = SectionResult(figure, coverage, rescored(group, figure))
        results.append(result)
        if group.section is None:
            continue
        counts[group.above] += counts[group.index]
        if not group.is_unit:
            ledger.merge(group)
        elif (mark := unit_mark(group, result)) is not None:
            ledger.add(group.above, mark)
    return results[::-1]


def rescored(group: Group, figure: Figure | None) -> Decimal | None:
    """The score that a section's rounded percentage comes to."""
    steps = group.section.rescore if group.section else ()
    if figure is None or not steps:
        return None
    reached = [step.score for step in steps if figure.percentage >= step.from_]
    return reached[-1] if reached else steps[0].score


def unit_mark(group: Group, result: SectionResult) -> Mark | None:
    """The one mark by which a section enters the group above; none without figure or weight."""
    figure = result.figure
    if figure is None or not group.weight or group.section is None:
        return None
    score, highest = Fraction(figure.numerator, figure.denominator), Fraction(1)
    if result.rescored is not None:
        score = Fraction(result.rescored)
        highest = Fraction(max(step.score for step in group.section.rescore))
    return Mark(group.section.id, score, Fraction(0), highest, group.weight, score / highest)
