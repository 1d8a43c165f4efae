"""Text folded so that what looks the same is the same."""

from __future__ import annotations

_DASHES = "‐‑‒–—―−﹘﹣－⁃"
_SINGLE_QUOTES = "‘’‚‛′´\u1ffd`ʼ＇"
_DOUBLE_QUOTES = "“”„‟″«»＂"
_ALIKE = {
    **{ord(dash): "-" for dash in _DASHES},
    **{ord(quote): "'" for quote in _SINGLE_QUOTES},
    **{ord(quote): '"' for quote in _DOUBLE_QUOTES},
}


def fold(text: str) -> str:
    r"""Text without regard to case, kinds of space, dash and quote, and invisible characters.

    >>> fold("  Not\u00a0applicable ") == fold("NOT APPLICABLE")
    True
    """
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    import unicodedata

    composed = unicodedata.normalize("NFKC", text.translate(_ALIKE)).translate(_ALIKE)
    seen = "".join(one for one in composed if unicodedata.category(one) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen.casefold()).split())


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing that can be seen."""
    if not text or text.isspace():
        return True
    return not (text.isascii() or text[0].isalnum()) and not fold(text)


def tidy(text: str) -> str:
    r"""A text on one line, with single spaces and nothing invisible; else as it was typed.

    >>> tidy(" CASE-0142\u200b "), tidy("Older\u00a0People")
    ('CASE-0142', 'Older People')
    """
    if text.isascii():
        return " ".join(text.split())
    import unicodedata

    seen = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return " ".join(unicodedata.normalize("NFC", seen).split())


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def without_guard(text: str) -> str:
    """A text without the apostrophe that keeps a spreadsheet from taking it for a formula.

    >>> without_guard("'=1+1"), without_guard("'tis")
    ('=1+1', "'tis")
    """
    if text.startswith("'") and text[1:].startswith(FORMULA_STARTS):
        return text[1:]
    return text
