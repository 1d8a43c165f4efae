"""How a workbook writes texts down."""

from __future__ import annotations

import re
import struct

from auditkit.tables.grid import MOST_CHARACTERS

# Seven characters, such as _x000D_, may stand for one.
MOST_WRITTEN = 7 * MOST_CHARACTERS
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")


class TooLong(ValueError):
    """A text is longer than a cell can hold."""

    def __init__(self, length: int) -> None:
        self.length = length
        super().__init__(length)


def typed_text(written: str) -> str:
    r"""A text as it was typed; one of nothing but spaces is blank.

    >>> typed_text("_x0041_ is not _x005F_x0041_")
    'A is not _x0041_'
    """
    text = _unescaped(written) if "_x" in written else written
    return "" if text.isspace() else text


def _unescaped(written: str) -> str:
    """The text with its ``_xHHHH_`` decoded; a NUL is dropped, half a surrogate pair replaced."""
    parts = _ESCAPE.split(written)
    units = bytes.fromhex("".join(parts[1::2]))
    parts[1::2] = map(chr, struct.unpack(f">{len(units) // 2}H", units))
    text = "".join(parts).replace("\0", "")
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
