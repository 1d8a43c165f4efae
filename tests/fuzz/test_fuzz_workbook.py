"""A short run of the workbook fuzzer; the long ones are for the command."""

from __future__ import annotations

import runpy
from pathlib import Path

FUZZER = Path(__file__).with_name("fuzz_workbook.py")


def test_damaged_workbooks_are_read_or_refused() -> None:
    outcomes = runpy.run_path(str(FUZZER))["run"](1_500, seed=2)
    assert sum(outcomes[code] for code in ("read", "F020", "F021", "F022", "F007")) == 1_500
    assert outcomes["read"] > 300
