"""The rules as a store asks them."""

from __future__ import annotations

import pytest

from auditkit.actors import Actor
from auditkit.cases import Case
from auditkit.frozen import changed, frozen
from auditkit.programme.model import Programme, Service, Stage
from auditkit.returns import AuditReturn
from auditkit.stages.recording import (
    case_of,
    recording_rules,
    service_ids,
    undecided,
)

PROGRAMME = Programme(
    id="made",
    title="Made for a test",
    question_set="made@1",
    seed="1234567890",
    per_service=4,
    services=(
        Service(id="older_people", title="Older People", synonyms=("OP",)),
        Service(id="mental_health"),
    ),
    stages=(
        Stage(stage="first", role="team_leader"),
        Stage(stage="moderation", role="moderator", independent_of=("person", "team", "service")),
    ),
)
LEADER = Actor("TL-04", ("team_leader",), ("older_people",), ("north",))
ANALYST = Actor("AN-01", ("analyst",))
MODERATOR = Actor("MO-01", ("moderator",), ("mental_health",))
STAFF = {one.id: one for one in (LEADER, ANALYST, MODERATOR)}


@frozen(kw_only=True)
class Kept:
    """An audit as a store gives it."""

    audit_return: AuditReturn
    recorded_by: str = "AN-01"
    corrected_by: tuple[str, ...] = ()


def one_return(**told: object) -> AuditReturn:
    usual = {"service": "OP", "team": "north", "practitioner": "SW-11", "auditor": "TL-04"}
    return AuditReturn(
        case_ref="CASE-0142", question_set="made", set_version="1", **{**usual, **told}
    )


def broken(audit_return: AuditReturn, actor: Actor, *history: Kept, staff=STAFF) -> dict:
    found = recording_rules(PROGRAMME, staff)(history, audit_return, actor)
    assert {one.code for one in found} <= {"A001"}
    return {one.facts["rule"]: one.facts["other"] for one in found}


FIRST = Kept(audit_return=one_return())


def test_a_return_in_order_breaks_nothing():
    assert broken(one_return(), ANALYST) == {}
    assert broken(one_return(stage="moderation", auditor="MO-01"), ANALYST, FIRST) == {}


def test_who_records_a_return_without_an_auditor_is_its_auditor():
    assert broken(one_return(auditor=None), LEADER) == {}
    assert broken(one_return(auditor=None), ANALYST) == {"auditor_holds_role": "team_leader"}


def test_who_recorded_an_audit_without_an_auditor_audited_it():
    before = Kept(audit_return=one_return(auditor=None), recorded_by="MO-01")
    assert broken(one_return(stage="moderation", auditor="MO-01"), ANALYST, before) == {
        "moderator_is_not_auditor": "MO-01",
        "moderator_is_not_importer": "first",
    }


def test_a_return_before_its_turn_breaks_the_order():
    assert broken(one_return(stage="moderation", auditor="MO-01"), ANALYST) == {
        "stages_in_order": "first"
    }


def test_a_stage_that_the_programme_has_not_is_told_once():
    assert broken(one_return(stage="reaudit"), ANALYST, FIRST) == {"stage_is_declared": "reaudit"}


def test_somebody_who_is_not_in_the_staff_list_holds_no_role():
    assert broken(one_return(auditor="XX-9"), ANALYST) == {"auditor_holds_role": "team_leader"}


def test_without_a_staff_list_roles_of_others_are_not_asked():
    assert broken(one_return(auditor="XX-9"), ANALYST, staff=None) == {}
    assert broken(one_return(auditor="SW-11"), ANALYST, staff=None) == {
        "auditor_is_not_practitioner": "SW-11"
    }


def test_without_a_staff_list_those_of_the_actor_are():
    assert broken(one_return(auditor="an-01"), ANALYST, staff=None) == {
        "auditor_holds_role": "team_leader"
    }


def broken_without_a_programme(audit_return: AuditReturn, actor: Actor, *history: Kept) -> set:
    found = recording_rules(None, STAFF)(history, audit_return, actor)
    return {one.facts["rule"] for one in found}


