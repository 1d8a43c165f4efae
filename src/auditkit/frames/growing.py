"""What is made of lists that only grow: made of what is new, and joined to what there was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import pyarrow

from auditkit.errors import Refused
from auditkit.frames.arrays import array_of
from auditkit.frames.sizes import DIGITS
from auditkit.problems import problem

Whole = TypeVar("Whole")
# Lists come to an end where a kernel begins anew, so that what was made of them is of no more use.
_MOST = 1_000


class _Made(NamedTuple, Generic[Whole]):
    """What was made of so many of the first things in lists."""

    lists: list[list[Any]]
    size: int
    whole: Whole


class Grown(Generic[Whole]):
    """Makes something of lists that stand side by side, and keeps it. A list of one thing stands
    for as many of that as the others hold.
    """

    def __init__(
        self,
        make: Callable[[Sequence[Sequence[Any]]], Whole],
        join: Callable[[Whole, Whole], Whole],
    ) -> None:
        self.make = make
        self.join = join
        self.made: dict[tuple[tuple[int, bool], ...], _Made[Whole]] = {}

    def of(self, lists: list[list[Any]]) -> Whole:
        """What the lists come to."""
        key = tuple((id(one), len(one) == 1) for one in lists)
        size = max(map(len, lists))
        made = self.made.get(key)
        if made is None:
            if len(self.made) >= _MOST:
                self.made.clear()
            made = self.made[key] = _Made(lists, size, self.make(_between(lists, 0, size)))
        elif made.size < size:
            new = self.make(_between(lists, made.size, size))
            made = self.made[key] = _Made(lists, size, self.join(made.whole, new))
        return made.whole


def _between(lists: list[list[Any]], start: int, stop: int) -> list[list[Any]]:
    return [one * (stop - start) if len(one) == 1 else one[start:stop] for one in lists]


class Arrays:
    """Lists of things as arrays of Arrow."""

    def __init__(self) -> None:
        self.by_type: dict[pyarrow.DataType, Grown[pyarrow.Array]] = {}

    def of(self, things: list[Any], type: pyarrow.DataType) -> pyarrow.Array:
        """The things as an array of this type. Raises `Refused` where a number does not fit."""
        if type not in self.by_type:
            self.by_type[type] = Grown(lambda lists: _array(lists[0], type), _one_array)
        return self.by_type[type].of([things])


def _array(things: Sequence[Any], type: pyarrow.DataType) -> pyarrow.Array:
    try:
        return array_of(things, type)
    except pyarrow.ArrowInvalid:
        raise Refused([problem("F056", digits=DIGITS)]) from None


def _one_array(first: pyarrow.Array, second: pyarrow.Array) -> pyarrow.Array:
    return pyarrow.concat_arrays([first, second])
