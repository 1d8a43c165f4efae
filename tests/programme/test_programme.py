"""Programmes: what is read, and what is refused at which place with which words."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml

from auditkit import AuditKit, Refused
from auditkit.documents.canonical import canonical_json
from auditkit.documents.schema import json_schema
from auditkit.documents.shapes import Reading
from auditkit.documents.yaml_events import read_yaml
from auditkit.periods import DayMonth
from auditkit.problem_codes import CODES
from auditkit.problems import errors
from auditkit.programme.model import PROGRAMME, service_title, stratum_title
from auditkit.programme.reading import read_programme
from auditkit.programme.roles import ROLES, roles_of

FILE = Path(__file__).parent / "anytown.yaml"
ANYTOWN = FILE.read_text("utf-8")
KIT = AuditKit(discover=False)

# What is changed in a good programme, and the problems that it then has, with line and column.
BROKEN = {
    "a key misspelt": ("per_service: 4\nserv", "per_servce: 4\nserv", "8:1 S001|1:1 S005"),
    "no seed": ('seed: "20237331128159211123"\n', "", "1:1 S005"),
    "a short seed": ('"20237331128159211123"', '"2026"', "5:7 P013"),
    "a seed with a space": ('"20237331128159211123"', '"2023 7331 1281"', "5:7 S002"),
    "a day that not every year has": ("1 April", "29 February", "4:14 S002"),
    "an unknown set": ("@1.0", "@9.0", "3:15 P014"),
    "a service twice": ("mental_health,", "older_people,", "11:5 P001"),
    "a name for two services": ("title: Mental Health", "title: older adults", "11:5 P002"),
    "a service that is another": (
        "strata:\n",
        "other_services: [Finance, op]\nstrata:\n",
        "12:27 P002",
    ),
    "a service without places": ("per_service: 4}", "per_service: 0}", "10:93 P009"),
    "no places": ("per_service: 4\nserv", "per_service: 0\nserv", "8:14 P009"),
    "too much to share": ("other, share: 50%", "other, share: 60%", "13:3 P003"),
    "no stratum for the rest": (
        "other, share",
        "other, when: {criterion: closed}, share",
        "14:5 P005",
    ),
    "a stratum never reached": (
        "  - {stratum: inc",
        "  - {stratum: all, share: 0%}\n  - {stratum: inc",
        "14:5 P006|15:5 P006",
    ),
    "a stratum twice": ("stratum: other", "stratum: increased", "14:5 P001"),
    "an unknown criterion": ("criterion: increased_cost", "criterion: increasedcost", "13:67 P007"),
    "an argument missing": (", months: 12}", "}", "18:11 P008"),
    "an argument too many": ("{criterion: closed}", "{criterion: closed, days: 3}", "16:55 P008"),
    "an argument of another kind": ("months: 12}", "months: twelve}", "18:47 P008"),
    "no criterion named": ("{criterion: closed}", "{criterium: closed}", "16:29 S005"),
    "a criterion that is a list": ("{criterion: closed}", "{criterion: [closed]}", "16:41 S002"),
    "an exclusion without a reason": (", because: The case is closed", "", "16:5 S005"),
    "an exclusion twice": ("exclude: small", "exclude: closed", "20:5 P001"),
    "a question in a condition": ("case.review_type ==", "contingency_plan ==", "21:11 P018"),
    "an unknown fact": ("case.weekly_cost", "case.weekly_costs", "21:11 P018"),
    "an unknown option": ('"planned"', '"planed"', "21:11 E010"),
    "unlike things compared": ("case.weekly_cost < 50", 'case.weekly_cost < "50"', "21:11 E011"),
    "pence of a penny": ("case.weekly_cost < 50", "case.weekly_cost < 50.001", "21:11 E013"),
    "a fixed fact declared": ("carer: {", "closed: {", "24:11 P017"),
    "a choice of nothing": (", options: [sole, shared]", "", "24:10 P020"),
    "options of a text": ("type: choice, options", "type: text, options", "24:10 P020"),
    "places of a text": (
        "{type: choice, options: [sole, shared]}",
        "{type: text, places: 2}",
        "24:10 P020",
    ),
    "an unknown stage": ("stage: reaudit", "stage: reaudits", "27:13 S004"),
    "a stage twice": ("stage: reaudit", "stage: first", "27:5 P010|27:70 P016"),
    "a stage out of order": ("stage: reaudit", "stage: moderation", "27:5 P024|28:5 P010"),
    "no first stage": (
        "  - {stage: first, role: team_leader, due: 20 working days}\n",
        "",
        "26:3 P021",
    ),
    "a policy for the first stage": (
        "team_leader, due",
        "team_leader, on_disagreement: joint_decision, due",
        "26:56 P016",
    ),
    "an unknown policy": ("moderator_stands", "moderator_wins", "33:22 S004"),
    "independent of something else": ("[person]", "[persons]", "27:73 S004"),
    "moderation of nothing": ("share: 10%", "share: 0%", "30:12 P012"),
    "an unknown role": ("to: head_of_service", "to: head_of_servise", "37:35 P011"),
    "an unknown kind of action": ("supervision: 10", "supervison: 10", "35:21 P019"),
    "escalations out of order": ("after: 10", "after: 3", "38:15 P022"),
    "calendar days": ("after: 10 working days", "after: 10 days", "38:15 S002"),
    "an increase above less than nothing": ("pounds: 20", "pounds: -20", "7:73 P023"),
    "an unknown question of reports": (
        "actions:\n",
        "report: {reasons: why}\nactions:\n",
        "34:19 P025",
    ),
    "an unknown fact of reports": (
        "actions:\n",
        "report: {review_type: kind}\nactions:\n",
        "34:23 P025",
    ),
    "an unknown stratum of reports": (
        "actions:\n",
        "report: {increased: [more]}\nactions:\n",
        "34:22 P025",
    ),
    "an unknown option of reports": (
        "actions:\n",
        "report: {unavoidable: [no, never, unclear]}\nactions:\n",
        "34:28 P025|34:35 P025",
    ),
    "a text for a choice of reports": (
        "actions:\n",
        "report: {avoidable: worked_well, review_type: weekly_cost}\nactions:\n",
        "34:21 P026|34:47 P026",
    ),
    "suggestions about nothing": (
        "actions:\n",
        "report: {further: [{about: plan, kind: training},"
        " {about: increase_reasons, option: moblity, kind: training}]}\nactions:\n",
        "34:28 P025|34:85 P025",
    ),
    "a role that is not listed": (
        "  follow_through: 12 months",
        "roles: [moderator, team_leader]",
        "27:28 P011|38:36 P011",
    ),
}
UNWISE = {
    "shares that leave something": ("other, share: 50%", "other, share: 40%", "13:3 P004"),
    "no policy": ("    on_disagreement: moderator_stands\n", "", "28:5 P024"),
}


def changed(old: str, new: str) -> bytes:
    assert ANYTOWN.count(old) >= 1
    return ANYTOWN.replace(old, new, 1).encode()


def read(data: bytes):
    criteria = KIT.plugins.registry("auditkit_criteria")
    return read_programme(
        data,
        "anytown.yaml",
        find_set=KIT.question_set,
        criteria={name: one.object for name, one in criteria.items()},
    )


def placed(problems) -> str:
    return "|".join(f"{one.place.line}:{one.place.column} {one.code}" for one in problems)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_programme_is_refused_at_the_place(name):
    old, new, expected = BROKEN[name]
    with pytest.raises(Refused) as refused:
        read(changed(old, new))
    assert sorted(placed(refused.value.problems).split("|")) == sorted(expected.split("|"))
    assert "{" not in str(refused.value).replace("{criterion: closed}", "").replace("{en:", "")


@pytest.mark.parametrize("name", UNWISE)
def test_what_is_unwise_is_a_warning(name):
    old, new, expected = UNWISE[name]
    loaded = read(changed(old, new))
    assert placed(loaded.warnings) == expected
    assert errors(loaded.warnings) == ()


def test_every_code_of_programmes_is_seen_firing():
    told = " ".join(expected for *_, expected in [*BROKEN.values(), *UNWISE.values()])
    elsewhere = {"P015", "P030"}
    missing = {one for one in CODES if one.startswith("P0") and one not in told} - elsewhere
    assert not {one for one in missing if one < "P030"}


def test_stages_stand_in_their_order():
    text = ANYTOWN.replace("stage: reaudit", "stage: later").replace(
        "stage: moderation", "stage: reaudit"
    )
    with pytest.raises(Refused) as refused:
        read(text.replace("stage: later", "stage: moderation").encode())
    assert placed(refused.value.problems) == "27:5 P015|27:5 P024"


@pytest.mark.parametrize(
    "condition",
    [
        'count("no") > 1',
        'not (case.closed == "no") and score() > 50',
        "answered(contingency_plan)",
        "points(eligibility) > 1",
        'days_between("2026-01-01", reviewed) > 1',
    ],
)
def test_a_condition_cannot_look_at_answers(condition):
    with pytest.raises(Refused) as refused:
        read(changed('case.review_type == "planned" and case.weekly_cost < 50', condition))
    assert placed(refused.value.problems) == "21:11 P018"


def test_a_condition_may_count_days():
    declared = ANYTOWN.replace("  carer:", "  reviewed: {type: date}\n  carer:")
    condition = 'days_between(case.reviewed, "2026-04-01") > 365'
    read(
        declared.replace(
            'case.review_type == "planned" and case.weekly_cost < 50', condition
        ).encode()
    )


def test_a_hint_names_the_nearest():
    with pytest.raises(Refused, match='Did you mean "increased_cost"'):
        read(changed("criterion: increased_cost", "criterion: increasedcost"))
    with pytest.raises(Refused, match='Did you mean "head_of_service"'):
        read(changed("to: head_of_service", "to: head_of_servise"))
    with pytest.raises(Refused, match='Did you mean "per_service"'):
        read(changed("per_service: 4\nserv", "per_servce: 4\nserv"))


def test_a_programme_is_read():
    programme = KIT.load_programme(FILE).programme
    assert (programme.id, programme.seed) == ("anytown-2026-27", "20237331128159211123")
    assert programme.year_starts == DayMonth(1, 4)
    assert programme.cost.fee_uplift == Decimal("0.045")
    assert [programme.places(one) for one in programme.services] == [4, 4]
    assert [one.share for one in programme.strata] == [Decimal("0.5"), Decimal("0.5")]
    assert [one.blind for one in programme.stages] == [False, False, True]
    assert programme.stage("moderation").on_disagreement == "moderator_stands"
    assert programme.stage("second") is None
    assert programme.service("mental_health").title == "Mental Health"
    assert programme.actions.due == {"supervision": 10, "training": 60}


def test_what_is_not_said_has_a_default():
    text = """
