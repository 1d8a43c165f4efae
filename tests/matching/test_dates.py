"""Dates are ISO or have the day first; what could be another date is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from return_words import told

from auditkit.kit import Reading
from auditkit.matching.dates import DateColumn, read_date
from auditkit.returns import AuditReturn

DATES = {
    "ISO": ("2026-04-13", "2026-04-13"),
    "ISO without zeros": ("2026-4-3", "2026-04-03"),
    "ISO with a time": ("2026-04-13T09:30:00", "2026-04-13"),
    "ISO with a zone": ("2026-04-13 09:30:00.1234567+01:00", "2026-04-13"),
    "ISO in UTC": ("2026-04-13T23:30Z", "2026-04-13"),
    "slashes": ("13/04/2026", "2026-04-13"),
    "full stops": ("13.04.2026", "2026-04-13"),
    "dashes": ("13-04-2026", "2026-04-13"),
    "one digit": ("3/4/2026", "2026-04-03"),
    "two-digit year": ("13/04/26", "2026-04-13"),
    "last year of this century": ("13/04/49", "2049-04-13"),
    "day first with a time": ("13/04/2026 09:30:00", "2026-04-13"),
    "day first with a comma": ("13/04/2026, 9:30 am", "2026-04-13"),
    "words": ("13 April 2026", "2026-04-13"),
    "short words": ("13 Apr 2026", "2026-04-13"),
    "short words with a stop": ("13 Apr. 2026", "2026-04-13"),
    "ordinal": ("3rd September 2026", "2026-09-03"),
    "as Excel writes it": ("13-Apr-26", "2026-04-13"),
    "four letters": ("13-Sept-2026", "2026-09-13"),
    "words with a time": ("13 April 2026 09:30", "2026-04-13"),
    "no-break space": ("13\u00a0April\u00a02026", "2026-04-13"),
    "invisible characters": ("\ufeff13/04/2026\u200e", "2026-04-13"),
    "leap day": ("29/02/2024", "2024-02-29"),
    "blank": ("", "not_assessed"),
    "spaces": (" \u00a0", "not_assessed"),
}
# When each is, as ISO says it; "" for what is none.
MOMENTS = {
    "ISO": ("2026-04-13T09:30:15", "2026-04-13T09:30:15"),
    "without seconds": ("13/04/2026 9:30", "2026-04-13T09:30:00"),
    "fraction of a second": ("2026-04-13 09:30:15.9", "2026-04-13T09:30:15"),
    "with a zone": ("2026-04-13 09:30:15+01:00", "2026-04-13T09:30:15"),
    "morning": ("13/04/2026 09:30 AM", "2026-04-13T09:30:00"),
    "afternoon": ("13/04/2026 9:30:15 pm", "2026-04-13T21:30:15"),
    "dotted": ("13 April 2026 9:30 p.m.", "2026-04-13T21:30:00"),
    "noon": ("13/04/2026 12:05 PM", "2026-04-13T12:05:00"),
    "after midnight": ("13/04/2026 12:05 AM", "2026-04-13T00:05:00"),
    "afternoon told twice": ("13/04/2026 21:30 PM", "2026-04-13T21:30:00"),
    "day alone": ("13/04/2026", "2026-04-13T00:00:00"),
    "no such time": ("13/04/2026 25:00", "2026-04-13T00:00:00"),
    "month first": ("04/13/2026 09:30", ""),
    "time alone": ("09:30", ""),
    "blank": ("", ""),
}
REFUSED = {
    "no leap year": ("29/02/2025", "R017"),
    "thirty-first of June": ("31/06/2026", "R017"),
    "day 0": ("00/04/2026", "R017"),
    "month 0": ("13/00/2026", "R017"),
    "year 0": ("13/04/0000", "R017"),
    "year of three digits": ("13/04/206", "R017"),
    "year of five digits": ("13/04/20261", "R017"),
    "open century": ("13/04/50", "R017"),
    "open century in words": ("13-Apr-98", "R017"),
    "ISO with the day before the month": ("2026-13-04", "R017"),
    "month first": ("04/13/2026", "R018"),
    "month first with a time": ("4/13/26 9:30:00 AM", "R018"),
    "month first but no date": ("02/30/2026", "R017"),
    "mixed signs": ("13/04-2026", "R017"),
    "an Excel serial": ("46125", "R017"),
    "eight digits": ("20260413", "R017"),
    "no year": ("13 April", "R017"),
    "no such month": ("13 Mayy 2026", "R017"),
    "text behind": ("13/04/2026 or so", "R017"),
    "time that is none": ("13/04/2026 late", "R017"),
    "full-width digits": ("１３/０４/２０２６", "R017"),
    "Arabic digits": ("١٣/٠٤/٢٠٢٦", "R017"),
    "superscript": ("1³/04/2026", "R017"),
    "words": ("in spring", "R017"),
    "damaged": ("03-Dec", "R011"),
    "hidden": ("########", "R011"),
}


@pytest.mark.parametrize(("text", "expected"), DATES.values(), ids=DATES)
def test_a_date_is_read(
    read_cell: Callable[[str, str], AuditReturn], text: str, expected: str
) -> None:
    assert told(read_cell("met", text), "met") == expected


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_date_is_named(
    read_cell: Callable[[str, str], AuditReturn], text: str, expected: str
) -> None:
    assert told(read_cell("met", text), "met") == expected


@pytest.mark.parametrize(("text", "expected"), MOMENTS.values(), ids=MOMENTS)
def test_a_date_is_read_with_its_time_of_day(text: str, expected: str) -> None:
    found = DateColumn([text]).read_moment(text)
    assert (found.isoformat() if found else "") == expected


@pytest.mark.parametrize("column", ["case.seen", "audit_date"])
def test_every_kind_of_date_is_read_alike(
    read_cell: Callable[[str, str], AuditReturn], column: str
) -> None:
    one = read_cell(column, "13 April 2026")
    assert date(2026, 4, 13) in (one.audit_date, one.case.get("seen"))


@pytest.mark.parametrize("month_first", ["04/13/2026", "4/13/26", "02/30/2026"])
def test_a_date_with_the_month_first_makes_its_column_doubtful(
    read: Callable[..., Reading], month_first: str
) -> None:
    rows = f"CASE-1,Yes,{month_first}\nCASE-2,Yes,05/04/2026\nCASE-3,Yes,13/04/2026\n"
    first, second, third = read(f"case_ref,plan,met\n{rows}", "whole").returns
    assert first.is_held
    assert told(second, "met") == "R019"
    assert told(third, "met") == "2026-04-13"


def test_a_case_date_is_doubtful_in_its_own_column(read: Callable[..., Reading]) -> None:
    rows = "CASE-1,Yes,04/13/2026\nCASE-2,Yes,05/04/2026\n"
    _, second = read(f"case_ref,plan,case.seen\n{rows}", "whole").returns
    assert told(second, "case.seen") == "R019"


@pytest.mark.parametrize("text", ["00/13/2026", "13/13/2026", "12/32/2026", "46125", ""])
def test_what_is_no_date_in_either_order_makes_nothing_doubtful(text: str) -> None:
    assert DateColumn([text]).read("05/04/2026") == date(2026, 4, 5)


@given(st.dates(date(1000, 1, 1)))
def test_any_date_reads_back_from_the_ways_it_is_written(day: date) -> None:
    written = [day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day:%d.%m.%Y}"]
    written += [f"{day:%d %B} {day.year}", f"{day:%d-%b}-{day.year}"]
    assert [read_date(text) for text in written] == [day] * 5


@given(st.dates(date(2000, 1, 1), date(2049, 12, 31)), st.booleans())
def test_a_date_is_never_read_with_the_month_first(day: date, short: bool) -> None:
    year = f"{day:%y}" if short else str(day.year)
    found = read_date(f"{day.month}/{day.day}/{year}")
    swapped = day.day <= 12
    assert found == (date(day.year, day.day, day.month) if swapped else None)


@given(st.text(alphabet="0123456789/-. :TAprJun２٣²", max_size=16))
def test_no_text_is_read_as_a_date_that_it_does_not_show(text: str) -> None:
    found = read_date(text)
    assert found is None or f"{found.year % 100:02}" in text


def test_each_day_of_a_year_is_read_as_itself() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [read_date(f"{day:%d/%m/%Y}") for day in days] == days
