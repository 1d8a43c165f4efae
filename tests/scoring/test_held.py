"""Who must be told of a held return, and what must not be said of it."""

from __future__ import annotations

import pytest
from attrs import evolve
from small_sets import document, filled, load, question

from auditkit.problems import problem
from auditkit.returns import Answer
from auditkit.scoring.scorecard import Scorecard

ESCALATION = {"when": 'safe == "no"', "to": "head", "because": "Not safe"}


def held(escalation: dict[str, str] = ESCALATION, **answers: Answer) -> Scorecard:
    """The card of a return with these answers that something else holds up."""
    told = document(question("a"), question("safe"), question("b"), escalations=[escalation])
    kit, questions = load(told)
    given = filled(told, {}, problems=(problem("R012", found="x", hint="", allowed="y"),))
    return kit.score(evolve(given, answers=answers), questions)


YES, NO = Answer("answered", "yes"), Answer("answered", "no")
TYPO = Answer("invalid", None, "dunno")


def test_an_answer_that_must_be_told_is_told_though_another_cannot_be_read() -> None:
    card = held(a=TYPO, safe=NO, b=YES)
    assert (card.status, card.score, card.rating) == ("held", None, None)
    assert [(one.to, one.undecided) for one in card.escalations] == [("head", False)]


@pytest.mark.parametrize("answers", [{"safe": TYPO}, {"a": TYPO}])
def test_one_that_cannot_be_read_or_is_missing_may_have_to_be(answers: dict[str, Answer]) -> None:
    card = held(**answers)
    assert [one.undecided for one in card.escalations] == [True]
    assert [one.questions for one in card.undecided] == [("safe",)]


def test_where_it_was_answered_well_nobody_is_called() -> None:
    assert held(a=TYPO, safe=YES).escalations == ()


def test_a_figure_that_lacks_an_answer_leaves_an_escalation_open() -> None:
    low = {"when": "score() < 50", "to": "head", "because": "Low"}
    assert [one.undecided for one in held(low, a=TYPO, safe=YES, b=YES).escalations] == [True]
    assert held(low, a=YES, safe=YES, b=YES).escalations == ()
    assert [one.undecided for one in held(low, a=NO, safe=NO, b=NO).escalations] == [False]
