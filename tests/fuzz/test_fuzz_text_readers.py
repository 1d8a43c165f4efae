"""A short run of the fuzzer of text files; the long ones are for the command."""

from __future__ import annotations

from fuzz_text_readers import FUZZER
from fuzzing import run


def test_damaged_text_files_are_read_or_refused() -> None:
    outcomes = run(FUZZER, 1_500, seed=2)
    assert outcomes["scored"] > 40
    assert outcomes["read"] > 150
    assert {"F003", "F004", "F005", "F006", "F007", "F010", "F011", "F040", "F041"} <= set(outcomes)
