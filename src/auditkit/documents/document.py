"""A document that has been read, and where each of its parts stands."""

from __future__ import annotations

from auditkit.documents.nodes import ListNode, MappingNode, Node
from auditkit.documents.shapes import name_of
from auditkit.frozen import frozen
from auditkit.problems import Place

Path = tuple[str | int, ...]


@frozen
class Document:
    """A file's name and the tree read from it."""

    file: str
    root: Node

    def place(self, *path: str | int) -> Place:
        """Where the part at this path stands: keys, and ids or numbers of list items.

        Where the path leads to nothing, the nearest part above it is meant.
        """
        node = self.root
        for step in path:
            below = _below(node, step)
            if below is None:
                break
            node = below
        return node.place(path_words(path))

    def place_of_question(self, id: str, *path: str | int) -> Place:
        """Where a part of a question stands, wherever its section is."""
        return self._place_within("questions", id, path)

    def place_of_section(self, id: str, *path: str | int) -> Place:
        """Where a part of a section stands, however deep."""
        return self._place_within("sections", id, path)

    def _place_within(self, kind: str, id: str, path: Path) -> Place:
        waiting: list[tuple[Node, Path]] = [(self.root, ())]
        while waiting:
            node, above = waiting.pop()
            things = node.entries.get(kind) if type(node) is MappingNode else None
            if _below(things, id) is not None:
                return self.place(*above, kind, id, *path)
            inner = node.entries.get("sections") if type(node) is MappingNode else None
            sections = inner.items if type(inner) is ListNode else []
            waiting += [(one, (*above, "sections", name_of(one) or "")) for one in sections]
        return self.place()


def path_words(path: Path) -> str:
    """A path as people read it, by the keys of the document.

    >>> path_words(("sections", "wellbeing", "questions", "pets", "weight"))
    'sections[wellbeing].questions[pets].weight'
    """
    words = ""
    inside_list = False
    for step in path:
        if inside_list:
            words += f"[{step}]"
            inside_list = False
        else:
            words += f".{step}"
            inside_list = step in _LISTS
    return words.removeprefix(".")


_LISTS = frozenset(
    {"sections", "questions", "actions", "bands", "rules", "limits", "escalations", "rescore"}
)


def _below(node: Node | None, step: str | int) -> Node | None:
    if type(node) is MappingNode and isinstance(step, str):
        return node.entries.get(step)
    if type(node) is ListNode:
        for index, item in enumerate(node.items):
            if step == index or step == name_of(item):
                return item
    return None
