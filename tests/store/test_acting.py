"""Actions, programmes, draws and cursors in a store, the same in either engine."""

from __future__ import annotations

from datetime import date

import pytest
from audits import AT, HEAD_OF_SERVICE, LEADER, PROGRAMME, a_return, an_action

from auditkit import Refused
from auditkit.actors import Actor
from auditkit.errors import Conflict, NotAllowed
from auditkit.frozen import changed
from auditkit.store.acting import ActionChange

DRAW = {"programme": "anytown", "period": "2026-04", "purpose": "audit", "seed": "7"}


def refusal(refused) -> list[str]:
    return [one.code for one in refused.value.problems]


def update(store, version, **told):
    return store.update_action("A-1", version=version, **{"actor": LEADER, "at": AT, **told})


@pytest.fixture
def acting(store):
    """A store with one action."""
    store.add_action(an_action(owner="TL2"), actor=LEADER, at=AT, key="a-1")
    return store


def test_an_action_comes_back_as_it_was_added(acting):
    assert acting.actions() == (an_action(owner="TL2"),)
    assert acting.actions(owner="TL2", status="open") == acting.actions(id="A-1")
    assert acting.actions(case_ref="CASE-0150") == ()


def test_the_same_action_again_is_recognised(acting):
    for key in ("a-1", None):
        found = acting.add_action(an_action(owner="TL2"), actor=LEADER, at=AT, key=key)
        assert (found.seq, found.is_new) == (1, False)


@pytest.mark.parametrize(
    ("action", "key", "code"),
    [
        (an_action(), None, "T026"),
        (an_action("A-2"), None, "T027"),
        (an_action("A-2"), "a-1", "T021"),
    ],
)
def test_an_action_that_stands_against_another_is_a_conflict(acting, action, key, code):
    with pytest.raises(Conflict) as refused:
        acting.add_action(action, actor=LEADER, at=AT, key=key)
    assert refusal(refused) == [code]


def test_an_action_begins_with_its_first_version(store):
    with pytest.raises(Refused) as refused:
        store.add_action(an_action(version=2), actor=LEADER, at=AT)
    assert refusal(refused) == ["T023"]


def test_an_action_of_another_question_or_of_none_can_be_open_beside_it(acting):
    acting.add_action(an_action("A-2", question="plan"), actor=LEADER, at=AT)
    acting.add_action(an_action("A-3", question=None), actor=LEADER, at=AT)
    acting.add_action(an_action("A-4", question=None), actor=LEADER, at=AT)
    acting.verify()


def test_a_change_is_a_new_version(acting):
    found = update(acting, 1, due=date(2026, 5, 12), status="in_progress")
    assert found.action == acting.actions()[0]
    assert (found.action.version, found.action.due) == (2, date(2026, 5, 12))
    acting.verify()


def test_the_later_of_two_gets_a_conflict_that_shows_both(acting):
    update(acting, 1, owner="TL3", actor=HEAD_OF_SERVICE)
    with pytest.raises(Conflict) as refused:
        update(acting, 1, owner="TL4")
    assert refusal(refused) == ["T022"]
    assert "at version 2 by now, changed by HOS1" in str(refused.value)
    assert 'owner: now "TL3", yours "TL4"' in str(refused.value)
    assert refused.value.recorded == acting.actions()[0]
    assert refused.value.offered == {"owner": "TL4"}


def test_a_change_that_changes_nothing_writes_nothing(acting):
    assert not update(acting, 1, owner="TL2").is_new
    assert acting.head().seq == 1


def test_a_change_retried_with_its_key_is_made_once(acting):
    first = update(acting, 1, due=date(2026, 5, 12), key="u-1")
    again = update(acting, 1, due=date(2026, 5, 12), key="u-1")
    assert (again.seq, again.is_new, again.action) == (first.seq, False, first.action)
    with pytest.raises(Conflict) as refused:
        update(acting, 1, due=date(2026, 5, 19), key="u-1")
    assert refusal(refused) == ["T021"]


def test_who_verifies_is_not_who_owns(acting):
    update(acting, 1, status="done", evidence="Supervision note of 20 April")
    with pytest.raises(NotAllowed):
        update(acting, 2, status="verified", actor=Actor("TL2"))
    update(acting, 2, status="verified", actor=HEAD_OF_SERVICE)
    assert acting.actions()[0].closed_by == "HOS1"


def test_a_step_that_there_is_not_is_refused(acting):
    with pytest.raises(Refused) as refused:
        update(acting, 1, status="verified")
    assert not isinstance(refused.value, NotAllowed | Conflict)
    with pytest.raises(Refused) as refused:
        acting.update_action("A-9", version=1, owner="TL3", actor=LEADER, at=AT)
    assert refusal(refused) == ["T023"]


def test_an_action_is_not_taken_up_again_beside_an_open_one(acting):
    update(acting, 1, status="cancelled", because="Raised twice")
    acting.add_action(an_action("A-2"), actor=LEADER, at=AT)
    with pytest.raises(Conflict) as refused:
        update(acting, 2, status="open", because="After all")
    assert refusal(refused) == ["T027"]
    assert refused.value.recorded.id == "A-2"


