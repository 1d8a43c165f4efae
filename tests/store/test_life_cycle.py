"""Any course of events, in both engines at once: the same results, and a trail that verifies."""

from __future__ import annotations

import io
import tempfile
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from audits import (
    AT,
    HEAD_OF_SERVICE,
    KIT,
    LEADER,
    MODERATED,
    a_return,
    an_action,
    made_entropy,
)
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import create_engine, text

from auditkit import Refused
from auditkit.frozen import changed
from auditkit.programme.model import Stage
from auditkit.store import Store, open_store
from auditkit.store.addresses import Address

FIRST, MODERATION = MODERATED.stages
# Some cases are audited again, all are moderated, and both auditors decide where they disagree.
PROGRAMME = changed(
    MODERATED,
    stages=(
        FIRST,
        Stage(stage="reaudit", role="head_of_service", share=Decimal("0.5")),
        MODERATION,
    ),
)
CASES = st.sampled_from(["CASE-0001", "CASE-0002", "CASE-0003"])
STAGES = st.sampled_from(["first", "reaudit", "moderation"])
PERIODS = st.sampled_from(["2026-04", "2026-05"])
ANSWERS = st.sampled_from(["yes", "partly", "no"])
ACTORS = st.sampled_from([LEADER, HEAD_OF_SERVICE])
KEYS = st.sampled_from([None, "form-1", "form-2"])
ACTIONS = st.sampled_from(["A-1", "A-2", "A-3"])
DECISIONS = st.sampled_from(
    [
        ("first", {}),
        ("moderation", {}),
        ("moderation", {"voice": "partly"}),
        ("moderation", {"voice": "yes"}),
    ]
)
VERSIONS = st.sampled_from([None, 1, 2])
CHANGES = st.sampled_from(
    [
        {"owner": "TL2"},
        {"status": "in_progress"},
        {"status": "done", "evidence": "Supervision note"},
        {"status": "verified"},
        {"status": "cancelled", "because": "Raised twice"},
        {"status": "open", "because": "After all"},
    ]
)


