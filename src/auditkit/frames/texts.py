"""The texts in a column of Arrow, each distinct one once."""

from __future__ import annotations

import re
from collections.abc import Callable
from string import ascii_letters, digits
from typing import Any

import numpy
import pyarrow
import pyarrow.compute

from auditkit.frames.arrays import array_of, numbers_of, truths_of
from auditkit.frames.cells import cells_of
from auditkit.frames.known import Numbers

# Visible characters of ASCII with single spaces between: `tidy` leaves such a text as it is.
_TIDY = r"^[!-&(-~][!-~]*(?: [!-~]+)*$"
# What damage to a value may begin with, or hold; and what a formula begins with.
_DOUBTFUL = (
    r"^[#=+@-]|^(?i:err:)|^-?[0-9](?:[.,][0-9]+)?[eE][+-]|^[0-9]{1,2}-[A-Z]|^[A-Z][a-z]{2,3}-[0-9]"
)
# Free text as it stands: nothing before it or behind it that is taken away, and no damage. A dot
# would stand for bytes that are no UTF-8, too.
_FREE = r"^(?:[!\"$-&(-DF-df-~]|[Ee][!-QS-qs-~])(?:[\x00-\x{D7FF}\x{E000}-\x{10FFFF}]*[!-~])?$"
# Text that can be seen and that is no damage.
_SEEN = r"^ *[!\"$-&(-DF-df-~]"
# Texts with `a` for each letter and `0` for each digit; and what most references then look like:
# `aaa-00` may be `Mar-26`, a date that a spreadsheet made.
_SHAPE = bytes.maketrans((ascii_letters + digits).encode(), b"a" * 52 + b"0" * 10)
_USUAL = re.compile(r"a+[-/_]?000+", re.ASCII)
_LONGEST = 200
# Numbers of eight bits, with or without a sign, have room for as many.
_ROOM = 127
# As many have room in eight bits without a sign, and a blank with them.
_FEW = 255


class Texts:
    """A column as texts: the number of each row's text, and the texts by their numbers."""

    def __init__(self, numbers: Numbers, texts: list[str]) -> None:
        self.numbers = numbers
        self.texts = texts

    def meant(
        self, of: Callable[[str], Any], type: str = "int64", *, is_small: bool = False
    ) -> Numbers:
        """What each row's text comes to; as numbers of eight bits, where these are asked for and
        have room for it.
        """
        found = numpy.empty(len(self.texts), type)
        for number, text in enumerate(self.texts):
            found[number] = of(text)
        if is_small and self.numbers.itemsize == 1 and _fit(found):
            table = found.astype("uint8").tobytes().ljust(256)
            return numpy.frombuffer(self.numbers.tobytes().translate(table), "uint8")
        return found.take(self.numbers.astype("int64"))

    def used(self) -> list[str]:
        """The texts that a row has; there may be others, of rows that were left out before."""
        is_used = numpy.zeros(len(self.texts), "bool")
        is_used[self.numbers] = True
        return [self.texts[number] for number in numpy.flatnonzero(is_used).tolist()]


def texts_of(column: pyarrow.Array) -> Texts:
    """The distinct texts of a column of any type; what is missing is a blank."""
    coded = _coded(column)
    texts = cells_of(coded.dictionary)
    indices = coded.indices
    numbers = numbers_of(indices)
    if len(texts) < _FEW:
        numbers = numbers.astype("uint8", copy=False)
    if not indices.null_count:
        return Texts(numbers, texts)
    blank = numbers.dtype.type(len(texts))
    valid = truths_of(indices.is_valid())
    return Texts(numbers * valid + blank * ~valid, [*texts, ""])


def _fit(numbers: Numbers) -> bool:
    """Whether numbers have room in eight bits, without a sign."""
    return bool(numbers.min(initial=0) >= 0 and numbers.max(initial=0) < 256)


