"""Actions raised with the audits that give rise to them, in one transaction."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import count
from typing import Any

import pytest
from attrs import evolve
from audits import AT, HEAD_OF_SERVICE, LEADER, PROGRAMME

from auditkit import AuditKit, PluginFailed, Refused, hookimpl
from auditkit.actors import Actor
from auditkit.programme.reading import read_programme
from auditkit.testing import made_return, made_set

QUESTIONS = made_set(
    "plan",
    "voice",
    actions=[
        {
            "action": "write_plan",
            "when": 'plan == "no"',
            "kind": "supervision",
            "title": "Write a plan",
            "owner": "team_leader",
            "due": "10 working days",
        },
        {
            "action": "listen",
            "when": 'voice == "no"',
            "kind": "training",
            "title": "Listen",
            "owner": "trainer",
            "due": "1 working day",
        },
    ],
)
STAFF = {"TL7": Actor("TL7", ("team_leader",), ("older_people",)), "TL1": LEADER}


class MadeSet:
    """A kit that scores everything under the made set, with the action rules of `plugins`."""

    def __init__(self, *plugins: object) -> None:
        self.kit = AuditKit(plugins, discover=False)

    def question_set(self, id: str, version: Any = None, on: Any = None) -> Any:
        return QUESTIONS

    def score(self, audit_return: Any, question_set: Any = None) -> Any:
        return self.kit.score(audit_return, QUESTIONS)

    def proposals(self, card: Any, language: str = "en") -> Any:
        return self.kit.proposals(card, language)


def answered(plan: str = "No", voice: str = "Yes", **about: Any) -> Any:
    told = {"service": "older_people", "period": "2026-04", "auditor": "TL1", **about}
    return made_return(QUESTIONS, {"plan": plan, "voice": voice}, **told)


@pytest.fixture
def store(where, opened):
    return opened(where, kit=MadeSet(), staff=STAFF)


def test_a_recorded_audit_raises_what_it_gives_rise_to(store):
    recorded = store.record(answered(), actor=LEADER, at=AT)
    (one,) = recorded.raised.actions
    assert store.actions() == (one,)
    assert (one.case_ref, one.question, one.source) == ("CASE-0001", "plan", "rule:write_plan")
    # 14 April and ten working days: 28 April
    assert (one.raised_on, one.due, one.raised_by) == (AT.date(), date(2026, 4, 28), "TL1")
    store.verify()


def test_its_owner_is_found_in_the_staff_list(where, opened):
    store = opened(where, kit=MadeSet(), staff={"TL7": STAFF["TL7"]})
    store.record(answered(), actor=LEADER, at=AT)
    assert [one.owner for one in store.actions()] == ["TL7"]


def test_where_nobody_is_found_the_action_is_there_and_that_is_said(store):
    recorded = store.record(answered("Yes", "No"), actor=LEADER, at=AT)
    assert [one.owner for one in store.actions()] == [None]
    assert [one.code for one in recorded.raised.problems] == ["X020"]


def test_the_same_return_again_raises_nothing(store):
    store.record(answered(), actor=LEADER, at=AT, key="form-1")
    again = store.record(answered(), actor=LEADER, at=AT, key="form-1")
    assert (again.is_new, again.raised.actions) == (False, ())
    assert len(store.actions()) == 1


def test_the_reaudit_raises_nothing_while_the_action_is_open(store):
    first = store.record(answered(), actor=LEADER, at=AT)
    reaudit = answered(stage="reaudit", auditor="HOS1")
    second = store.record(reaudit, actor=HEAD_OF_SERVICE, at=AT)
    assert second.raised.actions == ()
    assert second.raised.standing == first.raised.actions


def test_a_closed_action_is_raised_again(store):
    store.record(answered(), actor=LEADER, at=AT)
    (one,) = store.actions()
    told = {"version": 1, "actor": LEADER, "at": AT}
    store.update_action(one.id, **told, status="cancelled", because="A mistake")
    store.record(answered(period="2026-05"), actor=LEADER, at=AT)
    assert [one.status for one in store.actions()] == ["cancelled", "open"]


def test_returns_recorded_together_raise_one_action_for_a_case_and_question(store):
    returns = [
        answered(),
        answered(stage="reaudit", auditor="HOS1"),
        answered(case_ref="CASE-0002"),
    ]
    found = store.record_all(returns, actor=LEADER, at=AT)
    assert [len(one.raised.actions) for one in found] == [1, 0, 1]
    store.verify()


def test_returns_recorded_together_are_kept_as_if_one_by_one(where, opened, tmp_path):
    chance = random.Random(1)
    options = ["Yes", "Partly", "No", "Not applicable"]
    returns = []
    for number in range(150):
        case_ref, (plan, voice) = f"CASE-{number:04}", chance.choices(options, k=2)
        returns.append(answered(plan, voice, case_ref=case_ref))
        if number % 3 == 0:
            told = {"stage": "reaudit", "auditor": "HOS1", "case_ref": case_ref}
            returns.append(answered(voice, plan, **told))
    told = {"kit": MadeSet(), "staff": STAFF}
    together = opened(where, **told, entropy=by_size())
    apart = opened(tmp_path / "apart.sqlite", **told, entropy=by_size())
    found = together.record_all(returns, actor=LEADER, at=AT)
    others = tuple(apart.record(one, actor=LEADER, at=AT) for one in returns)
    assert found == others
    assert {one.raised.drafted for one in found} == {one.raised.drafted for one in others}
    assert bodies(together) == bodies(apart)
    assert together.audits() == apart.audits()
    assert together.actions() == apart.actions()
    for store in (together, apart):
        store.verify()


def by_size():
    """Chance in which the ids of actions do not depend on how many salts were drawn."""
    numbers = defaultdict(count)
    return lambda size: sha256(f"{size} {next(numbers[size])}".encode()).digest()[:size]


def bodies(store):
    return [(one.seq, one.kind, one.actor, one.at, one.body) for one in store.entries()]


def test_the_programme_sets_the_clocks(store):
    told = {"actor": HEAD_OF_SERVICE, "at": datetime(2026, 11, 27, tzinfo=UTC)}
    store.adopt(evolve(PROGRAMME, bank_holidays="scotland"), **told)
    store.record(answered(), **told | {"actor": LEADER})
    # Ten working days from Friday 27 November, over St Andrew's Day
    assert [one.due for one in store.actions()] == [date(2026, 12, 14)]


def test_a_programme_with_clocks_comes_back_as_it_was_adopted(store):
    text = b"""
