"""Where a case stands: each later stage held against what is official before it."""

from __future__ import annotations

import pytest

from auditkit.frozen import changed
from auditkit.moderation.policies import JointDecision
from auditkit.moderation.standing import StagesOfCase, standing
from auditkit.programme.model import Programme, Service, Stage
from auditkit.testing import made_set

GOOD, POOR = {"plan": "Yes", "missed": "No"}, {"plan": "No", "missed": "Yes"}
JOINT = JointDecision(stage="first", by=("TL-04", "HOS-1"), because="It is on the file")


def programme(reaudit: str | None, moderation: str | None) -> Programme:
    return Programme(
        id="made",
        title="Made for a test",
        question_set="made@1",
        seed="1234567890",
        per_service=4,
        services=(Service(id="older_people"),),
        stages=(
            Stage(stage="first", role="a"),
            Stage(stage="reaudit", role="b", on_disagreement=reaudit),
            Stage(stage="moderation", role="c", on_disagreement=moderation),
        ),
    )


@pytest.fixture
def case(card, questions):
    """The stages of a case, from the answers at each."""

    def case(*answers, **told):
        stages = ("first", "reaudit", "moderation")
        cards = {
            stage: card(questions, one, stage=stage)
            for stage, one in zip(stages, answers, strict=False)
        }
        return StagesOfCase(cards=cards, **told)

    return case


def test_nothing_done_is_nothing(case):
    found = standing(programme(None, None), case())
    assert (found.held, found.official.stage) == ({}, None)


def test_a_moderation_is_held_against_what_is_official_before_it(case):
    told = case(GOOD, POOR, GOOD)
    found = standing(programme(None, None), told)
    assert dict(found.against) == {"reaudit": "first", "moderation": "reaudit"}
    assert found.disagreeing == ("reaudit", "moderation")
    assert found.official.stage == "moderation"
    found = standing(programme("feedback_only", None), told)
    assert dict(found.against) == {"reaudit": "first", "moderation": "first"}
    assert found.disagreeing == ("reaudit",)


def test_where_nothing_is_official_it_is_held_against_the_stage_before(case):
    found = standing(programme("joint_decision", None), case(GOOD, POOR, GOOD))
    assert found.against["moderation"] == "reaudit"
    # The moderation stands, whatever the two before it might have decided.
    assert (found.official.stage, found.official.open) == ("moderation", ())


def test_a_joint_decision_settles_what_a_moderation_is_held_against(case):
    told = case(GOOD, POOR, GOOD, decisions={"reaudit": JOINT})
    found = standing(programme("joint_decision", "joint_decision"), told)
    assert found.against["moderation"] == "first"
    assert (found.disagreeing, found.official.stage) == (("reaudit",), "first")


def test_a_decision_stands_though_the_two_agree_since(case):
    """As after a correction to answers that both agree on: the later audit holds them."""
    decision = changed(JOINT, stage="reaudit")
    told = case(GOOD, GOOD, decisions={"reaudit": decision})
    found = standing(programme("joint_decision", None), told)
    assert (found.disagreeing, found.official.stage) == ((), "reaudit")


def test_audits_that_cannot_be_compared_disagree_and_it_is_said_why(card, questions):
    other = made_set("plan", question_set="other")
    cards = {
        "first": card(questions, GOOD, stage="first"),
        "reaudit": card(other, {"plan": "Yes"}, stage="reaudit"),
    }
    found = standing(programme("joint_decision", None), StagesOfCase(cards=cards))
    assert [one.code for one in found.problems] == ["A014"]
    assert (found.held, found.disagreeing) == ({}, ("reaudit",))
    assert found.official.open == ("undecided",)


@pytest.mark.parametrize(
    ("visible", "is_blind"),
    [({}, False), ({"reaudit": ()}, True), ({"reaudit": ("first",)}, False)],
)
def test_a_stage_is_blind_only_where_somebody_said_so(case, visible, is_blind):
    found = standing(programme(None, None), case(GOOD, GOOD, visible=visible))
    assert found.held["reaudit"].is_blind is is_blind
