"""Time taken and ratios printed, in one way for all benchmarks."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable


def least(run: Callable[[], object], *, times: int = 7, loops: int = 1) -> float:
    """CPU seconds of one run, the least of several."""
    found = []
    for _ in range(times):
        start = time.process_time()
        for _ in range(loops):
            run()
        found.append((time.process_time() - start) / loops)
    return min(found)


def commands_side_by_side(commands: dict[str, list[str]], times: int = 21) -> dict[str, float]:
    """CPU seconds of each command, the lower quartile, run in turns so that all meet the same
    machine."""
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(times + 1):
        for name, command in commands.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, check=False, capture_output=True, env=environment())
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            found[name].append(spent)
    return {name: sorted(times[1:])[len(times) // 4] for name, times in found.items()}


def environment() -> dict[str, str]:
    """The environment, with compiled bytecode kept as it is after an installation."""
    return {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def ratio(what: str, ours: float, theirs: float, limit: float, goal: float | None = None) -> None:
    """One line: the ratio, and what it must not exceed."""
    found = ours / theirs
    aim = f", goal {goal}" if goal is not None else ""
    word = "holds" if found <= limit else "DOES NOT HOLD"
    print(f"{what}: {found:.2f} times (limit {limit}{aim}: {word})")


def python() -> str:
    return sys.executable
