"""What an answer adds to a score and to its coverage, packed into one integer.

From the lowest bits up: the two sums (signed), then three counts of sixteen bits each: counted,
applicable, asked. Packed integers are added like any others.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from auditkit.scoring.scorecard import Coverage

_COUNT_BITS = 16
_COUNT = (1 << _COUNT_BITS) - 1
# How many times more than any known share several options together may add.
_ROOM = 1 << 16


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

    `questions` gives, for each question, the shares that its answers can have; so that no sum
    can run over, none may add more than the `largest` of them. `grids` are the denominators of
    questions with several answers, which have more shares than can be listed: there is room for
    larger ones, and what is larger still is refused.
    """

    def __init__(self, questions: Iterable[Iterable[Share]], *grids: int) -> None:
        shares = [list(shares) for shares in questions]
        sums = [
            one for each in shares for share in each for one in (share.earned, share.attainable)
        ]
        self.factor = lcm(*grids, *(one.denominator for one in sums))
        self.largest = max((int(abs(one) * self.factor) for one in sums), default=0)
        if grids:
            self.largest *= _ROOM
        self.bits = (self.largest * len(shares)).bit_length() + 1
        half = 1 << (self.bits - 1)
        self._sum = (1 << self.bits) - 1
        self._half = half
        self._halves = half + (half << self.bits)

    def pack(self, share: Share) -> int:
        """The share as one integer. Raises `ValueError` where it does not fit the grid."""
        earned, attainable = share.earned * self.factor, share.attainable * self.factor
        if earned.denominator != 1 or attainable.denominator != 1:
            raise ValueError(
                "parts of several answers must be whole multiples of weight times score, or of"
                " weight times value"
            )
        if max(abs(earned), abs(attainable)) > self.largest:
            raise ValueError(
                f"parts of several answers must not be over {_ROOM} times those of any one"
            )
        counts = int(share.counted) | int(share.applicable) << _COUNT_BITS | 1 << 2 * _COUNT_BITS
        return int(earned) + (int(attainable) << self.bits) + (counts << 2 * self.bits)

    def sums(self, total: int) -> tuple[int, int]:
        """The two sums of a total, both times `factor`."""
        raised = total + self._halves
        return (raised & self._sum) - self._half, (raised >> self.bits & self._sum) - self._half

    def coverage(self, total: int) -> Coverage:
        """The three counts of a total."""
        counts = (total + self._halves) >> 2 * self.bits
        return Coverage(
            counts & _COUNT, counts >> _COUNT_BITS & _COUNT, counts >> 2 * _COUNT_BITS & _COUNT
        )

    def counts_only(self, total: int) -> int:
        """A total without its sums."""
        return (total + self._halves) >> 2 * self.bits << 2 * self.bits
