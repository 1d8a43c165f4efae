"""A short run of the fuzzer of question sets; the long ones are for the command."""

from __future__ import annotations

from fuzz_yaml import FUZZER
from fuzzing import run


def test_damaged_question_sets_are_read_or_refused() -> None:
    outcomes = run(FUZZER, 1_500, seed=2)
    assert outcomes["set read"] > 100
    assert outcomes["scored"] > 50
    assert outcomes["mapping read"] > 20
    assert {code[0] for code in outcomes if code[1:].isdigit()} >= set("YSEQ")
