"""The texts in a column of Arrow, each distinct one once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
import pyarrow
import pyarrow.compute

from auditkit.frames.cells import cell_text
from auditkit.frames.known import Numbers

# Visible characters of ASCII with single spaces between: `tidy` leaves such a text as it is.
_TIDY = r"^[!-&(-~][!-~]*(?: [!-~]+)*$"
# What damage to a value may begin with, or hold; and what a formula begins with.
_DOUBTFUL = (
    r"^[#=+@-]|^(?i:err:)|^-?[0-9](?:[.,][0-9]+)?[eE][+-]|^[0-9]{1,2}-[A-Z]|^[A-Z][a-z]{2,3}-[0-9]"
)
# Text that can be seen and that is no damage.
_SEEN = r"^ *[!\"$-&(-DF-df-~]"
# What most references look like: `Mar-26` would be a date that a spreadsheet made.
USUAL = r"^[A-Za-z]+[-/_]?[0-9]{3,}$"
_LONGEST = 200


class Texts:
    """A column as texts: the number of each row's text, and the texts by their numbers."""

    def __init__(self, numbers: Numbers, texts: list[str]) -> None:
        self.numbers = numbers
        self.texts = texts

    def meant(self, of: Callable[[str], Any], type: str = "int64") -> Numbers:
        """What each row's text comes to."""
        found = numpy.empty(len(self.texts), type)
        for number, text in enumerate(self.texts):
            found[number] = of(text)
        return found[self.numbers]


def texts_of(column: pyarrow.Array) -> Texts:
    """The distinct texts of a column of any type; what is missing is a blank."""
    coded = _coded(column)
    texts = [cell_text(one) for one in coded.dictionary.to_pylist()]
    indices = coded.indices
    if indices.null_count:
        indices = indices.fill_null(pyarrow.scalar(len(texts), indices.type))
        texts.append("")
    return Texts(indices.to_numpy(zero_copy_only=False), texts)


def _coded(column: pyarrow.Array) -> pyarrow.DictionaryArray:
    if pyarrow.types.is_dictionary(column.type):
        return _roomy(column)
    try:
        return _roomy(column.dictionary_encode())
    except (pyarrow.ArrowNotImplementedError, pyarrow.ArrowInvalid):
        texts = [cell_text(one) for one in column.to_pylist()]
        return pyarrow.array(texts, pyarrow.large_string()).dictionary_encode()


def _roomy(coded: pyarrow.DictionaryArray) -> pyarrow.DictionaryArray:
    """The same with numbers that have room for one more."""
    if coded.indices.type.bit_width >= 32:
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


def clear_facts(column: pyarrow.Array) -> Numbers:
    """Which texts of a column are facts as they stand: tidy, undamaged, and no formula."""
    matches = pyarrow.compute.match_substring_regex
    usual = pyarrow.compute.fill_null(matches(column, USUAL), fill_value=False)
    if pyarrow.compute.all(usual).as_py() and _longest(column) <= _LONGEST:
        return numpy.ones(len(column), "bool")
    tidy = pyarrow.compute.fill_null(matches(column, _TIDY), fill_value=False)
    doubtful = pyarrow.compute.fill_null(matches(column, _DOUBTFUL), fill_value=True)
    short = pyarrow.compute.less_equal(pyarrow.compute.binary_length(column), _LONGEST)
    clear = pyarrow.compute.and_not(tidy, doubtful)
    clear = pyarrow.compute.and_(clear, short.fill_null(fill_value=False))
    found: Numbers = clear.to_numpy(zero_copy_only=False)
    return found


def seen_texts(column: pyarrow.Array) -> Numbers:
    """Which texts of a column can be seen, and are surely not what a spreadsheet damaged."""
    seen = pyarrow.compute.match_substring_regex(column, _SEEN)
    found: Numbers = seen.fill_null(fill_value=False).to_numpy(zero_copy_only=False)
    return found


def _longest(column: pyarrow.Array) -> int:
    return int(pyarrow.compute.max(pyarrow.compute.binary_length(column)).as_py() or 0)
