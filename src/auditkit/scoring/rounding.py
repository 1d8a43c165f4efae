"""Rounding of exact ratios: declared, named, done once."""

from __future__ import annotations

from decimal import Decimal


def round_ratio(numerator: int, denominator: int, mode: str) -> int:
    """The whole number that a ratio rounds to; `denominator` is above 0.

    `half_up` takes a tie away from zero, `half_even` to the even neighbour.

    >>> [round_ratio(5, 2, mode) for mode in ("half_up", "half_even", "ceiling", "floor")]
    [3, 2, 3, 2]
    """
    whole, rest = divmod(numerator, denominator)
    if mode == "floor" or not rest:
        return whole
    if mode == "ceiling":
        return whole + 1
    twice = 2 * rest
    if twice == denominator:
        up = whole % 2 == 1 if mode == "half_even" else numerator > 0
        return whole + up
    return whole + (twice > denominator)


def scaled_decimal(value: int, places: int) -> Decimal:
    """An integer that counts so many decimal places, as a number."""
    return Decimal(value).scaleb(-places)
