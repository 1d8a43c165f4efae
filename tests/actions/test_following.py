"""Whether the next audit's answer is better than the one that gave rise to an action."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from action_examples import action

from auditkit import AuditKit
from auditkit.actions.following import effect, follow_through, next_audit
from auditkit.testing import made_return, made_set

KIT = AuditKit(discover=False)
ONE = action(question="plan", case_ref="CASE-0001", period="2026-04")
SCALE = [
    {"option": "a", "label": "A", "score": "3"},
    {"option": "b", "label": "B", "score": "1"},
    {"option": "c", "label": "C", "score": "0"},
    {"option": "na", "label": "N/A", "state": "not_applicable"},
]


def asking(version="1", scale=SCALE, **keys):
    told = {"question": "plan", "text": "A plan?", "scale": "graded", **keys}
    section = {"section": "all", "title": "All", "questions": [told]}
    return made_set(sections=[section], scales={"graded": scale}, version=version)


def card(questions, answer=None, **about):
    answers = {} if answer is None else {"plan": answer}
    return KIT.score(made_return(questions, answers, **about), questions)


@pytest.mark.parametrize(
    ("before", "after", "reverse", "expected"),
    [
        ("C", "B", False, ("better", 0, 1)),
        ("B", "B", False, ("same", 1, 1)),
        ("A", "B", False, ("worse", 3, 1)),
        # the lowest and the highest change places: 0 + 3 - 3 and 0 + 3 - 1
        ("A", "B", True, ("better", 0, 2)),
        ("B", "A", True, ("worse", 2, 0)),
    ],
)
def test_answers_are_held_against_each_other_on_the_declared_scale(
    before, after, reverse, expected
):
    questions = asking(reverse=reverse)
    found = follow_through(ONE, card(questions, before), card(questions, after))
    assert (found.outcome, found.earlier, found.later) == expected
    assert found.because == ""


def test_a_question_of_several_options_is_compared_by_its_score():
    questions = asking(type="choices", score="mean")
    found = follow_through(ONE, card(questions, ["B", "C"]), card(questions, ["A", "B"]))
    assert (found.outcome, found.earlier, found.later) == ("better", Fraction(1, 2), 2)


def test_a_question_that_never_counts_has_its_order_all_the_same():
    questions = asking(weight="0")
    assert follow_through(ONE, card(questions, "C"), card(questions, "A")).outcome == "better"


@pytest.mark.parametrize(
    ("before", "after", "because"),
    [
        ("C", "N/A", "in the later audit it is not applicable"),
        ("N/A", "A", "in the earlier audit it is not applicable"),
        ("C", None, "in the later audit it is not assessed"),
        ("C", "Perhaps", "in the later audit it is invalid"),
    ],
)
def test_what_has_no_place_on_the_scale_is_not_compared(before, after, because):
    questions = asking()
    found = follow_through(ONE, card(questions, before), card(questions, after))
    assert found == ("not_comparable", because, None, None)


def test_several_options_without_a_score_are_not_compared():
    questions = asking(type="choices")
    found = follow_through(ONE, card(questions, ["B"]), card(questions, ["A"]))
    assert found.because == "in the earlier audit it is an answer without a score"


def test_a_text_is_not_compared():
    questions = made_set(
        sections=[
            {
                "section": "all",
                "title": "All",
                "questions": [{"question": "plan", "text": "A plan?", "type": "text"}],
            }
        ]
    )
    found = follow_through(ONE, card(questions, "Poor"), card(questions, "Good"))
    assert found.because == "in the earlier audit it is an answer without a score"


def test_an_action_of_no_question_has_no_answer_to_follow():
    questions = asking()
    found = follow_through(action(question=None), card(questions, "C"), card(questions, "A"))
    assert found.because == "the action is about no single question"


@pytest.mark.parametrize(
    ("after", "because"),
    [
        (asking(version="2", reverse=True), "its reverse differs between made@1 and made@2"),
        (asking(version="2", type="choices"), "its type differs between made@1 and made@2"),
        (asking(version="2", scale=SCALE[:2]), "its options differ between made@1 and made@2"),
        (
            asking(version="2", text="A good plan?"),
            "it is worded differently in made@1 and made@2",
        ),
        (made_set("voice", version="2"), "made@2 does not ask it"),
    ],
)
def test_a_question_that_means_something_else_is_not_compared(after, because):
    found = follow_through(ONE, card(asking(), "C"), card(after))
    assert (found.outcome, found.because) == ("not_comparable", because)


def test_a_question_that_means_the_same_in_another_version_is_compared():
    after = asking(version="2", label="Plan", weight="3")
    assert follow_through(ONE, card(asking(), "C"), card(after, "A")).outcome == "better"


# Which audit is the next one


def audit(period="2026-07", day="2026-07-10", **about):
    return card(asking(), "A", period=period, audit_date=day, **about)


def test_the_next_audit_is_the_first_of_a_later_period():
    july, october = audit(), audit("2026-10", "2026-10-09")
    assert next_audit(ONE, [october, july]) is july


@pytest.mark.parametrize(
    "about",
    [
        {"case_ref": "CASE-0002"},
        {"stage": "reaudit"},
        {"period": "2026-04"},
        {"day": "2026-04-13"},  # the day on which it was raised
        {"day": None},
    ],
)
def test_what_looks_at_the_same_work_or_at_another_case_is_no_next_audit(about):
    assert next_audit(ONE, [audit(**about)]) is None


def test_without_periods_the_date_decides():
    one = action(question="plan", case_ref="CASE-0001", raised_on=date(2026, 4, 13))
    found = audit(period=None)
    assert next_audit(one, [found]) is found


@pytest.mark.parametrize(
    ("day", "done_on", "expected"),
    [
        ("2026-10-13", None, True),  # raised on 13 April
        ("2026-10-14", None, False),
        ("2026-10-20", date(2026, 4, 20), True),
        ("2026-10-21", date(2026, 4, 20), False),
    ],
)
def test_an_audit_long_after_shows_no_effect(day, done_on, expected):
    one = action(case_ref="CASE-0001", period="2026-04", done_on=done_on)
    assert (next_audit(one, [audit(day=day)], 6) is not None) is expected


# The audit behind an action


def test_the_audit_that_gave_rise_to_an_action_is_known_by_its_stage_and_period():
    one = action(question="plan", case_ref="CASE-0001", stage="reaudit", period="2026-04")
    first = audit("2026-04", "2026-04-10")
    behind = card(asking(), "B", period="2026-04", stage="reaudit", audit_date="2026-04-12")
    assert effect(one, [first, behind, audit()]).earlier == 1
    assert effect(one, [first, audit()]) is None


def test_the_audit_behind_an_action_raised_by_hand_is_the_last_before():
    one = action(question="plan", case_ref="CASE-0001")
    before = card(asking(), "C", period="2026-01", audit_date="2026-01-12")
    last = card(asking(), "B", period="2026-04", audit_date="2026-04-13")
    found = effect(one, [last, before, audit(), audit(case_ref="CASE-0002", day="2026-07-01")])
    assert (found.earlier, found.later, found.outcome) == (1, 3, "better")


def test_a_case_that_was_not_audited_again_has_shown_nothing():
    last = card(asking(), "B", period="2026-04", audit_date="2026-04-13")
    undated = card(asking(), "B", period="2026-05")
    assert effect(action(question="plan", case_ref="CASE-0001"), [last, undated]) is None
