"""How all tests run, and the command line as they call it: in this process."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from auditkit.cli import main

# How long an example takes is for the benchmarks to say: a busy machine is no failure.
settings.register_profile("untimed", deadline=None)
# The same examples every time, so that what fails is the change and no other; set it by
# HYPOTHESIS_PROFILE. Without it each run looks at other examples.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "untimed"))


class Called(NamedTuple):
    """What a call of the command line came to: its exit code, and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., Called]:
    """Call the command line with these arguments."""

    def call(*arguments: str | Path) -> Called:
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Called(code, printed.out, printed.err)

    return call
