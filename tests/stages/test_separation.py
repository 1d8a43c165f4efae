"""Who may audit what: each rule holds where it should, names whom it is about, and not elsewhere."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.actors import Actor
from auditkit.cases import Case
from auditkit.programme.model import Stage
from auditkit.stages.separation import (
    RULES,
    Audited,
    BrokenRule,
    broken_rules,
    eligible,
    independent_of,
    undecided_rules,
)

FIRST = Stage(stage="first", role="team_leader")
REAUDIT = Stage(stage="reaudit", role="head_of_service")
MODERATION = Stage(stage="moderation", role="moderator", share=Decimal("0.1"))
APART = Stage(stage="moderation", role="moderator", independent_of=("person", "team", "service"))
STAGES = {"first": FIRST, "reaudit": REAUDIT, "moderation": MODERATION, "apart": APART}

CASE = Case(case_ref="CASE-0142", service="older_people", team="north", practitioner="SW-11")
LEADER = Actor("TL-04", ("team_leader",), ("older_people",), ("north",))
HEAD = Actor("HS-01", ("head_of_service",), ("older_people", "mental_health"))
OUTSIDE = Actor("MO-02", ("moderator",), ("mental_health",), ("south",))
AUDITED = Audited(stage="first", auditor="TL-04", teams=("north",), recorded_by="AN-01")
REAUDITED = Audited(stage="reaudit", auditor="HS-01", recorded_by="AN-01", corrected_by=("HS-09",))
HISTORY = (AUDITED, REAUDITED)


def anybody(id: str, role: str = "moderator", **told: tuple[str, ...]) -> Actor:
    return Actor(id, (role,), **told)


# Stage, who, what of the case is otherwise, the rules broken with whom or what they are about.
TABLE: dict[str, tuple[str, Actor, dict[str, str | None], dict[str, str]]] = {
    "a team leader of the service audits": ("first", LEADER, {}, {}),
    "a head of service re-audits": ("reaudit", HEAD, {}, {}),
    "a moderator from elsewhere moderates": ("apart", OUTSIDE, {}, {}),
    "another role": ("reaudit", Actor("HS-02"), {}, {"auditor_holds_role": "head_of_service"}),
    "several roles, the right one among them": (
        "first", Actor("X-1", ("head_of_service", "team_leader")), {}, {}
    ),
    "another service": (
        "first", Actor("TL-05", ("team_leader",), ("mental_health",)), {},
        {"auditor_works_there": "older_people"},
    ),
    "another service but the case's team": (
        "first", Actor("TL-05", ("team_leader",), ("mental_health",), ("north",)), {}, {}
    ),
    "the service but another team": (
        "first", Actor("TL-05", ("team_leader",), ("older_people",), ("south",)), {}, {}
    ),
    "another team and no service said": (
        "first", anybody("TL-05", "team_leader", teams=("south",)), {},
        {"auditor_works_there": "older_people"},
    ),
    "no place of work said": ("first", anybody("TL-05", "team_leader"), {}, {}),
    "a service that nobody knows": ("first", LEADER, {"service": None, "team": None}, {}),
    "a service written otherwise": ("first", LEADER, {"service": "Older People", "team": None}, {}),
    "their own case": (
        "first", LEADER, {"practitioner": "tl-04 "}, {"auditor_is_not_practitioner": "tl-04 "}
    ),
    "their own case at a later stage": (
        "apart", OUTSIDE, {"practitioner": "MO-02"}, {"auditor_is_not_practitioner": "MO-02"}
    ),
    "a practitioner whom nobody knows": ("first", LEADER, {"practitioner": None}, {}),
    "the auditor re-audits": (
        "reaudit", Actor("TL-04", ("head_of_service",)), {}, {"reauditor_is_not_auditor": "TL-04"}
    ),
    "who re-audited, re-audits another time": ("reaudit", HEAD, {}, {}),
    "the auditor moderates": (
        "moderation", anybody("TL-04"), {}, {"moderator_is_not_auditor": "TL-04"}
    ),
    "the re-auditor moderates": (
        "moderation", anybody("HS-01"), {}, {"moderator_is_not_reauditor": "HS-01"}
    ),
    "the importer moderates": (
        "moderation", anybody("an-01"), {}, {"moderator_is_not_importer": "first"}
    ),
    "the editor moderates": (
        "moderation", anybody("HS-09"), {}, {"moderator_is_not_editor": "reaudit"}
    ),
    "one of the service moderates": (
        "moderation", anybody("MO-03", services=("Older people",)), {},
        {"auditor_is_not_of_service": "older_people"},
    ),
    "one of the service where the stage names only the team": (
        "team", anybody("MO-03", services=("older_people",)), {}, {}
    ),
    "one of the team, whose service is not asked for": (
        "team", anybody("MO-03", services=("older_people",), teams=("North",)), {},
        {"auditor_is_not_of_team": "north"},
    ),
    "one of the auditor's team": (
        "apart", anybody("MO-03", teams=("north",)), {"team": "west"},
        {"auditor_is_not_of_team": "north"},
    ),
    "one who breaks several rules": (
        "apart", Actor("TL-04", ("team_leader",), ("older_people",), ("north",)),
        {"practitioner": "TL-04"},
        {
            "auditor_holds_role": "moderator",
            "auditor_is_not_practitioner": "TL-04",
            "moderator_is_not_auditor": "TL-04",
            "auditor_is_not_of_team": "north",
            "auditor_is_not_of_service": "older_people",
        },
    ),
}  # fmt: skip
STAGES["team"] = Stage(stage="moderation", role="moderator", independent_of=("team",))


@pytest.mark.parametrize(("stage", "who", "facts", "expected"), TABLE.values(), ids=TABLE)
def test_rules(stage: str, who: Actor, facts: dict[str, str | None], expected: dict[str, str]):
    told = {"service": CASE.service, "team": CASE.team, "practitioner": CASE.practitioner}
    case = Case(case_ref="CASE-0142", **{**told, **facts})
    found = broken_rules(STAGES[stage], who, case, HISTORY)
    assert {one.rule: one.other for one in found} == expected
    assert [one.rule for one in found] == [id for id in RULES if id in expected]
    assert {one.person for one in found} <= {who.id}


def test_every_rule_is_seen_broken():
    broken = {rule for *_, expected in TABLE.values() for rule in expected}
    assert broken == set(RULES)


def test_a_broken_rule_says_itself():
    (broken,) = broken_rules(REAUDIT, Actor("TL-04", ("head_of_service",)), CASE, HISTORY)
    assert broken == BrokenRule(
        rule="reauditor_is_not_auditor",
        words="Who re-audits a case did not audit it.",
        person="TL-04",
        other="TL-04",
    )
    assert str(broken) == (
        "Who re-audits a case did not audit it. (reauditor_is_not_auditor: TL-04)"
    )


def test_a_stage_without_anything_before_it_breaks_nothing():
    assert broken_rules(MODERATION, OUTSIDE, CASE) == ()


@pytest.mark.parametrize(
    ("stage", "told", "expected"),
    [
        ("first", (), set()),
        ("first", ("service",), set()),
        ("reaudit", (), {"person"}),
        ("reaudit", ("team",), {"person", "team"}),
        ("moderation", (), {"person", "service"}),
        ("moderation", ("person",), {"person"}),
        ("moderation", ("team", "service"), {"person", "team", "service"}),
    ],
)
def test_what_a_stage_is_independent_of(stage: str, told: tuple[str, ...], expected: set[str]):
    assert independent_of(Stage(stage=stage, role="x", independent_of=told)) == expected


def test_what_cannot_be_checked_is_told():
    unknown = Case(case_ref="CASE-1")
    assert [one.id for one in undecided_rules(FIRST, unknown)] == [
        "auditor_works_there",
        "auditor_is_not_practitioner",
    ]
    assert [one.id for one in undecided_rules(APART, unknown)] == [
        "auditor_is_not_practitioner",
        "auditor_is_not_of_team",
        "auditor_is_not_of_service",
    ]
    assert undecided_rules(APART, CASE) == ()


# Eligibility


def test_who_may_audit_is_told_in_the_order_of_the_staff_with_reasons_for_the_others():
    found = eligible(APART, (LEADER, OUTSIDE, HEAD), CASE, HISTORY)
    assert found.people == (OUTSIDE,)
    assert {id: [one.rule for one in rules] for id, rules in found.reasons.items()} == {
        "TL-04": [
            "auditor_holds_role",
            "moderator_is_not_auditor",
            "auditor_is_not_of_team",
            "auditor_is_not_of_service",
        ],
        "HS-01": [
            "auditor_holds_role",
            "moderator_is_not_reauditor",
            "auditor_is_not_of_service",
        ],
    }


CODES = st.sampled_from(["A", "B", "C", "D"])
PLACES = st.sets(st.sampled_from(["op", "mh", "ld"])).map(tuple)
PEOPLE = st.builds(
    Actor,
    CODES,
    st.sets(st.sampled_from(["team_leader", "head_of_service", "moderator"])).map(tuple),
    PLACES,
    PLACES,
)
CASES = st.builds(
    Case,
    case_ref=st.just("CASE-1"),
    service=st.none() | st.sampled_from(["op", "mh"]),
    team=st.none() | st.sampled_from(["op", "ld"]),
    practitioner=st.none() | CODES,
)
BEFORE = st.lists(
    st.builds(
        Audited,
        stage=st.sampled_from(["first", "reaudit"]),
        auditor=CODES,
        teams=PLACES,
        recorded_by=st.none() | CODES,
        corrected_by=st.sets(CODES).map(tuple),
    ),
    max_size=2,
)


@given(st.sampled_from(sorted(STAGES)), PEOPLE, CASES, BEFORE)
def test_nobody_who_took_part_is_let_through(stage, person, case, before):
    asked = STAGES[stage]
    if broken_rules(asked, person, case, before):
        return
    assert asked.role in person.roles
    assert case.practitioner != person.id
    if asked.stage != "first":
        assert person.id not in [one.auditor for one in before if one.stage == "first"]
    if asked.stage == "moderation":
        for one in before:
            assert person.id not in (one.auditor, one.recorded_by, *one.corrected_by)
    if "service" in independent_of(asked):
        assert case.service not in person.services
    if "team" in independent_of(asked):
        assert case.team not in person.teams


@given(st.sampled_from(sorted(STAGES)), PEOPLE, CASES, BEFORE)
def test_more_history_never_lets_anybody_through(stage, person, case, before):
    told = {one.rule for one in broken_rules(STAGES[stage], person, case, before[:1])}
    assert told <= {one.rule for one in broken_rules(STAGES[stage], person, case, before)}
