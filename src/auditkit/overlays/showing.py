"""What an overlay made of its base: as lines for people, as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditkit.languages import noted, words_in
from auditkit.questions.model import worded
from auditkit.questions.reading import LoadedSet

_RELATIONS = {
    "extends": noted("Extends {name}"),
    "complies": noted("Complies with {name}"),
    "adapted": noted("Adapted from {name}"),
}

# The kinds of things that an overlay removes, for translators.
KINDS = (
    noted("question"),
    noted("section"),
    noted("option"),
    noted("case field"),
    noted("band"),
    noted("rule"),
    noted("limit"),
    noted("action"),
    noted("escalation"),
    noted("scale"),
)


def plain_base(loaded: LoadedSet) -> dict[str, Any]:
    """The base of a set, how the two stand to each other, and what was removed; nothing for a
    set that stands on its own.
    """
    if loaded.base is None:
        return {}
    base = loaded.base.question_set
    return {
        "base": {
            "question_set": base.id,
            "version": base.version,
            "content_hash": base.content_hash,
            "relation": loaded.relation,
        },
        "removed": [
            {"kind": one.kind, "id": one.id, "title": one.title, "reason": one.reason}
            for one in loaded.removed
        ],
    }


def described_base(loaded: LoadedSet, language: str = "en") -> Iterator[str]:
    """The same in lines."""
    if loaded.base is None:
        return
    words = words_in(language)
    relation = _RELATIONS[loaded.relation or ""]
    yield words.translate(relation, name=loaded.base.question_set.name)
    for one in loaded.removed:
        title = worded(one.title, language)
        name = f'"{title}" [{one.id}]' if title != one.id else one.id
        reason = worded(one.reason, language)
        yield words.translate(
            "  Removed: {kind} {name}. {reason}",
            kind=words.translate(one.kind),
            name=name,
            reason=reason,
        )
