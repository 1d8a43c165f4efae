"""Several programs at once record and update in one store; none may lose what another wrote.

    python tests/store/crowding.py audits.sqlite --processes 8 --changes 100
    python tests/store/crowding.py --postgresql

Each records returns of its own, appends its own words to an action that all share, and wants to
be the only moderator of one case. The loser of every race must get a conflict and nothing else.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext

from audits import AT, KIT, a_return, an_action, made_entropy
from cluster import running

from auditkit.actors import Actor
from auditkit.errors import Conflict
from auditkit.store import Store, open_store


def crowd(where: str, processes: int, changes: int) -> Counter[str]:
    """Let so many programs make so many changes each; what came of their tries.

    Raises `AssertionError` where a change was lost, or a program failed.
    """
    with open_store(where, entropy=made_entropy(), create=True, kit=KIT) as store:
        store.add_action(an_action(finding=""), actor=Actor("TL1"), at=AT)
    children = [_started(where, number, changes) for number in range(processes)]
    found: Counter[str] = Counter()
    for child, reading in children:
        with os.fdopen(reading, "r") as stream:
            found.update(stream.read().split())
        _, status = os.waitpid(child, 0)
        assert status == 0, "a program failed"
    with open_store(where, entropy=made_entropy(), kit=KIT) as store:
        _check(store, processes, changes, found)
    return found


def _check(store: Store, processes: int, changes: int, found: Counter[str]) -> None:
    store.verify()
    (action,) = store.actions()
    words = action.finding.split()
    wanted = {f"{number}.{one}" for number in range(processes) for one in range(changes)}
    assert (set(words), len(words)) == (wanted, len(wanted)), "a change was lost"
    assert action.version == 1 + processes * changes
    assert found["updated"] == processes * changes
    assert found["moderator"] == 1
    assert found["moderated-by-another"] == processes - 1
    assert len(store.audits(stage="first")) == found["recorded"] == processes * changes
    assert len(store.audits(stage="moderation")) == 1
    assert [one.seq for one in store.entries()] == list(range(1, store.head().seq + 1))


def _started(where: str, number: int, changes: int) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    code = 1
    try:
        with open_store(where, entropy=made_entropy(str(number)), kit=KIT) as store:
            for one in _changes(store, number, changes):
                os.write(writing, f"{one}\n".encode())
        code = 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    finally:
        os._exit(code)


def _changes(store: Store, number: int, changes: int):
    me = Actor(f"TL{number}")
    for one in range(changes):
        store.record(a_return(f"C-{number}-{one}"), actor=me, at=AT, key=f"{number}.{one}")
        yield "recorded"
        if one == changes // 2:
            yield _moderate(store, me)
        while True:
            (action,) = store.actions(id="A-1")
            finding = f"{action.finding} {number}.{one}"
            told = {"version": action.version, "finding": finding}
            lost = _conflict(store.update_action, "A-1", actor=me, at=AT, **told)
            if lost is None:
                yield "updated"
                break
            assert lost.recorded.version > action.version
            assert lost.offered == {"finding": finding}
            yield "conflict"


def _conflict(change: Callable[..., object], *told: object, **more: object) -> Conflict | None:
    """What the loser of a race is told, or nothing where the change was made."""
    try:
        change(*told, **more)
    except Conflict as conflict:
        return conflict
    return None


def _moderate(store: Store, me: Actor) -> str:
    one = a_return("C-shared", stage="moderation", auditor=me.id)
    lost = _conflict(store.record, one, actor=me, at=AT)
    if lost is None:
        return "moderator"
    assert lost.recorded.auditor != me.id
    return "moderated-by-another"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", nargs="?", default="crowded.sqlite")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--changes", type=int, default=100)
    asked = parser.parse_args()
    with running() if asked.postgresql else nullcontext(asked.store) as where:
        found = crowd(where, asked.processes, asked.changes)
    print(", ".join(f"{count} {what}" for what, count in sorted(found.items())))


if __name__ == "__main__":
    main()
