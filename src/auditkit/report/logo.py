"""A council's logo: a PNG, with nothing in it but the picture."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PICTURE = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_LARGEST_SIDE = 4_000


def bare_png(data: bytes) -> bytes | None:
    """The picture without the texts, times and places that programs write beside it.

    None where it is no whole PNG, or one of more than 4,000 pixels a side.
    """
    if not data.startswith(SIGNATURE):
        return None
    found = list(_chunks(data))
    kinds = [kind for kind, _ in found]
    if not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        return None
    header = found[0][1]
    if len(header) != 13 or not all(0 < side <= _LARGEST_SIDE for side in _sides(header)):
        return None
    return SIGNATURE + b"".join(_chunk(*one) for one in found if one[0] in _PICTURE)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each part with its kind, as far as they are whole; the sums of their bytes are held true."""
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if data[at + 8 + length : at + 12 + length] != _sum(kind + content):
            return
        yield kind, content
        at += 12 + length


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + _sum(kind + content)


def _sum(data: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(data))


def _sides(header: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", header[:8])
    return width, height
