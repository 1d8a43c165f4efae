"""Cases that may be there twice at the same stage and period, among any number of rows.

What tells one row's case from another's is hashed and kept in a temporary file, so that memory
does not grow with rows. Equal hashes are no proof: whoever asks must compare the keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
# As many keys are compared at a time, and as many are read.
_TOGETHER, _READ = 1 << 20, 1 << 19
_BACKTICK, _ASCII = 96, 128
NO_ROWS: Numbers = numpy.empty(0, "int64")


class Keys:
    """The hashed keys of rows, in their order, kept in a file; 0 is that of a row without a case."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.rows = 0

    def add(self, hashed: Numbers) -> None:
        """Take in the keys of more rows."""
        self.file.write(hashed.tobytes())
        self.rows += len(hashed)

    def repeated(self) -> Numbers:
        """The rows whose key is that of another row too, in order."""
        parts = 1 << (self.rows // _TOGETHER).bit_length()
        found = [self._repeated_among(part, parts) for part in range(parts)]
        return numpy.sort(numpy.concatenate(found))

    def _repeated_among(self, part: int, parts: int) -> Numbers:
        keys = [read[read & numpy.uint64(parts - 1) == part] for _, read in self._read()]
        ordered = numpy.concatenate(keys)
        ordered.sort()
        twice = ordered[1:][ordered[1:] == ordered[:-1]]
        twice = twice[twice != 0]
        if not len(twice):
            return NO_ROWS
        # Not earlier, for it would import much that is not needed
        twice = numpy.unique(twice)
        rows = [numpy.flatnonzero(numpy.isin(read, twice)) + start for start, read in self._read()]
        return numpy.concatenate(rows)

    def _read(self) -> Iterator[tuple[int, Numbers]]:
        self.file.seek(0)
        start = 0
        while read := self.file.read(8 * _READ):
            keys = numpy.frombuffer(read, "uint64")
            yield start, keys
            start += len(keys)


def key_of(texts: Mapping[str, str | None]) -> tuple[str, ...]:
    """What tells a case at a stage and period from others."""
    return tuple(fold(texts[name] or "") for name in KEY)


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
    folded = polars.Series(pyarrow.compute.ascii_lower(column)).fill_null("")
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
