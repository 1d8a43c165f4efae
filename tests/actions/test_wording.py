"""Actions in the language of who reads them."""

from __future__ import annotations

import pytest
from action_examples import action

from auditkit import AuditKit
from auditkit.actions.wording import in_language
from auditkit.frozen import changed
from auditkit.testing import made_return, made_set

KIT = AuditKit(discover=False)
QUESTIONS = KIT.question_set("managing-cost-of-care")
SMALL = made_set(
    "plan",
    "voice",
    sections=[
        {
            "section": "all",
            "title": "All",
            "questions": [
                {
                    "question": "plan",
                    "text": "Is there a plan?",
                    "label": {"en": "Plan", "cy": "Cynllun"},
                    "scale": "evidenced",
                    "labels": {"no": {"en": "No", "cy": "Nac oes"}},
                },
                {
                    "question": "voice",
                    "text": "Was the person heard?",
                    "label": {"en": "Plan: No", "cy": "Llais"},
                    "scale": "evidenced",
                    "labels": {"no": "No"},
                },
            ],
        }
    ],
    actions=[
        {
            "when": 'plan == "no" or voice == "no" or case.review_type == "planned"',
            "kind": "training",
            "title": {"en": "Learn", "cy": "Dysgu"},
            "owner": "team_leader",
            "due": "10 working days",
        },
        {
            "when": "score() < 50",
            "kind": "training",
            "title": "Meet",
            "owner": "team_leader",
            "due": "10 working days",
        },
    ],
    case_fields={"review_type": {"type": "choice", "options": ["planned", "unplanned"]}},
)


def raised(question_set, answers):
    """The actions that a return gives rise to, as a store keeps them."""
    card = KIT.score(made_return(question_set, answers), question_set)
    return [
        action(title=one.title, finding=one.finding, source=one.source)
        for one in KIT.proposals(card).proposals
    ]


def welsh(one, question_set=QUESTIONS):
    found = in_language(one, question_set, "cy")
    return found.title, found.finding


def test_what_a_rule_says_is_said_in_the_language_of_the_reader():
    (one,) = raised(QUESTIONS, {"contingency_plan": "no"})
    assert (one.title, one.finding) == (
        "Write a contingency plan with the person",
        "Contingency plan: No, or not evidenced on the file",
    )
    assert welsh(one) == (
        "Llunio cynllun wrth gefn gyda'r person",
        "Cynllun wrth gefn: Nac oes, neu nid oes tystiolaeth ar y ffeil",
    )
    assert in_language(one, QUESTIONS, "en") == one


def test_every_rule_of_the_set_says_its_finding_in_welsh():
    asked = {
        one.id: "no"
        for one in QUESTIONS.questions.values()
        if one.scale in ("evidenced", "evidenced_always")
    }
    actions = raised(QUESTIONS, {**asked, "missed_prevention": "yes"})
    # Of its 13 rules not the one for a plan in part, nor that of a question that is not asked.
    assert len(actions) == 11
    for one in actions:
        title, finding = welsh(one)
        assert title != one.title
        assert finding != one.finding


def test_the_questions_that_a_rule_names_are_told_one_by_one():
    first, second = raised(SMALL, {"plan": "no", "voice": "no"})
    assert first.finding == "Plan: No; Plan: No: No"
    assert welsh(first, SMALL) == ("Dysgu", "Cynllun: Nac oes; Llais: No")
    assert welsh(second, SMALL) == ("Meet", "0.0%")
    blank, _ = raised(SMALL, {"plan": "no", "voice": None})
    assert welsh(blank, SMALL) == ("Dysgu", "Cynllun: Nac oes; Llais")


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Ask the family", "finding": "The plan is from 2019"},
        {"title": "Ask the family", "finding": "Contingency plan: Nearly"},
        {"title": "Ask the family", "finding": "Contingency plan: Yes; and more"},
        {"source": "hand"},
        {"source": "rule:another"},
        {"source": "plugin:ours"},
    ],
)
def test_what_somebody_wrote_stays_as_it_is(changes):
    (one,) = raised(QUESTIONS, {"contingency_plan": "no"})
    other = changed(one, **changes)
    assert welsh(other) == (other.title, other.finding)


def test_without_the_set_it_stays_as_it_is():
    (one,) = raised(QUESTIONS, {"contingency_plan": "no"})
    assert in_language(one, None, "cy") == one
