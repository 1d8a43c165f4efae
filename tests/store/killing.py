"""Kills a program at random instants while it records and updates, and looks at what is left.

    python tests/store/killing.py audits.sqlite --kills 1000
    python tests/store/killing.py --postgresql --kills 200

Whatever was acknowledged must be there, nothing may be half there, and the trail must verify.
The store is made if need be; with `--postgresql` it stands in a cluster of its own.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from contextlib import nullcontext
from random import Random

from audits import KIT, made_entropy
from cluster import running
from working import changes

from auditkit.store import open_store

# A program is killed after so many changes at most, and after so many seconds more.
MOST = 6
LONGEST = 0.02


def kill_again_and_again(where: str, kills: int, seed: int) -> tuple[int, int]:
    """Kill so many programs; how many changes they were told of, and how many entries there are.

    Raises `AssertionError` where something acknowledged is missing, `Refused` where the trail
    does not hold.
    """
    chance = Random(seed)
    acknowledged: dict[int, str] = {}
    with open_store(where, entropy=made_entropy("first"), create=True, kit=KIT) as store:
        seen = store.head().seq
    for number in range(kills):
        told = _killed(where, f"{seed}-{number}", chance)
        with open_store(where, entropy=made_entropy(), kit=KIT) as store:
            store.verify()
            keys = {entry.seq: entry.key for entry in store.entries(after=seen)}
            for seq, key in told.items():
                assert keys.get(seq) == key, f"kill {number}: entry {seq} ({key}) is not there"
            acknowledged |= told
            seen = store.head().seq
    with open_store(where, entropy=made_entropy(), kit=KIT) as store:
        keys = {entry.seq: entry.key for entry in store.entries()}
        assert acknowledged.items() <= keys.items()
    return len(acknowledged), len(keys)


def _killed(where: str, name: str, chance: Random) -> dict[int, str]:
    """Run a program, kill it after a while, and read what it was told."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _work(where, name, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        assert stream.readline() == b"open\n", "the program could not open the store"
        data = b"".join(stream.readline() for _ in range(chance.randint(0, MOST)))
        time.sleep(chance.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        lines = (data + stream.read()).split(b"\n")
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, "the program ended by itself"
    # What follows the last line end was not acknowledged whole.
    told = (line.decode().split() for line in lines[:-1])
    return {int(seq): key for seq, key in told}


def _work(where: str, name: str, writing: int) -> None:
    """What the program does, until it is killed."""
    try:
        with open_store(where, entropy=made_entropy(name), kit=KIT) as store:
            os.write(writing, b"open\n")
            for seq, key in changes(store, name, Random(name)):
                os.write(writing, f"{seq} {key}\n".encode())
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    finally:
        os._exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", nargs="?", default="killed.sqlite")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with running() if asked.postgresql else nullcontext(asked.store) as where:
        told, there = kill_again_and_again(where, asked.kills, asked.seed)
    print(f"{asked.kills} kills: {told} changes acknowledged, all of them there; {there} entries")


if __name__ == "__main__":
    main()
