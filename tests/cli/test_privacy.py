"""``auditkit privacy``: the key of pseudonyms, lists under them, and the way back."""

from __future__ import annotations

import csv
import os
import stat

import pytest

from auditkit.privacy.keys import read_key
from auditkit.privacy.pseudonyms import pseudonym


def test_a_key_is_written_and_only_its_fingerprint_is_said(call, folder):
    found = call("privacy", "key", "-o", "case.key")
    key = read_key((folder / "case.key").read_bytes(), "case.key")
    assert found.code == 0
    assert found.out == ""
    assert f"Wrote case.key, fingerprint {key.fingerprint}\n" in found.err
    assert key.secret.hex() not in found.err


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_nobody_else_reads_a_key_file(call, folder):
    call("privacy", "key", "-o", "case.key")
    assert stat.S_IMODE((folder / "case.key").stat().st_mode) == 0o600


def test_two_keys_are_two(call, folder):
    call("privacy", "key", "-o", "one.key")
    call("privacy", "key", "-o", "two.key")
    assert (folder / "one.key").read_bytes() != (folder / "two.key").read_bytes()


def test_a_key_is_never_replaced(call, folder):
    call("privacy", "key", "-o", "case.key")
    before = (folder / "case.key").read_bytes()
    found = call("privacy", "key", "-o", "case.key")
    assert (found.code, "[F018]" in found.err) == (1, True)
    assert (folder / "case.key").read_bytes() == before


CASES = (
    "Mosaic ID,Client name,Service\nMC 0142,A. Person,Older People\n0150,B. Person,Mental Health\n"
)


@pytest.fixture
def hidden(call, folder):
    """A list of cases under pseudonyms, made with a key that is there too."""
    call("privacy", "key", "-o", "case.key")
    (folder / "cases.csv").write_text(CASES, encoding="utf-8")
    return call(
        "privacy", "hide", "cases.csv", "--key-file", "case.key", "--column", "Mosaic ID",
        "-o", "hidden.csv",
    )  # fmt: skip


def rows(path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_list_is_written_under_pseudonyms_and_what_was_dropped_is_named(hidden, folder):
    key = read_key((folder / "case.key").read_bytes(), "case.key")
    assert hidden.code == 0
    assert "not stored: Client name. [N004]" in hidden.err
    assert hidden.err.endswith("Wrote hidden.csv: 2 rows\n")
    assert rows(folder / "hidden.csv") == [
        ["Mosaic ID", "Service"],
        [pseudonym("mc0142", key), "Older People"],
        [pseudonym("0150", key), "Mental Health"],
    ]


def join(call, *more: str):
    return call(
        "privacy", "join", "work.csv", "--numbers", "cases.csv", "--column", "Mosaic ID",
        "--key-file", "case.key", "-o", "joined.csv", *more,
    )  # fmt: skip


def test_a_work_list_gets_its_local_numbers_back(call, hidden, folder):
    first = rows(folder / "hidden.csv")[1][0]
    (folder / "work.csv").write_text(f"Case,Due\n{first},2026-05-01\nCASE-9,2026-05-01\n")
    found = join(call)
    assert found.code == 0
    assert "work.csv, cell A3\n  No local number of the list belongs to CASE-9. [N011]" in found.err
    assert rows(folder / "joined.csv") == [
        ["Local number", "Case", "Due"],
        ["MC 0142", first, "2026-05-01"],
        ["", "CASE-9", "2026-05-01"],
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_nobody_else_reads_a_joined_work_list(call, hidden, folder):
    first = rows(folder / "hidden.csv")[1][0]
    (folder / "work.csv").write_text(f"Case,Due\n{first},2026-05-01\n")
    join(call)
    assert stat.S_IMODE((folder / "joined.csv").stat().st_mode) == 0o600


def test_another_key_is_told(call, hidden, folder):
    first = rows(folder / "hidden.csv")[1][0]
    (folder / "work.csv").write_text(f"Case,Due\n{first},2026-05-01\n")
    (folder / "case.key").unlink()
    call("privacy", "key", "-o", "case.key")
    found = join(call)
    assert (found.code, "[N009]" in found.err) == (1, True)


def test_a_broken_pseudonym_is_refused_with_its_cell(call, hidden, folder):
    (folder / "cases.csv").write_text("Mosaic ID,Service\nPSN-1,Older People\n")
    found = call(
        "privacy", "hide", "cases.csv", "--key-file", "case.key", "--column", "Mosaic ID",
        "-o", "other.csv",
    )  # fmt: skip
    assert (found.code, found.err.startswith("cases.csv, cell A2\n")) == (1, True)
    assert not (folder / "other.csv").exists()


def test_a_file_that_no_reader_knows_is_refused(call, hidden, folder):
    (folder / "cases.pdf").write_bytes(b"%PDF")
    found = call("privacy", "hide", "cases.pdf", "--key-file", "case.key", "-o", "other.csv")
    assert (found.code, "[F009]" in found.err) == (1, True)
