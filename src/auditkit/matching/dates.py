"""Dates as people in Britain write them: ISO, or the day first; never swapped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time

from auditkit.matching.folding import tidy, without_guard

# Each ends with whatever stands behind the date: nothing, or a time. 0-9 and not \d, which takes
# the digits of every script.
_ISO = r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(.*)"
_DAY_FIRST = r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(.*)"
_IN_WORDS = r"([0-9]{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -]([0-9]{4}|[0-9]{2})(.*)"
_TIME = (
    r"(?:T|,? )([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"(?: ?([AaPp])\.?[Mm]\.?)?(?: ?(?:Z|GMT|BST|UTC|[+-][0-9]{2}:?[0-9]{2}))?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# Of two digits, these and later ones may be of the last century: they are no year.
_DOUBTFUL_YEAR = 50


class DateColumn:
    """A column of dates. One date in it that is possible only with the month first makes every
    date of it doubtful that could be read either way.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.is_month_first = any(map(_looks_month_first, set(texts)))

    def read(self, text: str) -> date | str:
        """The date, or the code of what is wrong with it."""
        text = _plain(text)
        numbers = _day_first_numbers(text)
        if numbers is None:
            return _unambiguous(text) or "R017"
        first, second, year = numbers
        found = _made(year, second, first)
        if found is None:
            return "R018" if _made(year, first, second) else "R017"
        if self.is_month_first and first <= 12 and first != second:
            return "R019"
        return found

    def read_moment(self, text: str) -> datetime | None:
        """The date with the time of day behind it, to the second and whatever the zone;
        midnight where there is none. None for what is no date, or a doubtful one.
        """
        day = self.read(text)
        return datetime.combine(day, _clock(_plain(text))) if isinstance(day, date) else None


def read_date(text: str) -> date | None:
    """A single date in ISO form or with the day first, or None."""
    found = DateColumn([text]).read(text)
    return found if isinstance(found, date) else None


def _plain(text: str) -> str:
    return tidy(without_guard(text))


def _matched(pattern: str, text: str) -> re.Match[str] | None:
    match = re.fullmatch(pattern, text)
    rest = match[match.re.groups] if match else ""
    return match if not rest or re.fullmatch(_TIME, rest) else None


def _day_first_numbers(text: str) -> tuple[int, int, int] | None:
    match = _matched(_DAY_FIRST, text)
    return match and (int(match[1]), int(match[3]), _year(match[4]))


def _looks_month_first(text: str) -> bool:
    numbers = _day_first_numbers(_plain(text))
    return numbers is not None and 1 <= numbers[0] <= 12 < numbers[1] <= 31


def _unambiguous(text: str) -> date | None:
    match = _matched(_ISO, text)
    if match is not None:
        return _made(int(match[1]), int(match[2]), int(match[3]))
    match = _matched(_IN_WORDS, text)
    if match is None:
        return None
    name = match[2].lower()
    if name not in _FULL_MONTHS and name not in (*_MONTHS, "sept"):
        return None
    return _made(_year(match[3]), _MONTHS.index(name[:3]) + 1, int(match[1]))


def _year(digits: str) -> int:
    """A year of four digits or of two; 0, which is none, where two leave the century open."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < _DOUBTFUL_YEAR else 0


def _clock(text: str) -> time:
    """The time of day that a text ends with."""
    match = re.search(rf"{_TIME}\Z", text)
    if match is None:
        return time()
    hour, minute, second = (int(digits or 0) for digits in match.group(1, 2, 3))
    if match[4] and hour <= 12:
        hour = hour % 12 + (12 if match[4] in "Pp" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return time()


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
