"""Files of any size, scored as they are read: memory does not grow with the rows.

Batches are read by several workers, scored by one, so that what it has met is known of all, and
rendered by several again, while others are read; they are written in their order. Two things
can only be said of the whole: that a case is there twice, and that a date of a column has the
month first. Both are rare, so the files are scored as if neither were, and anew where one is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import accumulate, chain
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy

from auditkit.errors import Refused
from auditkit.frames.admission import Admission
from auditkit.frames.duplicates import NO_ROWS, Keys, hashed_keys
from auditkit.frames.findings import Findings, counted, notes
from auditkit.frames.kernel import Gone, Kernel, Scored, kernel_of
from auditkit.frames.recipe import Recipe, date_columns
from auditkit.frames.tallies import Tally
from auditkit.frames.twins import Met, Twins, met
from auditkit.frozen import changed
from auditkit.problems import Place, Problem, problem

if TYPE_CHECKING:
    from auditkit.frames.known import Numbers
    from auditkit.frames.reading import Read
    from auditkit.frames.sources import Batch, Source

# Columns that hold one of a few texts, as a rule.
_CODED_FACTS = ("service", "team", "stage", "period", "audit_date", "question_set", "set_version")
# So many read, and so many render; batches that are under way while the next of them is awaited.
_WORKERS, _AHEAD = 2, 2
_NONE: frozenset[int] = frozenset()
_NO_KEYS: Numbers = numpy.zeros(0, "uint64")
# What the work on batches gives, in their order, each with the number of its source.
_InOrder = Generator[tuple[int, Any], None, None]


class Consumer:
    """What becomes of scored batches: `rendered` in whatever thread; `write` in one of its own, in
    their order, and never beside `begin` or `end`. Where it `is_brief`,
    brief scorecards are enough.
    """

    is_brief = False

    def begin(self) -> None:
        """Everything begins, perhaps anew."""

    def rendered(self, scored: Scored) -> Any:
        """What is to be written of a batch."""

    def write(self, rendered: Any) -> None:
        """Write it."""

    def end(self) -> None:
        """All batches are written, or nothing more will be."""


class Found(NamedTuple):
    """What scoring files came to: how many rows, how many held, and the problems, counted."""

    rows: int
    held: int
    tally: Tally


class _Done(NamedTuple):
    """What one batch came to; the hashed keys of its rows, while these are asked for."""

    rendered: Future[Any] | None
    size: int
    hashes: Numbers
    held: int
    findings: Findings
    month_first: frozenset[int]


class _Again(Exception):
    """The files must be scored anew, with more known of the whole."""


class Bulk:
    """Sources, each with the recipe for its columns; `refused` are the problems of files that are
    none. `progress` is told how much of their sizes is done; `problems` gets every problem, those
    of whole files before those of rows in their order, where somebody wants them all, and None
    where they begin, perhaps anew.
    """

    def __init__(
        self,
        sources: Sequence[tuple[Source, Recipe]],
        progress: Callable[[int], None] = lambda done: None,
        problems: Callable[[Iterable[Problem] | None], None] | None = None,
        admission: Admission | None = None,
        refused: Sequence[Problem] = (),
    ) -> None:
        self.sources = sources
        self.about_files = (*refused, *chain.from_iterable(one.problems for _, one in sources))
        self.progress = progress
        self.problems = problems
        self.month_first: dict[int, frozenset[int]] = {}
        self.is_brief = False
        self.admission = admission or Admission()
        self.twins = Twins(self.admission.duplicates, self._place)
        # By the number of the batch, once all have been read.
        self.starts: list[int] = []
        # With the source that it is for, and what is known of the dates there.
        self.kernel: tuple[tuple[int, frozenset[int]], Kernel] | None = None
        self.gone = Gone()

    def score(self, consumer: Consumer) -> Found:
        """Score everything, anew as often as need be. Raises `Refused`, and `NotPlain`."""
        self.is_brief = consumer.is_brief
        while True:
            consumer.begin()
            if self.problems is not None:
                self.problems(None)
            try:
                with TemporaryFile() as file:
                    found = self._pass(consumer, Keys(file))
            except _Again:
                continue
            consumer.end()
            return found

    def _pass(self, consumer: Consumer, keys: Keys) -> Found:
        tally, held, sizes = Tally(self.about_files), 0, []
        if self.problems is not None:
            self.problems(self.about_files)
        writing: Future[None] = Future()
        writing.set_result(None)
        with (
            ThreadPoolExecutor(1) as writer,
            ThreadPoolExecutor(_WORKERS) as renderers,
            closing(self._in_order(partial(self._done, consumer, renderers))) as found,
        ):
            for index, batch_done in found:
                done: _Done = batch_done
                self._learn_dates(index, done.month_first)
                writing.result()
                writing = writer.submit(_write, consumer, done.rendered)
                keys.add(done.hashes)
                sizes.append(done.size)
                held += done.held
                tally.merge(done.findings.counted)
                if self.problems is not None:
                    self.problems(done.findings.every)
            if not any(sizes):
                raise Refused([problem("F031", Place(file=self.sources[0][0].name))])
            repeated = keys.repeated() if keys.rows else NO_ROWS
            writing.result()
        if len(repeated):
            self._settle(repeated, sizes)
            raise _Again
        return Found(sum(sizes), held, tally)

    def _learn_dates(self, index: int, month_first: frozenset[int]) -> None:
        """Raise `_Again` where a batch of a source has dates with the month first in columns of
        which that was not known.
        """
        known = self.month_first.get(index, _NONE)
        if not month_first <= known:
            self.month_first[index] = month_first | known
            raise _Again

    def _settle(self, repeated: Numbers, sizes: Sequence[int]) -> None:
        """Find out which of the rows whose hashed key is repeated do not stand; of batches of
        these sizes.
        """
        self.starts = list(accumulate(sizes, initial=0))
        found = self._in_order(partial(self._repeated, repeated))
        self.twins.meet(repeated, chain.from_iterable(some for _, some in found))

    def _repeated(self, repeated: Numbers, index: int, batch: Batch, start: int) -> list[Met]:
        """Those rows of a batch whose hashed key is repeated."""
        low, high = numpy.searchsorted(repeated, [start, start + batch.rows.num_rows])
        if low == high:
            return []
        kernel, scored = self._scored(index, batch)
        rows = repeated[low:high] - start
        return [met(index, kernel.recipe, batch, scored, rows, self.admission.duplicates)]

    def _place(self, source: int, number: int, about: str) -> Place:
        return self.sources[source][0].place(number, None, about)

    def _done(
        self, consumer: Consumer, renderers: Executor, index: int, batch: Batch, start: int
    ) -> _Done:
        source, in_full = self.sources[index][0], self.problems is not None
        twice = self.twins.held(start, batch.rows.num_rows)
        batch = self.twins.without_older(batch, start)
        if not batch.rows.num_rows:
            told = Findings(notes(batch), batch.notes if in_full else ())
            return _Done(None, 0, _NO_KEYS, 0, told, _NONE)
        admit = partial(self.admission.admit, twice=twice)
        kernel, scored = self._scored(index, batch, admit)
        is_renamed = self.admission.key is not None
        findings = counted(
            source, batch, kernel.recipe, scored, in_full=in_full, is_renamed=is_renamed
        )
        return _Done(
            rendered=renderers.submit(consumer.rendered, scored),
            size=batch.rows.num_rows,
            hashes=_NO_KEYS if self.starts else hashed_keys(scored.columns, batch.rows.num_rows),
            held=int(numpy.count_nonzero(scored.outcome.held)),
            findings=findings,
            month_first=scored.read.month_first,
        )

    # Workers

    def _in_order(self, work: Callable[[int, Batch, int], Any]) -> _InOrder:
        """What the work on each batch gives, in their order, with the number of the source."""
        with ThreadPoolExecutor(_WORKERS) as readers, ThreadPoolExecutor(1) as scorer:
            waiting: deque[_Waiting] = deque()
            try:
                for number, (index, job, size) in enumerate(self._jobs()):
                    start = self.starts[number] if self.starts else 0
                    batch = readers.submit(job)
                    worked = scorer.submit(_when_read, work, index, batch, start)
                    waiting.append(_Waiting(index, size, batch, worked))
                    if len(waiting) > _AHEAD:
                        yield self._next(waiting)
                while waiting:
                    yield self._next(waiting)
            finally:
                for one in waiting:
                    one.batch.cancel()
                    one.worked.cancel()

    def _jobs(self) -> Iterator[tuple[int, Callable[[], Batch], int]]:
        for index, (source, recipe) in enumerate(self.sources):
            try:
                for job, size in source.jobs(coded_columns(recipe)):
                    # What was just read is of the file that was opened.
                    source.check()
                    yield index, job, size
            except Exception:
                # Perhaps for it was changed, whatever went wrong.
                source.check()
                raise
            source.check()

    def _next(self, waiting: deque[_Waiting]) -> tuple[int, Any]:
        one = waiting.popleft()
        done = one.worked.result()
        self.progress(one.size)
        return one.source, done

    def _scored(
        self, index: int, batch: Batch, admit: Callable[[Read], None] | None = None
    ) -> tuple[Kernel, Scored]:
        """A batch of a source scored, and by which kernel."""
        known = self.month_first.get(index, _NONE)
        if self.kernel is None or self.kernel[0] != (index, known):
            # What has met nothing yet is soon made; that of a source before is of no more use.
            known_before = self.kernel[1].knows() if self.kernel else 0
            recipe = changed(self.sources[index][1], month_first=known, is_brief=self.is_brief)
            self.kernel = (index, known), kernel_of(recipe)
            self.gone.add(known_before)
        kernel = self.kernel[1]
        return kernel, kernel.scored(batch.rows, admit, batch.clear)


def _write(consumer: Consumer, rendered: Future[Any] | None) -> None:
    if rendered is not None:
        consumer.write(rendered.result())


class _Waiting(NamedTuple):
    """A batch of a source, its part of the source's size, and what the work on it will give."""

    source: int
    size: int
    batch: Future[Batch]
    worked: Future[Any]


def _when_read(
    work: Callable[[int, Batch, int], Any], index: int, batch: Future[Batch], start: int
) -> Any:
    return work(index, batch.result(), start)


def coded_columns(recipe: Recipe) -> frozenset[int]:
    """The columns of a recipe that hold one of a few texts, as a rule."""
    columns, asked = recipe.columns, recipe.scoring.question_set
    facts = [columns.metadata.get(name) for name in _CODED_FACTS]
    facts += [
        columns.answers.get(name) for name, one in asked.questions.items() if one.scale is not None
    ]
    facts += [
        columns.case.get(name) for name, one in asked.case_fields.items() if one.type == "choice"
    ]
    return frozenset(one for one in (*facts, *date_columns(recipe)) if one is not None)
