"""What cases cost before and now, by which route, and what came of it: facts and answers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from auditkit.programme.report_keys import ReportKeys
from auditkit.questions.model import ANSWERED
from auditkit.report.cells import Value
from auditkit.report.evidence import AuditedCase
from auditkit.scoring.scorecard import SCORED

UP, SAME, DOWN = "up", "same", "down"
# What the answers of a question that asks how the cost changed are called in the bundled sets.
_DIRECTIONS = {"higher": UP, "same": SAME, "lower": DOWN}


def amount(fact: str) -> Value:
    """A fact that is a number, None where it is not known."""

    def value(case: AuditedCase) -> Fraction | None:
        found = case.card.audit_return.case.get(fact)
        return Fraction(found) if isinstance(found, Decimal | int) else None

    return value


def cost_change(keys: ReportKeys) -> Value:
    """By how much the weekly cost changed: as a fact says it, else from both costs."""
    told, now, before = map(amount, (keys.cost_change, keys.cost, keys.cost_before))

    def value(case: AuditedCase) -> Fraction | int | None:
        change = told(case)
        if change is not None:
            return change
        last, first = now(case), before(case)
        return None if last is None or first is None else last - first

    return value


def direction(keys: ReportKeys, case: AuditedCase) -> str | None:
    """Whether the cost went up, down, or neither: by the figures, else by the answer; None where
    nothing says so.
    """
    change = cost_change(keys)(case)
    if change is not None:
        return UP if change > 0 else DOWN if change < 0 else SAME
    return _DIRECTIONS.get(chosen(case, keys.cost_question) or "")


def chosen(case: AuditedCase, question: str) -> str | None:
    """The option that answers a question with one answer; None where there is none."""
    result = case.card.questions.get(question) if case.card.status == SCORED else None
    if result is None or result.state != ANSWERED or not isinstance(result.option, str):
        return None
    return result.option


def route(keys: ReportKeys, case: AuditedCase) -> str | None:
    """By which route the budget is held: the fact, else the answer."""
    told = case.card.audit_return.case.get(keys.budget_route)
    return str(told) if told is not None else chosen(case, keys.route)


def among(value: Value, holds: Callable[[AuditedCase], bool]) -> Value:
    """A value of the cases that something holds for; None of all others."""
    return lambda case: value(case) if holds(case) else None
