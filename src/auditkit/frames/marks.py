"""The results of groups by marks, for a scorer that does not add.

One that folds is given runs of marks, two at a time, once for each two that differ; any other all
marks of a row, once for each pattern of answers.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import TYPE_CHECKING, Any

import numpy

from auditkit.frames.arrays import distinct
from auditkit.frames.known import Known, Numbers, Table, by_pattern, patterns
from auditkit.frames.maker import Maker, Source
from auditkit.scoring.scorecard import Coverage

if TYPE_CHECKING:
    from auditkit.frames.given import Rows
    from auditkit.scoring.marks import Mark
    from auditkit.scoring.plan import Group, Plan


# As many patterns of answers are kept for the next batch.
_MOST_KEPT = 1 << 16


class Marks(Maker):
    """For a scorer that sees marks; the three counts of the coverage are added up as one number."""

    def __init__(self, plan: Plan, group: Group, known: Known, sources: Sequence[Source]) -> None:
        super().__init__(plan, group, known)
        self.sources = sources
        self.counts = [Table(source.known, _counts(source)) for source in sources]

    def seen(self, rows: Rows) -> tuple[list[Numbers], Numbers]:
        """The numbers of each source, and the counts."""
        numbers = [source.numbers(rows) for source in self.sources]
        counts = numpy.zeros(len(rows), "int64")
        for table, one in zip(self.counts, numbers, strict=True):
            counts += table[one]
        return numbers, counts


def _counts(source: Source) -> Callable[[Any], int]:
    def counts(thing: Any) -> int:
        counted, applicable, asked = source.marked(thing)[1]
        return counted + (applicable << 20) + (asked << 40)

    return counts


def _coverage(counts: int) -> Coverage:
    return Coverage(*(counts >> place & (1 << 20) - 1 for place in (0, 20, 40)))


class Runs(Marks):
    """By runs of marks, for a scorer that folds; 0 is the run of none."""

    def __init__(self, plan: Plan, group: Group, known: Known, sources: Sequence[Source]) -> None:
        super().__init__(plan, group, known, sources)
        self.runs = Known(None)
        self.joined: dict[tuple[int, int], int] = {}
        self.begun = [Table(source.known, self._begun(source)) for source in self.sources]
        self.closed: dict[tuple[int, int], int] = {}

    def knows(self) -> int:
        """How many runs are known, and what comes of them."""
        return len(self.runs.things) + len(self.joined) + len(self.closed)

    def work_out(self, rows: Rows, needed: Container[int]) -> None:
        """Give the rows their results of this group, if it is needed."""
        if self.group.index not in needed:
            return
        numbers, counts = self.seen(rows)
        run = numpy.zeros(len(counts), "int64")
        for begun, one in zip(self.begun, numbers, strict=True):
            run = self._join(run, begun[one])

        def result(row: int) -> int:
            return self._closed(int(run[row]), int(counts[row]))

        rows.results[self.group.index] = by_pattern([run, distinct(counts)[1]], result)

    def _begun(self, source: Source) -> Callable[[Any], int]:
        def begun(thing: Any) -> int:
            mark, _ = source.marked(thing)
            return 0 if mark is None else self.runs.number((self.plan.scorer.begun(mark),))

        return begun

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
            share = scorer.score(()) if whole is None else scorer.closed(whole[0])
            self.closed[run, counts] = self.number(share, _coverage(counts))
        return self.closed[run, counts]


class Wholes(Marks):
    """By all marks of a row, for a scorer that neither adds nor folds. What comes of the first
    patterns of answers is kept: of a few questions there are no others, and of many hardly any
    comes again.
    """

    def __init__(self, plan: Plan, group: Group, known: Known, sources: Sequence[Source]) -> None:
        super().__init__(plan, group, known, sources)
        self.marks = [Table(source.known, _mark(source), "object") for source in self.sources]
        self.met: dict[tuple[int, ...], int] = {}

    def knows(self) -> int:
        """How many patterns of answers are known."""
        return len(self.met)

    def work_out(self, rows: Rows, needed: Container[int]) -> None:
        """Give the rows their results of this group, if it is needed."""
        if self.group.index not in needed:
            return
        numbers, counts = self.seen(rows)
        columns = [table[one] for table, one in zip(self.marks, numbers, strict=True)]

        def result(row: int) -> int:
            pattern = tuple(int(one[row]) for one in numbers)
            found = self.met.get(pattern)
            if found is None:
                marks = (column[row] for column in columns)
                share = self.plan.scorer.score(tuple(mark for mark in marks if mark is not None))
                found = self.number(share, _coverage(int(counts[row])))
                if len(self.met) < _MOST_KEPT:
                    self.met[pattern] = found
            return found

        # There may be no sources.
        rows.results[self.group.index] = by_pattern([counts * 0, *numbers], result)


def _mark(source: Source) -> Callable[[Any], Mark | None]:
    return lambda thing: source.marked(thing)[0]