def test_without_a_programme_the_rules_about_persons_hold():
    assert broken_without_a_programme(one_return(auditor="SW-11"), ANALYST) == {
        "auditor_is_not_practitioner"
    }
    again = one_return(stage="reaudit")
    assert broken_without_a_programme(again, ANALYST, FIRST) == {"reauditor_is_not_auditor"}


def test_without_a_programme_order_roles_and_places_of_work_are_not_asked():
    assert (
        broken_without_a_programme(one_return(stage="reaudit", auditor="MO-01"), ANALYST) == set()
    )


def test_what_a_later_return_does_not_say_of_the_case_an_earlier_one_did():
    bare = one_return(stage="moderation", auditor="MO-09", service=None, practitioner=None)
    staff = {**STAFF, "MO-09": Actor("MO-09", ("moderator",), ("older_people",))}
    assert broken(bare, ANALYST, FIRST, staff=staff) == {
        "auditor_is_not_of_service": "older_people"
    }


def test_teams_of_earlier_auditors_come_from_the_staff_list():
    staff = {**STAFF, "MO-09": Actor("MO-09", ("moderator",), (), ("north",))}
    moderated = one_return(stage="moderation", auditor="MO-09", team="west")
    assert broken(moderated, ANALYST, FIRST, staff=staff) == {"auditor_is_not_of_team": "north"}


def test_what_one_return_breaks_says_nothing_of_the_next():
    rules = recording_rules(PROGRAMME, STAFF)
    by_others = one_return(practitioner="TL-04"), one_return(service="mental_health", team=None)
    for one in (*by_others, one_return(auditor="AN-01"), one_return(stage="moderation")):
        for actor in (LEADER, ANALYST):
            for history in ((), (FIRST,)):
                found = rules(history, one, actor)
                assert found == recording_rules(PROGRAMME, STAFF)(history, one, actor)
                assert found == rules(history, one, actor)


def test_more_auditors_than_are_remembered_keep_the_rules():
    rules = recording_rules(None, STAFF)
    codes = [f"TL{number}" for number in range(5_000)]
    found = [rules((), one_return(auditor=one, practitioner=one), ANALYST) for one in codes]
    assert [[one.facts["other"] for one in problems] for problems in found] == [
        [code] for code in codes
    ]


def test_a_broken_rule_is_a_problem_that_says_what_to_do():
    (said,) = recording_rules(PROGRAMME, STAFF)(
        (), one_return(auditor="MO-01", service="mh"), ANALYST
    )[:1]
    assert str(said) == (
        "MO-01 cannot audit CASE-0142 at the stage first: Who audits at a stage holds the role"
        " that the programme asks for. (auditor_holds_role: team_leader) Ask somebody else, or"
        " override the rule with a reason. [A001]"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [("OP", "older_people"), ("older  people", "older_people"), ("Older People", "older_people"),
     ("mental health", "mental_health"), ("mental_health", "mental_health"),
     ("Sensory", "Sensory"), (None, None)],
)  # fmt: skip
def test_a_service_is_known_by_its_names(name: str | None, expected: str | None):
    assert case_of(PROGRAMME, [one_return(service=name)]).service == expected


def test_every_name_of_a_service_means_it():
    assert service_ids(PROGRAMME) == {
        "older_people": "older_people",
        "older people": "older_people",
        "op": "older_people",
        "mental_health": "mental_health",
        "mental health": "mental_health",
    }


def test_a_case_is_what_its_returns_say_of_it():
    later = one_return(service=None, team="west")
    assert case_of(PROGRAMME, [later, one_return()]) == Case(
        case_ref="CASE-0142", service="older_people", team="west", practitioner="SW-11"
    )


def test_rules_that_nobody_can_check_are_warned_about_by_fact():
    bare = one_return(practitioner=None, service=None, team=None, stage="moderation")
    said = undecided(PROGRAMME, bare)
    assert [(one.code, one.severity, one.facts["fact"], one.facts["rules"]) for one in said] == [
        ("A003", "warning", "practitioner", "auditor_is_not_practitioner"),
        ("A003", "warning", "team", "auditor_is_not_of_team"),
        ("A003", "warning", "service", "auditor_is_not_of_service"),
    ]
    assert undecided(PROGRAMME, changed(bare, stage="reaudit")) == ()
