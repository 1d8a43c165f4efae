"""Draw numbers: what puts cases in an order that nobody can bend and anybody can check."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from unicodedata import normalize

AUDIT = "audit"


def draw_number(seed: str, period: str, purpose: str, case_ref: str) -> str:
    r"""SHA-256 of seed, period, purpose and case reference, each on a line of its own and none
    after the last, in NFC and UTF-8; hexadecimal.

    The same as ``printf '%s\n%s\n%s\n%s' SEED PERIOD PURPOSE CASE | sha256sum``.

    >>> draw_number("20237331128159211123", "2026-04", "audit", "CASE-0005")[:16]
    'a791acbfa375ab2d'
    """
    return sha256(number_prefix(seed, period, purpose) + composed(case_ref).encode()).hexdigest()


def number_prefix(seed: str, period: str, purpose: str) -> bytes:
    """What every draw number of one draw is made of, before the case."""
    return composed(f"{seed}\n{period}\n{purpose}\n").encode()


def composed(text: str) -> str:
    """A text in NFC."""
    return text if text.isascii() else normalize("NFC", text)


def in_draw_order(
    references: Iterable[str], *, seed: str, period: str, purpose: str
) -> list[tuple[str, str]]:
    """References with their draw numbers, in the order in which they are drawn.

    >>> cases = ["CASE-0004", "CASE-0005", "CASE-0006"]
    >>> seed = "20237331128159211123"
    >>> found = in_draw_order(cases, seed=seed, period="2026-04", purpose="moderation")
    >>> [case for case, number in found]
    ['CASE-0005', 'CASE-0006', 'CASE-0004']
    """
    numbered = ((one, draw_number(seed, period, purpose, one)) for one in references)
    return sorted(numbered, key=lambda pair: pair[1])


def checking_hint(seed: str, period: str, purpose: str, case_ref: str) -> str:
    """The command by which anybody can check a draw number."""
    told = " ".join(map(_quoted, (seed, period, purpose, case_ref)))
    return rf"printf '%s\n%s\n%s\n%s' {told} | sha256sum"


def _quoted(text: str) -> str:
    from shlex import quote

    return quote(text)
