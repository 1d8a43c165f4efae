"""Cuts the power at random instants, on a simulated disk, and looks at what is left of a store.

    python tests/store/cutting.py --cuts 2000
    python tests/store/cutting.py --cuts 2000 --synchronous FULL

The store works as it always does, under its own settings; what SQLite does to its files is
recorded (`recorded_disk`). Whatever was acknowledged before the cut must be there, nothing may
be half there, and the trail must verify. With another setting the losses are counted: it shows
that the simulation sees them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from itertools import islice
from random import Random

from audits import KIT, made_entropy
from recorded_disk import Disk, RecordedDisk
from recorded_driver import Connection
from working import changes

from auditkit import Refused
from auditkit.store import open_store

CHANGES = 24
LOST, DAMAGED, WHOLE = "lost", "damaged", "whole"


def cut_again_and_again(cuts: int, seed: int, synchronous: str | None = None) -> Counter[str]:
    """Cut the power so often; how often the store was whole, and what was wrong else."""
    with tempfile.TemporaryDirectory() as folder:
        files, steps = _recorded(os.path.join(folder, "audits.sqlite"), synchronous)
    chance = Random(seed)
    instants = Counter(chance.randint(0, len(steps)) for _ in range(cuts))
    disk, acknowledged = Disk(files), 0
    found: Counter[str] = Counter()
    for number in range(len(steps) + 1):
        for _ in range(instants[number]):
            found[_looked_at(disk.left(chance), acknowledged)] += 1
        if number < len(steps):
            step = steps[number]
            if step[0] == "acknowledged":
                acknowledged = step[1]
            else:
                disk.take(step)
    return found


def _recorded(path: str, synchronous: str | None) -> tuple[dict[str, bytes], list]:
    """A store at work: its files at the beginning, and everything done to them since."""
    with open_store(path, entropy=made_entropy(), create=True, kit=KIT) as store:
        next(changes(store, "before", Random(1)))
    with open(path, "rb") as stream:
        files = {os.path.basename(path): stream.read()}
    disk = RecordedDisk()
    try:
        connect = lambda: Connection(path, synchronous)  # noqa: E731
        with open_store(path, entropy=made_entropy("x"), kit=KIT, connect=connect) as store:
            for seq, _ in islice(changes(store, "while", Random(2)), CHANGES):
                disk.steps.append(("acknowledged", seq))
    finally:
        disk.unregister()
    return files, disk.steps


def _looked_at(files: dict[str, bytes], acknowledged: int) -> str:
    """Open what a power cut left, as somebody would, and verify it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            with open(os.path.join(folder, name), "wb") as stream:
                stream.write(content)
        path = os.path.join(folder, "audits.sqlite")
        try:
            with open_store(path, entropy=made_entropy(), kit=KIT) as store:
                head = store.verify()
        except Refused:
            return DAMAGED
    return WHOLE if head.seq >= acknowledged else LOST


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cuts", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--synchronous", help="instead of what the store asks for")
    asked = parser.parse_args()
    found = cut_again_and_again(asked.cuts, asked.seed, asked.synchronous)
    print(
        f"{asked.cuts} cuts: {', '.join(f'{found[one]} {one}' for one in (WHOLE, LOST, DAMAGED))}"
    )
    return 0 if found[WHOLE] == asked.cuts else 1


if __name__ == "__main__":
    sys.exit(main())
