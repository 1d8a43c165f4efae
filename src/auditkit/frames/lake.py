"""What the workers of a cluster do with rows of files, each of which comes with where it stands."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import numpy
import pyarrow

from auditkit.builtin.writers import disarmed
from auditkit.errors import Refused
from auditkit.frames.arrays import array_of, numbers_array, truths_array
from auditkit.frames.findings import PROBLEM_COLUMNS, Findings, counted, notes, problem_cells
from auditkit.frames.sources import Batch, asides, row_cell, usual_rows
from auditkit.frozen import changed, frozen
from auditkit.languages import words_in
from auditkit.matching.duplicates import LATEST, OLDER, TWICE, twice
from auditkit.matching.options import Unread
from auditkit.problems import Place, Problem, problem

if TYPE_CHECKING:
    from auditkit.frames.admission import Admission
    from auditkit.frames.kernel import Kernel, Scored
    from auditkit.frames.known import Numbers
    from auditkit.frames.reading import Read
    from auditkit.frames.tallies import Counted, Key

_TEXT, _NUMBER = pyarrow.string(), pyarrow.int64()
# Where a row stands: its file, the part of it that is read at once, and which row there.
STANDING = pyarrow.schema([("file", _TEXT), ("block", _NUMBER), ("row", _NUMBER)])
# Of a row that does not stand because of another: its case, and where the other is.
OTHER = pyarrow.schema([("case_ref", _TEXT), ("other_file", _TEXT), ("other_row", _NUMBER)])
# A kind of problem in one batch: how often it came, and one of its first places.
COUNTED = pyarrow.schema(
    [
        ("_code", _TEXT),
        ("_about", _TEXT),
        ("_file", _TEXT),
        ("_block", _NUMBER),
        ("_row", _NUMBER),
        ("_times", _NUMBER),
        ("_problem", pyarrow.binary()),
    ]
)
LISTED = pyarrow.schema([("_listed", pyarrow.struct([(name, _TEXT) for name in PROBLEM_COLUMNS]))])
Where = tuple[str, int, int]


@frozen(kw_only=True)
class Standing(Place):
    """A place that knows where its row stands among all."""

    where: Where


class Lake(NamedTuple):
    """How rows are read and admitted. Those that are not `is_numbered` have no number that people
    know; problems are worded in `language`, and with `in_full` every one is listed.
    """

    kernel: Kernel
    admission: Admission
    is_numbered: bool
    language: str
    in_full: bool

    @property
    def headings(self) -> Sequence[str]:
        """The columns of the files."""
        return self.kernel.recipe.table.headings

    def scored(self, batch: pyarrow.RecordBatch) -> tuple[Scored | None, Findings]:
        """A batch scored, if any row is left to score, and what is to be said of it."""
        width = len(self.headings)
        batch = _in_order(batch, width)
        rows = batch.select(list(range(width)))
        places = _Places(self, batch, width)
        others = places.others() if batch.num_columns > width + len(STANDING) else {}
        left_out = self._left_out(rows, places, others)
        keep = numpy.ones(len(rows), "bool")
        keep[list(left_out)] = False
        told = tuple(one for _, one in sorted(left_out.items()) if one is not None)
        left = Batch(rows.filter(truths_array(keep)), numpy.flatnonzero(keep), told)
        if not left.rows.num_rows:
            return None, Findings(notes(left), told if self.in_full else ())
        twins = {
            row: Unread(TWICE, **others[number])
            for row, number in enumerate(left.numbers.tolist() if others else ())
            if number in others
        }

        def admit(read: Read) -> None:
            self.admission.admit(read, twins)

        scored = self.kernel.scored(left.rows, admit)
        return scored, counted(
            places,
            left,
            self.kernel.recipe,
            scored,
            in_full=self.in_full,
            is_renamed=self.admission.key is not None,
        )

    def _left_out(
        self, rows: pyarrow.RecordBatch, places: _Places, others: Mapping[int, Mapping[str, Any]]
    ) -> dict[int, Problem | None]:
        """Rows that are not scored, each with what is to be said of it, if anything."""
        left_out = dict(self._asides(rows, places))
        if self.admission.duplicates == LATEST:
            for row, facts in others.items():
                older = problem(OLDER, places.place(row, None, facts["case"]), **facts)
                left_out.setdefault(row, older)
        return left_out

    def _asides(
        self, rows: pyarrow.RecordBatch, places: _Places
    ) -> Iterator[tuple[int, Problem | None]]:
        """Rows of CSV that hold no data, such as totals."""
        reference = self.kernel.recipe.columns.metadata.get("case_ref")
        if self.is_numbered or reference is None:
            return
        usual = usual_rows(rows[reference])
        for one in asides(rows, reference, self.headings[reference], usual):
            place = places.place(one.row, None, "")
            if one.is_heading:
                raise Refused([problem("F057", place)])
            yield one.row, one.note(place) if one.what else None

    def told(self, findings: Findings, schema: pyarrow.Schema) -> Iterator[pyarrow.RecordBatch]:
        """What was found in a batch as rows of this schema."""
        rows = [
            dict(zip(COUNTED.names, row, strict=True))
            for key, one in findings.counted
            for row in self._counted(key, one)
        ]
        every = [
            {"_listed": dict(zip(PROBLEM_COLUMNS, map(disarmed, problem_cells(one)), strict=True))}
            for one in findings.every
        ]
        for found, own in ((rows, COUNTED), (every, LISTED)):
            if found:
                yield widened(pyarrow.RecordBatch.from_pylist(found, own), schema)

    def _counted(self, key: Key, one: Counted) -> Iterator[tuple[Any, ...]]:
        """A row for each of the first places, the number of problems and the first with the first
        of them.
        """
        for index, place in enumerate(one.places):
            told = None if index else self._worded(one.problem)
            where = place.where if isinstance(place, Standing) else ("", 0, 0)
            times = 0 if index else one.times
            yield (*key, *where, times, pickle.dumps((told, place)))

    def _worded(self, one: Problem) -> Problem:
        """A problem whose facts are in the language that it will be told in: what is sent to
        another program is text.
        """
        words = words_in(self.language)
        place = changed(one.place, about=str(words.again(one.place.about)))
        return changed(one, facts=dict(words.facts(one.facts)), place=place)


class _Places:
    """Where the rows of a batch are, by their numbers in it."""

    def __init__(self, lake: Lake, batch: pyarrow.RecordBatch, width: int) -> None:
        self.lake = lake
        self.columns = batch.columns[width:]

    def place(self, number: int, column: int | None, about: str) -> Place:
        file, block, row = (one[number].as_py() for one in self.columns[: len(STANDING)])
        return self._place(file, block, row, column, about)

    def others(self) -> dict[int, dict[str, Any]]:
        """The rows that do not stand, and what is told of each."""
        cases, files, rows = (one.to_pylist() for one in self.columns[len(STANDING) :])
        return {
            number: twice(case, self._place(file, 0, rows[number], None, ""))
            for number, (case, file) in enumerate(zip(cases, files, strict=True))
            if file is not None
        }

    def _place(self, file: str, block: int, row: int, column: int | None, about: str) -> Place:
        headings, where = self.lake.headings, (file, block, row)
        if self.lake.is_numbered:
            cell = row_cell(row, headings, column)
            return Standing(file=file_name(file), cell=cell, about=about, where=where)
        if column is not None and column in self.lake.kernel.recipe.columns.metadata.values():
            about = ", ".join(filter(None, (about, headings[column])))
        return Standing(file=file_name(file), about=about, where=where)


def file_name(path: str) -> str:
    """What people call a file of a lake: its name, behind the folders that say what is in it.

    >>> file_name("s3a://lake/returns/period=2026-04/part-0.parquet")
    'period=2026-04/part-0.parquet'
    """
    parts = path.split("/")
    first = len(parts) - 1
    while first and "=" in parts[first - 1]:
        first -= 1
    return "/".join(parts[first:])


def file_path(address: str) -> str:
    """The path of a file, from its address as Spark tells it."""
    return unquote(address)


def widened(batch: pyarrow.RecordBatch, schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    """A batch with all the columns of a schema, blank where it has none of its own."""
    own = dict(zip(batch.schema.names, batch.columns, strict=True))
    columns = [
        own[one.name] if one.name in own else pyarrow.nulls(batch.num_rows, one.type)
        for one in schema
    ]
    return pyarrow.RecordBatch.from_arrays(columns, schema=schema)


def _in_order(batch: pyarrow.RecordBatch, width: int) -> pyarrow.RecordBatch:
    """The rows by their files, and as they stand there: a batch may be of several files."""
    files = batch[width].dictionary_encode()
    names = [file_path(one) for one in files.dictionary.to_pylist()]
    ranks: Numbers = numpy.argsort(numpy.argsort(names, kind="stable"))
    numbers = files.indices.to_numpy()
    blocks, rows = (batch[width + place].to_numpy() for place in (1, 2))
    order = numpy.lexsort((rows, blocks, ranks[numbers]))
    paths = array_of(names, _TEXT).take(files.indices)
    batch = batch.set_column(width, batch.schema.field(width), paths)
    if (numpy.diff(order) == 1).all():
        return batch
    return batch.take(numbers_array(order))
