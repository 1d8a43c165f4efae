"""What a file is that was given as a workbook and is none."""

from __future__ import annotations

import re
from collections.abc import Collection

_SEEN = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = "an old Excel workbook (.xls)"
_BEGINNINGS = (
    (_OLE, f"{_OLD_EXCEL} or one with a password"),
    (b"\x09\x00\x04\x00", _OLD_EXCEL),
    (b"\x09\x02\x06\x00", _OLD_EXCEL),
    (b"\x09\x04\x06\x00", _OLD_EXCEL),
    (b"\x09\x08\x08\x00", _OLD_EXCEL),
    (b"\x09\x08\x10\x00", _OLD_EXCEL),
    (b"%PDF-", "a PDF document (.pdf)"),
    (b"{\\rtf", "a text document (.rtf)"),
    (b"\x89PNG\r\n", "a picture (.png)"),
    (b"\xff\xd8\xff", "a picture (.jpg)"),
    (b"\x1f\x8b", "a compressed file (.gz)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed folder (.7z)"),
    (b"Rar!\x1a\x07", "a compressed folder (.rar)"),
)
_WEB_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*+"
    rb"<(?:!doctype\s+html|html|head|meta|style|table|body|div)\b",
    re.DOTALL,
)
# Found in the names of a zip archive's members; the first that fits counts.
_ARCHIVES = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("word/document.xml", "a Word document (.docx)"),
    ("ppt/presentation.xml", "a PowerPoint presentation (.pptx)"),
    ("index/document.iwa", "a Numbers spreadsheet (.numbers)"),
    ("index.zip", "a Numbers spreadsheet (.numbers)"),
    ("content.xml", "an OpenDocument spreadsheet (.ods)"),
)


def format_of_bytes(data: bytes) -> str | None:
    """What a file is that does not begin as a zip archive does; None where it cannot be told."""
    for beginning, name in _BEGINNINGS:
        if data.startswith(beginning):
            return name
    start = _ascii(data[:_SEEN]).lower()
    if _WEB_PAGE.match(start):
        return "a web page (HTML) under the name of a workbook"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "an XML spreadsheet of Excel 2003 (.xml)"
    if b"urn:oasis:names:tc:opendocument" in start:
        return "an OpenDocument spreadsheet (.fods)"
    if start.lstrip().startswith(b"<?xml"):
        return "an XML document (.xml)"
    return "plain text, such as CSV, under the name of a workbook" if _is_text(data) else None


def format_of_archive(names: Collection[str]) -> str | None:
    """What a zip archive without a workbook's parts is, from its members' names in lower case."""
    for name, found in _ARCHIVES:
        if name in names:
            return found
    return None


def _ascii(data: bytes) -> bytes:
    """The beginning of a text without byte order mark, and UTF-16 without its zero bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[2:].replace(b"\0", b"")
    return data.removeprefix(b"\xef\xbb\xbf")


def _is_text(data: bytes) -> bool:
    start = _ascii(data[:_SEEN])
    return not any(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in start)
