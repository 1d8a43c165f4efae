"""Decimals as integers on a scale, exact whatever the precision of the program's context."""

from __future__ import annotations

from decimal import Decimal


def decimal_places(number: Decimal) -> int:
    """How many decimals a number has; zeros at its end say nothing.

    >>> decimal_places(Decimal("1.50")), decimal_places(Decimal("20"))
    (1, 0)
    """
    return len(f"{number:f}".partition(".")[2].rstrip("0"))


def scaled(number: Decimal, scale: int) -> int:
    """A number times a scale that has room for all its decimals.

    >>> scaled(Decimal("-0.5"), 100)
    -50
    """
    numerator, denominator = number.as_integer_ratio()
    return numerator * scale // denominator
