"""Rows of cases that are there twice: which they are, and what becomes of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy
import pyarrow

from auditkit.frames.arrays import truths_array
from auditkit.frames.cells import cells_of
from auditkit.frames.duplicates import KEY, key_of
from auditkit.frames.kernel import fact_at
from auditkit.matching.dates import DateColumn
from auditkit.matching.duplicates import LATEST, OLDER, TWICE, others, twice
from auditkit.matching.options import Unread
from auditkit.matching.rows import sent_in
from auditkit.problems import Place, problem

if TYPE_CHECKING:
    from auditkit.frames.kernel import Scored
    from auditkit.frames.known import Numbers
    from auditkit.frames.recipe import Recipe
    from auditkit.frames.sources import Batch


class Met(NamedTuple):
    """A row of a case that may be there twice: of which source, its number there, its case, and
    what tells how new it is.
    """

    source: int
    number: int
    case_ref: str
    audit_date: date | None
    submitted: datetime | None


def met(
    source: int, recipe: Recipe, batch: Batch, scored: Scored, rows: Sequence[int]
) -> Iterator[tuple[tuple[str, ...], Met]]:
    """These rows of a batch that was scored, each with what tells its case from others."""
    dates = scored.read.facts.get("audit_date")
    for row in rows:
        told = {name: fact_at(scored.columns[name], row) for name in KEY}
        yield (
            key_of(told),
            Met(
                source=source,
                number=int(batch.numbers[row]),
                case_ref=told["case_ref"],
                audit_date=None if dates is None else fact_at(dates, row),
                submitted=submitted(recipe, batch.rows, row),
            ),
        )


def submitted(recipe: Recipe, rows: pyarrow.RecordBatch, row: int) -> datetime | None:
    """When a form was sent in, where its file says so."""
    completed, modified = recipe.columns.completed, recipe.columns.modified
    if completed is None:
        return None
    dates = DateColumn(())
    dates.is_month_first = bool({completed, modified} & recipe.month_first)
    texts = (
        "" if index is None else cells_of(rows[index].slice(row, 1))[0]
        for index in (completed, modified)
    )
    return dates.read_moment(sent_in(*texts))


class Twins:
    """Which rows do not stand, because of which others, by a policy; rows are numbered through
    all sources, and `place` is where one is.
    """

    def __init__(self, policy: str, place: Callable[[Met], Place]) -> None:
        self.policy = policy
        self.place = place
        self.found: dict[int, tuple[Met, Met]] = {}
        self.rows: Numbers = numpy.empty(0, "int64")

    def meet(self, found: Iterable[tuple[int, tuple[tuple[str, ...], Met]]]) -> None:
        """Take in every row whose case may be there twice, with what tells it from others."""
        groups: dict[tuple[str, ...], list[tuple[int, Met]]] = {}
        for row, (key, one) in found:
            groups.setdefault(key, []).append((row, one))
        for group in groups.values():
            alike = [one for _, one in group]
            for at, other in others(alike, self.policy):
                self.found[group[at][0]] = alike[at], alike[other]
        self.rows = numpy.array(sorted(self.found), "int64")

    def held(self, start: int, size: int) -> dict[int, Unread]:
        """The rows of a batch that are held, and why."""
        if self.policy == LATEST:
            return {}
        return {row: Unread(TWICE, **facts) for row, _, facts in self._among(start, size)}

    def without_older(self, batch: Batch, start: int) -> Batch:
        """A batch without the rows that a newer one takes the place of."""
        gone = list(self._among(start, batch.rows.num_rows)) if self.policy == LATEST else []
        if not gone:
            return batch
        keep = numpy.ones(batch.rows.num_rows, "bool")
        keep[[row for row, _, _ in gone]] = False
        return batch._replace(
            rows=batch.rows.filter(truths_array(keep)),
            numbers=batch.numbers[keep],
            notes=(
                *batch.notes,
                *(problem(OLDER, self.place(one), **facts) for _, one, facts in gone),
            ),
        )

    def _among(self, start: int, size: int) -> Iterator[tuple[int, Met, dict[str, Any]]]:
        """The rows of a batch that do not stand, and what is told of each."""
        low, high = numpy.searchsorted(self.rows, [start, start + size])
        for row in self.rows[low:high].tolist():
            one, other = self.found[row]
            yield row - start, one, twice(one.case_ref, self.place(other))
