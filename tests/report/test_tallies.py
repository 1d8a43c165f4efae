"""Counts that several sections of a report tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from council import Council, council

from auditkit.actions.model import Action
from auditkit.actors import Actor
from auditkit.report.tallies import action_counts, graded_again

pytest.importorskip("sqlalchemy", reason="the extra store is not installed")

LEADER = Actor("TL-1", ("team_leader",))


@pytest.fixture
def anytown(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path) as found:
        yield found


def graded(council: Council, period: str = "2026-04") -> dict[str, tuple[int, ...]]:
    return {
        one.stage: (one.pairs, one.lower, one.same, one.higher, one.not_compared)
        for one in graded_again(council.evidence(period))
    }


def test_the_ratings_of_each_later_stage_are_held_against_the_first(anytown: Council):
    # CASE-1 is outstanding, and at most requires improvement without evidence of eligibility;
    # CASE-2 the other way round; CASE-3 the same twice.
    anytown.audit("CASE-1", "2026-04")
    anytown.audit("CASE-1", "2026-04", "reaudit", eligibility_evidenced="no")
    anytown.audit("CASE-2", "2026-04", eligibility_evidenced="no")
    anytown.audit("CASE-2", "2026-04", "reaudit")
    anytown.audit("CASE-2", "2026-04", "moderation", eligibility_evidenced="no")
    anytown.audit("CASE-3", "2026-04")
    anytown.audit("CASE-3", "2026-04", "reaudit")
    assert graded(anytown) == {"reaudit": (3, 1, 1, 1, 0), "moderation": (1, 0, 1, 0, 0)}


def test_an_audit_without_a_rating_is_no_pair(anytown: Council):
    anytown.audit("CASE-1", "2026-04", technology="")
    anytown.audit("CASE-1", "2026-04", "reaudit")
    assert graded(anytown)["reaudit"] == (0, 0, 0, 0, 1)


def test_other_periods_are_not_looked_at(anytown: Council):
    anytown.audit("CASE-1", "2026-04")
    anytown.audit("CASE-1", "2026-04", "reaudit")
    assert graded(anytown, "2026-05")["reaudit"] == (0, 0, 0, 0, 0)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


def act(council: Council, id: str, raised_on: date, due: date, programme: str | None = "anytown"):
    made = Action(
        id=id,
        programme=programme,
        case_ref="CASE-9",
        title="Talk about it",
        owner="PR-1",
        raised_on=raised_on,
        raised_by="TL-1",
        due=due,
    )
    council.store.add_action(made, actor=LEADER, at=at(raised_on.month, raised_on.day))


def test_actions_are_counted_on_the_day(anytown: Council):
    store, actor = anytown.store, LEADER
    act(anytown, "ACT-1", date(2026, 3, 2), date(2026, 3, 31))  # overdue
    act(anytown, "ACT-2", date(2026, 4, 1), date(2026, 7, 21))  # due today
    act(anytown, "ACT-3", date(2026, 6, 30), date(2026, 7, 1))  # done, and to be verified
    act(anytown, "ACT-4", date(2026, 4, 2), date(2026, 4, 30))  # cancelled in the period
    act(anytown, "ACT-5", date(2026, 7, 2), date(2026, 8, 30))  # raised after the period
    act(anytown, "ACT-6", date(2026, 7, 22), date(2026, 8, 30))  # raised after the day
    act(anytown, "ACT-7", date(2026, 4, 3), date(2026, 4, 30), "another")
    act(anytown, "ACT-8", date(2026, 4, 4), date(2026, 4, 30), None)  # verified after the period
    for id in ("ACT-3", "ACT-8"):
        store.update_action(
            id, version=1, actor=actor, at=at(7, 1), status="done", evidence="Notes of the meeting"
        )
    store.update_action(
        "ACT-8", version=2, actor=Actor("HOS-1", ("head_of_service",)), at=at(7, 2),
        status="verified",
    )  # fmt: skip
    store.update_action(
        "ACT-4", version=1, actor=actor, at=at(5, 5), status="cancelled", because="Moved away"
    )
    found = action_counts(anytown.evidence("2026-27-Q1", on=date(2026, 7, 21)))
    assert (found.raised, found.open, found.done, found.overdue) == (4, 4, 1, 1)
    assert (found.verified, found.cancelled, found.closed) == (0, 1, 1)
