"""Arrays of Arrow from Python's and NumPy's things, and back, buffer by buffer: Arrow's own
functions would import pandas, where it is installed, to see whether they were given any of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow

if TYPE_CHECKING:
    from auditkit.frames.known import Numbers


def numbers_array(numbers: Numbers, missing: Numbers | None = None) -> pyarrow.Array:
    """Whole or real numbers as an array of their own type, none where they are missing."""
    type = pyarrow.from_numpy_dtype(numbers.dtype)
    buffer = pyarrow.py_buffer(numpy.ascontiguousarray(numbers))
    return pyarrow.Array.from_buffers(type, len(numbers), [_validity(missing), buffer])


def numbers_of(numbers: pyarrow.Array) -> Numbers:
    """Whole or real numbers as NumPy has them, whatever where there is none."""
    found: Numbers = numpy.frombuffer(numbers.buffers()[1], _numpy_type(numbers.type))
    return found[numbers.offset :][: len(numbers)]


def _numpy_type(type: pyarrow.DataType) -> numpy.dtype[Any]:
    """That of whole and real numbers; what Arrow has for it imports pandas in some versions."""
    names = {"halffloat": "float16", "float": "float32", "double": "float64"}
    return numpy.dtype(names.get(str(type), str(type)))


def distinct(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """The numbers that differ, and the index among them of each; whole ones of any size."""
    if numbers.dtype == object:
        return numpy.unique(numbers, return_inverse=True)
    coded = numbers_array(numbers).dictionary_encode()
    return numbers_of(coded.dictionary), numbers_of(coded.indices).astype("int64")


def truths_array(truths: Numbers) -> pyarrow.Array:
    """Truths as an array."""
    bits = pyarrow.py_buffer(numpy.packbits(truths, bitorder="little"))
    return pyarrow.Array.from_buffers(pyarrow.bool_(), len(truths), [None, bits])


def array_of(things: Sequence[Any], type: pyarrow.DataType) -> pyarrow.Array:
    """Things, of which None is none, as an array of this type. Raises what Arrow raises."""
    missing = None
    if any(one is None for one in things):
        missing = numpy.fromiter((one is None for one in things), "bool", len(things))
    if pyarrow.types.is_string(type) or pyarrow.types.is_large_string(type):
        return _texts_array(things, type, missing)
    if pyarrow.types.is_integer(type) or pyarrow.types.is_floating(type):
        given = things if missing is None else [0 if one is None else one for one in things]
        return numbers_array(numpy.array(given, _numpy_type(type)), missing)
    return pyarrow.array(list(things), type)


def _texts_array(
    texts: Sequence[str | None], type: pyarrow.DataType, missing: Numbers | None
) -> pyarrow.Array:
    encoded = [b"" if one is None else one.encode() for one in texts]
    kind = "int32" if pyarrow.types.is_string(type) else "int64"
    ends = numpy.zeros(len(encoded) + 1, kind)
    numpy.cumsum(numpy.fromiter(map(len, encoded), kind, len(encoded)), out=ends[1:])
    buffers = [_validity(missing), pyarrow.py_buffer(ends), pyarrow.py_buffer(b"".join(encoded))]
    return pyarrow.Array.from_buffers(type, len(encoded), buffers)


def blanks_filled(texts: pyarrow.Array) -> pyarrow.Array:
    """Texts that `array_of` made, with a blank in place of none."""
    return pyarrow.Array.from_buffers(texts.type, len(texts), [None, *texts.buffers()[1:]])


def truths_of(found: pyarrow.Array) -> Numbers:
    """Truths as NumPy has them, none as false."""
    validity, bits = found.buffers()
    truths = _unpacked(bits, found)
    return truths if validity is None else truths & _unpacked(validity, found)


def _validity(missing: Numbers | None) -> pyarrow.Buffer | None:
    if missing is None:
        return None
    return pyarrow.py_buffer(numpy.packbits(~missing, bitorder="little"))


def _unpacked(bits: pyarrow.Buffer, of: pyarrow.Array) -> Numbers:
    """The bits behind an array, one a row."""
    end = of.offset + len(of)
    signs = numpy.unpackbits(numpy.frombuffer(bits, "uint8"), count=end, bitorder="little")
    return signs[of.offset :].view("bool")
