"""What spreadsheets do to values, recognised and named."""

from __future__ import annotations

import re
from functools import cache

from auditkit.languages import noted, said

# As spreadsheets write them: "MAR-22" and "4E2" may well be somebody's references.
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_DAMAGED = (
    r"(?P<error>(?i:#(?:N/A|DIV/0!|GETTING_DATA|[A-Z]+[!?])|Err:[0-9]{3}))"
    r"|(?P<formula>#NOT CALCULATED!)|(?P<narrow>#{2,})"
    r"|(?P<number>-?[0-9](?:[.,][0-9]+)?[eE][+-][0-9]{2,3})"
    rf"|(?P<date>[0-9]{{1,2}}-{_MONTH}|{_MONTH}-[0-9]{{2}})"
)
_WORDS = {
    "error": noted("a formula error"),
    "formula": noted("a formula whose result the file does not hold"),
    "narrow": noted("a value that a narrow column hid"),
    "number": noted("a number that the spreadsheet shortened"),
    "date": noted("a date that the spreadsheet made of something else"),
}
# What damaged values begin with: signs, digits, Err: and months.
_BEGINNINGS = frozenset("#-0123456789eEJFMASOND")
# Damage that no text could be meant by.
_LOST = ("error", "formula", "narrow")


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_DAMAGED)


def damage(text: str) -> str | None:
    """What happened to a value in a spreadsheet, in words; None where nothing is known.

    >>> damage("#N/A"), damage("1.23457E+11"), damage("Yes")
    ('a formula error', 'a number that the spreadsheet shortened', None)
    """
    shown = text.strip()
    if shown[:1] not in _BEGINNINGS:
        return None
    match = _pattern().fullmatch(shown)
    return said(_WORDS[str(match.lastgroup)]) if match else None


def loss(text: str) -> str | None:
    """The same for free text, where ``Apr-26`` may be what somebody typed.

    >>> loss("#REF!"), loss("Apr-26")
    ('a formula error', None)
    """
    if not text.lstrip().startswith(("#", "Err:", "err:", "ERR:")):
        return None
    match = _pattern().fullmatch(text.strip())
    return said(_WORDS[str(match.lastgroup)]) if match and match.lastgroup in _LOST else None
