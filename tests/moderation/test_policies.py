"""What is official after each disagreement policy, what is open, and which cases come next."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.moderation.policies import (
    OPEN,
    POLICIES,
    CaseAtStages,
    JointDecision,
    Official,
    decided,
    expanded,
    official_result,
    policy_of,
)
from auditkit.programme.model import DISAGREEMENT_POLICIES, Programme, Service, Stage

ORDER = ("first", "reaudit", "moderation")


def programme(moderation: str | None, reaudit: str | None = None) -> Programme:
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
            Stage(stage="moderation", role="c", share=Decimal(1), on_disagreement=moderation),
        ),
    )


JOINT = JointDecision(stage="first", by=("A", "B"), because="The file shows it.")

# Policy of the moderation; stages done; those that disagree; decisions; official stage; open.
TABLE = {
    "nothing done": ("moderator_stands", [], [], {}, None, ()),
    "a first audit alone": ("moderator_stands", ["first"], [], {}, "first", ()),
    "the moderator stands and agrees": (
        "moderator_stands", ["first", "moderation"], [], {}, "moderation", ()
    ),
    "the moderator stands and disagrees": (
        "moderator_stands", ["first", "moderation"], ["moderation"], {}, "moderation", ()
    ),
    "feedback alone": ("feedback_only", ["first", "moderation"], ["moderation"], {}, "first", ()),
    "feedback on a re-audit": (
        "feedback_only", ["first", "reaudit", "moderation"], ["moderation"], {}, "reaudit", ()
    ),
    "both agree": ("joint_decision", ["first", "moderation"], [], {}, "first", ()),
    "both are to decide": (
        "joint_decision", ["first", "moderation"], ["moderation"], {}, None, ("undecided",)
    ),
    "both decided for the first": (
        "joint_decision", ["first", "moderation"], ["moderation"], {"moderation": JOINT}, "first",
        (),
    ),
    "a decision of another stage is none of this": (
        "joint_decision", ["first", "moderation"], ["moderation"], {"reaudit": JOINT}, None,
        ("undecided",),
    ),
    "the sample grows": (
        "expand_sample", ["first", "moderation"], ["moderation"], {}, "moderation", ()
    ),
    "nothing said": (None, ["first", "moderation"], ["moderation"], {}, "moderation", ()),
    "stages in any order": (
        "moderator_stands", ["moderation", "first"], ["moderation"], {}, "moderation", ()
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "done", "disagreeing", "decisions", "stage", "open_"), TABLE.values(), ids=TABLE
)
def test_whose_audit_is_official(policy, done, disagreeing, decisions, stage, open_):
    case = CaseAtStages(done=tuple(done), disagreeing=disagreeing, decisions=decisions)
    found = official_result(programme(policy), case)
    assert (found.stage, found.open) == (stage, open_)
    assert found.policy == ((policy or "moderator_stands") if len(done) > 1 else "")


def test_a_reaudit_has_a_policy_of_its_own():
    asked = programme("feedback_only", reaudit="joint_decision")
    both = CaseAtStages(done=("first", "reaudit"), disagreeing=("reaudit",))
    assert official_result(asked, both) == Official(
        stage=None, policy="joint_decision", open=("undecided",), undecided_at="reaudit"
    )
    moderated = CaseAtStages(done=ORDER, disagreeing=("reaudit",))
    assert official_result(asked, moderated) == Official(
        stage=None, policy="feedback_only", open=("undecided",), undecided_at="reaudit"
    )


@pytest.mark.parametrize("policy", DISAGREEMENT_POLICIES)
def test_a_stale_moderation_keeps_what_it_decided_and_is_open(policy: str):
    case = CaseAtStages(
        done=("first", "moderation"),
        disagreeing=("moderation",),
        decisions={"moderation": JOINT},
        stale=("moderation",),
    )
    fresh = CaseAtStages(done=case.done, disagreeing=case.disagreeing, decisions=case.decisions)
    asked = programme(policy)
    assert official_result(asked, case).stage == official_result(asked, fresh).stage
    assert official_result(asked, case).open == ("stale",)


def test_every_policy_and_whatever_is_open_has_words():
    assert set(POLICIES) == set(DISAGREEMENT_POLICIES)
    assert set(OPEN) == {"undecided", "stale"}
    assert policy_of(Stage(stage="moderation", role="m")) == "moderator_stands"


@given(
    st.sampled_from([None, *DISAGREEMENT_POLICIES]),
    st.sampled_from([None, *DISAGREEMENT_POLICIES]),
    st.sets(st.sampled_from(ORDER)),
    st.sets(st.sampled_from(ORDER)),
    st.sets(st.sampled_from(ORDER)),
)
def test_what_is_official_was_done_or_is_open(moderation, reaudit, done, disagreeing, stale):
    case = CaseAtStages(done=tuple(done), disagreeing=disagreeing, stale=stale)
    found = official_result(programme(moderation, reaudit), case)
    if found.stage is None:
        assert not done or "undecided" in found.open
    else:
        assert found.stage in done
    assert set(found.open) <= set(OPEN)


# Joint decisions


def test_a_joint_decision_is_by_both_and_says_why():
    auditors = {"first": "TL-04", "moderation": "MO-01"}
    assert decided(auditors, "first", ["TL-04", "MO-01"], " The file shows it. ") == JointDecision(
        stage="first", by=("TL-04", "MO-01"), because="The file shows it."
    )


def test_everything_that_is_wrong_with_a_joint_decision_is_said_at_once():
    with pytest.raises(Refused) as refused:
        decided({"first": "TL-04", "moderation": "MO-01"}, "reaudit", ["TL-04"], " ")
    assert [one.code for one in refused.value.problems] == ["A010", "A011", "A012"]
    assert "missing: MO-01" in refused.value.problems[1].message


def test_an_auditor_whom_nobody_knows_is_not_missed():
    assert decided({"first": None, "moderation": "MO-01"}, "first", ["MO-01"], "x").by == ("MO-01",)


# Further cases


@frozen
class OneCase:
    """A case with its draw number, as a draw has it."""

    case_ref: str
    service: str
    draw_number: str


def some(service: str, *numbers: int) -> list[OneCase]:
    return [OneCase(f"{service}-{number}", service, f"{number:04}") for number in numbers]


DRAWN = [*some("op", 1, 2), *some("mh", 3)]
LINE = [*some("mh", 9, 8), *some("op", 7, 6, 5, 4, 10)]


@pytest.mark.parametrize(
    ("disagreeing", "expected"),
    [
        ([], []),
        (["mh-3"], ["mh-8"]),
        (["op-2"], ["op-4", "op-5"]),
        (["op-1", "op-2"], ["op-4", "op-5"]),  # one round, however many disagree in it
        (["op-1", "op-5"], ["op-4", "op-5", "op-6", "op-7"]),
        (["op-1", "op-5", "op-6", "op-10"], ["op-4", "op-5", "op-6", "op-7", "op-10"]),
        (["op-5"], []),  # not yet asked for
        (["op-1", "mh-3", "mh-8", "mh-9"], ["op-4", "op-5", "mh-8", "mh-9"]),
    ],
)
def test_a_service_that_disagrees_gets_as_many_cases_again(disagreeing, expected):
    assert [one.case_ref for one in expanded(DRAWN, LINE, disagreeing)] == expected


def test_cases_that_were_drawn_are_not_drawn_again():
    assert expanded(DRAWN, [*DRAWN, *some("mh", 9)], ["mh-3"]) == tuple(some("mh", 9))


@given(
    st.sets(st.integers(1, 30), max_size=8),
    st.sets(st.integers(1, 30)),
    st.sets(st.integers(1, 30)),
)
def test_further_cases_come_from_the_line_in_its_order(drawn, line, disagreeing):
    sample, waiting = some("op", *sorted(drawn)), some("op", *sorted(line - drawn))
    further = expanded(sample, waiting, [f"op-{number}" for number in disagreeing])
    assert list(further) == waiting[: len(further)]
    assert len(further) % max(len(sample), 1) == 0 or len(further) == len(waiting)
