"""Frozen attrs classes that are made quickly.

attrs compiles equality, hash and representation anew for each class, which is half of what a
class costs at start-up, and this library starts for every folder of returns. Here they are
three functions that all classes share; the rest is attrs' own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

import attrs

T = TypeVar("T")


@overload
def frozen(cls: type[T]) -> type[T]: ...


@overload
def frozen(*, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(attrs.field,))
def frozen(cls: type[T] | None = None, *, kw_only: bool = False) -> Any:
    """Make a frozen attrs class with slots; its objects are equal where all their fields are."""

    def make(cls: type[T]) -> type[T]:
        made = attrs.frozen(cls, kw_only=kw_only, eq=False, repr=False)
        members: dict[str, Any] = {"__eq__": _equal, "__hash__": _hash, "__repr__": _repr}
        for name, member in members.items():
            setattr(made, name, member)
        return made

    return make if cls is None else make(cls)


@cache
def _getter(cls: Any) -> Callable[[Any], Any]:
    fields = cls.__attrs_attrs__
    return attrgetter("__class__", *(field.name for field in fields if field.eq is not False))


def _values(one: Any) -> Any:
    """The class of an object, and the values by which it is equal to others."""
    cls: Any = type(one)
    return _getter(cls)(one)


def _equal(one: Any, other: object) -> Any:
    if other.__class__ is not one.__class__:
        return NotImplemented
    return _values(one) == _values(other)


def _hash(one: Any) -> int:
    return hash(_values(one))


def _repr(one: Any) -> str:
    shown = ", ".join(
        f"{field.name}={getattr(one, field.name)!r}" for field in one.__attrs_attrs__ if field.repr
    )
    return f"{type(one).__name__}({shown})"


def changed(one: T, **changes: Any) -> T:
    """A new object, equal to this one but for the fields named."""
    return attrs.evolve(one, **changes)  # type: ignore[misc]
