"""Scorecards into files: CSV to the byte as the writer of scorecards has it, and Parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, BinaryIO, NamedTuple, Protocol, cast

import polars
import pyarrow
import pyarrow.parquet

from auditkit.builtin.writers import disarmed, write_csv
from auditkit.frames.arrays import blanks_filled, numbers_array, truths_of
from auditkit.frames.reading import Coded
from auditkit.matching.folding import FORMULA_STARTS

if TYPE_CHECKING:
    from auditkit.frames.growing import Kept
    from auditkit.frames.kernel import Scored
    from auditkit.frames.known import Numbers
    from auditkit.frames.reading import Fact

_SPECIAL = '[",\r\n]|^[' + "".join(FORMULA_STARTS).replace("-", r"\-") + "]"
# Every row has its own reference, as a rule.
_EACH_ITS_OWN = "case_ref"
# As many pairs of texts are put together once and for all.
_MOST_PAIRS, _MOST_KEPT = 1 << 12, 50
# Rows of CSV that are rendered in one piece.
_TOGETHER = 2048
_ONE_BLANK = '""\r\n'


class Sink(Protocol):
    """Renders the columns of a batch, in whatever thread, and writes what was rendered."""

    def rendered(self, scored: Scored) -> Any: ...

    def begin(self, stream: BinaryIO) -> None: ...

    def write(self, rendered: Any) -> None: ...

    def end(self) -> None: ...


class CsvSink:
    """CSV as `auditkit.builtin.writers.write_csv` has it. Columns that follow the same numbers
    are one piece of text, made once for each number.
    """

    def __init__(self, schema: pyarrow.Schema) -> None:
        self.schema = schema
        self.pairs: dict[tuple[int, int], tuple[polars.Series, polars.Series, polars.Series]] = {}

    def begin(self, stream: BinaryIO) -> None:
        self.stream = stream
        write_csv([], stream, self.schema.names)

    def rendered(self, scored: Scored) -> list[bytes]:
        pieces = map(self._gathered, self._pieces(scored.columns, scored.kept))
        frame = polars.DataFrame([piece.alias(str(index)) for index, piece in enumerate(pieces)])
        found = _Parts()
        frame.write_csv(
            cast("IO[bytes]", found),
            include_header=False,
            line_terminator="\r\n",
            quote_style="never",
            batch_size=_TOGETHER,
        )
        return found

    def _pieces(self, columns: Mapping[str, Fact], kept: Kept) -> list[pyarrow.Array | _Piece]:
        """The columns in order, those of few texts put together."""
        pieces: list[pyarrow.Array | _Piece] = []
        for one in _together(columns[name] for name in self.schema.names):
            if not isinstance(one, list):
                pieces.append(one)
                continue
            piece, last = _piece(one, kept), pieces[-1] if pieces else None
            if isinstance(last, _Piece) and len(last.texts) * len(piece.texts) <= _MOST_PAIRS:
                pieces[-1] = self._paired(last, piece)
            else:
                pieces.append(piece)
        return pieces

    def _paired(self, first: _Piece, second: _Piece) -> _Piece:
        """Two pieces as one, with a text for each pair."""
        key = id(first.texts), id(second.texts)
        # Another thread may clear what is kept.
        kept = self.pairs.get(key)
        if kept is None:
            if len(self.pairs) >= _MOST_KEPT:
                self.pairs.clear()
            kept = first.texts, second.texts, _paired(first.texts, second.texts)
            self.pairs[key] = kept
        return _Piece(first.numbers * len(second.texts) + second.numbers, kept[2])

    def _gathered(self, piece: pyarrow.Array | _Piece) -> polars.Series:
        if not isinstance(piece, _Piece):
            return _safe(piece)
        return piece.texts.gather(polars.Series(piece.numbers))

    def write(self, rendered: list[bytes]) -> None:
        self.stream.writelines(rendered)

    def end(self) -> None:
        """Nothing stands behind the rows."""


class _Parts(list[bytes]):
    """What is written, in its parts, so that no large one grows and grows."""

    def write(self, part: bytes) -> int:
        self.append(part)
        return len(part)


class _Piece(NamedTuple):
    """What stands side by side in a line: for each row a number, and the text that it stands for."""

    numbers: Numbers
    texts: polars.Series


def _piece(alike: list[Coded], kept: Kept) -> _Piece:
    texts = kept.of("cells", _series, _one_series).of(alike)
    return _Piece(max(alike, key=_size).numbers, texts)


def _paired(first: polars.Series, second: polars.Series) -> polars.Series:
    rows = polars.DataFrame({"first": first}).join(
        polars.DataFrame({"second": second}), how="cross"
    )
    return rows.select(polars.format("{},{}", "first", "second")).to_series()


def _together(columns: Iterable[Fact]) -> Iterator[pyarrow.Array | list[Coded]]:
    """Columns that stand side by side put together where one sequence of numbers says them all,
    those among them that hold one thing in every row.
    """
    alike: list[Coded] = []
    for column in columns:
        if not isinstance(column, Coded):
            if alike:
                yield alike
                alike = []
            yield column
            continue
        told = max(alike, key=_size, default=column)
        if told.size > 1 and column.size > 1 and told.numbers is not column.numbers:
            yield alike
            alike = []
        alike = [*alike, column]
    # The last column, that of the scorer or of the base's rating, is one of few texts.
    yield alike


def _size(column: Coded) -> int:
    return column.size


def _series(columns: Sequence[Sequence[Any]]) -> polars.Series:
    return polars.Series(joined(zip(*columns, strict=True)), dtype=polars.String)


def _one_series(first: polars.Series, second: polars.Series) -> polars.Series:
    return polars.concat([first, second], rechunk=True)


def joined(rows: Iterable[Sequence[Any]]) -> list[str]:
    """The cells of each row as they stand in a line."""
    lines = _Lines()
    csv.writer(lines, lineterminator="\r\n").writerows(map(disarmed, row) for row in rows)
    # A line of one blank alone would be quoted, as it is not among others.
    return ["" if line == _ONE_BLANK else line[:-2] for line in lines]


class _Lines(list[str]):
    """The lines that are written, one by one."""

    write = list.append


def _safe(column: pyarrow.Array) -> polars.Series:
    """A column of texts, quoted and disarmed where need be."""
    texts = polars.Series(column)
    special = texts.str.contains(_SPECIAL)
    if not special.any():
        return texts
    rows = special.fill_null(value=False).arg_true()
    written = joined([one] for one in texts.gather(rows))
    return texts.scatter(rows, written)


class ParquetSink:
    """Parquet, one group of rows for each batch; texts that repeat are written once."""

    def __init__(self, schema: pyarrow.Schema) -> None:
        self.schema = schema
        self.coded = pyarrow.schema([(one.name, _coded(one)) for one in schema])
        self.writer: Any = None

    def begin(self, stream: BinaryIO) -> None:
        names = [name for name in self.schema.names if name != _EACH_ITS_OWN]
        # The least and the largest of texts that come in every group say nothing.
        told = [one.name for one in self.coded if not pyarrow.types.is_dictionary(one.type)]
        self.writer = pyarrow.parquet.ParquetWriter(
            stream,
            self.coded,
            compression="zstd",
            store_schema=False,
            use_dictionary=names,
            write_statistics=told,
        )

    def rendered(self, scored: Scored) -> pyarrow.Table:
        arrays = [_array(scored.columns[one.name], one, scored.kept) for one in self.schema]
        return pyarrow.Table.from_arrays(arrays, schema=self.coded)

    def write(self, rendered: pyarrow.Table) -> None:
        self.writer.write_table(rendered, row_group_size=max(1, len(rendered)))

    def end(self) -> None:
        if self.writer is not None:
            self.writer.close()


def _array(column: Fact, field: pyarrow.Field, kept: Kept) -> pyarrow.Array:
    if not isinstance(column, Coded):
        found = column.cast(field.type)
        return found if _coded(field) == field.type else found.dictionary_encode()
    things = kept.array(column, field.type)
    if _coded(field) == field.type:
        return things.take(numbers_array(column.numbers))
    missing = None
    if things.null_count:
        # A dictionary with nothing among its texts cannot be written.
        missing = truths_of(things.is_null()).take(column.numbers)
        things = blanks_filled(things)
    numbers = numbers_array(column.numbers.astype("int32"), missing)
    return pyarrow.DictionaryArray.from_arrays(numbers, things, safe=False)


def _coded(field: pyarrow.Field) -> pyarrow.DataType:
    """The type of a column on its way into a file: texts that come again and again are numbers of
    texts, which they hardly are where each row has its own.
    """
    if field.name == _EACH_ITS_OWN or not pyarrow.types.is_string(field.type):
        return field.type
    return pyarrow.dictionary(pyarrow.int32(), field.type)
