"""The parts of an .xlsx package, inflated piece by piece and only on demand."""

from __future__ import annotations

import codecs
import struct
import zlib
from collections.abc import Iterator

from auditkit.errors import Refused
from auditkit.problems import Place
from auditkit.tables.workbook.bounds import MOST_PART_BYTES, Counts
from auditkit.tables.workbook.directory import Member, read_directory
from auditkit.tables.workbook.refusals import another_format, damaged, too_large

_HEADER = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# How much goes in and comes out at a time: out is also what expat is given at a time.
_BYTES_IN, _BYTES_OUT = 16 * 1024, 64 * 1024


class Package:
    """A zip archive whose members are read within the bounds of `counts`.

    Raises `Refused` where the archive is damaged or any of its members is encrypted.
    """

    def __init__(self, data: bytes, place: Place) -> None:
        self.data = data
        self.place = place
        self.counts = Counts(place)
        self.members = read_directory(data, place)
        if any(member.is_encrypted for member in self.members.values()):
            raise another_format("a file with a password", place)

    def find(self, name: str) -> str | None:
        """The part of this name as the archive spells it, whatever its case; None without one."""
        name = name.lower()
        if name not in self.members and "%" in name:
            from urllib.parse import unquote

            name = unquote(name)
        return name if name in self.members else None

    def pieces(self, part: str) -> Iterator[bytes]:
        """The inflated bytes of a part, checked against its checksum when all have been read."""
        member = self.members[part]
        packed = self._packed(member, part)
        checksum = size = 0
        for piece in self._unpacked(member, packed, part):
            size += len(piece)
            if size > MOST_PART_BYTES:
                raise too_large(f"more than 64 MB in the part {part}", "64 MB", self.place)
            self.counts.add_piece(piece)
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if checksum != member.checksum:
            raise self._damaged(part)

    def text(self, part: str) -> Iterator[str]:
        """The text of a part. XML knows UTF-8 and UTF-16; a declared encoding is not believed."""
        decoder: codecs.IncrementalDecoder | None = None
        try:
            for piece in self.pieces(part):
                if decoder is None:
                    name = "utf-16" if piece.startswith(_UTF_16) else "utf-8"
                    decoder = codecs.getincrementaldecoder(name)()
                yield decoder.decode(piece)
            if decoder is not None:
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise self._damaged(part) from None

    def _packed(self, member: Member, part: str) -> memoryview:
        """A member's bytes as stored; the local header must tell of the same file."""
        end_of_header = member.offset + _HEADER.size
        if end_of_header > len(self.data):
            raise self._damaged(part)
        signature, *_, name_length, extra_length = _HEADER.unpack_from(self.data, member.offset)
        start = end_of_header + name_length + extra_length
        name = self.data[end_of_header : end_of_header + name_length]
        is_cut = start + member.size > len(self.data)
        if signature != b"PK\x03\x04" or name != member.name or is_cut:
            raise self._damaged(part)
        return memoryview(self.data)[start : start + member.size]

    def _unpacked(self, member: Member, packed: memoryview, part: str) -> Iterator[bytes]:
        if member.method == _STORED:
            for start in range(0, len(packed), _BYTES_OUT):
                yield bytes(packed[start : start + _BYTES_OUT])
        elif member.method == _DEFLATED:
            try:
                yield from self._inflated(packed, part)
            except zlib.error:
                raise self._damaged(part) from None
        else:
            raise damaged(f"the part {part} is compressed in an unknown way", self.place)

    def _inflated(self, packed: memoryview, part: str) -> Iterator[bytes]:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        for start in range(0, len(packed), _BYTES_IN):
            rest: bytes | memoryview = packed[start : start + _BYTES_IN]
            while rest and not stream.eof:
                piece = stream.decompress(rest, _BYTES_OUT)
                rest = stream.unconsumed_tail
                if piece:
                    yield piece
        while not stream.eof:
            # What the stream holds back once all its input is taken.
            piece = stream.decompress(b"", _BYTES_OUT)
            if not piece:
                raise self._damaged(part)
            yield piece

    def _damaged(self, part: str) -> Refused:
        return damaged(f"the part {part} is damaged", self.place)
