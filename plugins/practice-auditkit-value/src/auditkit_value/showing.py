"""The quarters as people read them, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from auditkit.builtin.summary import NOTHING, aligned
from auditkit.scoring.plain import plain_number
from auditkit.wording import counted
from auditkit_value.cases import CaseValue, case_rows, quarter_rows, quarter_totals
from auditkit_value.quarters import DOWN, LABELS, UNKNOWN

_HEADINGS = ("Quarter", "Cases", "In part", "Change in weekly cost", "Told by")


def shown_quarters(values: Sequence[CaseValue], held: int) -> Iterator[str]:
    """A small table; then the savings that cost an outcome, and those that held it in part."""
    rows = [
        (
            LABELS[one.quarter],
            str(one.cases),
            str(one.in_part),
            _money(one.weekly_change),
            counted(one.with_amount, "case") if one.with_amount else NOTHING,
        )
        for one in quarter_totals(values)
    ]
    yield from aligned([_HEADINGS, *rows])
    placed = sum(one.quarter != UNKNOWN for one in values)
    total = counted(len(values) + held, "return")
    yield f"{total}: {placed} in a quarter, {len(values) - placed} not known, {held} held"
    lost = [one for one in values if one.cost_an_outcome]
    yield from _listed("Savings that cost an outcome", lost)
    in_part = [one for one in values if one.in_part and one.cost == DOWN]
    yield from _listed("Savings that left the outcome achieved in part", in_part)


def _listed(title: str, values: Sequence[CaseValue]) -> Iterator[str]:
    yield ""
    yield f"{title}: {len(values)}" if values else f"{title}: none"
    yield from (
        aligned(
            [(f"  {one.case_ref}", one.service or "", _money(one.weekly_change)) for one in values]
        )
        if values
        else ()
    )


def _money(amount: Decimal | None) -> str:
    """An amount with its sign, to the penny it was told in."""
    if amount is None:
        return NOTHING
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    return f"{sign}£{abs(amount):,.2f}"


def plain_quarters(values: Sequence[CaseValue], held: int) -> dict[str, Any]:
    """The same in the terms of JSON."""
    return {
        "quarters": [_plain(row) for row in quarter_rows(values)],
        "held": held,
        "savings_that_cost_an_outcome": [one.case_ref for one in values if one.cost_an_outcome],
        "cases": [_plain(row) for row in case_rows(values)],
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: plain_number(one) if isinstance(one, Decimal) else one for key, one in row.items()}
