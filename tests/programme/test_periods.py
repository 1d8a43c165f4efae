"""Periods: one name each, with the first and the last day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit import Refused
from auditkit.periods import (
    DayMonth,
    day_month,
    month_of,
    months_before,
    period,
    quarter_of,
    year_of,
)

JANUARY, SIXTH = DayMonth(1, 1), DayMonth(6, 4)


@pytest.mark.parametrize(
    ("name", "starts", "first", "last", "label"),
    [
        ("2026-04", DayMonth(1, 4), "2026-04-01", "2026-04-30", "April 2026"),
        ("2028-02", DayMonth(1, 4), "2028-02-01", "2028-02-29", "February 2028"),
        ("2011-12", DayMonth(1, 4), "2011-12-01", "2011-12-31", "December 2011"),
        ("2026-27-Q1", DayMonth(1, 4), "2026-04-01", "2026-06-30", "April to June 2026"),
        ("2026-27-Q4", DayMonth(1, 4), "2027-01-01", "2027-03-31", "January to March 2027"),
        ("2026-27", DayMonth(1, 4), "2026-04-01", "2027-03-31", "April 2026 to March 2027"),
        ("2099-00", DayMonth(1, 4), "2099-04-01", "2100-03-31", "April 2099 to March 2100"),
        ("2026", JANUARY, "2026-01-01", "2026-12-31", "January to December 2026"),
        ("2026-Q2", JANUARY, "2026-04-01", "2026-06-30", "April to June 2026"),
        ("2026-27-Q1", SIXTH, "2026-04-06", "2026-07-05", "6 April 2026 – 5 July 2026"),
    ],
)
def test_a_period_has_its_days_and_its_words(name, starts, first, last, label):
    found = period(name, starts)
    assert (found.first.isoformat(), found.last.isoformat(), found.label()) == (first, last, label)
    assert str(found) == name
    assert found.first in found
    assert found.last in found


@pytest.mark.parametrize(
    "name",
    ["", "2026", "2026-4", "2026-13", "2026-28", "2026-27-Q5", "2026-27-q1", "2026/27", "26-27",
     " 2026-04", "April 2026", "2026-04-01", "0000-01", "9999-12", "٢٠٢٦-٠٤"],
)  # fmt: skip
def test_anything_else_is_no_period(name):
    with pytest.raises(Refused) as refused:
        period(name)
    assert refused.value.problems[0].code == "P030"
    assert "2026-27-Q1 (a quarter)" in str(refused.value)


def test_a_year_that_starts_in_january_has_names_of_its_own():
    with pytest.raises(Refused, match="2026-Q1"):
        period("2026-27", JANUARY)


def test_a_period_is_said_in_welsh():
    assert period("2026-27-Q1").label("cy") == "Ebrill – Mehefin 2026"


@given(
    st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.sampled_from([DayMonth(1, 4), JANUARY, SIXTH])
)
def test_a_day_is_in_its_periods_and_they_are_read_by_their_names(day, starts):
    for found in (quarter_of(day, starts), year_of(day, starts)):
        assert day in found
        if starts == JANUARY or int(found.name[5:7]) > 12:
            assert period(found.name, starts) == found
    assert day in month_of(day)
    assert period(month_of(day).name, starts) == month_of(day)


def test_months_before_ends_with_the_month():
    assert months_before(date(2026, 4, 1), 12) == date(2025, 4, 1)
    assert months_before(date(2028, 2, 29), 12) == date(2027, 2, 28)
    assert months_before(date(2026, 1, 31), 2) == date(2025, 11, 30)


@pytest.mark.parametrize("text", ["31 April", "0 April", "April", "1 april", "01 April", "1  May"])
def test_a_day_of_the_year_is_said_in_one_way(text):
    with pytest.raises(ValueError, match="not a day of the year"):
        day_month(text)
