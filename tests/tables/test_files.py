"""The files that somebody means, their bytes, and files that are there whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import BinaryIO

import pytest

from auditkit.errors import Refused
from auditkit.tables.files import input_files, read_bytes, write_whole

NOBODY = 65_534


def claims(name: str, head: bytes) -> bool:
    return name.endswith((".csv", ".ods")) or head.startswith(b"RETURN")


def refused_in(folder: Path) -> list[str]:
    return [f"{one.place} {one.code}" for one in input_files([folder], claims)[1]]


def files_in(*paths: Path) -> list[str]:
    return [Path(file).name for file in input_files(paths, claims)[0]]


def test_what_is_named_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "b.docx").touch()
    named = [tmp_path / "b.docx", tmp_path / "absent.csv", tmp_path / ".hidden"]
    assert input_files(named, claims) == ([str(path) for path in named], [])


def test_a_folder_is_taken_in_the_order_of_its_names(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "C.csv", "10.csv", "9.csv"):
        (tmp_path / name).touch()
    assert files_in(tmp_path) == ["10.csv", "9.csv", "C.csv", "a.csv", "b.csv"]


def test_a_folder_within_a_folder_is_not_entered(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a.csv").touch()
    (tmp_path / "inner.csv").mkdir()
    (tmp_path / "b.csv").touch()
    assert files_in(tmp_path) == ["b.csv"]


def test_hidden_and_locked_files_are_passed_over_in_silence(tmp_path: Path) -> None:
    for name in (".a.csv", "~$b.csv", "c.csv"):
        (tmp_path / name).touch()
    assert input_files([tmp_path], claims) == ([str(tmp_path / "c.csv")], [])


@pytest.mark.parametrize(
    "name", ["README.md", "notes.TXT", "columns.yaml", "run.bat", "desktop.ini", "LICENCE", "a.log"]
)
def test_what_nobody_takes_for_returns_is_passed_over_in_silence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    (tmp_path / "c.csv").touch()
    assert input_files([tmp_path], claims) == ([str(tmp_path / "c.csv")], [])


def test_what_no_reader_claims_is_named(tmp_path: Path) -> None:
    for name in ("a.docx", "b.csv", "c.pdf"):
        (tmp_path / name).touch()
    assert refused_in(tmp_path) == ["a.docx F015", "c.pdf F015"]


def test_a_reader_may_claim_a_file_by_its_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.dat").write_bytes(b"RETURN" + b"x" * 10_000)
    assert files_in(tmp_path) == ["a.dat"]


def test_a_reader_is_shown_no_more_than_the_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * 10_000)
    seen: list[int] = []

    def claims_all(name: str, head: bytes) -> bool:
        seen.append(len(head))
        return True

    input_files([tmp_path], claims_all)
    assert seen == [4096]


def test_a_folder_without_returns_is_named(tmp_path: Path) -> None:
    assert refused_in(tmp_path) == [f"{tmp_path} F016"]


def test_a_link_that_leads_nowhere_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "gone.csv").symlink_to(tmp_path / "absent.csv")
    assert refused_in(tmp_path) == [f"{tmp_path} F016"]


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xffabc\r\n")
    assert read_bytes(tmp_path / "a.csv") == b"\xffabc\r\n"


@pytest.mark.parametrize(("size", "is_refused"), [(10, False), (11, True)])
def test_a_file_beyond_the_limit_is_refused(tmp_path: Path, size: int, is_refused: bool) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * size)
    if not is_refused:
        assert len(read_bytes(tmp_path / "a.csv", most=10)) == size
        return
    with pytest.raises(Refused) as raised:
        read_bytes(tmp_path / "a.csv", most=10)
    assert str(raised.value) == "a.csv\n  Found 11 bytes, expected at most 10. [F008]"


@pytest.mark.skipif(not os.path.exists("/proc/self/maps"), reason="a file of unknown size")
def test_a_file_that_does_not_say_its_size_is_refused_beyond_the_limit() -> None:
    assert os.stat("/proc/self/maps").st_size == 0
    with pytest.raises(Refused, match=re.escape("Found 11 bytes, expected at most 10. [F008]")):
        read_bytes("/proc/self/maps", most=10)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="devices as in POSIX")
def test_a_device_is_no_file() -> None:
    with pytest.raises(Refused, match="Cannot be opened: it is a pipe or a device, not a file"):
        read_bytes("/dev/zero")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes as in POSIX")
def test_a_pipe_that_nobody_writes_to_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(Refused, match="Cannot be opened: it is a pipe or a device, not a file"):
        read_bytes(tmp_path / "a.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes as in POSIX")
def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    (tmp_path / "b.csv").touch()
    assert files_in(tmp_path) == ["b.csv"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("absent.csv", "No such file or directory"), ("a\0b.csv", "embedded null")],
)
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(Refused, match=rf"Cannot be opened: .*{said}.*\. \[F001\]"):
        read_bytes(os.path.join(tmp_path, name))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Cannot be opened: it is a folder"):
        read_bytes(tmp_path)


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder and a file in it that may be seen and not read, also by root."""
    folder = Path(mkdtemp())
    (folder / "inner").mkdir(mode=0)
    (folder / "a.csv").touch(mode=0)
    folder.chmod(0o755)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    yield folder
    if is_root:
        os.seteuid(0)
    rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights as in POSIX")
