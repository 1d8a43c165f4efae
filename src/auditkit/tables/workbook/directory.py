"""The directory of a zip archive: which members there are, and where each one's bytes are.

The standard library's `zipfile` is not used: a hostile directory of 20 MB keeps it busy for
four seconds (it cuts extra fields anew for every record) or makes 400,000 objects of it.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from auditkit.problems import Place
from auditkit.tables.workbook.bounds import MIB, MOST_PARTS
from auditkit.tables.workbook.refusals import damaged, too_large

_MOST_BYTES = 2 * MIB
_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END_SIGNATURE = b"PK\x05\x06"
_MOST_COMMENT = 0xFFFF
_MANY, _LARGE = 0xFFFF, 0xFFFFFFFF
_ZIP_64 = 1
_UTF_8 = 0x800
_ENCRYPTED = 0x41


class Member(NamedTuple):
    """One file in the archive; `name` is as its local header must repeat it."""

    name: bytes
    is_encrypted: bool
    method: int
    checksum: int
    size: int
    offset: int


class _Extent(NamedTuple):
    """Where the directory stands; `limit` is where the records that tell it begin."""

    parts: int
    size: int
    offset: int
    limit: int


def read_directory(data: bytes, place: Place) -> dict[str, Member]:
    """The members by name, in lower case and with forward slashes, as part names are compared.

    Raises `Refused` for a directory that is cut short, too large, or names a member twice.
    """
    try:
        extent = _extent(data, place)
        return _members(data, extent, place)
    except struct.error:
        raise damaged("its table of contents is cut short", place) from None


def _extent(data: bytes, place: Place) -> _Extent:
    end = data.rfind(_END_SIGNATURE, max(0, len(data) - _END.size - _MOST_COMMENT))
    if end < 0:
        raise damaged("its end is missing", place)
    _, _, _, _, count, size, offset, _ = _END.unpack_from(data, end)
    extent = _Extent(count, size, offset, end)
    if count == _MANY or _LARGE in (size, offset):
        extent = _extent_64(data, end, extent)
    if extent.parts > MOST_PARTS:
        raise too_large(f"{extent.parts:,} parts", f"{MOST_PARTS:,}", place)
    if extent.size > _MOST_BYTES or extent.offset + extent.size > extent.limit:
        raise damaged("its table of contents is not where it should be", place)
    return extent


def _extent_64(data: bytes, end: int, extent: _Extent) -> _Extent:
    """The directory's extent from the records for large archives, which some writers always use."""
    if end < _LOCATOR.size:
        return extent
    signature, _, start, _ = _LOCATOR.unpack_from(data, end - _LOCATOR.size)
    if signature != b"PK\x06\x07" or start > end:
        return extent
    signature, *_, count, size, offset = _END_64.unpack_from(data, start)
    return _Extent(count, size, offset, start) if signature == b"PK\x06\x06" else extent


def _members(data: bytes, extent: _Extent, place: Place) -> dict[str, Member]:
    members: dict[str, Member] = {}
    at = extent.offset
    stop = extent.offset + extent.size
    for _ in range(extent.parts):
        fields = _ENTRY.unpack_from(data, at)
        name_at = at + _ENTRY.size
        extra_at = name_at + fields[10]
        comment_at = extra_at + fields[11]
        at = comment_at + fields[12]
        if fields[0] != b"PK\x01\x02" or at > stop:
            raise damaged("its table of contents is broken", place)
        member = _member(fields, data[name_at:extra_at], data[extra_at:comment_at])
        name = _part_name(member.name, fields[3])
        if name in members:
            raise damaged("it holds a part twice", place)
        members[name] = member
    if at != stop:
        raise damaged("its table of contents is broken", place)
    return members


def _member(fields: tuple[int, ...], name: bytes, extra: bytes) -> Member:
    flags, method, checksum, size, whole, offset = (fields[i] for i in (3, 4, 7, 8, 9, 16))
    if _LARGE in (size, whole, offset):
        size, offset = _large_fields(extra, size, whole, offset)
    return Member(name, bool(flags & _ENCRYPTED), method, checksum, size, offset)


def _large_fields(extra: bytes, size: int, whole: int, offset: int) -> tuple[int, int]:
    """Compressed size and offset from the extra field for those that 32 bits cannot hold."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        at += 4
        if kind == _ZIP_64:
            at += 8 * (whole == _LARGE)
            if size == _LARGE:
                (size,) = struct.unpack_from("<Q", extra, at)
                at += 8
            if offset == _LARGE:
                (offset,) = struct.unpack_from("<Q", extra, at)
            break
        at += length
    return size, offset


def _part_name(name: bytes, flags: int) -> str:
    """A member's name as parts are compared; some writers put backslashes into it."""
    text = name.decode("utf-8" if flags & _UTF_8 else "cp437", "surrogateescape")
    return text.replace("\\", "/").lower()
