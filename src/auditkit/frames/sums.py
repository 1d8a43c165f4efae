"""The results of groups by sums, for a scorer that adds.

Each answer is a whole number with what it adds to either sum and to the three counts of the
coverage, and a row's numbers are added: those of a few questions looked up at once, those of a
section once for itself and all around it. Where 64 bits hold them that is NumPy's addition, else
Python's.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

import numpy

from auditkit.frames.arrays import distinct
from auditkit.frames.known import Known, Numbers, packed, packs
from auditkit.frames.maker import Maker, Source
from auditkit.scoring.scorecard import Coverage

if TYPE_CHECKING:
    from auditkit.frames.given import Rows
    from auditkit.scoring.marks import Mark
    from auditkit.scoring.plan import Group, Plan

_NOTHING = Fraction(0)
# As many patterns of answers to some questions have their sums in one table.
_TOGETHER = 1 << 12


class _Layout(NamedTuple):
    """How an answer is one number: from the lowest bits up two sums, times `scale`, of so many
    bits each, then three counts.
    """

    scale: int
    sum_bits: int
    count_bits: int

    @property
    def type(self) -> str:
        bits = 2 * self.sum_bits + 3 * self.count_bits
        return "int64" if bits < 63 else "object"

    def packed(self, earned: Fraction, attainable: Fraction, coverage: Coverage) -> int:
        counted, applicable, asked = coverage
        counts = counted + (applicable << self.count_bits) + (asked << 2 * self.count_bits)
        sums = int(earned * self.scale) + (int(attainable * self.scale) << self.sum_bits)
        return sums + (counts << 2 * self.sum_bits)

    def unpacked(self, total: int) -> tuple[int, int, Coverage]:
        earned, total = _lowest(total, self.sum_bits)
        attainable, total = _lowest(total, self.sum_bits)
        counts = [
            total >> place * self.count_bits & (1 << self.count_bits) - 1 for place in range(3)
        ]
        return earned, attainable, Coverage(*counts)


def _lowest(total: int, bits: int) -> tuple[int, int]:
    """The signed number in the lowest bits, and the rest."""
    half = 1 << bits - 1
    lowest = (total + half & (1 << bits) - 1) - half
    return lowest, (total - lowest) >> bits


class GroupSum(Maker):
    """One group of those that are summed up; `within` are those that add their sums to it."""

    def __init__(
        self, plan: Plan, group: Group, known: Known, parts: Sequence[Source | Group]
    ) -> None:
        super().__init__(plan, group, known)
        self.sources = [one for one in parts if isinstance(one, Source)]
        self.within = [one.index for one in parts if not isinstance(one, Source)]
        self.shares: list[list[tuple[Fraction, Fraction, Coverage]]] = [[] for _ in self.sources]
        self.tables: list[tuple[slice, list[int], Numbers]] = []
        self.numbers: dict[int, int] = {}

    def learn(self) -> bool:
        """Take in answers, and results of sections within, that were not known before; whether
        there are any.
        """
        is_new = False
        for source, shares in zip(self.sources, self.shares, strict=True):
            new = source.known.things[len(shares) :]
            shares += [self._share(*source.marked(thing)) for thing in new]
            is_new = is_new or bool(new)
        return is_new

    def _share(self, mark: Mark | None, coverage: Coverage) -> tuple[Fraction, Fraction, Coverage]:
        if mark is None:
            return _NOTHING, _NOTHING, coverage
        return (*self.plan.scorer.parts(mark), coverage)

    def lay_out(self, layout: _Layout) -> None:
        """Pack what is known: for each pattern of neighbours, what it adds."""
        sizes = list(map(len, self.shares))
        self.tables = []
        for few in packs(sizes, _TOGETHER):
            table = numpy.zeros(1, layout.type)
            for shares in self.shares[few]:
                own = numpy.array([layout.packed(*share) for share in shares], layout.type)
                table = numpy.add.outer(table, own).ravel()
            self.tables.append((few, sizes[few], table))

    def own(self, rows: Rows, type: str) -> Numbers:
        """What each row's own sources add up to."""
        total = numpy.zeros(len(rows), type)
        for few, sizes, table in self.tables:
            parts = [source.numbers(rows) for source in self.sources[few]]
            total += table.take(packed(parts, sizes))
        return total

    def results(self, total: Numbers, layout: _Layout) -> Numbers:
        """The numbers of the results that totals come to."""
        found, inverse = distinct(total)
        results = (self._result(one, layout) for one in found.tolist())
        return numpy.fromiter(results, "int64", len(found)).take(inverse)

    def _result(self, total: int, layout: _Layout) -> int:
        number = self.numbers.get(total)
        if number is None:
            earned, attainable, coverage = layout.unpacked(total)
            share = self.plan.scorer.close(earned, attainable)
            number = self.numbers[total] = self.number(share, coverage)
        return number


class Nest:
    """By sums, for a scorer that needs no more: of groups one within the other, each of which
    adds its sum to that of the group around it.
    """

    def __init__(self, groups: list[GroupSum]) -> None:
        self.groups = groups
        self.layout = _Layout(1, 1, 1)

    def knows(self) -> int:
        """How many totals are known."""
        return sum(len(one.numbers) for one in self.groups)

    def work_out(self, rows: Rows, needed: Container[int]) -> None:
        """Give the rows their results of those of these groups that are needed."""
        self._learn()
        totals: dict[int, Numbers] = {}
        for one in reversed(self.groups):
            total = one.own(rows, self.layout.type)
            for index in one.within:
                total += totals[index]
            totals[one.group.index] = total
            if one.group.index in needed:
                rows.results[one.group.index] = one.results(total, self.layout)

    def _learn(self) -> None:
        """Take in what was not known before."""
        learned = [one.learn() for one in self.groups]
        if not any(learned):
            return
        layout = _laid_out([shares for one in self.groups for shares in one.shares])
        for one in self.groups:
            one.lay_out(layout)
            if layout != self.layout:
                one.numbers = {}
        self.layout = layout


def _laid_out(shares: Sequence[Sequence[tuple[Fraction, Fraction, Coverage]]]) -> _Layout:
    """The layout for one of the shares of each source."""
    scale = lcm(*(part.denominator for one in shares for share in one for part in share[:2]))
    largest = sum(max(max(map(abs, share[:2])) for share in one) for one in shares)
    asked = sum(max(share[2].asked for share in one) for one in shares)
    return _Layout(scale, int(largest * scale).bit_length() + 1, asked.bit_length())
