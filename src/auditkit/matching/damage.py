"""What spreadsheets do to values, recognised and named."""

from __future__ import annotations

import re
from functools import cache

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAMAGED = (
    r"(?P<error>#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!"
    r"|GETTING_DATA))|(?P<formula>#NOT CALCULATED!)|(?P<narrow>#{2,})"
    r"|(?P<number>-?\d(?:\.\d+)?[eE][+-]?\d{1,3})"
    rf"|(?P<date>\d{{1,2}}-{_MONTH}|{_MONTH}-\d{{2,4}})"
)
_WORDS = {
    "error": "a formula error",
    "formula": "a formula whose result the file does not hold",
    "narrow": "a value that a narrow column hid",
    "number": "a number that the spreadsheet shortened",
    "date": "a date that the spreadsheet made of something else",
}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_DAMAGED, re.IGNORECASE)


def damage(text: str) -> str | None:
    """What happened to a value in a spreadsheet, in words; None where nothing is known.

    >>> damage("#N/A"), damage("1.23457E+11"), damage("Yes")
    ('a formula error', 'a number that the spreadsheet shortened', None)
    """
    match = _pattern().fullmatch(text.strip())
    return _WORDS[str(match.lastgroup)] if match else None
