"""What an answer adds to a score and to its coverage, packed into one integer.

From the lowest bits up: the first sum (signed), the second sum, then three counts of sixteen
bits each: counted, applicable, asked. Packed integers are added like any others.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from auditkit.errors import AuditkitError
from auditkit.scoring.scorecard import Coverage

_COUNT_BITS = 16
_COUNT = (1 << _COUNT_BITS) - 1


class Share:
    """What one answer adds: to the two sums of the scorer, and to the counts of the coverage."""

    __slots__ = ("applicable", "attainable", "counted", "earned")

    def __init__(
        self, earned: Fraction, attainable: Fraction, counted: bool, applicable: bool
    ) -> None:
        self.earned = earned
        self.attainable = attainable
        self.counted = counted
        self.applicable = applicable


class Packing:
    """Integers for the shares of one set: `factor` makes every sum whole, `bits` hold one sum.

    `questions` gives, for each question, the shares that its answers can have; the largest
    total is known from them, so that no sum can run over.
    """

    def __init__(self, questions: Iterable[Iterable[Share]], *denominators: int) -> None:
        shares = [list(shares) for shares in questions]
        sums = [
            one for each in shares for share in each for one in (share.earned, share.attainable)
        ]
        self.factor = lcm(*denominators, *(one.denominator for one in sums))
        self.largest = sum(
            max(int(max(abs(share.earned), abs(share.attainable)) * self.factor) for share in each)
            for each in shares
            if each
        )
        self.bits = self.largest.bit_length() + 1
        self._sum = (1 << self.bits) - 1
        self._half = 1 << (self.bits - 1)

    def pack(self, share: Share) -> int:
        """The share as one integer. Raises `AuditkitError` where it does not fit the grid."""
        earned, attainable = share.earned * self.factor, share.attainable * self.factor
        if earned.denominator != 1 or attainable.denominator != 1:
            raise AuditkitError(
                "A scorer's parts for a question with several answers must be whole multiples of"
                " its weight times its score, or of its weight times its value."
            )
        counts = int(share.counted) | int(share.applicable) << _COUNT_BITS | 1 << 2 * _COUNT_BITS
        return int(earned) + (int(attainable) << self.bits) + (counts << 2 * self.bits)

    def sums(self, total: int) -> tuple[int, int]:
        """The two sums of a total, both times `factor`."""
        earned = ((total + self._half) & self._sum) - self._half
        return earned, (total - earned) >> self.bits & self._sum

    def coverage(self, total: int) -> Coverage:
        """The three counts of a total."""
        counts = (total + self._half) >> 2 * self.bits
        return Coverage(
            counts & _COUNT, counts >> _COUNT_BITS & _COUNT, counts >> 2 * _COUNT_BITS & _COUNT
        )

    def counts_only(self, total: int) -> int:
        """A total without its sums."""
        return (total + self._half) >> 2 * self.bits << 2 * self.bits
