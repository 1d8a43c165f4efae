"""Large CSV files in blocks of rows, as long as they hold nothing but plain rows.

Polars is quick and forgiving: it fills short rows up and takes a stray quotation mark for the
begin of a cell. So each block is looked at first, and whatever is not a plain row under the
headings of the first line is left to the reader of small files, which names it.
"""

from __future__ import annotations

import csv
import os
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from io import StringIO
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import numpy
import polars
import pyarrow

from auditkit.matching.folding import fold
from auditkit.tables.delimited import likely_delimiter
from auditkit.tables.grid import MOST_CHARACTERS

if TYPE_CHECKING:
    from auditkit.frames.known import Numbers

BLOCK = 12 << 20
_TAIL = 64 << 10
_MOST_TEXTS, _MOST_TIMES = 200, 4
_HEAD = 1 << 20
_SAMPLE = 1 << 18
_PART = 1 << 17
_QUOTE, _NEWLINE = ord('"'), ord("\n")
# A share of rows that may be short, above which all of a block is counted.
_FEW = 0.02
_MARKED = (b"\xff\xfe", b"\xfe\xff", b"sep=")


class NotPlain(Exception):
    """A file holds what only the reader of small files can judge; its path."""


class Block(NamedTuple):
    """Whole rows of a file and how many; `first` is the number of the first of them, as a
    spreadsheet counts.
    """

    rows: bytes
    first: int
    size: int


class _Texts:
    """The texts met in a column, and the type that tells them by numbers as quickly as may be:
    one for these alone, while they are few and others come rarely.
    """

    def __init__(self) -> None:
        self.met: frozenset[str] = frozenset()
        self.times = 0
        self.type: Any = polars.Enum([])

    def meet(self, texts: list[str]) -> None:
        """Take in the texts of a block."""
        if self.met.issuperset(texts):
            return
        self.times += 1
        self.met = self.met.union(texts) if len(self.met) < _MOST_TEXTS else self.met
        is_closed = self.times <= _MOST_TIMES and len(self.met) < _MOST_TEXTS
        self.type = polars.Enum(sorted(self.met)) if is_closed else polars.Categorical()


class CsvFile:
    """A large CSV file. Raises `NotPlain` for one whose first line is not of headings."""

    def __init__(
        self, path: str, is_known: Callable[[str], bool], is_reference: Callable[[str], bool]
    ) -> None:
        self.path = path
        self.size = os.path.getsize(path)
        with open(path, "rb") as stream:
            head = stream.read(_HEAD)
        begin, newline, _ = head.removeprefix(BOM_UTF8).partition(b"\n")
        if not newline or head.startswith(_MARKED) or b"\r" in begin.rstrip(b"\r"):
            raise NotPlain(self.path)
        self.start = head.index(b"\n") + 1
        if self.start == self.size:
            raise NotPlain(self.path)
        try:
            text = head.decode("utf-8-sig", "ignore")
            line = begin.decode("utf-8").rstrip("\r")
            self.delimiter = likely_delimiter(text, is_known)
            (cells,) = csv.reader(StringIO(line), delimiter=self.delimiter, strict=True)
        except (UnicodeDecodeError, ValueError, csv.Error):
            raise NotPlain(self.path) from None
        self.headings = [" ".join(cell.split()) for cell in cells]
        references = [index for index, cell in enumerate(cells) if is_reference(cell)]
        if not references or not fold(cells[-1]):
            raise NotPlain(self.path)
        self.texts = [_Texts() for _ in self.headings]
        self.reference = references[0]
        self.reference_heading = cells[self.reference]

    def sampled(self, coded: frozenset[int]) -> None:
        """Meet the texts of the first rows in the columns of these indexes, for the first blocks;
        of plain ones, for others are not to be trusted to Polars.
        """
        with open(self.path, "rb") as stream:
            stream.seek(self.start)
            begin = stream.read(_SAMPLE)
        rows = begin[: begin.rfind(b"\n") + 1]
        if _quotes(rows, ord(self.delimiter)) is not None:
            with suppress(NotPlain):
                self._meet(rows, coded)

    def blocks(self) -> Iterator[Block]:
        """The rows below the headings."""
        first, start = 2, self.start
        with open(self.path, "rb") as stream:
            while start < self.size:
                end = _end_of_rows(stream, start, self.size)
                stream.seek(start)
                rows = stream.read(end - start)
                if not rows.endswith(b"\n"):
                    rows += b"\n"
                count = _count(rows, _NEWLINE)
                yield Block(rows, first, count)
                first += count
                start = end

    def parsed(self, block: Block, coded: frozenset[int]) -> pyarrow.RecordBatch:
        """A block as a batch of texts, the columns of these indexes as numbers of texts. Raises
        `NotPlain`.
        """
        is_quoted = _quotes(block.rows, ord(self.delimiter))
        if is_quoted is None:
            raise NotPlain(self.path)
        frame = self._read(block, coded)
        between = block.size * (len(self.headings) - 1)
        is_even = is_quoted or _count(block.rows, ord(self.delimiter)) == between
        if not is_even or len(frame) != block.size:
            raise NotPlain(self.path)
        if is_quoted and frame[frame.columns[-1]].null_count():
            self._refuse_short(block.rows, frame[frame.columns[-1]])
        if _has_long_line(block.rows):
            longest = frame.select(polars.all().cast(polars.String).str.len_bytes().max()).row(0)
            if max(one or 0 for one in longest) > MOST_CHARACTERS:
                raise NotPlain(self.path)
        table = frame.rechunk().to_arrow().rename_columns(self.headings)
        return table.combine_chunks().to_batches()[0]

    def _read(self, block: Block, coded: frozenset[int]) -> polars.DataFrame:
        """A block, read as if it had no texts but those met before, which is quicker; and anew
        where it has others.
        """
        try:
            return self._typed(block.rows, {index: self.texts[index].type for index in coded})
        except polars.exceptions.PolarsError:
            return self._meet(block.rows, coded)

    def _meet(self, rows: bytes, coded: frozenset[int]) -> polars.DataFrame:
        """Rows of which whatever texts are taken in."""
        try:
            frame = self._typed(rows, dict.fromkeys(coded, polars.Categorical()))
        except polars.exceptions.PolarsError:
            raise NotPlain(self.path) from None
        for index in coded:
            self.texts[index].meet(frame.to_series(index).drop_nulls().unique().to_list())
        return frame

    def _typed(self, rows: bytes, types: Mapping[int, Any]) -> polars.DataFrame:
        schema = {
            f"column_{index + 1}": types.get(index, polars.String())
            for index in range(len(self.headings))
        }
        return polars.read_csv(rows, has_header=False, schema=schema, separator=self.delimiter)

    def _refuse_short(self, rows: bytes, last: polars.Series) -> None:
        """Raise `NotPlain` where a row whose last cell is blank has too few cells."""
        blank = numpy.flatnonzero(last.is_null().to_numpy())
        width = len(self.headings)
        if len(blank) > _FEW * len(last):
            if _outside_quotes(rows, ord(self.delimiter)) != len(last) * (width - 1):
                raise NotPlain(self.path)
            return
        lines = rows.split(b"\n")
        texts = [lines[row].decode("utf-8").rstrip("\r") for row in blank.tolist()]
        cells = csv.reader(texts, delimiter=self.delimiter, strict=True)
        if any(len(row) != width for row in cells):
            raise NotPlain(self.path)


