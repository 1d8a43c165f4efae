"""Audits of cases at two stages, made for these tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from auditkit import AuditKit
from auditkit.moderation.sides import StageComparison, compare_stages
from auditkit.questions.model import QuestionSet
from auditkit.questions.reading import read_question_set
from auditkit.scoring.scorecard import Scorecard
from auditkit.testing import made_return, made_set

Answers = Mapping[str, Any]

SECTIONS: list[dict[str, Any]] = [
    {
        "section": "all",
        "title": "All",
        "questions": [
            {"question": "plan", "text": "A plan?", "scale": "evidenced"},
            {"question": "missed", "text": "Missed?", "scale": "evidenced", "reverse": True},
            {"question": "kinds", "text": "Kinds?", "type": "choices", "scale": "kinds"},
            {"question": "hours", "text": "Hours?", "type": "number", "places": 2},
            {"question": "view", "text": "View?", "scale": "views"},
            {"question": "why", "text": "Why?", "type": "text"},
        ],
    }
]
SCALES = {
    "evidenced": [
        {"option": "yes", "label": "Yes", "score": "1"},
        {"option": "partly", "label": "Partly", "score": "0.5"},
        {"option": "nearly", "label": "Nearly", "score": "0.5"},
        {"option": "no", "label": "No", "score": "0"},
        {"option": "na", "label": "Not applicable", "state": "not_applicable"},
    ],
    "kinds": [
        {"option": "phone", "label": "Phone"},
        {"option": "visit", "label": "Visit"},
        {"option": "post", "label": "Post"},
    ],
    "views": [{"option": "warm", "label": "Warm"}, {"option": "cold", "label": "Cold"}],
}


@pytest.fixture
def questions() -> QuestionSet:
    """A set with a question of each type; Yes is 1, Partly and Nearly 0.5, No 0."""
    return made_set(sections=SECTIONS, scales=SCALES)


@pytest.fixture
def unrated() -> QuestionSet:
    """A set of one question, without ratings."""
    told = {
        "question_set": "unrated",
        "version": "1",
        "title": "Without ratings",
        "scales": SCALES,
        "sections": [{**SECTIONS[0], "questions": SECTIONS[0]["questions"][:1]}],
    }
    return read_question_set(json.dumps(told).encode(), "unrated.yaml").question_set


@pytest.fixture
def card() -> Callable[..., Scorecard]:
    """The scorecard of answers under a set, with what is told about the audit."""
    kit = AuditKit(discover=False)

    def card(questions: QuestionSet, answers: Answers, **about: Any) -> Scorecard:
        return kit.score(made_return(questions, answers, **about), questions)

    return card


@pytest.fixture
def pair(card: Callable[..., Scorecard], questions: QuestionSet) -> Callable[..., StageComparison]:
    """Two audits of a case held against each other, from the answers of each."""

    def pair(
        first: Answers, second: Answers, *, is_blind: bool = True, **about: Any
    ) -> StageComparison:
        moderated = {**about, "auditor": "MO-01", "stage": "moderation"}
        return compare_stages(
            card(questions, first, **about),
            card(questions, second, **moderated),
            is_blind=is_blind,
        )

    return pair
