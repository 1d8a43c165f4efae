"""What is made of lists that only grow: made of what is new, and joined to what there was."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

import pyarrow

from auditkit.errors import Refused
from auditkit.frames.arrays import array_of
from auditkit.frames.reading import Coded
from auditkit.frames.sizes import DIGITS
from auditkit.problems import problem

Whole = TypeVar("Whole")


class _Made(NamedTuple, Generic[Whole]):
    """What was made of so many of the first things in lists, which are kept for their ids."""

    lists: list[list[Any]]
    size: int
    whole: Whole


class Grown(Generic[Whole]):
    """Makes something of columns that stand side by side, and keeps it. A column of one thing
    stands for as many of that as the others hold.
    """

    def __init__(
        self,
        make: Callable[[Sequence[Sequence[Any]]], Whole],
        join: Callable[[Whole, Whole], Whole],
    ) -> None:
        self.make = make
        self.join = join
        self.made: dict[tuple[tuple[int, bool], ...], _Made[Whole]] = {}

    def of(self, columns: Sequence[Coded]) -> Whole:
        """What the things of the columns come to, or of more of them."""
        key = tuple((id(one.things), one.size == 1) for one in columns)
        size = max(one.size for one in columns)
        made = self.made.get(key)
        if made is None:
            whole = self.make(_between(columns, 0, size))
        elif made.size < size:
            whole = self.join(made.whole, self.make(_between(columns, made.size, size)))
        else:
            return made.whole
        self.made[key] = _Made([one.things for one in columns], size, whole)
        return whole


def _between(columns: Sequence[Coded], start: int, stop: int) -> list[list[Any]]:
    return [
        one.things[:1] * (stop - start) if one.size == 1 else one.things[start:stop]
        for one in columns
    ]


class Kept:
    """What was made of the lists of one scorer, by what it was made for; it goes when they go."""

    def __init__(self) -> None:
        self.grown: dict[Hashable, Grown[Any]] = {}

    def of(
        self,
        purpose: Hashable,
        make: Callable[[Sequence[Sequence[Any]]], Whole],
        join: Callable[[Whole, Whole], Whole],
    ) -> Grown[Whole]:
        """What was made for a purpose, always with the same functions."""
        if purpose not in self.grown:
            # Another thread may just have begun it.
            self.grown.setdefault(purpose, Grown(make, join))
        return self.grown[purpose]

    def array(self, column: Coded, type: pyarrow.DataType) -> pyarrow.Array:
        """The things of a column as an array of this type, perhaps with more behind them. Raises
        `Refused` where a number does not fit.
        """
        return self.of(type, partial(_array, type), _one_array).of([column])


def _array(type: pyarrow.DataType, lists: Sequence[Sequence[Any]]) -> pyarrow.Array:
    try:
        return array_of(lists[0], type)
    except pyarrow.ArrowInvalid:
        raise Refused([problem("F056", digits=DIGITS)]) from None


def _one_array(first: pyarrow.Array, second: pyarrow.Array) -> pyarrow.Array:
    return pyarrow.concat_arrays([first, second])