programme: small
title: Small
question_set: managing-cost-of-care
seed: "1234567890"
per_service: 2
services: [{service: older_people}]
"""
    programme = read(text.encode()).programme
    assert [(one.id, one.share) for one in programme.strata] == [("all", 1)]
    assert [(one.stage, one.role) for one in programme.stages] == [("first", "team_leader")]
    assert (programme.cost.look_back, str(programme.year_starts)) == (12, "1 April")
    assert service_title(programme.services[0]) == "Older People"
    assert stratum_title(programme.strata[0]) == "All"


def test_what_reports_look_at_can_be_named():
    told = "{increased: [other], reasons: technology, review_type: carer, unavoidable: [yes]}"
    found = read(changed("actions:\n", f"report: {told}\nactions:\n")).programme.report
    assert (found.increased, found.reasons, found.review_type) == (
        ("other",),
        "technology",
        "carer",
    )
    assert (found.avoidable, found.unavoidable) == ("increase_avoidable", ("yes",))


def test_what_reports_suggest_can_be_told():
    told = "{further: [{about: increase_reasons, option: mobility, kind: training}]}"
    (found,) = read(changed("actions:\n", f"report: {told}\nactions:\n")).programme.report.further
    assert (found.about, found.option, found.kind) == ("increase_reasons", "mobility", "training")


def test_what_reports_look_at_by_default_need_not_be_there():
    programme = read(changed("managing-cost-of-care@1.0", "chc-checklist")).programme
    assert programme.report.reasons == "increase_reasons"


def test_names_of_questions_for_reports_are_not_looked_at_without_the_set():
    criteria = KIT.plugins.registry("auditkit_criteria")
    told = changed("actions:\n", "report: {reasons: why}\nactions:\n")
    known = {name: one.object for name, one in criteria.items()}
    assert read_programme(told, "a.yaml", criteria=known).programme.report.reasons == "why"


def test_the_hash_of_a_programme_is_of_what_it_says():
    same = read(ANYTOWN.replace("1 April", '"1 April"').encode()).programme
    other = read(changed("per_service: 4\n", "per_service: 5\n")).programme
    mine = KIT.load_programme(FILE).programme.content_hash
    assert same.content_hash == mine != other.content_hash


def test_the_schema_accepts_what_is_read():
    schema = json_schema(PROGRAMME, "programme")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.safe_load(ANYTOWN), schema)


@pytest.mark.parametrize("name", ["a key misspelt", "no criterion named", "an unknown policy"])
def test_the_schema_refuses_what_is_refused(name):
    old, new, _ = BROKEN[name]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(changed(old, new)), json_schema(PROGRAMME, "programme"))


def test_a_programme_without_the_kit_knows_no_criteria():
    with pytest.raises(Refused, match="Known: none"):
        read_programme(ANYTOWN.encode(), "anytown.yaml")


def test_the_roles_of_a_programme():
    programme = KIT.load_programme(FILE).programme
    assert set(roles_of(programme)) == set(ROLES)
    own = read(
        changed(
            "programme: any",
            "roles: [team_leader, head_of_service, moderator, director_of_adult_social_services]\nprogramme: any",
        )
    )
    assert roles_of(own.programme) == (
        "director_of_adult_social_services",
        "head_of_service",
        "moderator",
        "team_leader",
    )


def test_a_programme_reads_the_same_from_its_canonical_form():
    text = canonical_json(KIT.load_programme(FILE).programme)
    reading = Reading()
    again = PROGRAMME.read(read_yaml(text.encode(), "anytown.json"), reading)
    assert reading.problems == []
    assert again == KIT.load_programme(FILE).programme
    assert canonical_json(again) == text
