"""Periods that cases are drawn for: a month, a quarter or a year of the council's own year.

The name of a period is part of every draw number, so that each has one name only.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.languages import ENGLISH, words_in
from auditkit.problems import Place, problem
from auditkit.wording import date_words, month_words, shortened

MONTH = "month"
QUARTER = "quarter"
YEAR = "year"

_MONTH = r"([0-9]{4})-(0[1-9]|1[0-2])"
# The two digits of a year that follows: 2011-12 is a month, so that years begin with 2012-13.
_YEAR = r"([0-9]{4})-([0-9]{2})(?:-Q([1-4]))?"
_CALENDAR_YEAR = r"([0-9]{4})()(?:-Q([1-4]))?"
_FIRST_YEAR, _LAST_YEAR = 1900, 9998
_FULL_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAY_MONTH = rf"(?:[1-9]|1[0-9]|2[0-8]) (?:{'|'.join(_FULL_MONTHS)})"


@frozen
class DayMonth:
    """A day of any year, as in ``1 April``; no later in its month than the 28th."""

    day: int
    month: int

    def of(self, year: int) -> date:
        """The day in this year."""
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return self.label()

    def label(self, language: str = ENGLISH) -> str:
        """The day as people say it."""
        month = words_in(language).translate(_FULL_MONTHS[self.month - 1])
        return f"{self.day} {month}"


APRIL = DayMonth(1, 4)


def day_month(text: str) -> DayMonth:
    """A day of any year as people write it. Raises `ValueError` for any other text.

    >>> str(day_month("1 April"))
    '1 April'
    """
    if re.fullmatch(DAY_MONTH, text) is None:
        raise ValueError(f"not a day of the year: {text!r}")
    day, _, month = text.partition(" ")
    return DayMonth(int(day), _FULL_MONTHS.index(month) + 1)


@frozen
class Period:
    """A period by its name, with its first and its last day. `kind` is ``month``, ``quarter`` or
    ``year``.
    """

    name: str
    kind: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def label(self, language: str = "en") -> str:
        """The period as people say it.

        >>> period("2026-27-Q1").label()
        'April to June 2026'
        """
        if self.first.day > 1:
            return f"{date_words(self.first, language)} – {date_words(self.last, language)}"
        return month_words(self.first, self.last, language)

    def __str__(self) -> str:
        return self.name


def period(name: str, year_starts: DayMonth = APRIL, place: Place | None = None) -> Period:
    """The period of this name: ``2026-04``, ``2026-27-Q1`` or ``2026-27``; of a year that starts
    on 1 January ``2026-Q1`` or ``2026``. Quarters are those of the year that starts so.

    Raises `Refused` for any other text; `place` is where it stands.

    >>> found = period("2026-27-Q4")
    >>> print(found.first, found.last)
    2027-01-01 2027-03-31
    """
    found = _read(name, year_starts)
    if found is None:
        facts = {"found": shortened(name), "known": ", ".join(_examples(year_starts))}
        raise Refused([problem("P030", place or Place(), **facts)])
    return found


def month_of(day: date) -> Period:
    """The calendar month that a day is in."""
    first = day.replace(day=1)
    return Period(f"{day:%Y-%m}", MONTH, first, _day_before(_later(first, 1)))


def quarter_of(day: date, year_starts: DayMonth = APRIL) -> Period:
    """The quarter that a day is in.

    >>> quarter_of(date(2027, 3, 31)).name
    '2026-27-Q4'
    """
    starts = _start_of_year(day, year_starts)
    number = next(n for n in (4, 3, 2, 1) if _later(starts, 3 * (n - 1)) <= day)
    return _part_of_year(starts.year, number, year_starts)


def year_of(day: date, year_starts: DayMonth = APRIL) -> Period:
    """The council's year that a day is in."""
    return _part_of_year(_start_of_year(day, year_starts).year, 0, year_starts)


def months_before(day: date, months: int) -> date:
    """The day so many months earlier; the last of its month where that is shorter.

    >>> months_before(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    first = _later(day.replace(day=1), -months)
    last = _day_before(_later(first, 1))
    return first.replace(day=min(day.day, last.day))


def _read(name: str, year_starts: DayMonth) -> Period | None:
    match = re.fullmatch(_MONTH, name)
    is_month = match is not None
    match = match or re.fullmatch(_CALENDAR_YEAR if _is_calendar(year_starts) else _YEAR, name)
    if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        return None
    if is_month:
        return month_of(date(int(match[1]), int(match[2]), 1))
    made = _part_of_year(int(match[1]), int(match[3] or 0), year_starts)
    return made if made.name == name else None


def _part_of_year(year: int, number: int, year_starts: DayMonth) -> Period:
    """A quarter of the year that starts in `year`, or with 0 the whole of it."""
    name = f"{year:04}" if _is_calendar(year_starts) else f"{year:04}-{(year + 1) % 100:02}"
    starts = year_starts.of(year)
    if not number:
        return Period(name, YEAR, starts, _day_before(_later(starts, 12)))
    first = _later(starts, 3 * (number - 1))
    return Period(f"{name}-Q{number}", QUARTER, first, _day_before(_later(first, 3)))


def _start_of_year(day: date, year_starts: DayMonth) -> date:
    starts = year_starts.of(day.year)
    return starts if starts <= day else year_starts.of(day.year - 1)


def _is_calendar(year_starts: DayMonth) -> bool:
    return (year_starts.day, year_starts.month) == (1, 1)


def _later(day: date, months: int) -> date:
    """The same day of a later month; there is one in each, for none is after the 28th."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, day.day)


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def _examples(year_starts: DayMonth) -> tuple[str, ...]:
    if _is_calendar(year_starts):
        return ("2026-04 (a month)", "2026-Q1 (a quarter)", "2026 (a year)")
    return ("2026-04 (a month)", "2026-27-Q1 (a quarter)", "2026-27 (a year)")
