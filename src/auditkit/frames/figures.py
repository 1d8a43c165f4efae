"""The result of each group for every row of a batch.

A scorer that adds is given sums: each answer is a whole number with what it adds to either sum
and to the three counts of the coverage, and a row's numbers are added: those of a few questions
looked up at once, those of a section once for itself and all around it. Where 64 bits hold them
that is NumPy's addition, else Python's. Any other scorer is given runs of marks, two at a time,
once for each two that differ.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy

from auditkit.frames.arrays import distinct
from auditkit.frames.known import Known, Numbers, Table, by_pattern, packed, packs, patterns
from auditkit.scoring.outcomes import UNASKED
from auditkit.scoring.rows import make_figure, rescored, unit_mark
from auditkit.scoring.scorecard import Coverage, SectionResult

if TYPE_CHECKING:
    from auditkit.frames.given import Rows, Vocabulary
    from auditkit.scoring.checked import Ratio
    from auditkit.scoring.marks import Mark
    from auditkit.scoring.outcomes import PlannedQuestion
    from auditkit.scoring.plan import Group, Plan

_NOTHING = Fraction(0)
# As many patterns of answers to some questions have their sums in one table.
_TOGETHER = 1 << 12
# The result of a return that has none, as it is held.
_NO_RESULT = SectionResult(None, Coverage(0, 0, 0))
# A mark, if there is one, and the counts of what stands behind it.
Marked = tuple["Mark | None", Coverage]


class Source(NamedTuple):
    """What adds to a group: a question, or a section that is one mark. `known` are its answers,
    or its results; `marked` says what each comes to.
    """

    known: Known
    numbers: Callable[[Rows], Numbers]
    marked: Callable[[Any], Marked]


class Figures:
    """The results of all groups; `known` are those met so far, by group, 0 being none."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self.plan = plan
        self.known = {group.index: Known(_NO_RESULT) for group in plan.groups}
        self.parts = {group.index: list(self._parts(group, vocabulary)) for group in plan.groups}
        self.needed = frozenset(self.known)
        inner_first = plan.groups[::-1]
        self.makers: list[_Runs | _Nest]
        if plan.scorer.adds:
            self.makers = [
                _Nest([self._sum(one) for one in self._added_up(group)])
                for group in inner_first
                if group.is_unit or group.section is None
            ]
        else:
            self.makers = [
                _Runs(plan, group, self.known[group.index], list(self._sources(group)))
                for group in inner_first
            ]

    def leave_out(self, but: frozenset[int]) -> None:
        """From now on have no results of sections but these, and those that others rest on."""
        units = (group.index for group in self.plan.groups if group.is_unit)
        self.needed = frozenset((0, *units, *but))

    def work_out(self, rows: Rows) -> None:
        """Give the rows their results, those of inner groups first."""
        rows.known_results = self.known
        for maker in self.makers:
            maker.work_out(rows, self.needed)

    def _parts(self, group: Group, vocabulary: Vocabulary) -> Iterator[Source | Group]:
        """What adds to a group, in order: its own questions, then the sections within."""
        for name in self.plan.names[group.own]:
            planned = self.plan.questions[name]
            if planned.counts:
                yield _question(planned, vocabulary)
        for inner in self.plan.groups:
            if inner.above == group.index and inner.section is not None:
                yield self._unit(inner) if inner.is_unit else inner

    def _sources(self, group: Group) -> Iterator[Source]:
        """What adds to a group, in order, by itself or in a section within."""
        for part in self.parts[group.index]:
            if isinstance(part, Source):
                yield part
            else:
                yield from self._sources(part)

    def _sum(self, group: Group) -> _GroupSum:
        return _GroupSum(self.plan, group, self.known[group.index], self.parts[group.index])

    def _added_up(self, group: Group) -> Iterator[Group]:
        """A group, and the sections within whose sums are part of its own, those within last."""
        yield group
        for part in self.parts[group.index]:
            if not isinstance(part, Source):
                yield from self._added_up(part)

    def _unit(self, group: Group) -> Source:
        def numbers(rows: Rows) -> Numbers:
            return rows.results[group.index]

        def marked(result: SectionResult) -> Marked:
            return unit_mark(group, result), result.coverage

        return Source(self.known[group.index], numbers, marked)


