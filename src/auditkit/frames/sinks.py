"""Scorecards into files: CSV to the byte as the writer of scorecards has it, and Parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

import numpy
import polars
import pyarrow
import pyarrow.parquet

from auditkit.builtin.writers import disarmed, write_csv
from auditkit.frames.kernel import as_array
from auditkit.frames.reading import Coded
from auditkit.frames.texts import array_of
from auditkit.matching.folding import FORMULA_STARTS

if TYPE_CHECKING:
    from auditkit.frames.reading import Fact

_SPECIAL = '[",\r\n]|^[' + "".join(FORMULA_STARTS).replace("-", r"\-") + "]"


_EACH_ITS_OWN = "case_ref"
_ONE_BLANK = '""\r\n'


class Sink(Protocol):
    """Renders the columns of a batch, in whatever thread, and writes what was rendered."""

    def rendered(self, columns: Mapping[str, Fact]) -> Any: ...

    def begin(self, stream: BinaryIO) -> None: ...

    def write(self, rendered: Any) -> None: ...

    def end(self) -> None: ...


class CsvSink:
    """CSV as `auditkit.builtin.writers.write_csv` has it. Columns that follow the same numbers
    are one piece of text, made once for each number.
    """

    def __init__(self, schema: pyarrow.Schema) -> None:
        self.schema = schema

    def begin(self, stream: BinaryIO) -> None:
        self.stream = stream
        write_csv([], stream, self.schema.names)

    def rendered(self, columns: Mapping[str, Fact]) -> bytes:
        pieces = [
            piece if isinstance(piece, polars.Series) else _gathered(*piece)
            for piece in _pieces([columns[name] for name in self.schema.names])
        ]
        frame = polars.DataFrame([piece.alias(str(index)) for index, piece in enumerate(pieces)])
        found = BytesIO()
        frame.write_csv(found, include_header=False, line_terminator="\r\n", quote_style="never")
        return found.getvalue()

    def write(self, rendered: bytes) -> None:
        self.stream.write(rendered)

    def end(self) -> None:
        """Nothing stands behind the rows."""


Piece = tuple[Any, list[str]]


def _pieces(columns: Sequence[Fact]) -> Iterator[polars.Series | Piece]:
    """Columns put together where one sequence of numbers says them all."""
    numbers: Any = None
    alike: list[list[Any]] = []
    for column in columns:
        if not isinstance(column, Coded):
            if alike:
                yield numbers, _joined(alike)
                numbers, alike = None, []
            yield _safe(column)
            continue
        things = list(column.things)
        if len(things) == 1:
            alike.append(things)
            numbers = column.numbers if numbers is None else numbers
        elif numbers is column.numbers or all(len(one) == 1 for one in alike):
            alike.append(things)
            numbers = column.numbers
        else:
            yield numbers, _joined(alike)
            numbers, alike = column.numbers, [things]
    if alike:
        yield numbers, _joined(alike)


def _joined(columns: Sequence[Sequence[Any]]) -> list[str]:
    """The cells of each number as they stand in a line."""
    longest = max(map(len, columns))
    rows = zip(*(one if len(one) > 1 else [*one] * longest for one in columns), strict=True)
    lines = _Lines()
    csv.writer(lines, lineterminator="\r\n").writerows(map(disarmed, row) for row in rows)
    # A line of one blank alone would be quoted, as it is not among others.
    return ["" if line == _ONE_BLANK else line[:-2] for line in lines]


class _Lines(list[str]):
    """The lines that are written, one by one."""

    write = list.append


def _gathered(numbers: Any, texts: list[str]) -> polars.Series:
    if len(texts) == 1:
        return polars.repeat(texts[0], len(numbers), dtype=polars.String, eager=True)
    return polars.Series(texts, dtype=polars.String).gather(polars.Series(numbers))


def _safe(column: pyarrow.Array) -> polars.Series:
    """A column of texts, quoted and disarmed where need be."""
    texts = polars.Series(column)
    special = texts.str.contains(_SPECIAL)
    if not special.any():
        return texts
    rows = special.fill_null(value=False).arg_true()
    written = [_joined([[one]])[0] for one in texts.gather(rows)]
    return texts.scatter(rows, written)


class ParquetSink:
    """Parquet, one group of rows for each batch; texts that repeat are written once."""

    def __init__(self, schema: pyarrow.Schema) -> None:
        self.schema = schema
        self.coded = pyarrow.schema([(one.name, _coded(one)) for one in schema])
        self.writer: Any = None

    def begin(self, stream: BinaryIO) -> None:
        self.writer = pyarrow.parquet.ParquetWriter(
            stream, self.coded, compression="zstd", store_schema=False
        )

    def rendered(self, columns: Mapping[str, Fact]) -> pyarrow.Table:
        arrays = [_array(columns[one.name], one) for one in self.schema]
        return pyarrow.Table.from_arrays(arrays, schema=self.coded)

    def write(self, rendered: pyarrow.Table) -> None:
        self.writer.write_table(rendered, row_group_size=max(1, len(rendered)))

    def end(self) -> None:
        if self.writer is not None:
            self.writer.close()


def _array(column: Fact, field: pyarrow.Field) -> pyarrow.Array:
    if _coded(field) == field.type:
        return as_array(column, field.type)
    if not isinstance(column, Coded):
        return column.cast(field.type).dictionary_encode()
    missing = numpy.array([one is None for one in column.things])
    numbers = pyarrow.array(column.numbers, pyarrow.int32(), mask=missing[column.numbers])
    things = array_of(("" if one is None else one for one in column.things), field.type)
    return pyarrow.DictionaryArray.from_arrays(numbers, things)


def _coded(field: pyarrow.Field) -> pyarrow.DataType:
    """The type of a column on its way into a file: texts that come again and again are numbers of
    texts, which they hardly are where each row has its own.
    """
    if field.name == _EACH_ITS_OWN or not pyarrow.types.is_string(field.type):
        return field.type
    return pyarrow.dictionary(pyarrow.int32(), field.type)
