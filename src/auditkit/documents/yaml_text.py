"""From the bytes of a YAML file to text that is safe to parse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditkit.errors import Refused
from auditkit.problems import Place, Problem, problem

MOST_BYTES = 1024 * 1024
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LINE_ENDS = str.maketrans("", "", "\r\n\t")
# What cannot be seen, or is not a character: controls, format characters, line and
# paragraph separators, surrogates, non-characters. A no-break space is a space.
_INVISIBLE = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)


def decode(data: bytes, file: str) -> str:
    """The text of a YAML file.

    Raises `Refused` for over 1 MiB, for anything but UTF-8, and for invisible characters
    (each named with its line and column).
    """
    place = Place(file=file)
    if len(data) > MOST_BYTES:
        raise Refused([problem("Y002", place, size=len(data))])
    if data.startswith(_UTF_16) or data[1:2] == b"\0":
        raise Refused([problem("Y001", place, found="UTF-16")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{data[error.start]:02x} in line {line}"
        raise Refused([problem("Y001", place, found=found)]) from None
    if not text.translate(_LINE_ENDS).isprintable():
        invisible = list(_invisible(text, file))
        if invisible:
            raise Refused(invisible)
    return text


def _invisible(text: str, file: str) -> Iterator[Problem]:
    line, start = 1, 0
    for match in re.finditer(_INVISIBLE, text):
        line += text.count("\n", start, match.start())
        start = match.start()
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        place = Place(file=file, line=line, column=column)
        yield problem("Y003", place, found=f"U+{ord(match[0]):04X}")
