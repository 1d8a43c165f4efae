"""Numbers as a workbook stores them, in their shortest form."""

from __future__ import annotations

import re
from math import isfinite

_LONGEST = 255
_NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")
# Below this, every whole number has a float of its own.
_EXACT = 2**53
# Excel keeps 15 digits: the 16th and 17th are the dust of binary fractions.
_DIGITS = ".15g"

# Whether a number with decimals is in its shortest form already, if it is short enough.
is_shortest_decimal = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]").fullmatch


def number_from(written: str) -> float:
    """The number that a cell holds. Raises ValueError for what is none, or is infinite."""
    if len(written) > _LONGEST or not _NUMBER.fullmatch(written):
        raise ValueError("not a number")
    number = float(written)
    if not isfinite(number):
        raise ValueError("not a finite number")
    return number


def shortest(number: float) -> str:
    """A number as text: without needless digits, without exponent below 10^15.

    >>> [shortest(number) for number in (1.0, 0.1 + 0.2, 1e5, -0.0, 2.5e-7, 1e20)]
    ['1', '0.3', '100000', '0', '0.00000025', '1E+20']
    """
    text = format(number, _DIGITS)
    if "e" not in text:
        return "0" if text == "-0" else text
    if abs(number) < _EXACT and number == int(number):
        return str(int(number))
    if abs(number) >= 1e15 or abs(number) < 1e-15:
        return text.upper()
    from decimal import Decimal

    return format(Decimal(text), "f")
