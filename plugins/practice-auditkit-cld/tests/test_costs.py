"""What a row costs a week, by hand; and that a sum is a sum."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from auditkit_cld.costs import Key, is_open, pence, read_frequency, service_row, weekly_cost

KEY = Key("community", "home support", "managed", "1-100")
START = date(2020, 4, 1)


def cost(unit: str, frequency: str, planned: str | None = None) -> Fraction | None:
    units = None if planned is None else Decimal(planned)
    row = service_row(KEY, Decimal(unit), read_frequency(frequency), units, START)
    return None if row is None else row.weekly_cost


@pytest.mark.parametrize(
    ("unit", "frequency", "planned", "expected"),
    [
        ("100", "weekly", None, Fraction(100)),
        ("100", "fortnightly", None, Fraction(50)),
        ("100", "4-weekly", None, Fraction(25)),
        ("100", "monthly", None, Fraction(300, 13)),  # 100 x 12 / 52
        ("100", "quarterly", None, Fraction(100, 13)),  # 100 x 4 / 52
        ("100", "annually", None, Fraction(25, 13)),  # 100 / 52
        ("20.50", "hourly", "10.5", Fraction(861, 4)),  # 215.25
        ("30", "per session", "3", Fraction(90)),
        ("30", "daily", "7", Fraction(210)),
        ("30", "", "2", Fraction(60)),
        ("30", "hourly", "0", Fraction(0)),
    ],
)
def test_a_unit_cost_becomes_a_weekly_cost(
    unit: str, frequency: str, planned: str | None, expected: Fraction
) -> None:
    assert cost(unit, frequency, planned) == expected


def test_the_frequency_is_trusted_over_planned_units() -> None:
    assert cost("700", "weekly", "7") == 700


@pytest.mark.parametrize(("unit", "planned"), [("-20", "10"), ("20", "-10"), ("-20", "-10")])
def test_signs_are_of_no_account(unit: str, planned: str) -> None:
    assert cost(unit, "hourly", planned) == 200


@pytest.mark.parametrize("frequency", ["hourly", "", "now and then"])
def test_without_units_there_is_no_cost(frequency: str) -> None:
    assert cost("20", frequency) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("per week", "week"),
        ("4 weekly", "4-week"),
        ("four-weekly", "4-week"),
        ("yearly", "year"),
        ("calendar monthly", "month"),
        ("per hour", "hour"),
        ("one off", "one-off"),
        ("one-off payment", "one-off"),
    ],
)
def test_other_wordings_are_known(text: str, kind: str) -> None:
    assert read_frequency(text)[::2] == (kind, True)


@pytest.mark.parametrize("text", ["weekend", "quarter hourly", "weeknight", "half day"])
def test_what_only_begins_like_a_period_is_none(text: str) -> None:
    frequency = read_frequency(text)
    assert (frequency.per_week, frequency.is_known) == (None, False)


def test_rows_that_look_alike_are_summed() -> None:
    row = service_row(KEY, Decimal(20), read_frequency("hourly"), Decimal(10), START)
    assert row is not None
    assert weekly_cost([row, row]) == 400


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 3, 31), None, True),
        (date(2026, 4, 1), None, False),
        (date(2020, 1, 1), date(2026, 3, 31), True),
        (date(2020, 1, 1), date(2026, 3, 30), False),
    ],
)
def test_a_row_is_open_from_its_first_day_to_its_last(
    start: date, end: date | None, expected: bool
) -> None:
    assert is_open(start, end, date(2026, 3, 31)) is expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Fraction(5, 1000), "0.01"),
        (Fraction(-5, 1000), "-0.01"),
        (Fraction(4, 1000), "0.00"),
        (Fraction(300, 13), "23.08"),
        (Fraction(-25, 13), "-1.92"),
    ],
)
def test_money_is_rounded_half_up_to_pence(amount: Fraction, expected: str) -> None:
    assert str(pence(amount)) == expected
