"""Files of returns read by DuckDB: the same rows as by the other readers, in the same order.

DuckDB takes more for CSV than a spreadsheet writes. So every block of a file is looked at first,
and a file that is not plain is left to the reader of small files, which names what is not.
Parquet with types that DuckDB has otherwise, such as times with a zone, is left to Arrow.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from glob import has_magic
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow
import pyarrow.parquet

from auditkit.errors import ExtraMissing
from auditkit.frames.csv_files import Block, NotPlain, is_plain
from auditkit.frames.sources import Batch, Parquet, PlainCsv, reading
from auditkit.languages import noted

try:
    import duckdb
except ImportError:
    raise ExtraMissing(noted("Scoring with DuckDB"), "duckdb") from None

if TYPE_CHECKING:
    from auditkit.frames.sources import Source

# One thread, for the kernel has the others. Nothing is spilled: what is read is handed on.
_SETTINGS = {
    "autoinstall_known_extensions": False,
    "memory_limit": "200MB",
    "temp_directory": "",
    "threads": 1,
}
_ROWS = 1 << 15
_CSV = """
select * from read_csv(?, auto_detect = false, header = false, skip = 1, delim = ?, quote = '"',
  escape = '"', comment = '', strict_mode = true, null_padding = false, max_line_size = 1048576,
  buffer_size = 4194304, columns = {{{columns}}})
"""
_PARQUET = "select * from read_parquet(?, hive_partitioning = false)"
_TRUSTED = (
    pyarrow.types.is_boolean,
    pyarrow.types.is_date32,
    pyarrow.types.is_decimal128,
    pyarrow.types.is_float32,
    pyarrow.types.is_float64,
    pyarrow.types.is_integer,
    pyarrow.types.is_large_string,
    pyarrow.types.is_string,
)


def csv_source(
    path: str, is_known: Callable[[str], bool], is_reference: Callable[[str], bool]
) -> Source:
    """A CSV file. Raises `NotPlain`."""
    if has_magic(path):
        return PlainCsv(path, is_known, is_reference)
    return _Csv(path, is_known, is_reference)


def parquet_source(path: str) -> Source:
    """A Parquet file. Raises `Refused`."""
    by_arrow = Parquet(path)
    is_trusted = all(any(is_type(one) for is_type in _TRUSTED) for one in by_arrow.schema.types)
    return _Parquet(path) if is_trusted and not has_magic(path) else by_arrow


class _Csv(PlainCsv):
    """A CSV file that is looked through, then read by DuckDB."""

    def jobs(self, coded: frozenset[int]) -> Iterator[tuple[Callable[[], Batch], int]]:
        rows = 0
        with reading(self.path):
            for block in self.file.blocks():
                rows += block.size
                yield partial(self._looked_at, block), len(block.rows)
        columns = ", ".join(f"c{index}: 'VARCHAR'" for index in range(len(self.headings)))
        query = _CSV.format(columns=columns)
        number = 2
        try:
            for batch in _batches(query, [os.path.abspath(self.path), self.file.delimiter]):
                yield partial(self.numbered, batch.rename_columns(self.headings), number), 0
                number += batch.num_rows
        except (duckdb.Error, OSError, pyarrow.ArrowException):
            # What goes wrong after the first batch is Arrow's.
            raise NotPlain(self.path) from None
        if number != rows + 2:
            raise NotPlain(self.path)

    def _looked_at(self, block: Block) -> Batch:
        if not is_plain(block, self.file.delimiter, len(self.headings)):
            raise NotPlain(self.path)
        nothing = pyarrow.RecordBatch.from_arrays([], [])
        return Batch(nothing, numpy.empty(0, "int64"))


class _Parquet(Parquet):
    """A Parquet file read by DuckDB."""

    def jobs(self, coded: frozenset[int]) -> Iterator[tuple[Callable[[], Batch], int]]:
        first = 1
        with reading(self.path, duckdb.Error):
            rows = max(1, pyarrow.parquet.read_metadata(self.path).num_rows)
            for batch in _batches(_PARQUET, [os.path.abspath(self.path)]):
                numbers = numpy.arange(first, first + batch.num_rows)
                first += batch.num_rows
                size = self.size * batch.num_rows // rows
                yield partial(Batch, batch.rename_columns(self.headings), numbers), size


def _batches(query: str, parameters: Sequence[Any]) -> Iterator[pyarrow.RecordBatch]:
    with duckdb.connect(config=_SETTINGS) as connection:
        yield from _even(connection.sql(query, params=parameters).to_arrow_reader(_ROWS))


def _even(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """The same rows in batches of one size, so that they are the same each time."""
    held: list[pyarrow.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        while sum(one.num_rows for one in held) >= _ROWS:
            table = pyarrow.Table.from_batches(held)
            yield from table.slice(0, _ROWS).combine_chunks().to_batches()
            held = table.slice(_ROWS).to_batches()
    if held:
        yield from pyarrow.Table.from_batches(held).combine_chunks().to_batches()
