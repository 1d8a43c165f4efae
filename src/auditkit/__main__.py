"""The program: ``auditkit``, and ``python -m auditkit``."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from io import TextIOWrapper


def run() -> None:
    """Run the command line, and end."""
    seldom_look_for_cycles()
    from auditkit.cli import main

    # What a console cannot show must not end a command, whoever prints it.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    end(main())


def seldom_look_for_cycles() -> None:
    """Let Python look for cycles later: a run makes many objects and next to no cycles, and
    looking for them would take a tenth of its time.
    """
    gc.set_threshold(500_000, 20, 20)


def end(code: int) -> None:
    """End the program at once where nothing is left to wait for: taking every object apart, one
    by one, would take another tenth of the time, and the system takes them all back anyhow.
    """
    gc.freeze()
    if threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - the one way to keep what others asked for at the end
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        code = code or 1
    os._exit(code)


if __name__ == "__main__":
    run()
