"""Dates as people in Britain write them: ISO, or the day first; never swapped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_ISO = r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?"
_DAY_FIRST = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:,? \d{1,2}:\d{2}.*)?"
_IN_WORDS = r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9})\.?,? (\d{4})"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]


class DateColumn:
    """A column of dates. One date in it that is possible only with the month first makes every
    date of it doubtful that could be read either way.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.is_month_first = any(map(_only_month_first, set(texts)))

    def read(self, text: str) -> date | str:
        """The date, or the code of what is wrong with it."""
        text = text.strip()
        numbers = _day_first_numbers(text)
        if numbers is None:
            return _unambiguous(text) or "R017"
        first, second, year = numbers
        if _only_month_first(text):
            return "R018"
        if self.is_month_first and first <= 12 and second <= 12 and first != second:
            return "R019"
        return _made(year, second, first) or "R017"


def read_date(text: str) -> date | None:
    """A single date in ISO form or with the day first, or None."""
    found = DateColumn([text]).read(text)
    return found if isinstance(found, date) else None


def _day_first_numbers(text: str) -> tuple[int, int, int] | None:
    match = re.fullmatch(_DAY_FIRST, text)
    if match is None:
        return None
    year = int(match[3])
    return int(match[1]), int(match[2]), year + 2000 if year < 100 else year


def _only_month_first(text: str) -> bool:
    numbers = _day_first_numbers(text.strip())
    return numbers is not None and numbers[0] <= 12 < numbers[1] <= 31


def _unambiguous(text: str) -> date | None:
    match = re.fullmatch(_ISO, text)
    if match is not None:
        return _made(int(match[1]), int(match[2]), int(match[3]))
    match = re.fullmatch(_IN_WORDS, text)
    if match is None:
        return None
    name = match[2].lower()
    if name not in _FULL_MONTHS and name not in (*_MONTHS, "sept"):
        return None
    return _made(int(match[3]), _MONTHS.index(name[:3]) + 1, int(match[1]))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
