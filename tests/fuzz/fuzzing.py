"""What the fuzzers share: inputs that can be made again, what each came to, the command line."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import NamedTuple

# Measuring coverage makes everything several times as slow.
SLOWEST = 3.0 if sys.gettrace() is None else 30.0


class Input(NamedTuple):
    """A file: its name, and its bytes."""

    name: str
    data: bytes


class Fuzzer(NamedTuple):
    """Makes an input, and tells what it came to.

    `attempt` may choose how to read an input. Whatever it raises is a failure, and so is an
    input that takes over three seconds.
    """

    make: Callable[[Random], Input]
    attempt: Callable[[Random, Input], Iterable[str]]


class Failure(Exception):
    """An input that shows a defect."""

    def __init__(self, number: int, made: Input, said: str) -> None:
        super().__init__(f"input {number} ({made.name}): {said}")
        self.made = made


def run(
    fuzzer: Fuzzer,
    count: int,
    seed: int,
    first: int = 0,
    tell: Callable[[int], None] = lambda done: None,
) -> Counter[str]:
    """Try so many inputs; how many came to what. Raises `Failure` for the first defect."""
    outcomes: Counter[str] = Counter()
    for number in range(first, first + count):
        random = Random(f"{seed} {number}")
        made = fuzzer.make(random)
        began = time.process_time()
        try:
            outcomes.update(set(fuzzer.attempt(random, made)))
        except Exception as error:
            raise Failure(number, made, f"{type(error).__name__}: {error}") from error
        took = time.process_time() - began
        if took > SLOWEST:
            raise Failure(number, made, f"took {took:.1f} seconds")
        tell(number - first + 1)
    return outcomes


def main(fuzzer: Fuzzer, script: str, purpose: str) -> int:
    """Run a fuzzer as a command; where it fails, the input is in the temporary folder."""
    parser = argparse.ArgumentParser(description=purpose.partition("\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=100_000, help="how many inputs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    options = parser.parse_args()
    progress = Progress(options.count)
    try:
        outcomes = run(fuzzer, options.count, options.seed, options.first, progress.tell)
    except Failure as failure:
        progress.clear()
        file = Path(tempfile.gettempdir(), f"{Path(script).stem}_failure_{failure.made.name}")
        file.write_bytes(failure.made.data)
        print(f"FAILED, {failure}\nThe input is {file}", file=sys.stderr)
        return 1
    progress.clear()
    for outcome, times in outcomes.most_common():
        print(f"  {outcome:<40} {times:>9,}")
    print(f"{options.count:,} inputs, {progress.speed:,.0f} a second: each read or refused")
    return 0


class Progress:
    """A line on the terminal that says how far a run has come."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.began = self.told = time.monotonic()
        self.is_shown = sys.stderr.isatty()
        self.speed = 0.0

    def tell(self, done: int) -> None:
        now = time.monotonic()
        self.speed = done / max(now - self.began, 0.001)
        if self.is_shown and now > self.told + 0.5:
            self.told = now
            line = f"\r{done:,} of {self.count:,} inputs, {self.speed:,.0f} a second "
            print(line, end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self.is_shown:
            print("\r\x1b[K", end="", file=sys.stderr)
