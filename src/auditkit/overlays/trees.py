"""Trees of documents, copied and laid over each other."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from auditkit.documents.nodes import ListNode, MappingNode, Node, Scalar


def without(piece: MappingNode, keys: Collection[str]) -> MappingNode:
    kept = _like(piece)
    for key, value in piece.entries.items():
        if key not in keys:
            put(kept, key, piece.keys[key], value)
    return kept


def lay_over(below: MappingNode, above: MappingNode) -> None:
    """Put the values of one mapping into another; mappings in both are laid over in turn."""
    for key, value in above.entries.items():
        there = below.entries.get(key)
        if type(there) is MappingNode and type(value) is MappingNode:
            lay_over(there, value)
        else:
            put(below, key, above.keys[key], value)


def put(node: MappingNode, key: str, named: Scalar, value: Node) -> None:
    node.entries[key] = value
    node.keys[key] = named


def dropped(node: MappingNode, key: str) -> None:
    node.entries.pop(key, None)
    node.keys.pop(key, None)


def mapping_at(node: MappingNode, key: str, like: Node) -> MappingNode:
    return _at(node, key, like, MappingNode)  # type: ignore[no-any-return]


def list_at(node: MappingNode, key: str, like: Node) -> ListNode:
    return _at(node, key, like, ListNode)  # type: ignore[no-any-return]


def _at(node: MappingNode, key: str, like: Node, kind: Callable[..., Any]) -> Any:
    """What stands under a key; made, at the place of what goes there, where nothing does."""
    if key not in node.entries:
        named = Scalar(like.file, like.mark, key, True, False, False)
        put(node, key, named, kind(like.file, like.mark, False))
    return node.entries[key]


def _like(node: MappingNode) -> MappingNode:
    return MappingNode(node.file, node.mark, node.flow)


def copied(node: Any) -> Any:
    """A tree that can be changed without changing the first; texts are shared."""
    if type(node) is MappingNode:
        made = _like(node)
        made.keys = dict(node.keys)
        made.entries = {key: copied(value) for key, value in node.entries.items()}
        return made
    if type(node) is ListNode:
        listed = ListNode(node.file, node.mark, node.flow)
        listed.items = [copied(item) for item in node.items]
        return listed
    return node
