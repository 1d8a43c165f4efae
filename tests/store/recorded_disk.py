# ruff: noqa: N802 - the names are those of APSW
"""What SQLite does to its files, recorded at its VFS level, and what a power cut leaves of it.

A write is on the disk for certain once its file was synced, and a file is there, or gone, for
certain once its folder was. SQLite syncs the folder with the first sync of a file that it has
made, and after a deletion where it is told to. Of everything else any part may have reached the
disk: each write whole, in some of its sectors, or not at all; of what was done to the folder
the first so many steps.
"""

from __future__ import annotations

import os
from random import Random
from typing import Any

import apsw

NAME = "recorded"
_SECTOR = 512
# What was done: the name of the file, how, and with what.
Step = tuple[Any, ...]


class RecordedDisk(apsw.VFS):
    """SQLite's usual way to files, with a list of what was done to those of one folder."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        super().__init__(NAME, "")

    def xOpen(self, name: Any, flags: Any) -> apsw.VFSFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is not None and not os.path.exists(path):
            self.steps.append(("make", os.path.basename(path)))
        return RecordedFile(self.steps, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self.steps.append(("delete", os.path.basename(filename)))
        if syncdir:
            self.steps.append(("sync folder",))


class RecordedFile(apsw.VFSFile):
    """A file whose writes and syncs are recorded."""

    def __init__(self, steps: list[Step], name: Any, flags: Any) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        self.name = os.path.basename(path)
        self.steps = steps
        super().__init__("", name, flags)

    def xWrite(self, data: Any, offset: int) -> None:
        super().xWrite(data, offset)
        self.steps.append(("write", self.name, bytes(data), offset))

    def xTruncate(self, newsize: int) -> None:
        super().xTruncate(newsize)
        self.steps.append(("cut", self.name, newsize))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self.steps.append(("sync", self.name))


class _File:
    """A file on the simulated disk: what is there for certain, and what may be."""

    def __init__(self, content: bytes = b"") -> None:
        self.certain = bytearray(content)
        self.pieces: list[tuple[bytes, int] | int] = []

    def sync(self) -> None:
        for piece in self.pieces:
            _put(self.certain, piece)
        self.pieces = []

    def left(self, chance: Random) -> bytes:
        """What a power cut leaves of it."""
        found = bytearray(self.certain)
        for piece in self.pieces:
            for part in _parts(piece, chance):
                _put(found, part)
        return bytes(found)


def _put(content: bytearray, piece: tuple[bytes, int] | int) -> None:
    if isinstance(piece, int):
        del content[piece:]
        return
    data, offset = piece
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


def _parts(piece: tuple[bytes, int] | int, chance: Random) -> list[tuple[bytes, int] | int]:
    """The whole of a write, some of its sectors, or nothing."""
    fate = chance.randrange(3)
    if fate == 0:
        return []
    if fate == 1 or isinstance(piece, int):
        return [piece]
    data, offset = piece
    starts = [0, *range(_SECTOR - offset % _SECTOR, len(data), _SECTOR)]
    ends = [*starts[1:], len(data)]
    sectors = [
        (data[one:end], offset + one) for one, end in zip(starts, ends, strict=True) if one < end
    ]
    return [sector for sector in sectors if chance.random() < 0.5]


class Disk:
    """A folder as a power cut at some step would leave it."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.now = {name: _File(content) for name, content in files.items()}
        self.certain = dict(self.now)
        self.open: list[tuple[str, _File | None]] = []

    def take(self, step: Step) -> None:
        """Let one step happen."""
        kind, *told = step
        if kind == "make":
            self.now[told[0]] = made = _File()
            self.open.append((told[0], made))
        elif kind == "delete":
            del self.now[told[0]]
            self.open.append((told[0], None))
        elif kind == "sync folder":
            self._sync_folder()
        elif kind == "write":
            self.now[told[0]].pieces.append((told[1], told[2]))
        elif kind == "cut":
            self.now[told[0]].pieces.append(told[1])
        elif kind == "sync":
            self.now[told[0]].sync()
            if any(file is self.now[told[0]] for _, file in self.open):
                self._sync_folder()

    def _sync_folder(self) -> None:
        self.certain = dict(self.now)
        self.open = []

    def left(self, chance: Random) -> dict[str, bytes]:
        """What is there after a power cut, by the names of the files."""
        files = dict(self.certain)
        for name, file in self.open[: chance.randint(0, len(self.open))]:
            if file is None:
                files.pop(name, None)
            else:
                files[name] = file
        return {name: file.left(chance) for name, file in files.items()}
