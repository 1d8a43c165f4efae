"""The trail delivered to observers: each entry in its order, at least once, to each of them."""

from __future__ import annotations

from auditkit.errors import Conflict
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.plugins import Plugins, Registered
from auditkit.store.store import Store

_AT_A_TIME = 200


@frozen(kw_only=True)
class Delivered:
    """What came of delivering to one observer: how many entries it took, up to which one it has
    all now, and what it failed with at the next.
    """

    observer: str
    taken: int
    seq: int
    failure: str = ""


def deliver(store: Store, plugins: Plugins) -> tuple[Delivered, ...]:
    """Deliver to each plugin that observes what its cursor has not passed yet, in the order of
    their names.

    An observer that raises gets that entry again at the next delivery, before any later one; the
    others get theirs all the same. A cursor is moved after each entry, so that a crash repeats
    one entry at most; where two deliveries run at once, each entry still comes to an observer,
    now and then twice.
    """
    observers = plugins.registry("auditkit_recorded").values()
    return tuple(_delivered(store, one) for one in observers)


def _delivered(store: Store, observer: Registered) -> Delivered:
    name = observer.name
    seq = store.cursor(name)
    taken = 0
    failure = ""
    while not failure and (waiting := store.entries(after=seq, limit=_AT_A_TIME)):
        for entry in waiting:
            try:
                observer.object(event=entry)
                store.advance(name, entry.seq, expected=seq)
            except Conflict:
                failure = said("another delivery moves its cursor")
                break
            except (Exception, SystemExit) as error:
                failure = f"{type(error).__name__}: {error}"
                break
            seq = entry.seq
            taken += 1
    return Delivered(observer=name, taken=taken, seq=seq, failure=failure)
