"""The criteria that come with auditkit, for the strata and exclusions of programmes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from auditkit.cases import Case
from auditkit.hookspecs import hookimpl
from auditkit.periods import months_before
from auditkit.programme.criteria import Criterion
from auditkit.programme.history import History


def closed(case: Case, history: History) -> bool:
    """The case is closed."""
    return case.facts.get("closed") == "yes"


def increased_cost(case: Case, history: History) -> bool:
    """The weekly cost rose by more than the fee uplift: by more than both limits of the
    programme's ``increase_above``, each counted from the cost before with the uplift. A case
    whose cost now or before is not known has not.
    """
    now, before = case.facts.get("weekly_cost"), case.facts.get("weekly_cost_before")
    if now is None or before is None or now <= before:  # type: ignore[operator]
        return False
    rule = history.programme.cost
    cost_before = Fraction(before)  # type: ignore[arg-type]
    beyond = Fraction(now) - cost_before * (1 + Fraction(rule.fee_uplift))  # type: ignore[arg-type]
    above = rule.increase_above
    return (
        beyond > 0
        and beyond > Fraction(above.pounds)
        and beyond > cost_before * Fraction(above.percent) / 100
    )


def new_package(case: Case, history: History) -> bool:
    """The case has a weekly cost and had none when the look-back began."""
    before = case.facts.get("weekly_cost_before")
    return bool(case.facts.get("weekly_cost")) and not before


def audited_within(case: Case, history: History, *, months: int) -> bool:
    """The case was audited, at any stage, within so many months before the period begins, or
    since.
    """
    audits = history.audits.get(case.case_ref)
    if not audits:
        return False
    return audits[-1].audit_date >= months_before(history.period.first, months)


def cost_at_least(case: Case, history: History, *, pounds: Decimal) -> bool:
    """The weekly cost is so many pounds or more."""
    cost = case.facts.get("weekly_cost")
    return isinstance(cost, Decimal) and cost >= pounds


@hookimpl
def auditkit_criteria() -> dict[str, Criterion]:
    return {
        "audited_within": audited_within,
        "closed": closed,
        "cost_at_least": cost_at_least,
        "increased_cost": increased_cost,
        "new_package": new_package,
    }
