"""The program: ``auditkit``, and ``python -m auditkit``."""

from __future__ import annotations

import gc
import sys


def run() -> None:
    """Run the command line, and end."""
    # A run makes many objects and next to no cycles, and at its end the system takes all of
    # them back at once: looking for cycles would take a sixth of the time.
    gc.set_threshold(100_000, 20, 20)
    from auditkit.cli import main

    code = main()
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    run()
