"""Files of returns as batches of rows, each row with its number."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy
import pyarrow
import pyarrow.compute
import pyarrow.parquet

from auditkit.errors import Refused
from auditkit.frames.arrays import array_of, truths_array, truths_of
from auditkit.frames.csv_files import Block, CsvFile, NotPlain
from auditkit.frames.recipe import frame_table, origin_of
from auditkit.frames.texts import is_plain_text, matching, texts_of, usual_references
from auditkit.matching.folding import fold, is_blank
from auditkit.problems import Place, Problem, problem
from auditkit.returns import Row, Table, column_letters
from auditkit.tables.files import name_of, read_bytes
from auditkit.tables.headings import TOTALS, aside
from auditkit.wording import shortened

if TYPE_CHECKING:
    from auditkit.frames.known import Numbers

_ROWS = 1 << 17
_LONGEST_NOTE = 80
# What may be the label of a total, or cannot be told from one so easily.
_MAY_BE_TOTAL = r"(?i)^\s*(?:" + "|".join(one.partition(" ")[0] for one in TOTALS) + r"|[^ -~]|$)"


class Batch(NamedTuple):
    """Rows with their numbers as people count them, and notes on rows that are left out. The
    texts of the columns `clear` are facts as they stand.
    """

    rows: pyarrow.RecordBatch
    numbers: Numbers
    notes: tuple[Problem, ...] = ()
    clear: frozenset[int] = frozenset()


class Places(Protocol):
    """Where rows are."""

    def place(self, number: int, column: int | None, about: str) -> Place:
        """Where a cell is, or a row."""
        ...


class Unreadable(Refused):
    """A file cannot be read, or not to its end."""

    def __init__(self, path: str, code: str, **facts: object) -> None:
        super().__init__([problem(code, Place(file=path), **facts)])
        self.path = path


@contextmanager
def reading(path: str, *errors: type[Exception]) -> Iterator[None]:
    """What goes wrong while a file is read is said of that file."""
    try:
        yield
    except (OSError, pyarrow.ArrowException, *errors) as error:
        raise Unreadable(path, "F001", said=first_line(error)) from None


class Source(Places, Protocol):
    """A file: a table with its headings, and jobs that give its batches, in whatever thread. What
    a job or the next of them raises where the file is damaged, or gone, is `Unreadable`.
    """

    name: str
    headings: list[str]
    table: Table
    size: int

    def jobs(self, coded: frozenset[int]) -> Iterator[tuple[Callable[[], Batch], int]]:
        """What gives each batch, and how many bytes of the file it is about."""
        ...

    def check(self) -> None:
        """Raise `Unreadable` where the file is no longer the one that was opened."""
        ...


class _InFile:
    """What is read from a file bit by bit, perhaps more than once."""

    def __init__(self, path: str) -> None:
        self.name = name_of(path)
        self.path = path
        self.state = self._state()

    def _state(self) -> tuple[int, int]:
        with reading(self.path):
            found = os.stat(self.path)
        return found.st_size, found.st_mtime_ns

    def check(self) -> None:
        """Raise `Unreadable` where the file is gone, or was written since it was opened."""
        if self._state() != self.state:
            raise Unreadable(self.path, "F063")


class PlainCsv(_InFile):
    """A CSV file of plain rows."""

    def __init__(
        self, path: str, is_known: Callable[[str], bool], is_reference: Callable[[str], bool]
    ) -> None:
        super().__init__(path)
        self.file = CsvFile(path, is_known, is_reference)
        self.headings = self.file.headings
        self.table = Table(
            file=self.name,
            headings=tuple(self.headings),
            rows=(),
            origin=origin_of(self.headings),
        )
        self.size = self.file.size

    def jobs(self, coded: frozenset[int]) -> Iterator[tuple[Callable[[], Batch], int]]:
        with reading(self.path):
            self.file.sampled(coded)
            for block in self.file.blocks():
                yield partial(self.batch, block, coded), len(block.rows)

    def place(self, number: int, column: int | None, about: str) -> Place:
        cell = f"row {number}" if column is None else f"cell {column_letters(column)}{number}"
        return Place(file=self.name, cell=cell, about=about)

    def batch(self, block: Block, coded: frozenset[int]) -> Batch:
        return self.numbered(self.file.parsed(block, coded), block.first)

    def numbered(self, rows: pyarrow.RecordBatch, first: int) -> Batch:
        """Rows with their numbers, without those that hold no data."""
        numbers = numpy.arange(first, first + rows.num_rows)
        usual = usual_rows(rows[self.file.reference])
        clear = frozenset({self.file.reference} if usual.all() else ())
        left_out, notes = self._asides(rows, numbers, usual)
        if len(left_out):
            keep = numpy.ones(rows.num_rows, "bool")
            keep[left_out] = False
            rows, numbers = rows.filter(truths_array(keep)), numbers[keep]
        return Batch(rows, numbers, notes, clear)

    def _asides(
        self, rows: pyarrow.RecordBatch, numbers: Numbers, usual: Numbers
    ) -> tuple[list[int], tuple[Problem, ...]]:
        """The rows that hold no data, such as totals, and what is to be said of them."""
        found = list(asides(rows, self.file.reference, self.file.reference_heading, usual))
        if any(one.is_heading for one in found):
            # The headings come again, perhaps in another order.
            raise NotPlain(self.path)
        notes = (one.note(self.place(int(numbers[one.row]), None, "")) for one in found if one.what)
        return [one.row for one in found], tuple(notes)


def usual_rows(reference: pyarrow.Array) -> Numbers:
    """Which references are of the usual kind, so far as that can be seen quickly."""
    if is_plain_text(reference):
        return usual_references(reference)
    return numpy.zeros(len(reference), "bool")


class Aside(NamedTuple):
    """A row that holds no data: what it is, if anything, and its first text; `is_heading` where a
    cell is the heading of the references.
    """

    row: int
    what: str | None
    first: str
    is_heading: bool

    def note(self, place: Place) -> Problem:
        """What is to be said of it."""
        return problem("F014", place, what=self.what, found=shortened(self.first, _LONGEST_NOTE))


def asides(
    rows: pyarrow.RecordBatch, reference: int, heading: str, usual: Numbers
) -> Iterator[Aside]:
    """The rows that hold no data, such as totals; those whose reference is `usual` do."""
    folded = fold(heading)
    for row in _doubtful(rows, reference, usual):
        cells = [column[row].as_py() or "" for column in rows.columns]
        first = next((text for text in cells if not is_blank(text)), None)
        what = first and aside(cells, folded, reference, first)
        is_heading = heading in cells
        if first is None or what or is_heading:
            yield Aside(row, what, first or "", is_heading)


def _doubtful(rows: pyarrow.RecordBatch, reference: int, usual: Numbers) -> list[int]:
    """The rows that may be something else: whose reference is no single word with a digit, or that
    begin as totals do.
    """
    column, found = rows[reference], ~usual
    if found.any():
        found = ~_matching(column, "[0-9]") | _matching(column, "[^!-~]")
    if reference:
        found |= _matching(rows[0], _MAY_BE_TOTAL) | truths_of(rows[0].is_null())
    return numpy.flatnonzero(found).tolist()


def _matching(column: pyarrow.Array, pattern: str) -> Numbers:
    """Which texts of a column match; a blank does not."""
    if not pyarrow.types.is_dictionary(column.type):
        return matching(column, pattern)
    texts = texts_of(column)
    found = matching(array_of(texts.texts, pyarrow.large_string()), pattern)
    return found[texts.numbers]


class Parquet(_InFile):
    """A Parquet file; its rows are counted from 1."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        with reading(path):
            if not os.path.isfile(path):
                read_bytes(path)
            self.schema = pyarrow.parquet.read_schema(path)
        self.size, _ = self.state
        self.headings = list(self.schema.names)
        self.table = frame_table(self.headings, self.name)

    def jobs(self, coded: frozenset[int]) -> Iterator[tuple[Callable[[], Batch], int]]:
        # Lists are not in one column of the file, under a name of their own.
        is_nested = map(pyarrow.types.is_nested, self.schema.types)
        plain = {index for index, nested in enumerate(is_nested) if not nested}
        names = [self.headings[index] for index in coded & plain]
        with reading(self.path):
            file = pyarrow.parquet.ParquetFile(self.path, read_dictionary=names, pre_buffer=False)
            rows = max(1, file.metadata.num_rows)
            first = 1
            batches = (
                file.iter_batches(_ROWS, row_groups=groups, use_threads=False)
                for groups in _read_together(file.metadata)
            )
            for batch in chain.from_iterable(batches):
                numbers = numpy.arange(first, first + batch.num_rows)
                first += batch.num_rows
                job = partial(_batch, batch, numbers)
                yield job, self.size * batch.num_rows // rows

    def place(self, number: int, column: int | None, about: str) -> Place:
        cell = row_cell(number, self.headings, column)
        return Place(file=self.name, cell=cell, about=about)


