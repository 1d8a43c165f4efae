"""Frozen classes: equal by their fields, hashable, unchangeable, shown."""

from __future__ import annotations

import pickle

import pytest
from attrs import field
from attrs.exceptions import FrozenInstanceError

from auditkit.frozen import changed, frozen


@frozen
class Pair:
    one: int
    other: str = "b"


@frozen(kw_only=True)
class Named:
    one: int
    other: str = field(default="b", eq=False)
    hidden: str = field(default="c", repr=False)


@frozen
class Twin:
    one: int
    other: str = "b"


def test_objects_are_equal_where_their_fields_are() -> None:
    assert Pair(1) == Pair(1, "b")
    assert Pair(1) != Pair(2)
    assert Pair(1) != Pair(1, "c")


def test_objects_of_two_classes_are_never_equal() -> None:
    assert Pair(1) != Twin(1)
    assert Pair(1) != (1, "b")


def test_a_field_may_be_left_out_of_equality() -> None:
    assert Named(one=1, other="x") == Named(one=1, other="y")
    assert Named(one=1, hidden="x") != Named(one=1, hidden="y")


def test_equal_objects_have_equal_hashes() -> None:
    assert hash(Pair(1)) == hash(Pair(1))
    assert {Pair(1), Pair(1, "b"), Pair(2)} == {Pair(1), Pair(2)}
    assert hash(Named(one=1, other="x")) == hash(Named(one=1, other="y"))


def test_classes_are_part_of_the_hash() -> None:
    assert len({Pair(1), Twin(1)}) == 2
    assert hash(Pair(1)) != hash(Twin(1))


def test_an_object_is_shown_with_its_class_and_fields() -> None:
    assert repr(Pair(1)) == "Pair(one=1, other='b')"
    assert repr(Named(one=1)) == "Named(one=1, other='b')"


def test_an_object_cannot_be_changed() -> None:
    pair = Pair(1)
    with pytest.raises(FrozenInstanceError):
        pair.one = 2  # type: ignore[misc]


def test_an_object_has_no_room_for_more_fields() -> None:
    assert not hasattr(Pair(1), "__dict__")


def test_names_must_be_said_where_the_class_asks_for_them() -> None:
    with pytest.raises(TypeError):
        Named(1)  # type: ignore[misc]


def test_a_change_makes_a_new_object() -> None:
    pair = Pair(1)
    assert changed(pair, other="c") == Pair(1, "c")
    assert pair == Pair(1)


def test_an_object_survives_being_pickled() -> None:
    assert pickle.loads(pickle.dumps(Pair(1))) == Pair(1)
