"""What a set has taken away from the one that it lies over."""

from __future__ import annotations

from auditkit.frozen import frozen
from auditkit.problems import Place
from auditkit.questions.shapes import Wording


@frozen(kw_only=True)
class Removed:
    """A part of a set's base that it has taken away: which, what it was called, and why.

    `within` are the ids of what went with a section.
    """

    kind: str
    id: str
    title: Wording
    reason: Wording
    place: Place
    removed_from: str
    within: tuple[str, ...] = ()
