"""How large the ratio of a score can get, before anything is scored."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, lcm, prod
from typing import TYPE_CHECKING

import pyarrow

from auditkit.plugins import OWN_DISTRIBUTION

if TYPE_CHECKING:
    from auditkit.scoring.outcomes import PlannedQuestion
    from auditkit.scoring.plan import Group, Plan

DIGITS = 38


def ratio_type(plan: Plan) -> pyarrow.DataType:
    """The type of a column of numerators or denominators: whole numbers of 64 bits where none
    can be larger, else of 38 digits, as where a plugin may make them of any size.
    """
    is_own = plan.scorer.used.plugin == OWN_DISTRIBUTION
    if is_own and _largest(plan, plan.groups[0]) < 1 << 63:
        return pyarrow.int64()
    return pyarrow.decimal128(DIGITS, 0)


def _largest(plan: Plan, group: Group) -> int:
    """What no part of a group's ratio is above: the sums that it is made of, brought to the
    denominator that they have in common at worst.
    """
    sums = list(_sums(plan, group))
    common = lcm(*(denominator for denominator, _, is_own in sums if is_own))
    common *= prod(denominator for denominator, _, is_own in sums if not is_own)
    return ceil(common * max(1, sum(most for _, most, _ in sums)))


def _sums(plan: Plan, group: Group) -> Iterator[tuple[int, Fraction, bool]]:
    """For whatever adds to a group its denominator, the most that it adds to either side, and
    whether it is a question, which shares its denominator with others.
    """
    for name in plan.names[group.own]:
        if plan.questions[name].counts:
            yield _of_question(plan.questions[name])
    for inner in plan.groups:
        if inner.above == group.index and inner.section is not None:
            yield from [_of_unit(plan, inner)] if inner.is_unit else _sums(plan, inner)


def _of_question(one: PlannedQuestion) -> tuple[int, Fraction, bool]:
    ends = [Fraction(abs(end), one.scale) for end in one.ends()]
    return one.grid(), max(_most(one), *ends) * Fraction(one.question.weight), True


def _of_unit(plan: Plan, group: Group) -> tuple[int, Fraction, bool]:
    assert group.section is not None  # the whole is no unit
    scores = [Fraction(step.score) for step in group.section.rescore]
    highest = max(scores, default=Fraction(1))
    if scores:
        parts = [*scores, *(one / highest for one in scores)]
        denominator = lcm(*(one.denominator for one in parts))
    else:
        denominator = _largest(plan, group)
    counted = [one for one in plan.questions.values() if one.counts]
    most = max([highest, *map(_most, counted)])
    return denominator * group.weight.denominator, most * group.weight, False


def _most(one: PlannedQuestion) -> Fraction:
    """The most that the value of an answer is away from 0; below it where scores are."""
    low, high = one.ends()
    return max(Fraction(1), Fraction(abs(low), abs(high) or 1))
