"""Two audits of one case side by side."""

from __future__ import annotations

from datetime import date

import pytest

from auditkit.agreement.comparison import Missing
from auditkit.errors import Refused
from auditkit.moderation.sides import compare_stages
from auditkit.testing import made_set

# Question, first answer, second answer, where the second stands against the first.
TABLE = [
    ("plan", "Yes", "Yes", "same"),
    ("plan", "Yes", "No", "lower"),
    ("plan", "No", "Partly", "higher"),
    ("plan", "Partly", "Nearly", "same"),  # both score 0.5
    ("plan", "Yes", "Not applicable", "not_compared"),
    ("plan", None, "Yes", "not_compared"),
    ("missed", "Yes", "No", "higher"),  # Yes is the poor answer
    ("kinds", ["Phone", "Visit"], ["Visit", "Phone"], "same"),
    ("kinds", ["Phone"], ["Phone", "Visit"], "differs"),
    ("hours", "2.50", "2.5", "same"),
    ("hours", "2.5", "3", "differs"),
    ("view", "Warm", "Cold", "differs"),
    ("view", "Warm", "Warm", "same"),
]


@pytest.mark.parametrize(("question", "first", "second", "outcome"), TABLE)
def test_a_question_is_compared_on_its_scale(pair, question, first, second, outcome):
    found = pair({question: first}, {question: second})
    (one,) = [one for one in found.questions if one.question == question]
    assert one.outcome == outcome
    assert one.differs is (outcome in ("lower", "higher", "differs"))


def test_both_answers_stand_beside_each_other(pair):
    found = pair({"plan": "Yes", "kinds": ["Phone"]}, {"plan": "Not applicable"})
    sides = {one.question: (one.first, one.second) for one in found.questions}
    assert sides["plan"] == ("yes", Missing("not_applicable"))
    assert sides["kinds"] == (("phone",), Missing("not_assessed"))


def test_what_is_written_in_words_is_not_compared(pair):
    found = pair({"why": "Because."}, {"why": "For a reason."})
    assert [one.question for one in found.questions] == ["plan", "missed", "kinds", "hours", "view"]


@pytest.mark.parametrize(
    ("first", "second", "outcome", "disagrees"),
    [
        # Two scored questions, Yes to `missed` being poor: 2 of 2 is good, 1 of 2 is below.
        ({"plan": "Yes", "missed": "No"}, {"plan": "Yes", "missed": "No"}, "same", False),
        ({"plan": "Yes", "missed": "No"}, {"plan": "No", "missed": "Yes"}, "lower", True),
        ({"plan": "No", "missed": "Yes"}, {"plan": "Yes", "missed": "No"}, "higher", True),
        ({"plan": "Yes", "missed": "No"}, {}, "not_compared", True),
        ({}, {}, "not_compared", False),
        ({"view": "Warm"}, {"view": "Cold"}, "not_compared", True),
    ],
)
def test_audits_disagree_by_their_ratings(pair, first, second, outcome, disagrees):
    found = pair(first, second)
    assert (found.rating.question, found.rating.outcome) == (None, outcome)
    assert found.disagrees is disagrees


def test_an_answer_that_changes_no_rating_is_no_disagreement(pair):
    found = pair(
        {"plan": "Yes", "missed": "No", "hours": "2"}, {"plan": "Yes", "missed": "No", "hours": "3"}
    )
    assert [one.question for one in found.questions if one.differs] == ["hours"]
    assert found.disagrees is False


def test_a_set_without_ratings_disagrees_by_its_answers(card, unrated):
    for second, disagrees in (("Yes", False), ("No", True)):
        found = compare_stages(
            card(unrated, {"plan": "Yes"}), card(unrated, {"plan": second}), is_blind=False
        )
        assert found.disagrees is disagrees


def test_a_held_audit_has_nothing_to_compare(pair):
    found = pair({"plan": "Perhaps"}, {"plan": "Yes"})
    assert {one.outcome for one in found.questions} == {"not_compared"}
    assert found.questions[0].first == Missing("invalid")


def test_audits_of_two_cases_are_not_compared(card, questions):
    with pytest.raises(Refused) as refused:
        compare_stages(card(questions, {}), card(questions, {}, case_ref="CASE-2"), is_blind=True)
    assert [one.code for one in refused.value.problems] == ["A013"]


def test_audits_under_sets_that_score_otherwise_are_not_compared(card):
    one, other = made_set("plan"), made_set("voice", version="2")
    with pytest.raises(Refused) as refused:
        compare_stages(card(one, {}), card(other, {}), is_blind=True)
    assert [one.code for one in refused.value.problems] == ["A014"]


def test_audits_under_another_wording_are_compared(card):
    one, other = made_set("plan"), made_set("plan", title="Other words")
    found = compare_stages(
        card(one, {"plan": "Yes"}, audit_date=date(2026, 4, 13)),
        card(other, {"plan": "No"}),
        is_blind=True,
    )
    assert found.questions[0].outcome == "lower"
