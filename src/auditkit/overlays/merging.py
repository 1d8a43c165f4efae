"""An overlay laid over the document of its base: by id, piece by piece, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from auditkit.documents.document import Document
from auditkit.documents.nodes import ListNode, MappingNode, Node, Scalar
from auditkit.documents.shapes import name_of
from auditkit.errors import Refused
from auditkit.expressions.syntax import names_in, parse
from auditkit.frozen import changed, frozen
from auditkit.languages import said
from auditkit.overlays.model import AFTER, BEFORE, Overlay
from auditkit.overlays.trees import copied, dropped, lay_over, list_at, mapping_at, put, without
from auditkit.problems import Problem, by_place, did_you_mean, problem
from auditkit.questions.removal import Removed
from auditkit.questions.shapes import Wording

# The keys of an overlay that replace those of its base; dates are never inherited.
_OWN = ("question_set", "version", "title", "description", "source")
_DATES = ("effective_from", "effective_to")
# Where the lists and maps of a set stand. Sections and questions are nested, options lie under
# their scales: those are looked for.
_WITHIN = {
    "case_fields": ("case_fields",),
    "scales": ("scales",),
    "bands": ("rating", "bands"),
    "rules": ("rating", "rules"),
    "limits": ("rating", "limits"),
    "actions": ("actions",),
    "escalations": ("escalations",),
}
_MAPS = ("case_fields", "scales")
KINDS = ("sections", "questions", "options", *_WITHIN)
# One of each kind, which are among the noted words of `overlays.showing`.
_ONE = {kind: kind.removesuffix("s").replace("_", " ") for kind in KINDS}


@frozen
class Merged:
    """The document that comes of base and overlay, and what was taken away."""

    document: Document
    removed: tuple[Removed, ...]


def merge(base: Document, base_name: str, overlay: Overlay, document: Document) -> Merged:
    """Lay an overlay over its base. Raises `Refused` with every conflict found."""
    merging = _Merging(copied(base.root), base_name, overlay, document)
    merging.run()
    if merging.problems:
        raise Refused(by_place(merging.problems))
    return Merged(Document(document.file, merging.root), tuple(merging.removed))


class _Merging:
    def __init__(self, root: Any, base_name: str, overlay: Overlay, document: Document) -> None:
        self.root: MappingNode = root
        self.base_name = base_name
        self.overlay = overlay
        self.document = document
        self.problems: list[Problem] = []
        self.removed: list[Removed] = []

    def run(self) -> None:
        typed: Any = self.document.root
        for key in _DATES:
            dropped(self.root, key)
        for key in (*_OWN, *_DATES):
            if key in typed.entries:
                put(self.root, key, typed.keys[key], typed.entries[key])
        for path, kind, scale, id, piece in self._pieces("change"):
            self._change(path, kind, scale, id, piece)
        for key in ("scoring", "rating"):
            piece = getattr(self.overlay.change, key)
            if piece is not None:
                place = typed.entries["change"].entries[key]
                lay_over(mapping_at(self.root, key, place), piece)
        self._add()
        questions = {*self._known("questions")}
        for path, kind, scale, id, reason in self._pieces("remove"):
            self._remove(path, kind, scale, id, reason)
        self._remove_idle_actions(questions - {*self._known("questions")})

    def _pieces(self, action: str) -> Iterator[tuple[tuple[str, ...], str, str, str, Any]]:
        """Everything changed or removed: its path, kind, scale (of options), id and piece."""
        told = getattr(self.overlay, action)
        for kind in KINDS:
            if kind == "options":
                for scale, options in told.options.items():
                    for id, piece in options.items():
                        yield (action, kind, scale, id), kind, scale, id, piece
            else:
                for id, piece in getattr(told, kind, {}).items():
                    yield (action, kind, id), kind, "", id, piece

    # What is there

    def _holders(self, kind: str, scale: str = "") -> Iterator[tuple[MappingNode, str]]:
        """The mappings that hold such parts, each with the key under which they stand."""
        if kind in ("sections", "questions"):
            waiting: list[Any] = [self.root]
            while waiting:
                node = waiting.pop(0)
                yield node, kind
                inner = node.entries.get("sections")
                waiting += inner.items if type(inner) is ListNode else []
            return
        *above, key = ("scales", scale) if kind == "options" else _WITHIN[kind]
        node = self.root
        for step in above:
            node = node.entries.get(step)
        if type(node) is MappingNode:
            yield node, key

    def _found(self, kind: str, id: str, scale: str = "") -> tuple[Any, Any, Any] | None:
        """The part of this id: what holds it, its number or key there, and the part."""
        for node, key in self._holders(kind, scale):
            held = node.entries.get(key)
            if kind in _MAPS and type(held) is MappingNode and id in held.entries:
                return held, id, held.entries[id]
            for index, item in enumerate(held.items if type(held) is ListNode else ()):
                if name_of(item) == id:
                    return held, index, item
        return None

    def _known(self, kind: str, scale: str = "") -> list[str]:
        known: list[str] = []
        for node, key in self._holders(kind, scale):
            held = node.entries.get(key)
            if type(held) is MappingNode:
                known += held.entries
            elif type(held) is ListNode:
                known += filter(None, map(name_of, held.items))
        return known

    def _note(self, code: str, path: tuple[str | int, ...], **facts: Any) -> None:
        self.problems.append(problem(code, self.document.place(*path), **facts))

    def _vanished(self, path: tuple[str | int, ...], kind: str, id: str, scale: str = "") -> None:
        hint = did_you_mean(id, self._known(kind, scale))
        facts = {"kind": said(_ONE[kind]), "id": id, "base": self.base_name, "hint": hint}
        self._note("O002", path, **facts, other=self.root.place())

    # Changing, adding, removing

    def _change(
        self, path: tuple[str, ...], kind: str, scale: str, id: str, piece: MappingNode
    ) -> None:
        found = self._found(kind, id, scale)
        if found is None:
            self._vanished(path, kind, id, scale)
            return
        held, at, part = found
        named = _NAMING.get(kind)
        if named in piece.entries and piece.entries[named].value != id:  # type: ignore[attr-defined]
            self._note("O007", (*path, named or ""), id=id, kind=said(_ONE[kind]))
            return
        belonging = _belonging(piece, kind)
        lay_over(part, without(piece, belonging))
        if belonging and type(held) is ListNode:
            del held.items[at]
            self._settle(path, kind, part, belonging, held)

    def _add(self) -> None:
        told = self.overlay.add
        for kind in _MAPS:
            for id in getattr(told, kind):
                typed: Any = self.document.root
                pieces = typed.entries["add"].entries[kind]
                if self._is_new(("add", kind, id), kind, id):
                    held = mapping_at(self.root, kind, pieces)
                    put(held, id, pieces.keys[id], pieces.entries[id])
        for kind in ("sections", "options", "bands", "rules", "limits", "actions", "escalations"):
            self._add_listed(kind)
        self._add_listed("questions")

    def _add_listed(self, kind: str) -> None:
        for index, piece in enumerate(getattr(self.overlay.add, kind)):
            path = ("add", kind, index)
            belonging = _belonging(piece, kind)
            scale = belonging.get("scale")
            id = name_of(piece) or ""
            if self._is_new(path, kind, id, scale.value if scale else ""):
                part = without(copied(piece), belonging)
                self._settle(path, kind, part, belonging, None)

    def _is_new(self, path: tuple[str | int, ...], kind: str, id: str, scale: str = "") -> bool:
        there = self._found(kind, id, scale) if id else None
        if there is None:
            return True
        facts = {"kind": said(_ONE[kind]), "id": id, "base": self.base_name}
        self._note("O003", path, **facts, other=there[2].place())
        return False

    def _settle(
        self,
        path: tuple[str | int, ...],
        kind: str,
        part: MappingNode,
        belonging: Mapping[str, Scalar],
        held: ListNode | None,
    ) -> None:
        """Put a part where it belongs: into its section or scale, after or before another."""
        if AFTER in belonging and BEFORE in belonging:
            self._note("O005", path, other=belonging[AFTER].place())
            return
        found = self._list_for(path, kind, part, belonging, held)
        if found is None:
            return
        at = len(found.items)
        for word in (AFTER, BEFORE):
            if word in belonging:
                names = [name_of(item) for item in found.items]
                wanted = belonging[word].value
                if wanted not in names:
                    known = [one for one in names if one]
                    facts = {
                        "word": said(word),
                        "found": wanted,
                        "hint": did_you_mean(wanted, known),
                    }
                    self._note("O004", (*path, word), **facts, other=found.place())
                    return
                at = names.index(wanted) + (word == AFTER)
        found.items.insert(at, part)

    def _list_for(
        self,
        path: tuple[str | int, ...],
        kind: str,
        part: MappingNode,
        belonging: Mapping[str, Scalar],
        held: ListNode | None,
    ) -> ListNode | None:
        """The list that the part goes into; None where what should hold it is not there."""
        holding = {"questions": "section", "sections": "within", "options": "scale"}.get(kind)
        named = belonging.get(holding) if holding else None
        if named is None and held is not None:
            return held
        if kind == "options":
            scale = belonging["scale"].value
            found = self._found("scales", scale)
            if found is None:
                self._vanished((*path, "scale"), "scales", scale)
                return None
            return found[2]  # type: ignore[no-any-return]
        if named is not None:
            found = self._found("sections", named.value)
            if found is None:
                self._vanished((*path, str(holding)), "sections", named.value)
                return None
            return list_at(found[2], kind, part)
        *above, key = _WITHIN.get(kind, (kind,))
        node = self.root
        for step in above:
            node = mapping_at(node, step, part)
        return list_at(node, key, part)

    def _remove(
        self, path: tuple[str, ...], kind: str, scale: str, id: str, reason: Wording
    ) -> None:
        found = self._found(kind, id, scale)
        if found is None:
            if not self._goes_with_its_section(kind, id):
                self._vanished(path, kind, id, scale)
            return
        pieces = getattr(self.overlay.change, kind, {})
        pieces = pieces.get(scale, {}) if kind == "options" else pieces
        place = self.document.place(*path)
        if id in pieces:
            other = self.document.place("change", *path[1:])
            self._note("O006", path, id=id, kind=said(_ONE[kind]), other=other)
            return
        held, at, part = found
        if type(held) is MappingNode:
            dropped(held, at)
        else:
            del held.items[at]
        self.removed.append(
            Removed(
                kind=_ONE[kind],
                id=id,
                title=_title(part, id),
                reason=reason,
                place=place,
                removed_from=self.base_name,
                within=tuple(_names_within(part)) if kind == "sections" else (),
            )
        )

    def _remove_idle_actions(self, gone: AbstractSet[str]) -> None:
        """Take away, for the same reason, the actions that only removed questions gave rise to.

        Where others are named too, as in a rating, the condition is the author's to change.
        """
        held: Any = self.root.entries.get("actions")
        known = {*self._known("questions")}
        actions: list[Any] = [*held.items] if gone and type(held) is ListNode else []
        for action in actions:
            when = action.entries["when"]
            named = set(names_in(parse(when.value).tree))
            if not named & gone or named & known:
                continue
            held.items.remove(action)
            because = next(one for one in self.removed if named & {one.id, *one.within})
            id = name_of(action) or when.value
            self.removed.append(changed(because, kind="action", id=id, title=_title(action, id)))

    def _goes_with_its_section(self, kind: str, id: str) -> bool:
        return kind == "questions" and any(id in one.within for one in self.removed)


# The key that names a part within its list.
_NAMING = {kind: kind.removesuffix("s") for kind in KINDS if kind not in _MAPS}
_HOLDING = {"questions": "section", "sections": "within", "options": "scale"}


def _belonging(piece: MappingNode, kind: str) -> dict[str, Any]:
    """The keys of a piece that say where it belongs, with their values."""
    keys = (AFTER, BEFORE, _HOLDING.get(kind))
    return {key: piece.entries[key] for key in keys if key is not None and key in piece.entries}


def _title(part: Node, id: str) -> Wording:
    """What people called a part: its label, title or text, else its id."""
    for key in ("label", "title", "text", "because"):
        found = part.entries.get(key) if type(part) is MappingNode else None
        if type(found) is Scalar:
            return found.value
        if type(found) is MappingNode:
            return {
                language: text.value
                for language, text in found.entries.items()
                if type(text) is Scalar
            }
    return id


def _names_within(section: Any) -> Iterator[str]:
    for key in ("questions", "sections"):
        held = section.entries.get(key)
        for item in held.items if type(held) is ListNode else ():
            yield name_of(item) or ""
            if key == "sections":
                yield from _names_within(item)