programme: anytown
title: Practice audits
question_set: made
seed: "20237331128159211123"
per_service: 4
services: [{service: older_people}]
actions:
  due: {supervision: 1 working day, training: 60 working days}
  escalate: [{after: 5 working days, to: director}]
"""
    found = read_programme(text, "programme.yaml").programme
    store.adopt(found, actor=HEAD_OF_SERVICE, at=AT)
    assert store.programmes() == (found,)
    assert found.actions.due == {"supervision": 1, "training": 60}


def test_its_owner_is_found_by_any_name_that_the_programme_has_for_the_service(where, opened):
    store = opened(where, kit=MadeSet(), staff={"TL7": STAFF["TL7"]})
    text = b"""
programme: anytown
title: Practice audits
question_set: made
seed: "20237331128159211123"
per_service: 4
services: [{service: older_people, title: Adults over 65, synonyms: [OP]}]
"""
    found = read_programme(text, "programme.yaml").programme
    store.adopt(found, actor=HEAD_OF_SERVICE, at=AT)
    for number, name in enumerate(("Adults over 65", "OP", "older_people")):
        told = answered(case_ref=f"CASE-{number}", service=name, team=None)
        store.record(told, actor=LEADER, at=AT)
    assert [(one.owner, one.service) for one in store.actions()] == [("TL7", "older_people")] * 3


class Broken:
    @hookimpl
    def auditkit_action_rules(self):
        return {"broken": lambda card: 1 / 0}


def test_rules_of_a_plugin_that_fail_keep_the_audit_from_being_recorded(where, opened):
    store = opened(where, kit=MadeSet(Broken()), staff=STAFF)
    with pytest.raises(PluginFailed, match="Broken"):
        store.record(answered(), actor=LEADER, at=AT)
    assert store.audits() == ()


def test_an_action_that_cannot_be_raised_keeps_the_audit_from_being_recorded(store):
    far = datetime(2101, 1, 3, tzinfo=UTC)
    with pytest.raises(Refused, match="X030"):
        store.record(answered(), actor=LEADER, at=far)
    assert (store.audits(), store.actions()) == ((), ())
    store.verify()