def test_an_unreadable_file_is_refused(locked: Path) -> None:
    with pytest.raises(Refused, match="Cannot be opened: Permission denied"):
        read_bytes(locked / "a.csv")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights as in POSIX")
def test_an_unreadable_file_in_a_folder_is_claimed_by_its_name(locked: Path) -> None:
    assert files_in(locked) == ["a.csv"]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights as in POSIX")
def test_an_unreadable_folder_is_named(locked: Path) -> None:
    assert refused_in(locked / "inner") == [f"{locked / 'inner'} F001"]


def write_text(stream: BinaryIO) -> None:
    stream.write(b"whole")


def fail(stream: BinaryIO) -> None:
    stream.write(b"half")
    raise KeyError("no more")


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.csv", write_text, replace=False)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.csv", b"whole")]


def test_two_that_write_a_file_at_once_do_not_meet(tmp_path: Path) -> None:
    def write_twice(stream: BinaryIO) -> None:
        stream.write(b"first to begin, ")
        write_whole(tmp_path / "a.csv", write_text, replace=True)
        assert (tmp_path / "a.csv").read_bytes() == b"whole"
        stream.write(b"last to end")

    write_whole(tmp_path / "a.csv", write_twice, replace=True)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("a.csv", b"first to begin, last to end")
    ]


def test_what_a_killed_run_left_is_taken_away_once_it_is_a_day_old(tmp_path: Path) -> None:
    def killed(stream: BinaryIO) -> None:
        os.link(stream.name, tmp_path / "left")
        raise KeyError

    with pytest.raises(KeyError):
        write_whole(tmp_path / "a.csv", killed, replace=False)
    part = tmp_path / ".a.csv.1.part"
    (tmp_path / "left").rename(part)
    write_whole(tmp_path / "a.csv", write_text, replace=True)
    assert part.exists()
    before = part.stat().st_mtime - 86_401
    os.utime(part, (before, before))
    write_whole(tmp_path / "a.csv", write_text, replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_file_that_fails_half_way_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_whole(tmp_path / "a.csv", fail, replace=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_there_stays_where_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"before")
    with pytest.raises(KeyError):
        write_whole(tmp_path / "a.csv", fail, replace=True)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.csv", b"before")]


@pytest.mark.parametrize("replace", [True, False])
def test_a_file_that_is_there_is_replaced_only_on_demand(tmp_path: Path, replace: bool) -> None:
    (tmp_path / "a.csv").write_bytes(b"before")
    if replace:
        write_whole(tmp_path / "a.csv", write_text, replace=True)
        assert (tmp_path / "a.csv").read_bytes() == b"whole"
        return
    with pytest.raises(Refused, match="There is a file of this name already"):
        write_whole(tmp_path / "a.csv", write_text, replace=False)
    assert (tmp_path / "a.csv").read_bytes() == b"before"


def test_a_folder_that_is_not_there_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(
        Refused, match=re.escape("Cannot be written: No such file or directory. [F019]")
    ):
        write_whole(tmp_path / "absent" / "a.csv", write_text, replace=False)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights as in POSIX")
def test_a_folder_that_is_closed_to_us_is_not_taken_for_a_file_in_use(locked: Path) -> None:
    with pytest.raises(Refused, match=re.escape("Cannot be written: Permission denied. [F019]")):
        write_whole(locked / "inner" / "b.csv", write_text, replace=False)


def test_a_file_in_use_is_named(tmp_path: Path) -> None:
    def in_use(stream: BinaryIO) -> None:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(Refused, match=re.escape("a.csv is open in another program: close it")):
        write_whole(tmp_path / "a.csv", in_use, replace=False)
