"""Rows of cases that are there twice: which they are, and what becomes of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy
import pyarrow

from auditkit.frames.arrays import array_of, numbers_array, truths_array
from auditkit.frames.cells import cells_of
from auditkit.frames.duplicates import folded_keys
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

# A row of a case that may be there twice: a digest of what tells its case from others, in two
# halves, of which source it is, its number there, and what tells how new it is.
_MET = numpy.dtype(
    [
        ("key", "uint64"),
        ("key_end", "uint64"),
        ("source", "int32"),
        ("number", "int64"),
        ("submitted", "datetime64[s]"),
        ("audit_date", "datetime64[D]"),
    ]
)
# So long that no two cases have the same.
_DIGEST_BYTES = 16
# Places of as many cases are Python's numbers at a time.
_TOGETHER = 1 << 14


class Met(NamedTuple):
    """Rows of cases that may be there twice, as records of `_MET`, and their cases."""

    records: Numbers
    cases: pyarrow.Array


class Sent(NamedTuple):
    """What tells how new a return is."""

    submitted: datetime | None
    audit_date: date | None


class _Alike(Sequence[Sent]):
    """How new the rows of one case are; made when it is asked, for they may be millions."""

    def __init__(self, met: Numbers, places: Numbers) -> None:
        self.met = met
        self.places = places

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, at: Any) -> Any:
        one = self.met[self.places[at]]
        return Sent(one["submitted"].item(), one["audit_date"].item())


def met(
    source: int, recipe: Recipe, batch: Batch, scored: Scored, rows: Numbers, policy: str
) -> Met:
    """These rows of a batch that was scored, which have a case each; how new they are, where the
    policy asks for it.
    """
    there = rows.tolist()
    keys = folded_keys(scored.columns).take(numbers_array(rows)).to_pylist()
    digests = b"".join(blake2b(key.encode(), digest_size=_DIGEST_BYTES).digest() for key in keys)
    records = numpy.zeros(len(rows), _MET)
    records["key"], records["key_end"] = numpy.frombuffer(digests, "uint64").reshape(-1, 2).T
    records["source"] = source
    records["number"] = batch.numbers[rows]
    if policy == LATEST:
        dates = scored.read.facts.get("audit_date")
        records["submitted"] = [submitted(recipe, batch.rows, row) for row in there]
        records["audit_date"] = [None if dates is None else fact_at(dates, row) for row in there]
    cases = [fact_at(scored.columns["case_ref"], row) for row in there]
    return Met(records, array_of(cases, pyarrow.large_string()))


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
    all sources, and `place` is where a row is, by its source, its number there and its case.
    """

    def __init__(self, policy: str, place: Callable[[int, int, str], Place]) -> None:
        self.policy = policy
        self.place = place
        # The numbers among all rows of those that were met.
        self.rows: Numbers = numpy.zeros(0, "int64")
        self.met: Numbers = numpy.zeros(0, _MET)
        self.cases = pyarrow.chunked_array([], pyarrow.large_string())
        # Of each that was met, the place among them of the other; -1 where it stands.
        self.other: Numbers = numpy.zeros(0, "int64")

    def meet(self, rows: Numbers, found: Iterable[Met]) -> None:
        """Take in every row whose case may be there twice: their numbers among all rows, and all
        of them in their order.
        """
        self.rows = rows
        self.met = numpy.empty(len(rows), _MET)
        cases, start = [], 0
        for one in found:
            self.met[start : start + len(one.records)] = one.records
            cases.append(one.cases)
            start += len(one.records)
        self.cases = pyarrow.chunked_array(cases)
        self.other = numpy.full(len(rows), -1)
        order, edges = self._by_case()
        for first in range(0, len(edges) - 1, _TOGETHER):
            for low, high in pairwise(edges[first : first + _TOGETHER + 1].tolist()):
                places = order[low:high]
                for at, other in others(_Alike(self.met, places), self.policy):
                    self.other[places[at]] = places[other]

    def _by_case(self) -> tuple[Numbers, Numbers]:
        """The places of what was met, case by case, and where each begins, and the last ends."""
        order = numpy.lexsort([self.met["key_end"], self.met["key"]])
        key, key_end = (self.met[name][order] for name in ("key", "key_end"))
        is_new = (key[1:] != key[:-1]) | (key_end[1:] != key_end[:-1])
        begins = numpy.flatnonzero(numpy.append(True, is_new))
        return order, numpy.append(begins, len(order))

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
        notes = (problem(OLDER, self._place(one, facts["case"]), **facts) for _, one, facts in gone)
        return batch._replace(
            rows=batch.rows.filter(truths_array(keep)),
            numbers=batch.numbers[keep],
            notes=(*batch.notes, *notes),
        )

    def _among(self, start: int, size: int) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """The rows of a batch that do not stand, their places among those met, and what is told
        of each.
        """
        low, high = numpy.searchsorted(self.rows, [start, start + size])
        for one in (low + numpy.flatnonzero(self.other[low:high] >= 0)).tolist():
            other = self._place(int(self.other[one]), "")
            yield int(self.rows[one]) - start, one, twice(self.cases[one].as_py(), other)

    def _place(self, one: int, about: str) -> Place:
        found = self.met[one]
        return self.place(int(found["source"]), int(found["number"]), about)