def _coded(column: pyarrow.Array) -> pyarrow.DictionaryArray:
    if pyarrow.types.is_dictionary(column.type):
        return _roomy(column)
    try:
        return _roomy(column.dictionary_encode())
    except (pyarrow.ArrowNotImplementedError, pyarrow.ArrowInvalid):
        return array_of(cells_of(column), pyarrow.large_string()).dictionary_encode()


def _roomy(coded: pyarrow.DictionaryArray) -> pyarrow.DictionaryArray:
    """The same with numbers that have room for one more."""
    if len(coded.dictionary) < _ROOM or coded.indices.type.bit_width >= 32:
        return coded
    wide = coded.indices.cast(pyarrow.int32())
    return pyarrow.DictionaryArray.from_arrays(wide, coded.dictionary)


def is_plain_text(column: pyarrow.Array) -> bool:
    """Whether a column holds texts one by one, with many distinct ones to be expected."""
    kinds = (
        pyarrow.types.is_string,
        pyarrow.types.is_large_string,
    )
    return any(is_kind(column.type) for is_kind in kinds)


def matching(column: pyarrow.Array, pattern: str) -> Numbers:
    """Which texts of a column match a pattern; what is missing does not."""
    return truths_of(pyarrow.compute.match_substring_regex(column, pattern))


def usual_references(column: pyarrow.Array) -> Numbers:
    """Which texts of a column look as most references do, and are facts as they stand."""
    places, shapes = _shapes(column)
    width = int(places[-1]) // max(len(column), 1)
    if not column.null_count and _is_repeated(places, shapes, width):
        # As a rule, all of them look the same.
        is_usual = width <= _LONGEST and _is_usual(shapes[:width].decode("latin-1"))
        return numpy.full(len(column), is_usual)
    buffers = [None, pyarrow.py_buffer(places), pyarrow.py_buffer(shapes)]
    texts = texts_of(pyarrow.Array.from_buffers(column.type, len(column), buffers))
    found = texts.meant(_is_usual, "bool") & _short(column)
    return found & truths_of(column.is_valid()) if column.null_count else found


def _is_usual(shape: str) -> bool:
    return _USUAL.fullmatch(shape) is not None


def _is_repeated(places: Numbers, texts: bytes, width: int) -> bool:
    """Whether each of the texts between these places is as the first of them, which is so wide."""
    count = len(places) - 1
    return bool((numpy.diff(places) == width).all()) and texts == texts[:width] * count


def _shapes(column: pyarrow.Array) -> tuple[Numbers, bytes]:
    """Where the shapes of texts begin and end, and these; where one is missing, there is one of
    whatever shape.
    """
    _, ends, signs = column.buffers()
    kind = "int32" if pyarrow.types.is_string(column.type) else "int64"
    places = numpy.frombuffer(ends, kind)[column.offset :][: len(column) + 1]
    first, last = int(places[0]), int(places[-1])
    shapes = b"" if signs is None else signs[first:last].to_pybytes().translate(_SHAPE)
    return places - first, shapes


def clear_facts(column: pyarrow.Array) -> Numbers:
    """Which texts of a column are facts as they stand: tidy, undamaged, and no formula."""
    clear = usual_references(column)
    if not clear.all():
        clear |= matching(column, _TIDY) & ~matching(column, _DOUBTFUL) & _short(column)
    return clear


def _short(column: pyarrow.Array) -> Numbers | bool:
    """Which texts are no longer than facts may be; true where all are."""
    longest = pyarrow.compute.max(pyarrow.compute.binary_length(column)).as_py() or 0
    return longest <= _LONGEST or ~matching(column, f"^.{{{_LONGEST + 1}}}")


def free_texts(column: pyarrow.Array) -> Numbers:
    """Which texts of a column are surely free text as they stand."""
    return matching(column, _FREE)


def seen_texts(column: pyarrow.Array) -> Numbers:
    """Which texts of a column can be seen, and are surely not what a spreadsheet damaged."""
    return matching(column, _SEEN)
