"""A suggestion for an answer that was not understood: never one that would change its meaning."""

from __future__ import annotations

from collections.abc import Iterable

from auditkit.matching.folding import fold

_LIKE_ENOUGH = 0.7
_CLEARLY_BETTER = 0.1
# Words that say something of their own, however like an option they look.
_NEGATIONS = frozenset(
    ["no", "not", "none", "never", "nothing", "neither", "nor", "without", "cannot", "n't", "dim", "nid", "ni", "na", "nac", "nag", "heb", "byth"]
)
_OWN_MEANING = frozenset(
    ["none", "nothing", "never", "unknown", "unsure", "maybe", "possibly", "sometimes", "mostly", "some", "n/a", "na", "n", "nil", "tbc", "tbd", "later", "pending", "see", "y", "yn", "ok"]
)
_PREFIXES = ("in", "un", "non", "non-", "dis", "im", "ir", "an", "di")


def suggestion(found: str, allowed: Iterable[str]) -> str | None:
    """The one allowed text that was probably meant, or None where that is not plain.

    >>> suggestion("Partial", ["Yes", "Partly", "No"])
    'Partly'
    >>> suggestion("None", ["Yes", "Partly", "No"]) is None
    True
    """
    from difflib import SequenceMatcher

    typed = fold(found)
    if typed in _OWN_MEANING or any(mark in typed for mark in "/?|&") or " or " in typed:
        return None
    likeness = sorted(
        ((SequenceMatcher(None, typed, fold(text)).ratio(), text) for text in allowed),
        reverse=True,
    )
    if not likeness or likeness[0][0] < _LIKE_ENOUGH:
        return None
    best = likeness[0][1]
    if len(likeness) > 1 and likeness[0][0] - likeness[1][0] < _CLEARLY_BETTER:
        return None
    return None if _opposes(typed, fold(best)) else best


def _opposes(one: str, other: str) -> bool:
    """Whether one says what the other denies."""
    if _denies(one) != _denies(other):
        return True
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer == prefix + shorter for prefix in _PREFIXES)


def _denies(text: str) -> bool:
    words = text.replace(",", " ").split()
    return any(word in _NEGATIONS or word.endswith("n't") for word in words)
