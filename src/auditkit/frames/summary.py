"""Counts in place of rows: how often each answer and each rating came, by service, stage and
period.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy

from auditkit.frames.bulk import Consumer
from auditkit.frames.given import NOT_ASKED
from auditkit.frames.known import Known, Numbers, packed, packs, patterns
from auditkit.frames.reading import Coded
from auditkit.frames.texts import texts_of
from auditkit.questions.model import NOT_ASKED as STATE_NOT_ASKED
from auditkit.scoring.scorecard import SCORED

if TYPE_CHECKING:
    from auditkit.frames.kernel import Scored
    from auditkit.frames.reading import Fact
    from auditkit.scoring.plan import Plan

COLUMNS = (
    "service",
    "stage",
    "period",
    "status",
    "question",
    "state",
    "option",
    "rating",
    "returns",
)
# As many cells of a table are counted at once.
_MOST_CELLS = 1 << 12
_ABOUT = ("service", "stage", "period", "status")
# A service, stage, period and status; and a question, state, option and rating that are counted.
Told = tuple[str, ...]


class Summary(Consumer):
    """Counts the returns of all batches. Answers are those of returns that were scored."""

    in_full = False

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.begin()

    def begin(self) -> None:
        self.groups = Known()
        # By the question, "" for ratings, and by the list of what is counted.
        self.counts: dict[tuple[str, int], _Counts] = {}

    def rendered(self, scored: Scored) -> _Counted:
        about = [_coded(scored.columns[name]) for name in _ABOUT]
        groups, rows = patterns([numbers for numbers, _ in about])
        told = [
            tuple(str(things[numbers[row]] or "") for numbers, things in about)
            for row in rows.tolist()
        ]
        columns = {"": _coded(scored.columns["rating"])}
        given, known = scored.read.rows.answers, scored.read.rows.vocabulary.answers
        columns |= {name: (given[name], known[name].things) for name in self.plan.questions}
        counts = _by_group(groups, len(told), [numbers for numbers, _ in columns.values()])
        things = (things for _, things in columns.values())
        return _Counted(told, dict(zip(columns, zip(things, counts, strict=True), strict=True)))

    def write(self, rendered: _Counted) -> None:
        groups = numpy.array([self.groups.number(one) for one in rendered.groups])
        for name, (things, counts) in rendered.counts.items():
            key = name, id(things)
            if key not in self.counts:
                self.counts[key] = _Counts(things)
            self.counts[key].add(groups, counts)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """One row for each count, with the cells of `COLUMNS`."""
        found: Counter[tuple[Told, Told]] = Counter()
        for (question, _), counts in self.counts.items():
            used = enumerate(counts.things[: counts.table.shape[1]])
            what = [self._told(question, number, thing) for number, thing in used]
            for group, number, count in counts.items():
                about = self.groups.things[group]
                if not question or about[-1] == SCORED:
                    found[about, what[number]] += count
        return in_order(self.plan, found)

    def _told(self, question: str, number: int, value: Any) -> Told:
        """The question, the state of an answer, the option that was chosen; and the rating."""
        if not question:
            return "", "", "", value or ""
        if number == NOT_ASKED:
            return question, STATE_NOT_ASKED, "", ""
        planned = self.plan.questions[question]
        option = _option(planned.options, value) if number > NOT_ASKED else ""
        return question, planned.state(value), option, ""


def in_order(plan: Plan, counts: Mapping[tuple[Told, Told], int]) -> Iterator[tuple[Any, ...]]:
    """The rows of a summary from its counts: those of ratings, then those of the questions in the
    order asked, for each service, stage, period and status.
    """
    order = {name: index for index, name in enumerate(["", *plan.names])}
    counted = sorted({what for _, what in counts}, key=lambda one: (order[one[0]], one[1:]))
    for about in sorted({about for about, _ in counts}):
        for what in counted:
            count = counts.get((about, what))
            if count is not None:
                yield *about, *what, count


class _Counted(NamedTuple):
    """The groups of a batch; and for each question what is counted, and how often it came, as a
    table with a row for each group.
    """

    groups: list[Told]
    counts: dict[str, tuple[list[Any], Numbers]]


class _Counts:
    """How often each thing came in each group, in a table that grows either way."""

    def __init__(self, things: list[Any]) -> None:
        self.things = things
        self.table: Numbers = numpy.zeros((0, 0), "int64")

    def add(self, groups: Numbers, counts: Numbers) -> None:
        """Take in what came in these groups, of which several may be the same."""
        size = numpy.maximum(self.table.shape, (groups.max() + 1, counts.shape[1]))
        missing = size - self.table.shape
        if missing.any():
            self.table = numpy.pad(self.table, [(0, int(one)) for one in missing])
        numpy.add.at(self.table[:, : counts.shape[1]], groups, counts)

    def items(self) -> Iterator[tuple[int, int, int]]:
        """The group, the thing and how often it came, where it did."""
        for group, number in numpy.argwhere(self.table).tolist():
            yield group, number, int(self.table[group, number])


def _coded(column: Fact) -> tuple[Numbers, list[Any]]:
    if isinstance(column, Coded):
        return column.numbers, column.things
    texts = texts_of(column)
    return texts.numbers, texts.texts


def _by_group(groups: Numbers, count: int, columns: Sequence[Numbers]) -> Iterator[Numbers]:
    """For each column a table of how often each number came in each group; neighbours are counted
    together, by their patterns.
    """
    sizes = [int(column.max()) + 1 for column in columns]
    starts: dict[int, Numbers] = {}
    for few in packs(sizes, _MOST_CELLS // count):
        below = prod(sizes[few])
        if below not in starts:
            starts[below] = groups * below
        cells = starts[below] + packed(columns[few], sizes[few])
        counts = numpy.bincount(cells, minlength=count * below).reshape(count, *sizes[few])
        axes = range(1, counts.ndim)
        for axis in axes:
            yield counts.sum(tuple(other for other in axes if other != axis))


def _option(options: Mapping[str, Any], value: Any) -> str:
    if not options:
        return ""
    return ";".join(value) if isinstance(value, tuple) else str(value)
