"""Things met so far, each with a number, and tables by these numbers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from math import prod
from typing import Any

import numpy

from auditkit.frames.arrays import distinct

Numbers = numpy.ndarray[Any, numpy.dtype[Any]]
# As many cells as a table by patterns may have before sorting is cheaper.
_SMALL = 1 << 16
# Whole numbers below it can be added up in 64 bits.
LARGEST = 1 << 62


class Known:
    """Things met so far, numbered from 0 in the order in which they were met."""

    __slots__ = ("numbers", "things")

    def __init__(self, *things: Hashable) -> None:
        self.numbers: dict[Hashable, int] = {}
        self.things: list[Any] = []
        for thing in things:
            self.number(thing)

    def number(self, thing: Hashable) -> int:
        """The number of a thing; a new one where it is met for the first time."""
        found = self.numbers.get(thing)
        if found is None:
            found = self.numbers[thing] = len(self.things)
            self.things.append(thing)
        return found


class Table:
    """What each known thing comes to, as an array by its number; it grows with what is known."""

    __slots__ = ("_array", "_of", "known", "type")

    def __init__(self, known: Known, of: Callable[[Any], Any], type: str = "int64") -> None:
        self.known = known
        self.type = type
        self._of = of
        self._array = numpy.empty(0, type)

    def array(self) -> Numbers:
        """What every thing known so far comes to."""
        known = len(self._array)
        if known < len(self.known.things):
            new = numpy.empty(len(self.known.things), self.type)
            new[:known] = self._array
            for number in range(known, len(new)):
                new[number] = self._of(self.known.things[number])
            self._array = new
        return self._array

    def __getitem__(self, numbers: Numbers) -> Numbers:
        return self.array().take(numbers)


class Shown:
    """What each of some things is shown as, in one list that grows as theirs does."""

    __slots__ = ("_of", "_shown", "_things")

    def __init__(self, things: list[Any], of: Callable[[Any], Any]) -> None:
        self._things = things
        self._of = of
        self._shown: list[Any] = []

    def all(self) -> list[Any]:
        """What every thing there is so far is shown as."""
        self._shown += map(self._of, self._things[len(self._shown) :])
        return self._shown


def packs(sizes: Sequence[int], most: int) -> Iterator[slice]:
    """Neighbours among numbers below these sizes that have at most so many patterns together."""
    start, size = 0, 1
    for index, below in enumerate(sizes):
        if index > start and size * below > most:
            yield slice(start, index)
            start, size = index, 1
        size *= below
    if start < len(sizes):
        yield slice(start, len(sizes))


def packed(parts: Sequence[Numbers], sizes: Sequence[int]) -> Numbers:
    """The parts of each row, below these sizes, as one number, of as few bits as hold it: the
    index in a table with a dimension for each part.
    """
    if len(parts) == 1:
        return parts[0]
    found = parts[0].astype(numpy.min_scalar_type(prod(sizes)))
    for part, below in zip(parts[1:], sizes[1:], strict=True):
        found *= found.dtype.type(below)
        found += part.astype(found.dtype, copy=False)
    return found


def patterns(parts: Iterable[Numbers]) -> tuple[Numbers, Numbers]:
    """For each row the number of its pattern, and for each pattern a row that has it. Parts hold
    whole numbers from 0.
    """
    joined, size = _joined(parts)
    if size > max(_SMALL, 2 * len(joined)):
        found, joined = distinct(joined)
        rows = numpy.empty(len(found), "int64")
        rows[joined] = numpy.arange(len(joined))
        return joined, rows
    rows = numpy.full(size, -1, "int64")
    rows[joined] = numpy.arange(len(joined))
    there = numpy.flatnonzero(rows >= 0)
    numbers = numpy.empty(size, "int64")
    numbers[there] = numpy.arange(len(there))
    return numbers.take(joined), rows[there]


def _joined(parts: Iterable[Numbers]) -> tuple[Numbers, int]:
    """The parts of each row as one number, and what all of these are below."""
    joined, size = None, 1
    for part in parts:
        more, below = part, int(part.max(initial=0)) + 1
        if joined is None:
            joined, size = part.astype("int64"), below
            continue
        if size * below > LARGEST:
            joined, size = _dense(joined)
            more, below = _dense(part)
        joined = joined * below + more
        size *= below
    assert joined is not None  # nothing is asked of no parts
    return joined, size


def _dense(numbers: Numbers) -> tuple[Numbers, int]:
    """Numbers that are the same where these are, and what they are below: no more than there are
    rows.
    """
    found, same = distinct(numbers)
    return same, len(found)


def by_pattern(parts: Sequence[Numbers], of: Callable[[int], Any], type: str = "int64") -> Numbers:
    """What each row comes to, worked out once for each pattern, from a row that has it."""
    numbers, rows = patterns(parts)
    found = numpy.empty(len(rows), type)
    for number, row in enumerate(rows.tolist()):
        found[number] = of(row)
    return found.take(numbers)
