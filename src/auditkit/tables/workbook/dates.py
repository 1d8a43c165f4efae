"""Dates and times: which number formats mean one, and what a number then says."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum

from auditkit.tables.workbook.numbers import number_from, shortest

_DAY = 86_400
_LAST_DAY = date.max.toordinal()
_1900 = date(1899, 12, 31).toordinal()
_1904 = date(1904, 1, 1).toordinal()
# Excel counts a 29 February 1900, as Lotus 1-2-3 did.
_NO_SUCH_DAY = 60

_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|e[+-]|general|am/pm|a/p', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]?")
_ISO = re.compile(
    r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})T?)?"
    r"(?:([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)


class Kind(Enum):
    """What a number format shows: a number, or which parts of a moment."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    MOMENT = "date and time"
    ELAPSED = "elapsed time"


BUILT_IN = {
    **dict.fromkeys((*range(14, 18), *range(27, 32), 36, *range(50, 59)), Kind.DATE),
    **dict.fromkeys((*range(18, 22), *range(32, 36), 45, 47), Kind.TIME),
    22: Kind.MOMENT,
    46: Kind.ELAPSED,
}


def kind_of_format(code: str) -> Kind:
    """What a format code shows, told by its section for positive numbers.

    >>> [kind_of_format(code).value for code in ("dd/mm/yyyy;@", '0 "days"', "[h]:mm", "mm:ss")]
    ['date', 'number', 'elapsed time', 'time']
    """
    section = _LITERAL.sub("", code).partition(";")[0]
    if _ELAPSED.search(section):
        return Kind.ELAPSED
    letters = set(_BRACKETS.sub("", section).lower())
    has_time = bool(letters & set("hs"))
    has_date = bool(letters & set("ydegb")) or ("m" in letters and not has_time)
    if has_date:
        return Kind.MOMENT if has_time else Kind.DATE
    return Kind.TIME if has_time else Kind.NUMBER


def moment_text(written: str, kind: Kind, is_1904: bool) -> str:
    """A number as the moment that it stands for, in ISO form, to the second.

    What is no date (a negative number, one after the year 9999, day 0 of the 1900 system)
    stays a number.
    """
    number = number_from(written)
    if not 0 <= number < _LAST_DAY:
        return shortest(number)
    days, seconds = divmod(int(number * _DAY + 0.5), _DAY)
    if kind is Kind.ELAPSED:
        return _clock(days * _DAY + seconds)
    if days == 0 and _is_clock(seconds, kind, is_1904):
        return _clock(seconds)
    day = _day(days, is_1904)
    return shortest(number) if day is None else _joined(day, seconds, kind)


def iso_text(written: str, kind: Kind) -> str:
    """A cell that already holds its date in ISO form. Raises ValueError where it does not."""
    found = _ISO.fullmatch(written.strip())
    if found is None or not (found[1] or found[2]):
        raise ValueError("not a date")
    hours, minutes, seconds = (int(part or 0) for part in found.group(2, 3, 4))
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError("not a time")
    clock = (hours * 60 + minutes) * 60 + seconds
    if not found[1]:
        return _clock(clock)
    return _joined(date.fromisoformat(found[1]).isoformat(), clock, kind)


def _is_clock(seconds: int, kind: Kind, is_1904: bool) -> bool:
    """Whether a moment of day 0, which is a day only in the 1904 system, is a time of day."""
    if is_1904:
        return kind is Kind.TIME
    return seconds > 0 or kind is not Kind.DATE


def _day(days: int, is_1904: bool) -> str | None:
    """A day by its number; None where the number is that of no day."""
    if is_1904:
        ordinal = _1904 + days
    elif days == _NO_SUCH_DAY:
        return "1900-02-29"
    else:
        ordinal = _1900 + days - (days > _NO_SUCH_DAY)
    if ordinal > _LAST_DAY or not (days or is_1904):
        return None
    return date.fromordinal(ordinal).isoformat()


def _joined(day: str, seconds: int, kind: Kind) -> str:
    """Day and time of day; midnight is said only where the format shows a time."""
    if seconds or kind in (Kind.TIME, Kind.MOMENT):
        return f"{day} {_clock(seconds)}"
    return day


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
