"""Working days in the three nations, against the bank holidays that the governments published."""

from __future__ import annotations

import doctest
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit import Refused, working_days
from auditkit.errors import ExtraMissing
from auditkit.working_days import NATIONS, WorkingDays

ENGLAND, SCOTLAND, IRELAND = (
    WorkingDays(name) for name in ("england_and_wales", "scotland", "northern_ireland")
)


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(working_days).failed == 0


@pytest.mark.parametrize(
    ("day", "england", "scotland", "ireland"),
    [
        ("2026-01-01", False, False, False),  # New Year's Day
        ("2026-01-02", True, False, True),  # 2nd January, a Friday
        ("2027-01-04", True, False, True),  # for 2nd January, a Saturday
        ("2022-01-03", False, False, False),  # for New Year's Day, a Saturday
        ("2022-01-04", True, False, True),  # for 2nd January, a Sunday
        ("2026-03-17", True, True, False),  # St Patrick's Day
        ("2026-04-03", False, False, False),  # Good Friday
        ("2026-04-06", False, True, False),  # Easter Monday
        ("2026-05-04", False, False, False),  # early May
        ("2020-05-04", True, True, True),  # moved ...
        ("2020-05-08", False, False, False),  # ... to the day of victory in Europe
        ("2026-05-25", False, False, False),  # late May
        ("2022-05-30", True, True, True),  # moved ...
        ("2022-06-02", False, False, False),  # ... for the Platinum Jubilee
        ("2022-06-03", False, False, False),
        ("2022-09-19", False, False, False),  # the funeral of Queen Elizabeth
        ("2023-05-08", False, False, False),  # the coronation
        ("2026-07-13", True, True, False),  # for the 12th of July, a Sunday
        ("2027-07-12", True, True, False),
        ("2026-08-03", True, False, True),  # the first Monday of August
        ("2026-08-31", False, True, False),  # the last Monday of August
        ("2026-11-30", True, False, True),  # St Andrew's Day, a Monday
        ("2025-12-01", True, False, True),  # for St Andrew's Day, a Sunday
        ("2026-06-15", True, False, True),  # the World Cup
        ("2026-12-25", False, False, False),  # a Friday
        ("2026-12-28", False, False, False),  # for Boxing Day, a Saturday
        ("2022-12-26", False, False, False),  # Boxing Day, a Monday
        ("2022-12-27", False, False, False),  # for Christmas Day, a Sunday
        ("2027-12-27", False, False, False),  # for Christmas Day, a Saturday
        ("2027-12-28", False, False, False),  # for Boxing Day, a Sunday
        ("2026-04-11", False, False, False),  # a Saturday
        ("2026-04-12", False, False, False),  # a Sunday
        ("2026-04-13", True, True, True),  # a Monday
    ],
)
def test_a_day_is_a_working_day_where_no_holiday_of_that_nation_is(day, england, scotland, ireland):
    found = [one.is_working(date.fromisoformat(day)) for one in (ENGLAND, SCOTLAND, IRELAND)]
    assert found == [england, scotland, ireland]


@pytest.mark.parametrize(
    ("nation", "first", "count", "last"),
    [
        # Thursday; Fri 17, Mon 20 to Fri 24, Mon 27 to Thu 30 April
        (ENGLAND, "2026-04-16", 10, "2026-04-30"),
        # The day before Good Friday: Tue 7 is the first, for Monday is a holiday, too
        (ENGLAND, "2026-04-02", 1, "2026-04-07"),
        (SCOTLAND, "2026-04-02", 1, "2026-04-06"),
        # From a Saturday, a Sunday and a bank holiday the count begins with the next working day
        (ENGLAND, "2026-04-18", 1, "2026-04-20"),
        (ENGLAND, "2026-04-19", 1, "2026-04-20"),
        (ENGLAND, "2026-04-03", 1, "2026-04-07"),
        # 18, 21, 22, 23, 24 December; 29, 30, 31; 4 January is the ninth, 5 the tenth
        (ENGLAND, "2026-12-17", 10, "2027-01-05"),
        (ENGLAND, "2026-04-16", 0, "2026-04-16"),
        (ENGLAND, "2026-04-03", 0, "2026-04-07"),
    ],
)
def test_a_number_of_working_days_after_a_day(nation, first, count, last):
    assert nation.after(date.fromisoformat(first), count) == date.fromisoformat(last)


def test_no_working_days_before_a_holiday_is_the_working_day_before():
    assert ENGLAND.before(date(2026, 4, 6), 0) == date(2026, 4, 2)


def test_no_day_lies_between_a_day_and_an_earlier_one():
    assert ENGLAND.between(date(2026, 4, 16), date(2026, 4, 13)) == 0


@pytest.mark.parametrize("day", [date(2101, 1, 3), date(1871, 5, 2), date.max, date.min])
def test_a_year_whose_holidays_are_not_known_is_refused(day):
    with pytest.raises(Refused) as refused:
        ENGLAND.after(day, 0)
    (found,) = refused.value.problems
    assert found.code == "X030"
    assert f"of {day.year} are not known, only those from 1872 to 2100" in found.message


def test_a_count_that_leaves_the_years_known_is_refused():
    for count, day in ((ENGLAND.after, date(2100, 12, 20)), (ENGLAND.before, date(1872, 1, 10))):
        with pytest.raises(Refused, match="X030"):
            count(day, 20)


def test_without_the_library_of_holidays_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays.countries.united_kingdom", None)
    with pytest.raises(ExtraMissing, match="practice-auditkit\\[store\\]"):
        WorkingDays().is_working(date(2026, 4, 13))


days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
nations = st.sampled_from([WorkingDays(name) for name in NATIONS])


@given(nations, days, st.integers(0, 120))
def test_no_count_of_working_days_ends_on_a_day_off(nation, day, count):
    assert nation.is_working(nation.after(day, count))
    assert nation.is_working(nation.before(day, count))


@given(nations, days, st.integers(1, 120))
def test_so_many_days_later_there_are_so_many_between(nation, day, count):
    assert nation.between(day, nation.after(day, count)) == count


@given(nations, days, st.integers(0, 120))
def test_from_a_working_day_there_and_back_is_the_same_day(nation, day, count):
    begin = nation.after(day, 0)
    assert nation.before(nation.after(begin, count), count) == begin


@given(nations, days, st.integers(0, 60))
def test_a_day_later_is_never_due_earlier(nation, day, count):
    assert nation.after(day, count) <= nation.after(day + timedelta(days=1), count)