def test_a_programme_is_kept_version_by_version(store):
    first = store.adopt(PROGRAMME, actor=HEAD_OF_SERVICE, at=AT, key="p-1")
    assert store.programmes() == (PROGRAMME,)
    assert not store.adopt(PROGRAMME, actor=HEAD_OF_SERVICE, at=AT).is_new
    assert store.adopt(PROGRAMME, actor=HEAD_OF_SERVICE, at=AT, key="p-1").seq == first.seq
    later = changed(PROGRAMME, seed="11")
    with pytest.raises(Conflict):
        store.adopt(later, actor=HEAD_OF_SERVICE, at=AT, key="p-1")
    assert store.adopt(later, actor=HEAD_OF_SERVICE, at=AT).is_new
    assert store.programmes() == (later,)
    assert [one.kind for one in store.entries()] == ["programme", "programme"]
    store.verify()


def test_the_only_programme_is_meant_where_none_is_named(store):
    store.adopt(PROGRAMME, actor=HEAD_OF_SERVICE, at=AT)
    store.record(a_return(), actor=LEADER, at=AT)
    assert [one.programme for one in store.audits(programme="anytown")] == ["anytown"]
    store.adopt(changed(PROGRAMME, id="elsewhere"), actor=HEAD_OF_SERVICE, at=AT)
    with pytest.raises(Refused) as refused:
        store.record(a_return("CASE-0150"), actor=LEADER, at=AT)
    assert refusal(refused) == ["T013"]
    store.record(a_return("CASE-0150"), actor=LEADER, at=AT, programme="elsewhere")


def test_a_draw_is_kept_and_another_takes_its_place_only_when_told(store):
    first = store.record_draw(DRAW, actor=LEADER, at=AT, key="d-1")
    assert store.draws()[0].record == DRAW
    assert not store.record_draw(DRAW, actor=LEADER, at=AT).is_new
    assert store.record_draw(DRAW, actor=LEADER, at=AT, key="d-1").seq == first.seq
    later = {**DRAW, "replaced": ["CASE-0150"]}
    for told in ({}, {"version": 2}):
        with pytest.raises(Conflict) as refused:
            store.record_draw(later, actor=LEADER, at=AT, **told)
        assert refusal(refused) == ["T026"]
    store.record_draw(later, actor=LEADER, at=AT, version=1)
    assert [(one.record, one.version) for one in store.draws(period="2026-04")] == [(later, 2)]
    with pytest.raises(Refused) as refused:
        store.record_draw({"programme": "anytown"}, actor=LEADER, at=AT)
    assert refusal(refused) == ["T023"]
    store.verify()


def test_an_observer_reads_on_from_its_cursor(acting):
    update(acting, 1, owner="TL3")
    assert acting.cursor("webhook") == 0
    (first,) = acting.entries(after=acting.cursor("webhook"), limit=1)
    assert (first.seq, first.kind, first.key) == (1, "action", "a-1")
    acting.advance("webhook", first.seq, expected=0)
    assert [one.seq for one in acting.entries(after=acting.cursor("webhook"))] == [2]
    acting.advance("webhook", 2, expected=1)
    assert acting.entries(after=acting.cursor("webhook")) == ()
    assert acting.cursor("another") == 0
    acting.verify()


def test_a_cursor_that_another_observer_moved_is_a_conflict(acting):
    acting.advance("webhook", 1, expected=0)
    with pytest.raises(Conflict) as refused:
        acting.advance("webhook", 1, expected=0)
    assert refusal(refused) == ["T025"]
    with pytest.raises(Refused) as refused:
        acting.advance("webhook", 9, expected=1)
    assert refusal(refused) == ["T023"]
    acting.advance("webhook", 0, expected=1)
    acting.verify()


# Several at once


def two_kept(store):
    found = [an_action(f"ACT-{name}", question=None) for name in "AB"]
    for one in found:
        store.add_action(one, actor=LEADER, at=AT)
    return found


def changing(store, *asked, actor=LEADER):
    changes = [ActionChange(id=id, version=version, changes=told) for id, version, told in asked]
    return store.update_actions(changes, actor=actor, at=AT)


def test_several_actions_are_changed_at_once(store):
    two_kept(store)
    asked = [("ACT-A", 1, {"priority": "high"}), ("ACT-B", 1, {"status": "in_progress"})]
    found = [one.action for one in changing(store, *asked)]
    assert [(one.priority, one.status) for one in found] == [
        ("high", "open"),
        ("normal", "in_progress"),
    ]
    assert {*store.actions()} == {*found}
    store.verify()


@pytest.mark.parametrize(
    ("asked", "error", "codes"),
    [
        (("ACT-B", 2, {"priority": "low"}), Conflict, ["T022"]),
        (("ACT-B", 1, {"status": "verified"}), Refused, ["X001"]),
        (("ACT-C", 1, {"priority": "low"}), Refused, ["T023"]),
    ],
)
def test_of_several_changes_none_is_made_where_one_cannot_be(store, asked, error, codes):
    kept = two_kept(store)
    with pytest.raises(error) as refused:
        changing(store, ("ACT-A", 1, {"priority": "high"}), asked)
    assert [one.code for one in refused.value.problems] == codes
    assert list(store.actions()) == kept


def test_every_reason_against_several_changes_is_told(store):
    two_kept(store)
    asked = [("ACT-A", 2, {"priority": "low"}), ("ACT-B", 2, {"priority": "low"})]
    with pytest.raises(Conflict) as conflict:
        changing(store, *asked)
    assert [one.code for one in conflict.value.problems] == ["T022", "T022"]
    assert conflict.value.recorded.id == "ACT-A"
