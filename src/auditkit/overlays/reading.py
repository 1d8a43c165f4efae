"""From an overlay's document and its base to a question set that holds together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from auditkit.documents.document import Document
from auditkit.documents.shapes import Reading
from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.languages import said_in_each
from auditkit.overlays.merging import merge
from auditkit.overlays.model import OVERLAY, Overlay
from auditkit.overlays.relation import relation
from auditkit.problems import Problem, by_place, problem
from auditkit.questions.reading import LoadedSet, loaded_set
from auditkit.questions.removal import Removed

# Codes that say that a name means nothing, with the fact that holds the name.
_UNKNOWN_NAMES = {"E006": "found", "E007": "found", "E010": "found", "E015": "found"}
_UNKNOWN_NAMES |= {"Q002": "found", "Q010": "found", "Q014": "found"}


def read_overlay(document: Document, find_base: Callable[[str], LoadedSet]) -> LoadedSet:
    """The question set that an overlay makes of its base.

    Raises `Refused` with every problem found, also where there is no such base.
    """
    reading = Reading()
    overlay = OVERLAY.read(document.root, reading)
    if reading.problems:
        raise Refused(by_place(reading.problems))
    base = _base(overlay, document, find_base)
    merged = merge(base.document, base.question_set.name, overlay, document)
    removed = (*base.removed, *merged.removed)
    try:
        loaded = loaded_set(merged.document)
    except Refused as refused:
        raise Refused(list(_told_of_removals(refused.problems, removed))) from refused
    kind = relation(base.question_set, loaded.question_set)
    return changed(loaded, base=base, relation=kind, removed=removed)


def _base(overlay: Overlay, document: Document, find_base: Callable[[str], LoadedSet]) -> LoadedSet:
    try:
        return find_base(overlay.extends)
    except Refused as refused:
        place = document.place("extends")
        why = said_in_each(refused.problems[0].message_in)
        told = problem("O001", place, name=overlay.extends, said=why)
        raise Refused([told, *refused.problems]) from refused


def _told_of_removals(problems: Sequence[Problem], removed: Sequence[Removed]) -> Iterator[Problem]:
    """The problems, where a name is missing because it was taken away with both places."""
    gone = {id: one for one in removed for id in (one.id, *one.within)}
    for one in problems:
        name = one.facts.get(_UNKNOWN_NAMES.get(one.code, ""), "")
        if name in gone:
            yield problem("O008", one.place, id=name, other=gone[name].place)
        else:
            yield one
