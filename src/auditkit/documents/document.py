"""A document that has been read, and where each of its parts stands."""

from __future__ import annotations

from auditkit.documents.nodes import ListNode, MappingNode, Node
from auditkit.documents.shapes import Step, name_of, path_text
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
        node: Node = self.root
        below: Node | None = node
        steps: list[Step] = []
        for step in path:
            inside_list = type(below) is ListNode
            below = _below(below, step)
            node = below or node
            is_key = isinstance(step, str) and not inside_list
            steps.append(str(step) if is_key else (step, below))
        return node.place(path_text(steps))

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
            if _below(_below(node, kind), id) is not None:
                return self.place(*above, kind, id, *path)
            inner = _below(node, "sections")
            sections = inner.items if type(inner) is ListNode else []
            waiting += [(one, (*above, "sections", at)) for at, one in enumerate(sections)]
        return self.place()


def _below(node: Node | None, step: str | int) -> Node | None:
    if type(node) is MappingNode and isinstance(step, str):
        return node.entries.get(step)
    if type(node) is not ListNode:
        return None
    if isinstance(step, int):
        return node.items[step] if step < len(node.items) else None
    return next((item for item in node.items if name_of(item) == step), None)
