"""Work for a store to do: one change after another, each with a key that tells it again."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from audits import AT, LEADER, a_return, an_action

from auditkit.store import Store


def changes(store: Store, name: str, chance: Random) -> Iterator[tuple[int, str]]:
    """Make changes for ever: returns, corrections, actions. After each, the number of its entry
    and its key.
    """
    number = 0
    while True:
        number += 1
        case, key = f"C-{name}-{number}", f"{name}-{number}"
        if chance.random() < 0.2:
            returns = [a_return(f"{case}-{one}") for one in range(5)]
            store.record_all(returns, actor=LEADER, at=AT)
        yield store.record(a_return(case), actor=LEADER, at=AT, key=key).seq, key
        action = an_action(f"A-{name}-{number}", case_ref=case)
        yield store.add_action(action, actor=LEADER, at=AT, key=f"{key}-a").seq, f"{key}-a"
        told = {"actor": LEADER, "at": AT, "key": f"{key}-u"}
        yield store.update_action(action.id, version=1, owner="TL2", **told).seq, f"{key}-u"
        about = {"question": "voice", "answer": "Yes", "because": "Misread", "period": "2026-04"}
        told["key"] = f"{key}-c"
        yield store.correct(case, **about, **told).seq, f"{key}-c"
