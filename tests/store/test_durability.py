"""Programs killed, power cut, and many at once: short runs; the long ones are for the commands."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NEEDS_APSW = pytest.mark.skipif(
    importlib.util.find_spec("apsw") is None, reason="apsw is not installed"
)


def run(script: str, *arguments: object) -> str:
    """The last line of a script, run by itself: it forks."""
    done = subprocess.run(
        [sys.executable, "-W", "error", HERE / script, *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()[-1]


def test_whatever_was_acknowledged_is_there_after_kills(where):
    said = run("killing.py", where, "--kills", 25)
    assert "25 kills" in said
    assert "all of them there" in said
    # Some are killed before their first change, most after a few.
    assert int(said.split()[2]) > 25


def test_eight_programs_at_once_lose_nothing(where):
    said = run("crowding.py", where, "--processes", 8, "--changes", 8)
    # Eight programs with eight changes each; the conflicts depend on who was when where.
    assert "7 moderated-by-another, 1 moderator, 64 recorded, 64 updated" in said


@NEEDS_APSW
def test_power_cuts_lose_nothing():
    assert run("cutting.py", "--cuts", 80) == "80 cuts: 80 whole, 0 lost, 0 damaged"


@NEEDS_APSW
@pytest.mark.parametrize(("synchronous", "seen"), [("FULL", "lost"), ("OFF", "damaged")])
def test_the_simulation_sees_what_other_settings_lose(synchronous, seen):
    sys.path.insert(0, str(HERE))
    from cutting import cut_again_and_again

    assert cut_again_and_again(60, 1, synchronous)[seen] > 0