def _read_together(metadata: pyarrow.parquet.FileMetaData) -> Iterator[list[int]]:
    """The groups of rows in a file, as many together as make one batch: texts that are numbers
    have others in each group, so a batch ends with it, and what is left over is a small one.
    """
    groups: list[int] = []
    size = 0
    for index in range(metadata.num_row_groups):
        rows = metadata.row_group(index).num_rows
        if groups and size + rows > _ROWS:
            yield groups
            groups, size = [], 0
        groups.append(index)
        size += rows
    yield groups


def _batch(rows: pyarrow.RecordBatch, numbers: Numbers) -> Batch:
    """Rows of Parquet; of views of texts, of which Arrow takes no part, as texts."""
    for index, kind in enumerate(rows.schema.types):
        if pyarrow.types.is_string_view(kind):
            texts = rows[index].cast(pyarrow.large_string())
            rows = rows.set_column(index, rows.schema.names[index], texts)
    return Batch(rows, numbers)


def row_cell(number: int, headings: Sequence[str], column: int | None) -> str:
    """What a row of Parquet is called, or a cell in it."""
    return f"row {number}" + ("" if column is None else f", column {headings[column]}")


class Tabled:
    """A table that the reader of small files made from so many bytes, all at once."""

    def __init__(self, table: Table, size: int) -> None:
        self.name = table.file
        self.table = table
        self.headings = list(table.headings)
        self.size = size
        self.by_number = {row.number: row for row in table.rows}

    def jobs(self, coded: frozenset[int]) -> Iterator[tuple[Callable[[], Batch], int]]:
        rows = iter(self.table.rows)
        while some := list(islice(rows, _ROWS)):
            yield partial(self._batch, some), self.size * len(some) // len(self.table.rows)

    def check(self) -> None:
        """Nothing: the file is not read again."""

    def place(self, number: int, column: int | None, about: str) -> Place:
        row = self.by_number[number]
        if column is None:
            return self.table.row_place(row, about)
        return self.table.place(row, column, about)

    def _batch(self, rows: list[Row]) -> Batch:
        columns = zip(*(row.cells for row in rows), strict=True)
        arrays = [array_of(column, pyarrow.large_string()) for column in columns]
        numbers = numpy.array([row.number for row in rows])
        return Batch(pyarrow.RecordBatch.from_arrays(arrays, self.headings), numbers)


def first_line(error: Exception) -> str:
    """What went wrong, without what follows."""
    said = getattr(error, "strerror", None) or str(error)
    return str(said).partition("\n")[0].rstrip(".")
