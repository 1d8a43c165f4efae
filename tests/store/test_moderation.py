"""Joint decisions, stale audits confirmed, evidence of blindness: in both engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from audits import AT, HEAD_OF_SERVICE, LEADER, MODERATED, MODERATOR, PROGRAMME, a_return

from auditkit import Refused
from auditkit.errors import Conflict, InvalidReturn
from auditkit.frozen import changed
from auditkit.programme.model import Stage
from auditkit.store import Store

# Nothing of two: a score of 0, where the first audit comes to 75 or 100.
POOR = {"plan": "No", "voice": "No", "comments": {"plan": "None on the file"}}
ABOUT: dict[str, Any] = {"period": "2026-04", "at": AT}


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.problems]


def moderate(store: Store, **told: Any) -> None:
    """A first audit, and one that moderates it."""
    store.record(a_return(), actor=LEADER, at=AT)
    moderation = a_return(stage="moderation", auditor="MO1", **told)
    store.record(moderation, actor=MODERATOR, at=AT)


@pytest.fixture
def disagreeing(store: Store) -> Store:
    """A store with an audit that is good, and a moderation that is poor."""
    store.adopt(MODERATED, actor=HEAD_OF_SERVICE, at=AT)
    moderate(store, **POOR)
    return store


@pytest.fixture
def decide(disagreeing: Store) -> Callable[..., Any]:
    """Decides on that case."""

    def decide(stands: str = "first", **told: Any) -> Any:
        wanted = {"by": ["TL1", "MO1"], "because": "It is on the file", **ABOUT, **told}
        return disagreeing.moderation.decide("CASE-0142", stands=stands, actor=MODERATOR, **wanted)

    return decide


def stale(store: Store) -> dict[str, int | None]:
    return {one.audit_return.stage: one.stale_since for one in store.audits()}


def correct(store: Store, **told: Any) -> Any:
    wanted = {"question": "voice", "answer": "Yes", "because": "Misread", **ABOUT, **told}
    return store.correct("CASE-0142", actor=LEADER, **wanted)


def test_a_joint_decision_is_kept_with_who_and_why(disagreeing, decide):
    found = decide()
    (kept,) = disagreeing.moderation.decisions()
    assert (kept.case_ref, kept.programme, kept.period) == ("CASE-0142", "anytown", "2026-04")
    assert (kept.stage, kept.decision.stage, kept.decision.by) == (
        "moderation", "first", ("TL1", "MO1")
    )  # fmt: skip
    assert (kept.decision.because, kept.decided_by, kept.decided_at) == (
        "It is on the file", "MO1", AT
    )  # fmt: skip
    assert (kept.version, kept.seq) == (1, found.seq)
    assert disagreeing.entries()[-1].kind == "decision"
    assert disagreeing.moderation.decisions(period="2026-05") == ()
    disagreeing.verify()


def test_codes_of_staff_are_the_same_however_they_are_written(disagreeing, decide):
    assert decide(by=["tl1", "mo1"]).is_new


def test_the_same_decision_again_is_recognised(disagreeing, decide):
    first = decide(key="d-1")
    again = decide()
    assert (again.is_new, again.seq) == (False, first.seq)
    assert decide(key="d-1").seq == first.seq
    with pytest.raises(Conflict) as refused:
        decide("moderation", key="d-1")
    assert codes(refused) == ["T021"]


def test_another_decision_takes_the_place_of_the_version_that_it_names(disagreeing, decide):
    decide()
    with pytest.raises(Conflict) as refused:
        decide("moderation")
    assert codes(refused) == ["T026"]
    assert refused.value.recorded.decision.stage == "first"
    decide("moderation", version=1)
    (kept,) = disagreeing.moderation.decisions()
    assert (kept.decision.stage, kept.version) == ("moderation", 2)
    with pytest.raises(Conflict):
        decide("first", version=1)
    disagreeing.verify()


def test_answers_that_both_agree_on_correct_the_later_audit(disagreeing, decide):
    found = decide("moderation", answers={"voice": "Partly"}, comments={"plan": "An old one"})
    (audit,) = disagreeing.audits(stage="moderation")
    assert audit.audit_return.answers["voice"].value == "partly"
    assert audit.audit_return.comments["plan"] == "An old one"
    # 0 and 0.5 of 2
    assert found.card.score == 25
    assert [one.kind for one in disagreeing.entries()[-3:]] == [
        "correction", "correction", "decision"
    ]  # fmt: skip
    assert not decide(
        "moderation", answers={"voice": "Partly"}, comments={"plan": "An old one"}
    ).is_new
    (submitted,) = [
        one for one in disagreeing.moderation.submitted() if one.audit_return.stage == "moderation"
    ]
    assert submitted.audit_return.answers["voice"].value == "no"
    disagreeing.verify()


@pytest.mark.parametrize(
    ("told", "error", "code"),
    [
        ({"stage": "reaudit"}, Refused, "T023"),
        ({"stage": "first"}, Refused, "A015"),
        ({"stands": "reaudit"}, Refused, "A010"),
        ({"by": ["TL1"]}, Refused, "A011"),
        ({"because": " "}, Refused, "A012"),
        ({"period": "2026-05"}, Refused, "T023"),
        ({"answers": {"voice": "Partly"}}, Refused, "A010"),
        ({"stands": "moderation", "answers": {"voice": "Maybe"}}, InvalidReturn, "R012"),
        ({"stands": "moderation", "answers": {"voice": "No"}}, Conflict, "T024"),
    ],
)
def test_a_decision_that_cannot_be_made_changes_nothing(disagreeing, decide, told, error, code):
    if told.get("stage") == "reaudit":
        stages = (MODERATED.stages[0], Stage(stage="reaudit", role="a"), MODERATED.stages[1])
        disagreeing.adopt(changed(MODERATED, stages=stages), actor=LEADER, at=AT)
    if told.get("stage") == "first":
        stages = (
            changed(MODERATED.stages[0], on_disagreement="joint_decision"), MODERATED.stages[1]
        )  # fmt: skip
        disagreeing.adopt(changed(MODERATED, stages=stages), actor=LEADER, at=AT)
    head = disagreeing.head()
    with pytest.raises(error) as refused:
        decide(**told)
    assert codes(refused) == [code]
    assert disagreeing.head() == head


def test_audits_that_agree_leave_nothing_to_decide(store):
    store.adopt(MODERATED, actor=HEAD_OF_SERVICE, at=AT)
    moderate(store)
    told = {"stands": "first", "by": ["TL1", "MO1"], "because": "x", "actor": LEADER}
    with pytest.raises(Refused) as refused:
        store.moderation.decide("CASE-0142", **told, **ABOUT)
    assert codes(refused) == ["A015"]
    assert "agrees with the one at the stage first" in str(refused.value)


def test_where_another_stage_is_undecided_it_is_named(store):
    later = Stage(stage="reaudit", role="head_of_service", on_disagreement="joint_decision")
    first, moderation = MODERATED.stages
    store.adopt(changed(MODERATED, stages=(first, later, moderation)), actor=HEAD_OF_SERVICE, at=AT)
    store.record(a_return(), actor=LEADER, at=AT)
    for stage, auditor in (("reaudit", "HOS1"), ("moderation", "MO1")):
        store.record(a_return(stage=stage, auditor=auditor, **POOR), actor=HEAD_OF_SERVICE, at=AT)
    told = {"stands": "moderation", "by": ["HOS1", "MO1"], "because": "x", "actor": LEADER}
    with pytest.raises(Refused, match="stage reaudit \\(is it --stage reaudit\\?\\)"):
        store.moderation.decide("CASE-0142", **told, **ABOUT)


@pytest.mark.parametrize(
    ("programme", "why"),
    [(None, "no programme says so"), (PROGRAMME, "no programme says so"), ("stands", "moderator stands")],
)  # fmt: skip
def test_where_the_programme_asks_for_none_there_is_no_joint_decision(store, programme, why):
    if programme == "stands":
        moderator = changed(MODERATED.stages[1], on_disagreement=None)
        programme = changed(MODERATED, stages=(MODERATED.stages[0], moderator))
    if programme is not None:
        store.adopt(programme, actor=HEAD_OF_SERVICE, at=AT)
    store.rules = lambda *_: []
    moderate(store, **POOR)
    told = {"stands": "first", "by": ["TL1", "MO1"], "because": "x", "actor": LEADER}
    with pytest.raises(Refused) as refused:
        store.moderation.decide("CASE-0142", **told, **ABOUT)
    assert codes(refused) == ["A015"]
    assert why in str(refused.value)


def test_a_correction_makes_every_later_stage_stale(store):
    store.rules = lambda *_: []
    for stage in ("first", "reaudit", "moderation"):
        store.record(a_return(stage=stage), actor=LEADER, at=AT)
    first = correct(store, stage="reaudit").seq
    assert stale(store) == {"first": None, "reaudit": None, "moderation": first}
    second = correct(store).seq
    assert stale(store) == {"first": None, "reaudit": second, "moderation": first}
    store.verify()


def test_a_stale_audit_is_looked_at_again(disagreeing):
    correct(disagreeing)
    told = {"because": "Nothing follows", "actor": MODERATOR, **ABOUT}
    found = disagreeing.moderation.confirm("CASE-0142", **told, key="c-1")
    assert stale(disagreeing) == {"first": None, "moderation": None}
    assert not disagreeing.moderation.confirm("CASE-0142", **told, key="c-1").is_new
    assert disagreeing.head().seq == found.seq
    with pytest.raises(Conflict) as conflict:
        disagreeing.moderation.confirm("CASE-0142", **{**told, "because": "y"}, key="c-1")
    assert codes(conflict) == ["T021"]
    disagreeing.verify()


@pytest.mark.parametrize(
    ("told", "code"),
    [({}, "A016"), ({"because": ""}, "T014"), ({"stage": "reaudit"}, "T023")],
)
def test_nothing_is_confirmed_that_is_not_stale(disagreeing, told, code):
    wanted = {"because": "x", "actor": MODERATOR, **ABOUT, **told}
    with pytest.raises(Refused) as refused:
        disagreeing.moderation.confirm("CASE-0142", **wanted)
    assert codes(refused) == [code]


def test_a_decision_is_made_again_after_a_correction(disagreeing, decide):
    decide()
    correct(disagreeing)
    assert stale(disagreeing)["moderation"] is not None
    assert decide().is_new
    assert stale(disagreeing) == {"first": None, "moderation": None}
    assert disagreeing.moderation.decisions()[0].version == 2
    disagreeing.verify()


def test_what_was_decided_goes_with_its_case(disagreeing, decide):
    decide()
    correct(disagreeing)
    told = {"because": "x", "actor": MODERATOR, **ABOUT}
    disagreeing.moderation.confirm("CASE-0142", **told)
    disagreeing.erase("CASE-0142", actor=HEAD_OF_SERVICE, at=AT, because="Kept long enough")
    assert (disagreeing.moderation.decisions(), disagreeing.audits()) == ((), ())
    disagreeing.verify()


@pytest.mark.parametrize(("blind", "visible"), [(True, ()), (False, ("first",))])
def test_it_is_kept_whether_a_later_auditor_could_see_earlier_results(store, blind, visible):
    moderator = changed(MODERATED.stages[1], blind=blind)
    programme = changed(MODERATED, stages=(MODERATED.stages[0], moderator))
    store.adopt(programme, actor=HEAD_OF_SERVICE, at=AT)
    moderate(store, **POOR)
    found = {one.audit_return.stage: one.visible for one in store.audits()}
    assert found == {"first": None, "moderation": visible}
    assert store.entries()[-1].body["visible"] == list(visible)
    # What the programme says later changes nothing about it.
    store.adopt(changed(programme, seed="98765432109"), actor=HEAD_OF_SERVICE, at=AT)
    correct(store, stage="moderation")
    assert {one.audit_return.stage: one.visible for one in store.audits()} == found
    store.verify()


def test_without_a_programme_nobody_knows_what_an_auditor_could_see(store):
    moderate(store)
    assert {one.visible for one in store.audits()} == {None}


def test_an_audit_is_found_without_its_period_where_there_is_only_one(store):
    store.record(a_return(period="2026-04"), actor=LEADER, at=AT)
    store.record(a_return(period="2026-05", case_ref="CASE-0150"), actor=LEADER, at=AT)
    found = correct(store, period=None)
    assert found.is_new
    store.record(a_return(period="2026-05"), actor=LEADER, at=AT)
    with pytest.raises(Refused) as refused:
        correct(store, period=None, answer="No")
    assert codes(refused) == ["T028"]
    assert "at the stage first for these periods: 2026-04, 2026-05." in str(refused.value)
