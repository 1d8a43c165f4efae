"""The end of the program: at once, and with nothing lost."""

from __future__ import annotations

import subprocess
import sys

import pytest

RUN = "import sys; sys.argv = ['auditkit', '--version']; from auditkit.__main__ import run; run()"
AT_EXIT = f"import atexit; atexit.register(print, 'said at the end'); {RUN}"
THREAD = (
    "import threading; main = threading.main_thread(); "
    "threading.Thread(target=lambda: (main.join(), print('said by a thread'))).start(); " + RUN
)
CLOSED = f"import io, sys; sys.stdout = sys.stderr = None; {RUN}"
FULL = (
    "import io, sys\n"
    "class Full(io.RawIOBase):\n"
    "    def writable(self): return True\n"
    "    def write(self, data): raise OSError('no space left')\n"
    "sys.stdout = io.TextIOWrapper(io.BufferedWriter(Full()))\n" + RUN
)


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("program", "said"), [(AT_EXIT, "said at the end"), (THREAD, "said by a thread")]
)
def test_what_others_have_to_say_at_the_end_is_said(program: str, said: str) -> None:
    found = run(program)
    assert (found.returncode, found.stdout.splitlines()[-1]) == (0, said)
    assert found.stdout.startswith("auditkit ")


def test_without_a_console_the_program_ends_all_the_same() -> None:
    assert run(CLOSED).returncode == 0


def test_what_could_not_be_written_is_a_failure() -> None:
    assert run(FULL).returncode != 0
