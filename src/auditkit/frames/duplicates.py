"""Cases that may be there twice at the same stage and period, among any number of rows.

What tells one row's case from another's is hashed and kept in a temporary file, so that memory
does not grow with rows, but with those of them that are repeated. Equal hashes are no proof:
whoever asks must compare the keys, or longer digests of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO

import numpy
import polars
import pyarrow
import pyarrow.compute

from auditkit.frames.arrays import numbers_of, truths_of
from auditkit.frames.reading import Coded
from auditkit.matching.folding import fold

if TYPE_CHECKING:
    from auditkit.frames.known import Numbers
    from auditkit.frames.reading import Fact

KEY = ("case_ref", "stage", "period")
# So many keys are put in order at once; so many, and one part more, are compared.
_RUN, _TOGETHER = 1 << 18, 1 << 20
# Where the parts begin that equal keys are in the same of; 0 is in none.
_EDGES = numpy.arange(256, dtype="uint64") << numpy.uint64(56)
_EDGES[0] = 1
_BACKTICK, _ASCII = 96, 128
NO_ROWS: Numbers = numpy.empty(0, "int64")


class Keys:
    """The hashed keys of rows, kept in a file: of each run of rows as they came, then from the
    lowest to the highest; 0 is that of a row without a case.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.rows = self.written = 0
        self.waiting: list[Numbers] = []
        # Where in the ordered keys of each run the parts begin, and the last of them ends.
        self.parts: list[Numbers] = []

    def add(self, hashed: Numbers) -> None:
        """Take in the keys of more rows."""
        self.rows += len(hashed)
        self.waiting.append(hashed)
        if self.rows - self.written >= _RUN:
            self._write()

    def _write(self) -> None:
        keys = numpy.concatenate(self.waiting)
        ordered = numpy.sort(keys)
        self.file.write(keys.data)
        self.file.write(ordered.data)
        self.parts.append(numpy.append(numpy.searchsorted(ordered, _EDGES), len(ordered)))
        self.waiting, self.written = [], self.rows

    def repeated(self) -> Numbers:
        """The rows whose key is that of another row too, in order; of one row or more."""
        if self.written < self.rows:
            self._write()
        sizes = numpy.diff(self.parts).sum(axis=0)
        found = [self._repeated_among(low, high) for low, high in _together(sizes)]
        twice = numpy.concatenate(found)
        return self._rows_of(twice) if len(twice) else NO_ROWS

    def _repeated_among(self, low: int, high: int) -> Numbers:
        """Keys of these parts that are there more than once, each once, from the lowest to the
        highest.
        """
        keys = [
            self._read(2 * start + size + int(parts[low]), int(parts[high] - parts[low]))
            for start, size, parts in self._runs()
        ]
        ordered = numpy.concatenate(keys)
        ordered.sort()
        is_again = ordered[1:] == ordered[:-1]
        is_second = is_again.copy()
        is_second[1:] &= ~is_again[:-1]
        twice: Numbers = ordered[1:][is_second]
        return twice

    def _rows_of(self, twice: Numbers) -> Numbers:
        rows = []
        for start, size, _ in self._runs():
            keys = self._read(2 * start, size)
            nearest = twice.take(numpy.searchsorted(twice, keys), mode="clip")
            rows.append(numpy.flatnonzero(nearest == keys) + start)
        return numpy.concatenate(rows)

    def _runs(self) -> Iterator[tuple[int, int, Numbers]]:
        """The first row of each run, how many it has, and its parts."""
        start = 0
        for parts in self.parts:
            size = int(parts[-1])
            yield start, size, parts
            start += size

    def _read(self, start: int, count: int) -> Numbers:
        self.file.seek(8 * start)
        return numpy.frombuffer(self.file.read(8 * count), "uint64")


def _together(sizes: Numbers) -> Iterator[tuple[int, int]]:
    """The first and the last, which is not among them, of neighbouring parts that are compared at
    a time.
    """
    groups = (numpy.cumsum(sizes) - 1) // _TOGETHER
    begins = numpy.flatnonzero(numpy.diff(groups, prepend=-2)).tolist()
    return pairwise([*begins, len(sizes)])


def hashed_keys(columns: Mapping[str, Fact], size: int) -> Numbers:
    """The key of each row, hashed; 0 where there is no reference."""
    found = numpy.zeros(size, "uint64")
    for name in KEY:
        found *= numpy.uint64(0x9E3779B97F4A7C15)
        found += _hashed(columns[name])
    found[_is_blank(columns["case_ref"])] = 0
    return found


def folded_keys(columns: Mapping[str, Fact]) -> pyarrow.Array:
    """The key of each row as one text; none where there is no reference."""
    parts = [_folded(columns[name]) for name in KEY]
    is_blank = polars.Series(_is_blank(columns["case_ref"]))
    # No part has a line of its own, for folding leaves only spaces.
    keys = polars.select(polars.concat_str(parts, separator="\n")).to_series()
    return keys.set(is_blank, None).to_arrow().cast(pyarrow.string())


def _hashed(column: Fact) -> Numbers:
    if isinstance(column, Coded):
        return _folded_things(column).hash().to_numpy().take(column.numbers)
    return _folded(column).hash().to_numpy()


def _folded(column: Fact) -> polars.Series:
    if isinstance(column, Coded):
        return _folded_things(column).gather(column.numbers)
    folded = polars.Series(pyarrow.compute.ascii_lower(column))
    if column.null_count:
        folded = folded.fill_null("")
    if _is_unusual(column):
        rows = folded.str.contains("[^ -_a-~]").arg_true()
        folded = folded.scatter(rows, [fold(one) for one in polars.Series(column).gather(rows)])
    return folded


def _folded_things(column: Coded) -> polars.Series:
    return polars.Series([fold(one or "") for one in column.things], dtype=polars.String)


def _is_unusual(column: pyarrow.Array) -> bool:
    """Whether any text has a sign that folds to something else than its small letter."""
    signs = numpy.frombuffer(column.buffers()[2] or b"", "uint8")
    return bool((signs >= _ASCII).any() or (signs == _BACKTICK).any())


def _is_blank(column: Fact) -> Numbers:
    if isinstance(column, Coded):
        return numpy.array([not one for one in column.things])[column.numbers]
    blank: Numbers = numbers_of(pyarrow.compute.binary_length(column)) == 0
    return blank | truths_of(column.is_null()) if column.null_count else blank
