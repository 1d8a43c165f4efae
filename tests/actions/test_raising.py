"""Actions raised from audits, by the rules of their sets and by plugins, and by hand."""

from __future__ import annotations

from datetime import date
from types import ModuleType
from typing import Any

import pytest
from action_examples import action, chance, done
from hypothesis import given
from hypothesis import strategies as st

from auditkit import AuditKit, PluginFailed, Refused, hookimpl
from auditkit.actions.clocks import DUE, Clocks
from auditkit.actions.model import KINDS
from auditkit.actions.owners import Owners
from auditkit.actions.plain import action_dict
from auditkit.actions.proposals import Proposal
from auditkit.actions.raising import Raising, raised_by_hand
from auditkit.actors import Actor
from auditkit.frozen import changed
from auditkit.store.trail import body_text
from auditkit.testing import made_return, made_set

ON = date(2026, 4, 13)
KIT = AuditKit(discover=False)
LEADER = Actor(id="TL-03", roles=("team_leader",), services=("older_people",))


def rule(when: str, **keys: Any) -> dict[str, Any]:
    told = {"kind": "supervision", "title": "Talk", "owner": "team_leader"}
    return {"when": when, "due": "10 working days", **told, **keys}


def card(rules, answers=None, case=None, case_fields=None, **keys):
    questions = made_set("plan", "voice", actions=rules, case_fields=case_fields or {}, **keys)
    about = {"service": "older_people", "team": "north", "period": "2026-04"}
    audit_return = made_return(questions, answers or {"plan": "No", "voice": "Yes"}, **about)
    if case:
        audit_return = KIT.read_answers(
            questions, answers or {}, case=case, about={"case_ref": "CASE-0001"}
        ).audit_return
    return KIT.score(audit_return, questions)


def raise_(found, kit=KIT, **known):
    staff = known.pop("staff", [LEADER])
    open_actions = known.pop("open_actions", ())
    many = raising(owners=Owners(staff), **known)
    return many.raised(kit.proposals(found).proposals, found, open_actions)


def raising(**known):
    told = {"owners": Owners([LEADER]), "clocks": Clocks(), "on": ON, "by": "TL-09"}
    return Raising(**{**told, "entropy": chance(), **known})


# What the rules of a set propose


def test_a_rule_that_holds_raises_an_action_about_the_case():
    rules = [rule('plan == "no"', action="write_plan", priority="high", title="Write a plan")]
    (found,) = raise_(card(rules), programme="anytown-2026-27").actions
    assert found == action(
        id="ACT-AAAQEAYE",  # base32 of bytes 0 to 4
        case_ref="CASE-0001",
        question="plan",
        question_set="made@1",
        stage="first",
        period="2026-04",
        finding="Plan: No, or not evidenced on the file",
        kind="supervision",
        title="Write a plan",
        priority="high",
        due=date(2026, 4, 27),  # ten working days, none of them a holiday
        raised_by="TL-09",
        source="rule:write_plan",
    )


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ('plan == "no"', True),
        ('plan == "yes"', False),
        ('voice == "yes" and plan == "no"', True),
        ("score() < 60", True),  # one of two: 50
        ("score() < 50", False),
        ("points(all) == 1", True),
        ('count("no", of=[plan, voice]) == 1', True),
        ("case.weekly_cost > 100", False),
    ],
)
def test_a_rule_may_look_at_what_no_other_condition_of_the_set_looks_at(when, expected):
    fields = {"weekly_cost": {"type": "number"}}
    assert bool(raise_(card([rule(when)], case_fields=fields)).actions) is expected


def test_a_rule_may_look_at_facts_about_the_case():
    fields = {"weekly_cost": {"type": "number", "places": 2}}
    rules = [rule("case.weekly_cost > 100.5")]
    assert raise_(card(rules, case={"weekly_cost": "100.51"}, case_fields=fields)).actions
    assert not raise_(card(rules, case={"weekly_cost": "100.50"}, case_fields=fields)).actions


def test_a_question_that_was_not_asked_raises_nothing():
    sections = [
        {
            "section": "all",
            "title": "All",
            "questions": [
                {"question": "plan", "text": "Plan?", "scale": "evidenced"},
                {
                    "question": "voice",
                    "text": "Voice?",
                    "scale": "evidenced",
                    "applies_when": 'plan == "yes"',
                },
            ],
        }
    ]
    rules = [rule('voice == "no"')]
    found = card(rules, {"plan": "No", "voice": "No"}, sections=sections)
    assert KIT.proposals(found) == ((), ())


