"""The files that somebody means by naming files and folders, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import BinaryIO

from auditkit.errors import Refused
from auditkit.languages import said
from auditkit.problems import Place, Problem, problem

MOST_BYTES = 100 * 1024 * 1024
HEAD_BYTES = 4_096
# What lies in a folder of returns and is none, without anybody having meant it to be.
_PASSED_OVER = frozenset({".md", ".txt", ".yaml", ".yml", ".bat", ".sh", ".ini", ".log", ""})
_A_DAY = 86_400

Claims = Callable[[str, bytes], bool]
AnyPath = str | os.PathLike[str]


def input_files(paths: Iterable[AnyPath], claims: Claims) -> tuple[list[str], list[Problem]]:
    """Every file named, and every file of the folders named that a reader claims.

    Folders within folders are not entered; hidden files and the lock files of Office
    (``~$…``) are passed over. Files are in the order of their names.
    """
    files: list[str] = []
    problems: list[Problem] = []
    for named in paths:
        path = os.fspath(named)
        if not os.path.isdir(path):
            files.append(path)
            continue
        try:
            names = sorted(entry.name for entry in os.scandir(path) if entry.is_file())
        except OSError as error:
            problems.append(cannot_open(path, error))
            continue
        found, said = _returns_among(path, names, claims)
        files += found
        problems += said
    return files, problems


def _returns_among(
    folder: str, names: Iterable[str], claims: Claims
) -> tuple[list[str], list[Problem]]:
    found, problems = [], []
    for name in names:
        if name.startswith(("~$", ".")) or suffix_of(name) in _PASSED_OVER:
            continue
        file = os.path.join(folder, name)
        if claims(name, _head(file)):
            found.append(file)
        else:
            problems.append(problem("F015", Place(file=name)))
    if not found:
        problems.append(problem("F016", Place(file=folder)))
    return found, problems


def beside(path: AnyPath, name: str) -> str:
    """The path of a file as another file names it, from the folder that this one is in."""
    return os.path.normpath(os.path.join(os.path.dirname(path), name))


def suffix_of(path: AnyPath) -> str:
    """The ending of a file's name, in small letters, with its dot."""
    return os.path.splitext(path)[1].lower()


def _head(file: str) -> bytes:
    try:
        with open(file, "rb") as stream:
            return stream.read(HEAD_BYTES)
    except OSError:
        return b""


def read_bytes(path: AnyPath, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file. Raises `Refused` where it cannot be opened, is too large, or is none:
    a pipe or a device may keep its reader waiting for ever.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode) and not os.path.isdir(path):
            raise OSError(0, "it is a pipe or a device, not a file")
        with open(path, "rb") as stream:
            # Some files say nothing of their size, such as those of /proc.
            size = os.fstat(stream.fileno()).st_size
            data = stream.read(most + 1) if size <= most else b""
    except (OSError, ValueError) as error:
        raise Refused([cannot_open(path, error)]) from None
    size = max(size, len(data))
    if size > most:
        raise Refused([problem("F008", Place(file=name_of(path)), size=size, most=most)])
    return data


def name_of(path: AnyPath) -> str:
    """A file's name without its folders: how people know it."""
    return os.path.basename(path)


def write_whole(
    path: AnyPath,
    write: Callable[[BinaryIO], object],
    *,
    replace: bool,
    is_secret: bool = False,
) -> None:
    """Write a file so that it is there whole or not at all; one that `is_secret` so that nobody
    else on the machine reads it.

    Raises `Refused` where it is there already and `replace` is false, and where the folder or
    the file cannot be written, as when a workbook is open in Excel.
    """
    if not replace and os.path.exists(path):
        raise Refused([problem("F018", Place(file=os.fspath(path)))])
    try:
        stream = _new_part(path, is_secret)
        try:
            with stream:
                write(stream)
            os.replace(stream.name, path)
        except BaseException:
            # Not once it is replaced: somebody else may have begun one of that name since.
            with suppress(FileNotFoundError):
                os.unlink(stream.name)
            raise
    except OSError as error:
        raise Refused([_cannot_write(path, error)]) from None


def write_bytes(path: AnyPath, data: bytes, *, replace: bool, is_secret: bool = False) -> None:
    """Write a file that holds these bytes, as `write_whole` does."""
    write_whole(path, lambda stream: stream.write(data), replace=replace, is_secret=is_secret)


def _new_part(path: AnyPath, is_secret: bool) -> BinaryIO:
    """A new file beside another, which nobody else writes to. What killed runs left there is
    taken away.
    """
    others: list[str] = []
    while True:
        name = f".{name_of(path)}.{len(others) + 1}.part"
        part = os.path.join(os.path.dirname(path), name)
        try:
            stream = open(part, "xb", opener=_for_us_alone if is_secret else None)  # noqa: SIM115 - whoever writes closes it
        except FileExistsError:
            others.append(part)
        else:
            _take_away_left(others, os.fstat(stream.fileno()).st_mtime)
            return stream


def _take_away_left(parts: Iterable[str], now: float) -> None:
    """Take away the parts that nobody has written to for a day. What time it is now is what the
    new one says: the folder, and who writes the others, may be on other machines.
    """
    for one in parts:
        with suppress(OSError):
            if os.stat(one).st_mtime < now - _A_DAY:
                os.unlink(one)


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _cannot_write(path: AnyPath, error: OSError) -> Problem:
    """Windows lets nobody replace a file that a program has open: the error then names two
    files. One file alone could not be made, for the folder is closed to us.
    """
    place = Place(file=os.fspath(path))
    is_made = error.filename is None or error.filename2 is not None
    if isinstance(error, PermissionError) and is_made:
        return problem("F050", place, name=name_of(path))
    return problem("F019", place, said=error.strerror or "refused")


def cannot_open(path: AnyPath, error: OSError | ValueError) -> Problem:
    """A file that cannot be opened, and why."""
    if isinstance(error, IsADirectoryError):
        why = said("it is a folder")
    else:
        why = getattr(error, "strerror", None) or str(error)
    return problem("F001", Place(file=os.fspath(path)), said=why)