class LifeCycle(RuleBasedStateMachine):
    """What people do with a store, in any order, and a plain dictionary of what holds then."""

    postgresql = ""
    disputed = Bundle("disputed")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        engine = create_engine(Address(self.postgresql).url)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA IF EXISTS auditkit CASCADE"))
        engine.dispose()
        self.stores = [
            self.made(str(Path(self.folder.name, "a.sqlite"))),
            self.made(self.postgresql),
        ]
        self.answers: dict[tuple[str, str, str], str] = {}
        self.heads = []

    def made(self, where: str) -> Store:
        return open_store(where, entropy=made_entropy(), kit=KIT, create=True)

    def teardown(self) -> None:
        exports = []
        for store in self.stores:
            stream = io.BytesIO()
            store.export(stream)
            exports.append(stream.getvalue())
            # One verification looks at all that was ever done.
            for head in self.heads or [store.head()]:
                store.verify(head)
            store.close()
        self.folder.cleanup()
        assert exports[0] == exports[1]

    def both(self, change: str, *told: Any, **more: Any) -> Any:
        """What a change comes to, which is the same in both engines; None where it is refused."""
        found = [_outcome(attrgetter(change)(store), told, more) for store in self.stores]
        assert found[0] == found[1]
        return None if isinstance(found[0], Refusal) else found[0]

    @initialize(has_programme=st.booleans())
    def adopt(self, has_programme):
        if has_programme:
            self.both("adopt", PROGRAMME, actor=HEAD_OF_SERVICE, at=AT)

    @rule(case=CASES, period=PERIODS, stage=STAGES, voice=ANSWERS, actor=ACTORS, key=KEYS)
    def record(self, case, period, stage, voice, actor, key):
        one = a_return(case, period=period, stage=stage, voice=voice)
        done = self.both("record", one, actor=actor, at=AT, key=key)
        if done and done.is_new:
            assert (case, period, stage) not in self.answers
            self.answers[case, period, stage] = voice

    @rule(cases=st.lists(CASES, min_size=1, max_size=4), period=PERIODS, voice=ANSWERS)
    def record_all(self, cases, period, voice):
        returns = [a_return(case, period=period, voice=voice) for case in cases]
        done = self.both("record_all", returns, actor=LEADER, at=AT)
        for case in cases if done else ():
            self.answers.setdefault((case, period, "first"), voice)

    @rule(case=CASES, period=PERIODS, stage=STAGES, voice=ANSWERS, actor=ACTORS, key=KEYS)
    def correct(self, case, period, stage, voice, actor, key):
        told = {"stage": stage, "period": period, "question": "voice", "because": "Misread"}
        done = self.both("correct", case, answer=voice, actor=actor, at=AT, key=key, **told)
        if done and done.is_new:
            assert self.answers[case, period, stage] != voice
            self.answers[case, period, stage] = voice

    @rule(case=CASES, period=PERIODS, stage=STAGES, actor=ACTORS, key=KEYS)
    def confirm(self, case, period, stage, actor, key):
        told = {"stage": stage, "period": period, "because": "Nothing follows"}
        is_stale = any(
            one.stale_since
            for one in self.stores[0].audits(case_ref=case, period=period, stage=stage)
        )
        done = self.both("moderation.confirm", case, actor=actor, at=AT, key=key, **told)
        assert bool(done and done.is_new) <= is_stale

    @rule(target=disputed, case=CASES, period=PERIODS)
    def disagree(self, case, period):
        poor = {"plan": "No", "comments": {"plan": "There is none"}}
        returns = [
            a_return(case, period=period, voice="yes"),
            a_return(case, period=period, stage="moderation", voice="no", **poor),
        ]
        done = self.both("record_all", returns, actor=LEADER, at=AT) or ()
        for recorded, one in zip(done, returns, strict=False):
            # A return that is recognised leaves what was corrected since as it is.
            if recorded.is_new:
                self.answers[case, period, one.stage] = one.answers["voice"].value
        return case, period

    @rule(about=disputed, decision=DECISIONS, version=VERSIONS, actor=ACTORS, key=KEYS)
    def decide(self, about, decision, version, actor, key):
        case, period = about
        stands, answers = decision
        told = {"by": ("TL1", "MO1"), "because": "Both agree", "period": period, "answers": answers}
        told |= {"stands": stands, "version": version}
        done = self.both("moderation.decide", case, actor=actor, at=AT, key=key, **told)
        if done and done.is_new and answers:
            assert self.answers[case, period, "moderation"] != answers["voice"]
            self.answers[case, period, "moderation"] = answers["voice"]

    @rule(case=CASES)
    def erase(self, case):
        if self.both("erase", case, actor=LEADER, at=AT, because="Kept long enough"):
            self.answers = {key: one for key, one in self.answers.items() if key[0] != case}

    @rule(id=ACTIONS, case=CASES, actor=ACTORS, key=KEYS)
    def add_action(self, id, case, actor, key):
        self.both("add_action", an_action(id, case_ref=case), actor=actor, at=AT, key=key)

    @rule(id=ACTIONS, version=st.integers(1, 4), actor=ACTORS, key=KEYS, changes=CHANGES)
    def update_action(self, id, version, actor, key, changes):
        self.both("update_action", id, version=version, actor=actor, at=AT, key=key, **changes)

    @rule(seq=st.integers(0, 12), expected=st.integers(0, 12))
    def advance(self, seq, expected):
        self.both("advance", "webhook", seq, expected=expected)

    @precondition(lambda self: len(self.heads) < 2)
    @rule()
    def keep_the_head(self):
        self.heads.append(self.stores[0].head())

    @invariant()
    def what_holds_is_what_was_told(self):
        for store in self.stores:
            found = {
                (one.case_ref, one.period, one.stage): one.answers["voice"].value
                for one in (audit.audit_return for audit in store.audits())
            }
            assert found == self.answers
        assert self.stores[0].actions() == self.stores[1].actions()
        first, second = (store.moderation.decisions() for store in self.stores)
        assert first == second
        assert all((one.case_ref, one.period, one.stage) in self.answers for one in first)


class Refusal(NamedTuple):
    """How a change was refused, in words."""

    kind: str
    said: list[str]


def _outcome(change: Any, told: Any, more: Any) -> Any:
    try:
        return change(*told, **more)
    except Refused as refused:
        return Refusal(type(refused).__name__, [str(one) for one in refused.problems])


# Each course of events ends with a verification of all of it; hypothesis shrinks what fails.
COURSES = settings(
    max_examples=20,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_any_course_of_events_comes_to_the_same_in_both_engines(emptied):
    class Both(LifeCycle):
        postgresql = emptied

    run_state_machine_as_test(Both, settings=COURSES)