def test_a_rule_that_rests_on_a_blank_raises_nothing_and_is_told_of():
    found = card([rule('plan == "no" or voice == "no"')], {"voice": "Yes"})
    proposed = KIT.proposals(found)
    assert proposed.proposals == ()
    (said,) = proposed.problems
    assert (said.code, said.severity) == ("X022", "warning")
    assert said.message == (
        'Whether "Talk" is to be done rests on what was not assessed: Plan. No action was raised.'
    )


def test_a_held_return_gives_rise_to_nothing():
    found = card([rule("score() < 200")], {"plan": "Perhaps"})
    assert found.status == "held"
    assert KIT.proposals(found) == ((), ())


def raised_by_one_set(rules, *told):
    """The actions of returns under one set, each told by its plan, its voice, and its case."""
    fields = {"review": {"type": "choice", "options": ["planned", "unplanned"]}}
    questions = made_set("plan", "voice", actions=rules, case_fields=fields)
    about = {"case_ref": "CASE-0001", "service": "older_people"}
    for plan, voice, review in told:
        answers, case = {"plan": plan, "voice": voice}, {"review": review}
        audit_return = KIT.read_answers(questions, answers, case=case, about=about).audit_return
        yield raise_(KIT.score(audit_return, questions)).actions


def test_a_rule_about_the_case_alone_tells_the_score_of_each_return():
    rules = [rule('case.review == "unplanned"')]
    found = raised_by_one_set(rules, ("No", "Yes", "unplanned"), ("Yes", "Yes", "unplanned"))
    # 1 of 2, and 2 of 2.
    assert [one.finding for actions in found for one in actions] == ["50.0%", "100.0%"]


def test_a_rule_looks_at_the_answers_and_the_case_of_each_return():
    rules = [rule('plan == "no" and case.review == "unplanned"')]
    told = (("No", "Yes", "unplanned"), ("No", "Yes", "planned"), ("Yes", "Yes", "unplanned"))
    found = raised_by_one_set(rules, *told, told[0])
    assert [len(actions) for actions in found] == [1, 0, 0, 1]


def test_a_rule_is_worded_in_each_language_though_it_held_before():
    title = {"en": "Talk", "cy": "Siarad"}
    found = card([rule('plan == "no"', title=title)])
    titles = [KIT.proposals(found, language).proposals[0].title for language in ("en", "cy", "en")]
    assert titles == ["Talk", "Siarad", "Talk"]


def test_a_finding_names_every_question_of_the_condition_once():
    found = raise_(card([rule('voice != "no" and (plan == "no" or plan == "na")')])).actions
    assert [one.finding for one in found] == ["Voice: Yes; Plan: No, or not evidenced on the file"]
    assert [one.question for one in found] == ["voice"]


def test_a_rule_on_the_score_finds_the_score():
    (found,) = raise_(card([rule("score() < 60")])).actions
    assert (found.finding, found.question, found.source) == ("50.0%", None, "rule:score() < 60")


def test_a_rule_on_the_case_alone_may_find_nothing_to_tell():
    fields = {"review": {"type": "choice", "options": ["planned", "unplanned"]}}
    rules = [rule('case.review == "unplanned"')]
    (found,) = raise_(card(rules, case={"review": "unplanned"}, case_fields=fields)).actions
    assert found.finding == ""


def test_an_action_is_worded_in_the_language_asked_for():
    rules = [rule('plan == "no"', title={"en": "Talk", "cy": "Siarad"})]
    assert [one.title for one in KIT.proposals(card(rules), "cy").proposals] == ["Siarad"]


# Not twice


TALK = [rule('plan == "no"')]


@pytest.mark.parametrize("status", ["open", "in_progress"])
def test_none_is_raised_while_one_stands_for_the_same_case_and_question(status):
    one = action(case_ref="CASE-0001", question="plan", status=status)
    assert raise_(card(TALK), open_actions=[one]) == ((), (one,), ())


@pytest.mark.parametrize(
    "one",
    [
        done(case_ref="CASE-0001", question="plan"),
        done(case_ref="CASE-0001", question="plan", status="verified"),
        action(case_ref="CASE-0001", question="plan", status="cancelled"),
        action(case_ref="CASE-0002", question="plan"),
        action(case_ref="CASE-0001", question="voice"),
        action(case_ref="CASE-0001", question=None),
        action(case_ref=None, question="plan"),
    ],
)
def test_one_is_raised_where_another_stands_or_that_one_is_closed(one):
    found = raise_(card(TALK), open_actions=[one])
    assert len(found.actions) == 1
    assert found.standing == ()


def test_an_action_of_no_question_is_the_same_by_its_rule():
    rules = [rule("score() < 60", action="weak"), rule("score() < 70", action="middling")]
    first = raise_(card(rules)).actions
    assert [one.source for one in first] == ["rule:weak", "rule:middling"]
    again = raise_(card(rules), open_actions=first[:1])
    assert [one.source for one in again.actions] == ["rule:middling"]


