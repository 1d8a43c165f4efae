"""Exact sums, which stay fractions even of nothing."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction


def total(values: Iterable[Fraction | int]) -> Fraction:
    """The sum of these numbers."""
    return Fraction(sum(values, start=Fraction(0)))


def dot(one: Iterable[Fraction | int], other: Iterable[Fraction | int]) -> Fraction:
    """The sum of the products of numbers side by side."""
    return total(a * b for a, b in zip(one, other, strict=True))
