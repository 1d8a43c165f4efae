"""The result of each group for every row of a batch, those of inner groups first: by sums for a
scorer that adds, else by marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from auditkit.frames.known import Known, Numbers
from auditkit.frames.maker import Marked, Source
from auditkit.frames.marks import Runs, Wholes
from auditkit.frames.sums import GroupSum, Nest
from auditkit.scoring.outcomes import UNASKED
from auditkit.scoring.rows import unit_mark
from auditkit.scoring.scorecard import Coverage, SectionResult

if TYPE_CHECKING:
    from auditkit.frames.given import Rows, Vocabulary
    from auditkit.scoring.outcomes import PlannedQuestion
    from auditkit.scoring.plan import Group, Plan

# The result of a return that has none, as it is held.
_NO_RESULT = SectionResult(None, Coverage(0, 0, 0))


class Figures:
    """The results of all groups; `known` are those met so far, by group, 0 being none."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self.plan = plan
        self.known = {group.index: Known(_NO_RESULT) for group in plan.groups}
        self.parts = {group.index: list(self._parts(group, vocabulary)) for group in plan.groups}
        self.needed = frozenset(self.known)
        inner_first = plan.groups[::-1]
        self.makers: Sequence[Nest | Runs | Wholes]
        if plan.scorer.adds:
            self.makers = [
                Nest([self._sum(one) for one in self._added_up(group)])
                for group in inner_first
                if group.is_unit or group.section is None
            ]
        else:
            maker = Runs if plan.scorer.folds else Wholes
            self.makers = [
                maker(plan, group, self.known[group.index], list(self._sources(group)))
                for group in inner_first
            ]

    def leave_out(self, but: frozenset[int]) -> None:
        """From now on have no results of sections but these, and those that others rest on."""
        units = (group.index for group in self.plan.groups if group.is_unit)
        self.needed = frozenset((0, *units, *but))

    def knows(self) -> int:
        """How many results are known, and what else is kept that leads to them."""
        results = sum(len(known.things) for known in self.known.values())
        return results + sum(maker.knows() for maker in self.makers)

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

    def _sum(self, group: Group) -> GroupSum:
        return GroupSum(self.plan, group, self.known[group.index], self.parts[group.index])

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
