"""Counts in place of rows: how often each answer and each rating came, by service, stage and
period.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy

from auditkit.frames.bulk import Consumer
from auditkit.frames.given import NOT_ASKED
from auditkit.frames.known import Numbers, patterns
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
_ABOUT = ("service", "stage", "period", "status")


class Summary(Consumer):
    """Counts the returns of all batches. Answers are those of returns that were scored."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.counts: Counter[tuple[str, ...]] = Counter()

    def begin(self) -> None:
        self.counts.clear()

    def rendered(self, scored: Scored) -> Counter[tuple[str, ...]]:
        found: Counter[tuple[str, ...]] = Counter()
        about = [_coded(scored.columns[name]) for name in _ABOUT]
        groups, rows = patterns([numbers for numbers, _ in about])
        told = [
            tuple(str(things[numbers[row]] or "") for numbers, things in about)
            for row in rows.tolist()
        ]
        rating, ratings = _coded(scored.columns["rating"])
        for group, number, count in _counted(groups, rating):
            found[(*told[group], "", "", "", ratings[number] or "")] += count
        answers = scored.read.rows.vocabulary.answers
        for name, planned in self.plan.questions.items():
            things = answers[name].things
            for group, number, count in _counted(groups, scored.read.rows.answers[name]):
                if told[group][-1] == SCORED:
                    state = (
                        STATE_NOT_ASKED if number == NOT_ASKED else planned.state(things[number])
                    )
                    option = _option(planned.options, things[number]) if number > NOT_ASKED else ""
                    found[(*told[group], name, state, option, "")] += count
        return found

    def write(self, rendered: Counter[tuple[str, ...]]) -> None:
        self.counts.update(rendered)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row for each count: those of ratings, then those of the questions in the order
        asked.
        """
        order = {name: index for index, name in enumerate(["", *self.plan.names])}
        for key in sorted(self.counts, key=lambda one: (one[:4], order[one[4]], one[5:])):
            yield dict(zip(COLUMNS, (*key, self.counts[key]), strict=True))


def _coded(column: Fact) -> tuple[Numbers, list[Any]]:
    if isinstance(column, Coded):
        return column.numbers, list(column.things)
    texts = texts_of(column)
    return texts.numbers, texts.texts


def _counted(groups: Numbers, numbers: Numbers) -> Iterator[tuple[int, int, int]]:
    """How often each number came in each group."""
    below = int(numbers.max(initial=0)) + 1
    counts = numpy.bincount(groups * below + numbers)
    for place in numpy.flatnonzero(counts).tolist():
        yield place // below, place % below, int(counts[place])


def _option(options: Mapping[str, Any], value: Any) -> str:
    if not options:
        return ""
    return ";".join(value) if isinstance(value, tuple) else str(value)
