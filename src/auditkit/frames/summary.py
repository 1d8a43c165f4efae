"""Counts in place of rows: how often each answer and each rating came, by service, stage and
period.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import numpy

from auditkit.builtin.writers import write_csv
from auditkit.frames.bulk import Consumer
from auditkit.frames.given import NOT_ASKED
from auditkit.frames.known import Known, Numbers, packed, packs, patterns
from auditkit.frames.reading import Coded
from auditkit.frames.sinks import joined
from auditkit.frames.texts import texts_of
from auditkit.questions.model import NOT_ASKED as STATE_NOT_ASKED
from auditkit.scoring.scorecard import SCORED

if TYPE_CHECKING:
    from auditkit.frames.given import Rows
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
_ABOUT = COLUMNS[:4]
# A service, stage, period and status; and a question, state, option and rating that are counted.
Told = tuple[str, ...]
Row = tuple[Told, Told, int]


class Summary(Consumer):
    """Counts the returns of all batches. Answers are those of returns that were scored."""

    is_brief = True

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.begin()

    def begin(self) -> None:
        self.groups, self.whats = Known(), Known()
        # How often each of them came in each group.
        self.table: Numbers = numpy.zeros((0, 0), "int64")

    def rendered(self, scored: Scored) -> _Counted:
        about = [_coded(scored.columns[name]) for name in _ABOUT]
        groups, rows = patterns([numbers for numbers, _ in about])
        abouts = [
            tuple(str(things[numbers[row]] or "") for numbers, things in about)
            for row in rows.tolist()
        ]
        columns = {"": _coded(scored.columns["rating"])}
        columns |= {name: self._answers(name, scored.read.rows) for name in self.plan.questions}
        tables = _by_group(groups, len(abouts), [numbers for numbers, _ in columns.values()])
        whats, counts = [], []
        for (question, (_, things)), table in zip(columns.items(), tables, strict=True):
            used = things[: table.shape[1]]
            whats += [self._told(question, number, thing) for number, thing in enumerate(used)]
            counts.append(table[:, : len(used)])
        return _Counted(abouts, whats, numpy.hstack(counts))

    def _answers(self, name: str, rows: Rows) -> tuple[Numbers, list[Any]]:
        """The numbers of answers, and what they stand for; of texts, numbers and dates, which may
        be as many as there are rows, the first for all.
        """
        numbers = rows.answers[name]
        if not self.plan.questions[name].options:
            numbers = numpy.minimum(numbers, NOT_ASKED + 1)
        return numbers, rows.vocabulary.answers[name].things

    def write(self, rendered: _Counted) -> None:
        groups = numpy.array([self.groups.number(one) for one in rendered.abouts])
        whats = numpy.array([self.whats.number(one) for one in rendered.whats])
        rows, columns = self.table.shape
        new = len(self.groups.things) - rows, len(self.whats.things) - columns
        if any(new):
            self.table = numpy.pad(self.table, [(0, one) for one in new])
        numpy.add.at(self.table, (groups[:, None], whats), rendered.counts)

    def rows(self) -> Iterator[Row]:
        """One row for each count."""
        found: defaultdict[Told, dict[Told, int]] = defaultdict(dict)
        for group, number in numpy.argwhere(self.table).tolist():
            about, what = self.groups.things[group], self.whats.things[number]
            (*_, status), (question, *_) = about, what
            if not question or status == SCORED:
                found[about][what] = int(self.table[group, number])
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


def in_order(plan: Plan, counts: Mapping[Told, Mapping[Told, int]]) -> Iterator[Row]:
    """The rows of a summary from its counts: those of ratings, then those of the questions in the
    order asked, for each service, stage, period and status.
    """
    order = {name: index for index, name in enumerate(["", *plan.names])}
    whats = {what for of_about in counts.values() for what in of_about}
    ordered = sorted(whats, key=lambda one: (order[one[0]], one[1:]))
    rank = {what: place for place, what in enumerate(ordered)}
    for about in sorted(counts):
        of_about = counts[about]
        for what in sorted(of_about, key=rank.__getitem__):
            yield about, what, of_about[what]


def write_counts(rows: Sequence[Row], stream: BinaryIO) -> None:
    """Rows as CSV; what comes again and again is put together once."""
    abouts = _pieces(about for about, _, _ in rows)
    whats = _pieces(what for _, what, _ in rows)
    write_csv([], stream, COLUMNS)
    lines = (f"{abouts[about]},{whats[what]},{count}\r\n" for about, what, count in rows)
    stream.write("".join(lines).encode("utf-8", "surrogatepass"))


def _pieces(told: Iterable[Told]) -> dict[Told, str]:
    """Cells as they stand in a line."""
    distinct = list(dict.fromkeys(told))
    return dict(zip(distinct, joined(distinct), strict=True))


def row_of(cells: Sequence[Any]) -> Row:
    """A row from its cells, in the order of `COLUMNS`."""
    *told, count = cells
    return tuple(told[: len(_ABOUT)]), tuple(told[len(_ABOUT) :]), count


class _Counted(NamedTuple):
    """What the returns of a batch are told from one another by, what is counted, and a table with
    a row for each of those and a column for each of these; some may be there twice.
    """

    abouts: list[Told]
    whats: list[Told]
    counts: Numbers


def _coded(column: Fact) -> tuple[Numbers, list[Any]]:
    if isinstance(column, Coded):
        return column.numbers, column.things
    texts = texts_of(column)
    return texts.numbers, texts.texts


def _by_group(groups: Numbers, count: int, columns: Sequence[Numbers]) -> Iterator[Numbers]:
    """For each column a table of how often each number came in each group; neighbours are counted
    together, by their patterns.
    """
    # Of a column of blanks alone two, for a table cannot have any number of dimensions.
    sizes = [max(2, int(column.max()) + 1) for column in columns]
    for few in packs(sizes, _MOST_CELLS // count):
        shape = [count, *sizes[few]]
        cells = packed([groups, *columns[few]], shape)
        counts = numpy.bincount(cells, minlength=prod(shape)).reshape(shape)
        axes = range(1, counts.ndim)
        for axis in axes:
            yield counts.sum(tuple(other for other in axes if other != axis))


def _option(options: Mapping[str, Any], value: Any) -> str:
    if not options:
        return ""
    return ";".join(value) if isinstance(value, tuple) else str(value)
