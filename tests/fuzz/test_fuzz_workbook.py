"""A short run of the workbook fuzzer; the long ones are for the command."""

from __future__ import annotations

from fuzz_workbook import FUZZER
from fuzzing import run


def test_damaged_workbooks_are_read_or_refused() -> None:
    outcomes = run(FUZZER, 1_500, seed=2)
    assert sum(outcomes[code] for code in ("read", "F020", "F021", "F022", "F007")) == 1_500
    assert outcomes["read"] > 300