def test_of_several_for_one_question_the_first_is_raised_and_the_others_are_told_of():
    rules = [rule('plan == "no"'), rule('plan != "yes"'), rule('plan == "no"', title="Learn")]
    found = raise_(card(rules))
    assert [one.title for one in found.actions] == ["Talk"]
    (said,) = found.problems
    assert (said.code, said.severity) == ("X024", "warning")
    assert 'Not raised: "Learn". For the question plan the same audit raised ACT-' in said.message
    assert raise_(card(rules), open_actions=found.actions).standing == found.actions


def test_what_is_not_raised_is_named_in_the_language_of_the_reader():
    rules = [rule('plan == "no"'), rule('plan != "yes"', title={"en": "Learn", "cy": "Dysgu"})]
    (told,) = raise_(card(rules)).problems
    assert 'Not raised: "Learn"' in told.message
    assert '"Dysgu"' in told.message_in("cy")


# Many audits at once


def of_case(found, case_ref, **about):
    return changed(found, audit_return=changed(found.audit_return, case_ref=case_ref, **about))


def test_what_is_told_of_an_action_raised_is_the_action_as_json():
    written = rule('plan == "no"', priority="high", title="Write 100% of the plan")
    found = card([written, rule('voice == "yes"', owner="nobody")])
    proposals, many = KIT.proposals(found).proposals, raising(programme="anytown-2026-27")
    for case_ref, service in [("CASE-1", "older_people"), ('Tŷ "2"\\', "ŵ"), ("CASE-3", None)]:
        raised = many.raised(proposals, of_case(found, case_ref, service=service), ())
        assert [one.case_ref for one in raised.actions] == [case_ref] * 2
        expected = [(action_dict(one), body_text(action_dict(one))) for one in raised.actions]
        assert [(one.told(), one.text()) for one in raised.drafted] == expected


def test_of_two_cases_each_action_has_its_own_id():
    found, many = card(TALK), raising()
    proposals = KIT.proposals(found).proposals
    first, second = (many.raised(proposals, of_case(found, one), ()) for one in ("A", "B"))
    assert first.actions[0].id != second.actions[0].id


def test_a_case_that_can_be_none_is_refused_after_one_that_can_be():
    found, many = card(TALK), raising()
    proposals = KIT.proposals(found).proposals
    many.raised(proposals, found, ())
    with pytest.raises(Refused) as refused:
        many.raised(proposals, of_case(found, "CASE\u200b-2"), ())
    assert [one.code for one in refused.value.problems] == ["X011"]


def test_more_proposals_than_are_remembered_are_all_raised():
    proposals = [
        Proposal(kind="supervision", title=f"Talk {number}", source=f"plugin:{number}")
        for number in range(5_000)
    ]
    actions = raising().raised(proposals, card(TALK), ()).actions
    assert [one.title for one in actions] == [one.title for one in proposals]


def test_a_service_is_put_by_the_id_that_the_programme_gives_it():
    found = of_case(card(TALK), "CASE-1", service=" OLDER  people")
    many = raising(services={"older people": "older_people"})
    (one,) = many.raised(KIT.proposals(found).proposals, found, ()).actions
    assert (one.service, one.owner) == ("older_people", "TL-03")


# What is raised by a plugin


def kit_with(rules) -> AuditKit:
    def auditkit_action_rules():
        return {"ours": rules}

    module = ModuleType("mine")
    module.auditkit_action_rules = hookimpl(auditkit_action_rules)
    return AuditKit([module], discover=False)


def test_a_plugin_raises_actions_after_those_of_the_set():
    kit = kit_with(lambda card: [Proposal(kind="training", title="Learn", question="voice")])
    found = raise_(card(TALK), kit).actions
    assert [(one.source, one.title) for one in found] == [
        ('rule:plan == "no"', "Talk"),
        ("plugin:ours", "Learn"),
    ]
    # 60 working days: without a day of its own the kind's hold, over two bank holidays in May
    assert found[1].due == date(2026, 7, 8)
    assert found[1].owner is None


def test_the_days_of_a_kind_are_the_programmes():
    kit = kit_with(lambda card: [Proposal(kind="training", title="Learn")])
    (found,) = raise_(card([]), kit, clocks=Clocks(due={"training": 1})).actions
    assert found.due == date(2026, 4, 14)


def test_every_kind_has_its_days():
    days = dict(zip(KINDS, (60, 60, 10, 20, 20, 40, 60, 20), strict=True))
    assert days == DUE


