"""The tree that a YAML document is read into: text as it was typed, each piece with its place.

Plain slotted classes: a set of 200 questions makes some 3,000 of them on every start.
"""

from __future__ import annotations

from typing import Any

from auditkit.problems import Place


class Node:
    """One value of a document. `mark` is the parser's: its line and column count from 0."""

    __slots__ = ("file", "mark")

    def __init__(self, file: str, mark: Any) -> None:
        self.file = file
        self.mark = mark

    def place(self, path: str = "") -> Place:
        return Place(
            file=self.file, line=self.mark.line + 1, column=self.mark.column + 1, path=path
        )


class Scalar(Node):
    """A single value, always text. `plain` is true where it was typed without quotes, `flow`
    where it stands inside ``{…}`` or ``[…]``, `cut` where it seems to have lost its end to a
    ``#``.
    """

    __slots__ = ("cut", "flow", "plain", "value")

    def __init__(
        self, file: str, mark: Any, value: str, plain: bool, flow: bool, cut: bool
    ) -> None:
        self.file = file
        self.mark = mark
        self.value = value
        self.plain = plain
        self.flow = flow
        self.cut = cut


class MappingNode(Node):
    """Keys with values, in the order typed. `keys` has the place of each key;
    `flow` is true where it was written as ``{…}``.
    """

    __slots__ = ("entries", "flow", "keys")

    def __init__(self, file: str, mark: Any, flow: bool) -> None:
        self.file = file
        self.mark = mark
        self.flow = flow
        self.entries: dict[str, Node] = {}
        self.keys: dict[str, Scalar] = {}


class ListNode(Node):
    """Items in the order typed."""

    __slots__ = ("flow", "items")

    def __init__(self, file: str, mark: Any, flow: bool) -> None:
        self.file = file
        self.mark = mark
        self.flow = flow
        self.items: list[Node] = []
