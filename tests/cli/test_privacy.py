"""``auditkit privacy``: the key that makes pseudonyms."""

from __future__ import annotations

import os
import stat

import pytest

from auditkit.privacy.keys import read_key


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