def test_a_plugin_is_not_asked_about_what_is_held():
    kit = kit_with(lambda card: 1 / 0)
    assert kit.proposals(card([], {"plan": "Perhaps"})).proposals == ()


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (lambda card: 1 / 0, "action rules ours failed: ZeroDivisionError"),
        (lambda card: None, "action rules ours failed: TypeError"),
        (lambda card: ["talk"], "proposed str, expected a Proposal"),
        (lambda card: [Proposal(kind="talk", title="x")], "the kind 'talk', expected one of tr"),
        (lambda card: [Proposal(kind="other", title=" ")], "an action without a title"),
        (lambda card: [Proposal(kind="other", title=1)], "an action without a title"),
        (lambda card: [Proposal(kind="other", title="x", due=-1)], "-1 working days"),
        (lambda card: [Proposal(kind="other", title="x", due=1.5)], "1.5 working days"),
        (lambda card: [Proposal(kind="other", title="x", priority="top")], "the priority 'top'"),
        (lambda card: [Proposal(kind="other", title="x", question="pets")], "the question 'pets'"),
    ],
)
def test_a_plugin_that_proposes_what_can_be_no_action_is_named(rules, said):
    with pytest.raises(PluginFailed, match="Plugin mine") as failed:
        kit_with(rules).proposals(card([]))
    assert said in str(failed.value)


# Owners


def test_an_action_without_an_owner_is_raised_all_the_same():
    found = raise_(card(TALK), staff=[])
    assert [one.owner for one in found.actions] == [None]
    (said,) = found.problems
    assert (said.code, said.severity) == ("X020", "warning")
    assert "Nobody of the staff list is Team Leader for service older_people, team" in said.message


# By hand


def by_hand(**known):
    told = {"title": "Learn", "kind": "training", "service": "older_people", "on": ON, "by": "HOS"}
    told |= {"open_actions": (), "staff": [LEADER], "clocks": Clocks(), "entropy": chance()}
    return raised_by_hand(**{**told, **known})


def test_an_action_raised_by_hand_is_due_when_its_kind_is():
    found = by_hand().action
    assert (found.due, found.source, found.raised_by) == (date(2026, 7, 8), "hand", "HOS")
    assert found.subject == ("service", "older_people")


def test_its_date_and_its_owner_may_be_given():
    found = by_hand(due=ON, owner="TL-07", owner_role="team_leader").action
    assert (found.due, found.owner) == (ON, "TL-07")


def test_its_role_is_looked_up():
    found = by_hand(owner_role="team_leader").action
    assert found.owner == "TL-03"
    assert [one.code for one in by_hand(owner_role="moderator").problems] == ["X020"]


def test_by_hand_too_none_is_raised_while_one_stands():
    one = action(case_ref="CASE-0001", question="plan")
    with pytest.raises(Refused, match="there is action ACT-7K2M already") as refused:
        by_hand(case_ref="CASE-0001", question="plan", open_actions=[one])
    assert [one.code for one in refused.value.problems] == ["X023"]


def test_by_hand_several_may_stand_that_are_of_no_question():
    first = by_hand().action
    assert by_hand(open_actions=[first]).action


def test_by_hand_one_may_be_raised_after_another_was_closed():
    closed = done(case_ref="CASE-0001", question="plan", status="verified")
    assert by_hand(case_ref="CASE-0001", question="plan", open_actions=[closed]).action


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"title": ""}, "X010"),
        ({"kind": "talk"}, "X009"),
        ({"service": None}, "X010"),
        ({"due": date(2026, 4, 12)}, "X008"),
    ],
)
def test_what_can_be_no_action_is_refused_by_hand(known, code):
    with pytest.raises(Refused) as refused:
        by_hand(**known)
    assert [one.code for one in refused.value.problems] == [code]


# Always

answers = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("plan", "voice"), st.sampled_from(["Yes", "Partly", "No", "N/A"]))
)
whens = ['plan == "no"', 'plan != "yes"', 'voice == "no" and plan == "no"', "score() < 60"]
rules_ = st.lists(st.builds(rule, st.sampled_from(whens), kind=st.sampled_from(list(KINDS))))


@given(rules_, answers)
def test_of_one_question_no_two_actions_are_raised(rules, given_answers):
    found = raise_(card(rules, given_answers or {"plan": "No"})).actions
    asked = [one.question for one in found if one.question]
    assert len(set(asked)) == len(asked)


@given(rules_, answers)
def test_recording_again_raises_nothing_more(rules, given_answers):
    found = card(rules, given_answers or {"plan": "No"})
    first = raise_(found)
    assert raise_(found, open_actions=first.actions).actions == ()
    assert len({one.id for one in first.actions}) == len(first.actions)


@given(rules_, st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_no_action_is_due_on_a_day_off(rules, on):
    clocks = Clocks()
    found = raise_(card(rules), on=on, clocks=clocks).actions
    assert all(clocks.days.is_working(one.due) and one.due > on for one in found)
