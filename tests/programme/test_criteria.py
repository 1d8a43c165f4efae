"""Criteria: those built in, and what plugins promise of theirs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from auditkit import AuditKit, hookimpl
from auditkit.builtin.criteria import (
    audited_within,
    closed,
    cost_at_least,
    increased_cost,
    new_package,
)
from auditkit.cases import Case
from auditkit.periods import period
from auditkit.programme.criteria import ArgumentsWrong, read_arguments
from auditkit.programme.history import History, PastAudit
from auditkit.programme.shapes import CriterionUse
from auditkit.testing import broken_promises

# Fees rose by 4.5%; an increase is more than £20 and more than 5% beyond that.
PROGRAMME = (
    AuditKit(discover=False).load_programme(Path(__file__).parent / "anytown.yaml").programme
)


def history(*audits: tuple[str, date]) -> History:
    past = {ref: (PastAudit(case_ref=ref, audit_date=day),) for ref, day in audits}
    return History(programme=PROGRAMME, period=period("2026-04"), audits=past)


def costing(now: str | None, before: str | None) -> Case:
    told = {"weekly_cost": now, "weekly_cost_before": before}
    facts = {name: Decimal(text) for name, text in told.items() if text is not None}
    return Case(case_ref="CASE-0001", facts=facts)


@pytest.mark.parametrize(
    ("now", "before", "is_increased"),
    [
        ("104.50", "100", False),  # the uplift alone
        ("124.50", "100", False),  # 20.00 beyond the uplift: just the limit in pounds
        ("124.51", "100", True),  # 20.01 beyond, which is 20.01% of 100
        ("1095.00", "1000", False),  # 50.00 beyond, which is just 5% of 1000
        ("1095.01", "1000", True),
        ("100", "124.51", False),
        ("100", "100", False),
        ("20.01", "0", True),  # all of it is beyond
        ("20", "0", False),
        (None, "100", False),
        ("500", None, False),
    ],
)
def test_an_increase_is_what_goes_beyond_the_uplift(now, before, is_increased):
    assert increased_cost(costing(now, before), history()) is is_increased


@pytest.mark.parametrize(
    ("day", "months", "is_within"),
    [
        (date(2025, 4, 1), 12, True),
        (date(2025, 3, 31), 12, False),
        (date(2026, 4, 20), 12, True),  # since the period began
        (date(2026, 3, 1), 1, True),
        (date(2026, 2, 28), 1, False),
    ],
)
def test_audited_within_counts_from_the_first_day_of_the_period(day, months, is_within):
    case = Case(case_ref="CASE-0001")
    assert audited_within(case, history(("CASE-0001", day)), months=months) is is_within
    assert audited_within(case, history(("CASE-0002", day)), months=months) is False


def test_the_latest_audit_decides():
    days = (date(2020, 1, 1), date(2026, 1, 1))
    past = tuple(PastAudit(case_ref="CASE-0001", audit_date=day) for day in days)
    told = History(programme=PROGRAMME, period=period("2026-04"), audits={"CASE-0001": past})
    assert audited_within(Case(case_ref="CASE-0001"), told, months=12) is True


def test_the_other_criteria():
    assert closed(Case(case_ref="A", facts={"closed": "yes"}), history()) is True
    assert closed(Case(case_ref="A"), history()) is False
    assert new_package(costing("500", None), history()) is True
    assert new_package(costing("500", "0"), history()) is True
    assert new_package(costing("500", "400"), history()) is False
    assert new_package(costing(None, None), history()) is False
    assert cost_at_least(costing("500", None), history(), pounds=Decimal(500)) is True
    assert cost_at_least(costing("499.99", None), history(), pounds=Decimal(500)) is False
    assert cost_at_least(costing(None, None), history(), pounds=Decimal(0)) is False


def some(case, history, *, months: int, share: Decimal, deep: bool = False, word: str = "a"):
    return True


def test_arguments_are_read_as_they_are_annotated():
    use = CriterionUse("some", {"months": "3", "share": "12.5%", "deep": "yes", "word": "x y"})
    assert read_arguments(some, use) == {
        "months": 3,
        "share": Decimal("0.125"),
        "deep": True,
        "word": "x y",
    }
    use = CriterionUse("some", {"months": "3", "share": "2.5"})
    assert read_arguments(some, use) == {"months": 3, "share": Decimal("2.5")}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"months": "3"}, 'argument "share" is missing, expected a number'),
        ({"months": "3.5", "share": "1"}, '"months" is "3.5", expected a whole number'),
        ({"months": "3", "share": "much"}, '"share" is "much", expected a number'),
        ({"months": "3", "share": "1", "deep": "true"}, '"deep" is "true", expected yes or no'),
        ({"month": "3"}, 'no argument "month". Did you mean "months"?'),
    ],
)
def test_a_wrong_argument_is_said(arguments, said):
    with pytest.raises(ArgumentsWrong) as wrong:
        read_arguments(some, CriterionUse("some", arguments))
    assert said in str(wrong.value)


def not_even_a_case(history, /): ...


def by_position(case, history, months: int): ...


def of_no_kind(case, history, *, months): ...


def a_number(case, history):
    return 1


def in_need(case, history, *, months: int):
    return months  # pragma: no cover


@pytest.mark.parametrize(
    ("criterion", "said"),
    [
        (not_even_a_case, ["criteria mine: a criterion takes a case and a history"]),
        (by_position, ["criteria mine: the argument months must be by keyword only"]),
        (of_no_kind, ["criteria mine: the argument months must be an int, Decimal, bool or str"]),
        (a_number, ["criteria mine: gave 1, expected True or False"] * 2),
        (in_need, []),
        (closed, []),
    ],
)
def test_the_promises_of_a_criterion(criterion, said):
    plugin = ModuleType("mine")
    plugin.auditkit_criteria = hookimpl(lambda: {"mine": criterion}, specname="auditkit_criteria")
    assert broken_promises(AuditKit([plugin], discover=False), "mine") == said
