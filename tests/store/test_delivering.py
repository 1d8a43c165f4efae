"""The trail delivered to plugins that observe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from audits import AT, LEADER, a_return

from auditkit import AuditKit, hookimpl
from auditkit.plugins import Origin
from auditkit.store.delivering import Delivered, deliver
from auditkit.store.trail import Entry


class Observer:
    """Keeps the numbers of the entries it is told of; fails at those it is told to."""

    def __init__(self, *fails_at: int) -> None:
        self.told: list[int] = []
        self.fails_at = set(fails_at)
        self.meanwhile: Callable[[], object] = lambda: None

    @hookimpl
    def auditkit_recorded(self, event: Entry) -> None:
        if event.seq in self.fails_at:
            raise RuntimeError(f"not {event.seq}")
        self.meanwhile()
        self.told.append(event.seq)


def plugins(**observers: object):
    kit = AuditKit(discover=False)
    for name, one in observers.items():
        kit.plugins.register(one, Origin(name, "given by the program", "-"))
    return kit.plugins


@pytest.fixture
def filled(store):
    """A store with four entries: the question set, and three returns."""
    for number in range(1, 4):
        store.record(a_return(f"CASE-000{number}"), actor=LEADER, at=AT)
    assert store.head().seq == 4
    return store


def test_every_entry_comes_once_and_in_order(filled):
    observer = Observer()
    known = plugins(mine=observer)
    assert deliver(filled, known) == (Delivered(observer="mine", taken=4, seq=4),)
    assert deliver(filled, known) == (Delivered(observer="mine", taken=0, seq=4),)
    assert observer.told == [1, 2, 3, 4]


def test_an_entry_that_was_not_taken_comes_again_before_any_later_one(filled):
    observer = Observer(3)
    known = plugins(mine=observer)
    (found,) = deliver(filled, known)
    assert found == Delivered(observer="mine", taken=2, seq=2, failure="RuntimeError: not 3")
    observer.fails_at.clear()
    assert deliver(filled, known)[0].taken == 2
    assert observer.told == [1, 2, 3, 4]


def test_one_observer_that_fails_keeps_nothing_from_the_others(filled):
    broken, whole = Observer(1), Observer()
    found = deliver(filled, plugins(broken=broken, whole=whole))
    assert [(one.observer, one.seq) for one in found] == [("broken", 0), ("whole", 4)]


def test_a_crash_before_the_cursor_moved_repeats_the_last_entry(filled):
    class Killed(BaseException):
        pass

    observer = Observer()
    known = plugins(mine=observer)

    def dies_at_two() -> None:
        if observer.told == [1]:
            observer.told.append(2)
            raise Killed

    observer.meanwhile = dies_at_two
    with pytest.raises(Killed):
        deliver(filled, known)
    observer.meanwhile = lambda: None
    deliver(filled, known)
    assert observer.told == [1, 2, 2, 3, 4]


def test_recording_goes_on_while_an_observer_is_told(filled):
    observer = Observer()

    def records_one() -> None:
        if len(observer.told) == 0:
            filled.record(a_return("CASE-0009"), actor=LEADER, at=AT)

    observer.meanwhile = records_one
    (found,) = deliver(filled, plugins(mine=observer))
    assert (found.seq, observer.told) == (5, [1, 2, 3, 4, 5])


def test_where_two_deliver_at_once_one_of_them_stops(filled):
    observer, other = Observer(), Observer()

    def delivers_too() -> None:
        observer.meanwhile = lambda: None
        deliver(filled, plugins(mine=other))

    observer.meanwhile = delivers_too
    (found,) = deliver(filled, plugins(mine=observer))
    assert found.failure == "another delivery moves its cursor"
    assert other.told == [1, 2, 3, 4]
    assert filled.verify().seq == 4


def test_more_entries_than_are_read_at_a_time(store, monkeypatch):
    monkeypatch.setattr("auditkit.store.delivering._AT_A_TIME", 2)
    for number in range(1, 5):
        store.record(a_return(f"CASE-000{number}"), actor=LEADER, at=AT)
    observer = Observer()
    deliver(store, plugins(mine=observer))
    assert observer.told == [1, 2, 3, 4, 5]


def test_an_observer_may_ask_for_nothing(filled):
    class Counts:
        count = 0

        @hookimpl
        def auditkit_recorded(self) -> None:
            self.count += 1

    counts = Counts()
    deliver(filled, plugins(mine=counts))
    assert counts.count == 4
