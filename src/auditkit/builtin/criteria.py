"""The criteria that come with auditkit, for the strata and exclusions of programmes."""

from __future__ import annotations

from decimal import Decimal

from auditkit.cases import Case
from auditkit.hookspecs import hookimpl
from auditkit.periods import months_before
from auditkit.programme.criteria import EARLIER_AUDITS, Criterion, looking_at
from auditkit.programme.history import History


@looking_at("closed")
def closed(case: Case, history: History) -> bool:
    """The case is closed."""
    return case.facts.get("closed") == "yes"


@looking_at("weekly_cost", "weekly_cost_before")
def increased_cost(case: Case, history: History) -> bool:
    """The weekly cost rose by more than the fee uplift: by more than both limits of the
    programme's ``increase_above``, each counted from the cost before with the uplift. A case
    whose cost now or before is not known has not.
    """
    facts = case.facts
    now, before = facts.get("weekly_cost"), facts.get("weekly_cost_before")
    if now is None or before is None or now <= before:  # type: ignore[operator]
        return False
    return history.programme.cost.is_increase(before, now)  # type: ignore[arg-type]


@looking_at("weekly_cost")
def new_package(case: Case, history: History) -> bool:
    """The case has a weekly cost and had none when the look-back began."""
    before = case.facts.get("weekly_cost_before")
    return bool(case.facts.get("weekly_cost")) and not before


@looking_at(EARLIER_AUDITS)
def audited_within(case: Case, history: History, *, months: int) -> bool:
    """The case was audited, at any stage, within so many months before the period begins, or
    since.
    """
    audits = history.audits.get(case.case_ref)
    if not audits:
        return False
    return audits[-1].audit_date >= months_before(history.period.first, months)


@looking_at("weekly_cost")
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
