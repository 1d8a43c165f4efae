"""The result of each group for every row of a batch.

A scorer that adds is given sums: each answer is a whole number with what it adds to either sum
and to the three counts of the coverage, and a row's numbers are added. Where 64 bits hold them
that is NumPy's addition, else Python's. Any other scorer is given runs of marks, two at a time,
once for each two that differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy

from auditkit.frames.arrays import distinct
from auditkit.frames.known import Known, Numbers, Table, by_pattern, patterns
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
        kind = _Sums if plan.scorer.adds else _Runs
        self.makers = [
            (group.index, kind(plan, group, list(self._sources(group, vocabulary)), self.known))
            for group in reversed(plan.groups)
        ]

    def work_out(self, rows: Rows) -> None:
        """Give the rows their results, those of inner groups first."""
        rows.known_results = self.known
        for index, maker in self.makers:
            rows.results[index] = maker.results(rows)

    def _sources(self, group: Group, vocabulary: Vocabulary) -> Iterator[Source]:
        """What adds to a group, in order: its own questions, then the sections within."""
        for name in self.plan.names[group.own]:
            planned = self.plan.questions[name]
            if planned.counts:
                yield _question(planned, vocabulary)
        for inner in self.plan.groups:
            if inner.above != group.index or inner.section is None:
                continue
            if inner.is_unit:
                yield self._unit(inner)
            else:
                yield from self._sources(inner, vocabulary)

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

    def __init__(
        self, plan: Plan, group: Group, sources: list[Source], known: dict[int, Known]
    ) -> None:
        self.plan = plan
        self.group = group
        self.sources = sources
        self.known = known[group.index]

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


class _Sums(_Maker):
    """By sums, for a scorer that needs no more."""

    def __init__(self, *told: Any) -> None:
        super().__init__(*told)
        self.shares: list[list[tuple[Fraction, Fraction, Coverage]]] = [[] for _ in self.sources]
        self.layout = _Layout(1, 1, 1)
        self.tables: list[Numbers] = []
        self.numbers: dict[int, int] = {}

    def results(self, rows: Rows) -> Numbers:
        self._learn()
        total = numpy.zeros(len(rows), self.layout.type)
        for source, table in zip(self.sources, self.tables, strict=True):
            total += table[source.numbers(rows)]
        found, inverse = distinct(total)
        numbers = numpy.fromiter(map(self._result, found.tolist()), "int64", len(found))
        return numbers.take(inverse)

    def _result(self, total: int) -> int:
        number = self.numbers.get(total)
        if number is None:
            earned, attainable, coverage = self.layout.unpacked(total)
            share = self.plan.scorer.close(earned, attainable)
            number = self.numbers[total] = self.number(share, coverage)
        return number

    def _learn(self) -> None:
        """Take in answers, and results of sections within, that were not known before."""
        is_same = True
        for source, shares in zip(self.sources, self.shares, strict=True):
            new = source.known.things[len(shares) :]
            shares += [self._share(*source.marked(thing)) for thing in new]
            is_same = is_same and not new
        if is_same and len(self.tables) == len(self.sources):
            return
        layout = self._laid_out()
        if layout != self.layout:
            self.layout, self.numbers = layout, {}
        self.tables = [
            numpy.array([layout.packed(*share) for share in shares], layout.type)
            for shares in self.shares
        ]

    def _share(self, mark: Mark | None, coverage: Coverage) -> tuple[Fraction, Fraction, Coverage]:
        if mark is None:
            return _NOTHING, _NOTHING, coverage
        return (*self.plan.scorer.parts(mark), coverage)

    def _laid_out(self) -> _Layout:
        every = [share for shares in self.shares for share in shares]
        scale = lcm(*(one.denominator for share in every for one in share[:2]))
        largest = sum(max(max(map(abs, share[:2])) for share in shares) for shares in self.shares)
        asked = sum(max(share[2].asked for share in shares) for shares in self.shares)
        return _Layout(scale, int(largest * scale).bit_length() + 1, asked.bit_length())


class _Runs(_Maker):
    """By runs of marks; 0 is the run of none."""

    def __init__(self, *told: Any) -> None:
        super().__init__(*told)
        self.runs = Known(None)
        self.joined: dict[tuple[int, int], int] = {}
        self.begun = [Table(source.known, self._begun(source)) for source in self.sources]
        self.counts = [Table(source.known, self._counts(source)) for source in self.sources]
        self.closed: dict[tuple[int, int], int] = {}

    def results(self, rows: Rows) -> Numbers:
        run, counts = numpy.zeros(len(rows), "int64"), numpy.zeros(len(rows), "int64")
        for source, begun, counted in zip(self.sources, self.begun, self.counts, strict=True):
            numbers = source.numbers(rows)
            run = self._join(run, begun[numbers])
            counts += counted[numbers]

        def result(row: int) -> int:
            return self._closed(int(run[row]), int(counts[row]))

        return by_pattern([run, distinct(counts)[1]], result)

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
