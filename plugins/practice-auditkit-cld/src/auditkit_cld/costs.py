"""What a service costs in a week: exactly, from a unit cost and how often it is due."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from auditkit.scoring.rounding import round_ratio, scaled_decimal

ONE_OFF = "one-off"
WEEK = "week"
# Rows a year by 52 weeks, as the Department of Health and Social Care reckons costs.
_A_WEEK = {
    "week": Fraction(1),
    "fortnight": Fraction(1, 2),
    "4-week": Fraction(1, 4),
    "month": Fraction(12, 52),
    "quarter": Fraction(4, 52),
    "year": Fraction(1, 52),
}
_PERIODS = {
    "week": "week(?:ly)?",
    "fortnight": "fortnight(?:ly)?|(?:2|two)[ -]week(?:s|ly)?",
    "4-week": "(?:4|four)[ -]week(?:s|ly)?",
    "month": "(?:calendar )?month(?:ly)?",
    "quarter": "quarter(?:ly)?",
    "year": "annual(?:ly)?|year(?:ly)?|annum",
}
_UNITS = {
    "hour": "hour(?:ly)?|hr",
    "half hour": "half[ -]hour(?:ly)?",
    "day": "day|daily",
    "night": "night(?:ly)?",
    "session": "session",
    "visit": "visit",
    "unit": "unit",
    ONE_OFF: "one[ -]?off(?: payment)?",
}
_KINDS = {
    kind: re.compile(f"(?:per )?(?:{pattern})") for kind, pattern in (_PERIODS | _UNITS).items()
}


class Frequency(NamedTuple):
    """How often a unit cost is due. `kind` is what it is paid for (``week``, ``hour``,
    ``one-off``); `per_week` how often a week that comes, where the kind alone says so.
    """

    kind: str
    per_week: Fraction | None
    is_known: bool


def read_frequency(text: str) -> Frequency:
    """A cost frequency from its folded text; one that is not known counts by planned units.

    >>> read_frequency("monthly").per_week, read_frequency("hourly").per_week
    (Fraction(3, 13), None)
    """
    for kind, pattern in _KINDS.items():
        if pattern.fullmatch(text):
            return Frequency(kind, _A_WEEK.get(kind), is_known=True)
    return Frequency(text, None, is_known=not text)


class Key(NamedTuple):
    """What makes two rows the same service; each part folded, and blank where not told."""

    service_type: str
    component: str
    mechanism: str
    provider: str


class ServiceRow(NamedTuple):
    """A row of an open service. `basis` is what the rate is for: costs that are due by time
    are all brought to a week, so that a change from monthly to weekly changes nothing.
    """

    key: Key
    basis: str
    rate: Fraction
    units: Fraction
    start: date

    @property
    def weekly_cost(self) -> Fraction:
        return self.rate * self.units


def service_row(
    key: Key, unit_cost: Decimal, frequency: Frequency, planned: Decimal | None, start: date
) -> ServiceRow | None:
    """The row at |unit cost| × units a week, the frequency trusted over the planned units;
    None where neither tells the units.
    """
    cost = abs(Fraction(unit_cost))
    if frequency.per_week is not None:
        return ServiceRow(key, WEEK, cost * frequency.per_week, Fraction(1), start)
    if planned is None:
        return None
    return ServiceRow(key, frequency.kind, cost, abs(Fraction(planned)), start)


def weekly_cost(rows: Iterable[ServiceRow]) -> Fraction:
    """The sum over rows: two rows that look alike are two services, such as double-up care."""
    return sum((row.weekly_cost for row in rows), Fraction(0))


def is_open(start: date, end: date | None, at: date) -> bool:
    """Whether a service was open on a day; it is on its last."""
    return start <= at and (end is None or end >= at)


def pence(amount: Fraction) -> Decimal:
    """Pounds rounded half up, away from zero, to pence.

    >>> pence(Fraction(1, 8)), pence(Fraction(-1, 8))
    (Decimal('0.13'), Decimal('-0.13'))
    """
    return scaled_decimal(round_ratio(amount.numerator * 100, amount.denominator, "half_up"), 2)