def _end_of_rows(stream: BinaryIO, start: int, size: int) -> int:
    """Where the last row ends that begins in a block of the file that begins here."""
    for end in range(start + BLOCK, size, BLOCK):
        for stop in range(end, start, -_TAIL):
            begin = max(start, stop - _TAIL)
            stream.seek(begin)
            if (found := stream.read(stop - begin).rfind(b"\n")) >= 0:
                return begin + found + 1
    return size


def is_plain(block: Block, delimiter: str, width: int) -> bool:
    """Whether a block holds rows of so many cells in UTF-8, none of them too long, that end alike."""
    rows, sign = block.rows, ord(delimiter)
    if _quotes(rows, sign) is None or rows.count(b"\r\n") not in (0, block.size):
        return False
    try:
        rows.isascii() or rows.decode("utf-8")
    except UnicodeDecodeError:
        return False
    signs = numpy.frombuffer(rows, "uint8")
    quoted = numpy.bitwise_xor.accumulate(signs == _QUOTE)
    ends = numpy.flatnonzero(((signs == sign) & ~quoted) | (signs == _NEWLINE))
    if len(ends) != block.size * width:
        return False
    is_last = (signs[ends] == _NEWLINE).reshape(block.size, width)
    longest = numpy.diff(ends, prepend=-1).max()
    return bool(is_last[:, -1].all() and longest <= MOST_CHARACTERS)


def _count(rows: bytes, sign: int) -> int:
    signs = numpy.frombuffer(rows, "uint8")
    # In parts that stay near the processor.
    parts = (signs[start : start + _PART] for start in range(0, len(signs), _PART))
    return sum(int(numpy.count_nonzero(part == sign)) for part in parts)


def _has_long_line(rows: bytes) -> bool:
    """Whether a line is so long that a cell in it may be too long."""
    start = 0
    while len(rows) - start > MOST_CHARACTERS:
        end = rows.rfind(b"\n", start, start + MOST_CHARACTERS)
        if end < 0:
            return True
        start = end + 1
    return False


def _quotes(rows: bytes, delimiter: int) -> bool | None:
    """Whether a block has quotation marks; None where they are not around cells, and for rows
    that end as they do not here.
    """
    if b"\0" in rows:
        return None
    if b"\r" in rows and rows.count(b"\r") != rows.count(b"\r\n"):
        return None
    if b'"' not in rows:
        return False
    signs = numpy.frombuffer(rows, "uint8")
    quotes = numpy.flatnonzero(signs == _QUOTE)
    if len(quotes) % 2:
        return None
    opening, closing = quotes[::2], quotes[1::2]
    before, behind = signs[opening - 1], signs[closing + 1]
    begins = (before == delimiter) | (before == _NEWLINE) | (before == _QUOTE) | (opening == 0)
    ends = (behind == delimiter) | (behind == _NEWLINE) | (behind == _QUOTE) | (behind == ord("\r"))
    newlines = numpy.flatnonzero(signs == _NEWLINE)
    inside = numpy.searchsorted(quotes, newlines) % 2
    if not (begins.all() and ends.all()) or inside.any():
        return None
    return True


def _outside_quotes(rows: bytes, delimiter: int) -> int:
    """How many delimiters stand between cells."""
    signs = numpy.frombuffer(rows, "uint8")
    inside: Numbers = numpy.bitwise_xor.accumulate(signs == _QUOTE)
    return int(numpy.count_nonzero((signs == delimiter) & ~inside))
