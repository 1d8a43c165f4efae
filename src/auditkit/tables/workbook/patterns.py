"""What is of the usual shape is read by pattern, all else through expat.

Nearly every program writes rows and shared texts in the same way. Such a row, or run of texts,
is recognised as a whole, several times as fast as expat tells of its elements. Anything else is
not touched: expat reads it, and refuses it where it must. So a pattern may overlook something,
but must never read it differently; the fuzzer holds the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from auditkit.tables.workbook.markup import Parser

# XML forbids controls and two non-characters; carriage returns are left to expat. Nothing taken
# is given back (``*+``), so that a row which does not fit costs no more than one which does.
TEXT = "[^<>\x00-\x08\x0b-\x1f\ufffe\uffff]*+"
_ODD_REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")
# What is longer than this is left to expat rather than waited for.
_LONGEST = 256 * 1024


class Usual(Protocol):
    """Takes things of the usual shape out of a part.

    Each thing begins and ends with the two texts; `taken` counts them.
    """

    beginning: str
    end: str
    taken: int

    @property
    def is_expected(self) -> bool:
        """Whether such a thing may come next, by what expat has told."""

    def take(self, pending: str, at: int) -> int:
        """Take the usual things from `at` on; return where something else begins."""


def read_usual(text: Iterable[str], parser: Parser, usual: Usual) -> None:
    """Read a part: as much as possible by pattern, as long as nearly everything is usual."""
    left = 0
    pending = ""
    for piece in text:
        pending += piece
        at = 0
        while at < len(pending):
            is_worthwhile = left < 50 + usual.taken // 20
            if is_worthwhile and usual.is_expected and parser.is_settled:
                at = usual.take(pending, at)
                if _is_unfinished(pending, at, usual):
                    break
            left += 1
            start = pending.find(usual.beginning, at + 1) if is_worthwhile else -1
            start = len(pending) if start < 0 else start
            parser.feed(pending[at:start])
            at = start
        pending = pending[at:]
    parser.feed(pending)
    parser.close()


def without_references(text: str) -> str:
    """The text with the five named characters for their references.

    Raises ValueError for any other reference.
    """
    if "&" not in text:
        return text
    refuse_odd_references(text)
    text = text.replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&quot;", '"').replace("&apos;", "'").replace("&amp;", "&")


def refuse_odd_references(text: str) -> None:
    """Raise ValueError for a reference that is none of the five named ones."""
    if _ODD_REFERENCE.search(text):
        raise ValueError("not one of the five references")


def _is_unfinished(pending: str, at: int, usual: Usual) -> bool:
    """Whether nothing is left, or the beginning of something whose end is yet to be inflated."""
    if at == len(pending):
        return True
    is_beginning = usual.beginning.startswith(pending[at : at + len(usual.beginning)])
    return is_beginning and len(pending) - at < _LONGEST and pending.find(usual.end, at) < 0
