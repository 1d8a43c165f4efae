"""Numbers as people write them, read exactly."""

from __future__ import annotations

import re
from decimal import Decimal

from auditkit.matching.folding import tidy, without_guard

# 0-9 and not \d, which takes the digits of every script.
_NUMBER = r"([-−–+]?)[£€]? ?([-−–]?)([1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]{1,15})(\.[0-9]{1,12})?"


def read_number(text: str) -> Decimal | None:
    """A number such as ``-1,250.50`` or ``£85``; None for anything that could be misread.

    >>> read_number("£1,250.50"), read_number("1,5") is None
    (Decimal('1250.50'), True)
    """
    match = re.fullmatch(_NUMBER, tidy(without_guard(text)))
    if match is None or (match[1] and match[2]):
        return None
    value = Decimal(match[3].replace(",", "") + (match[4] or ""))
    return -value if match[2] or match[1] not in ("", "+") else value


def fits(value: Decimal, places: int) -> bool:
    """Whether a number has no more decimals than so many."""
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= places