def _question(planned: PlannedQuestion, vocabulary: Vocabulary) -> Source:
    def numbers(rows: Rows) -> Numbers:
        return rows.answers[planned.id]

    def marked(value: Any) -> Marked:
        if value is UNASKED:
            return None, Coverage(0, 0, 0)
        share = planned.share(value)
        return planned.mark(value), Coverage(int(share.counted), int(share.applicable), 1)

    return Source(vocabulary.answers[planned.id], numbers, marked)


class _Maker:
    """Makes the results of one group."""

    def __init__(self, plan: Plan, group: Group, known: Known) -> None:
        self.plan = plan
        self.group = group
        self.known = known

    def number(self, share: Ratio | None, coverage: Coverage) -> int:
        """The number of the result that a share comes to."""
        figure = make_figure(self.plan, share)
        return self.known.number(SectionResult(figure, coverage, rescored(self.group, figure)))


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


class _GroupSum(_Maker):
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


class _Nest:
    """By sums, for a scorer that needs no more: of groups one within the other, each of which
    adds its sum to that of the group around it.
    """

    def __init__(self, groups: list[_GroupSum]) -> None:
        self.groups = groups
        self.layout = _Layout(1, 1, 1)

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


class _Runs(_Maker):
    """By runs of marks; 0 is the run of none."""

    def __init__(self, plan: Plan, group: Group, known: Known, sources: list[Source]) -> None:
        super().__init__(plan, group, known)
        self.sources = sources
        self.runs = Known(None)
        self.joined: dict[tuple[int, int], int] = {}
        self.begun = [Table(source.known, self._begun(source)) for source in self.sources]
        self.counts = [Table(source.known, self._counts(source)) for source in self.sources]
        self.closed: dict[tuple[int, int], int] = {}

    def work_out(self, rows: Rows, needed: Container[int]) -> None:
        """Give the rows their results of this group, if it is needed."""
        if self.group.index not in needed:
            return
        run, counts = numpy.zeros(len(rows), "int64"), numpy.zeros(len(rows), "int64")
        for source, begun, counted in zip(self.sources, self.begun, self.counts, strict=True):
            numbers = source.numbers(rows)
            run = self._join(run, begun[numbers])
            counts += counted[numbers]

        def result(row: int) -> int:
            return self._closed(int(run[row]), int(counts[row]))

        rows.results[self.group.index] = by_pattern([run, distinct(counts)[1]], result)

    def _begun(self, source: Source) -> Callable[[Any], int]:
        def begun(thing: Any) -> int:
            mark, _ = source.marked(thing)
            return 0 if mark is None else self.runs.number((self.plan.scorer.begun(mark),))

        return begun

    def _counts(self, source: Source) -> Callable[[Any], int]:
        def counts(thing: Any) -> int:
            counted, applicable, asked = source.marked(thing)[1]
            return counted + (applicable << 20) + (asked << 40)

        return counts

    def _join(self, first: Numbers, second: Numbers) -> Numbers:
        numbers, rows = patterns((first, second))
        pairs = zip(first[rows].tolist(), second[rows].tolist(), strict=True)
        return numpy.fromiter(map(self._joined, pairs), "int64", len(rows))[numbers]

    def _joined(self, pair: tuple[int, int]) -> int:
        first, second = pair
        if not first or not second:
            return first or second
        if pair not in self.joined:
            one, other = self.runs.things[first][0], self.runs.things[second][0]
            self.joined[pair] = self.runs.number((self.plan.scorer.joined(one, other),))
        return self.joined[pair]

    def _closed(self, run: int, counts: int) -> int:
        if (run, counts) not in self.closed:
            whole, scorer = self.runs.things[run], self.plan.scorer
            coverage = Coverage(*(counts >> place & (1 << 20) - 1 for place in (0, 20, 40)))
            share = scorer.score(()) if whole is None else scorer.closed(whole[0])
            self.closed[run, counts] = self.number(share, coverage)
        return self.closed[run, counts]
