"""From the bytes of a YAML file to text that is safe to parse."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from itertools import islice

from auditkit.errors import Refused
from auditkit.languages import said
from auditkit.problems import ENOUGH, Place, Problem, problem

MOST_BYTES = 1024 * 1024
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LAYOUT = str.maketrans("", "", "\n\t")
# What cannot be seen, or is not a character: controls, format characters, line and
# paragraph separators, surrogates, non-characters. A no-break space is a space.
_INVISIBLE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e007f]"
)


def decode(data: bytes, file: str) -> str:
    """The text of a YAML file, with every line end as a line feed.

    Raises `Refused` for over 1 MiB, for anything but UTF-8, for a NUL, which no text holds, and
    for invisible characters (each named with its line and column).
    """
    place = Place(file=file)
    if len(data) > MOST_BYTES:
        raise Refused([problem("Y002", place, size=len(data))])
    if data.startswith(_UTF_16) or b"\0" in data[:2]:
        raise Refused([problem("Y001", place, found="UTF-16")])
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise _no_text(error.object, error.start, place) from None
    if "\0" in text:
        raise _no_text(data, data.index(b"\0"), place)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.translate(_LAYOUT).isprintable():
        invisible = list(islice(_invisible_characters(text, file), ENOUGH))
        if invisible:
            raise Refused(invisible)
    return text


def _no_text(data: bytes, at: int, place: Place) -> Refused:
    line = data.count(b"\n", 0, at) + 1
    found = said("the byte 0x{byte:02x} in line {line}", byte=data[at], line=line)
    return Refused([problem("Y001", place, found=found)])


def first_invisible(text: str) -> str | None:
    """The first character of a text that cannot be seen, as ``U+200B``."""
    found = re.search(_INVISIBLE, text)
    return _code_point(found[0]) if found else None


def _invisible_characters(text: str, file: str) -> Iterator[Problem]:
    line, begin = 1, 0
    for match in re.finditer(f"\n|{_INVISIBLE}", text):
        if match[0] == "\n":
            line, begin = line + 1, match.end()
        else:
            place = Place(file=file, line=line, column=match.start() - begin + 1)
            yield problem("Y003", place, found=_code_point(match[0]))


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"
