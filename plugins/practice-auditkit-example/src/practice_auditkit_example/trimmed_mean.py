"""A scoring method: the mean that one very good and one very poor answer cannot sway."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from auditkit import Mark


class TrimmedMean:
    """The plain mean of the values left once the `trim` best and poorest are set aside.

    A question set gives the argument as ``scoring: {method: trimmed_mean, arguments: {trim: 1}}``.
    """

    def __init__(self, trim: str = "1") -> None:
        if not trim.isdecimal():
            raise ValueError(f"trim is {trim!r}, expected a whole number")
        self.trim = int(trim)

    def score(self, marks: Sequence[Mark]) -> Fraction | None:
        """The share that these marks earn; None where trimming leaves nothing."""
        values = sorted(mark.value for mark in marks)
        kept = values[self.trim : len(values) - self.trim]
        return sum(kept, Fraction(0)) / len(kept) if kept else None
