"""Invented audits: a set, returns under it, who acts and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import count
from typing import Any

from auditkit import AuditKit, AuditReturn, Scorecard
from auditkit.actions.model import Action
from auditkit.actors import Actor
from auditkit.frozen import changed
from auditkit.programme.model import Stage
from auditkit.programme.reading import read_programme
from auditkit.testing import made_set

AT = datetime(2026, 4, 14, 9, 30, tzinfo=UTC)
LEADER = Actor("TL1", ("team_leader",))
HEAD_OF_SERVICE = Actor("HOS1", ("head_of_service",))
MODERATOR = Actor("MO1", ("moderator",))
# Each stage is somebody else's.
AUDITORS = {"first": "TL1", "reaudit": "HOS1", "moderation": "MO1"}
QUESTIONS = made_set(
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
                    "scale": "evidenced",
                    "comment_required": ["no"],
                },
                {"question": "voice", "text": "Was the person heard?", "scale": "evidenced"},
                {"question": "seen", "text": "When were they seen?", "type": "date"},
                {"question": "hours", "text": "How many hours?", "type": "number", "places": 2},
                {"question": "said", "text": "In their words", "type": "text"},
            ],
        }
    ],
    case_fields={
        "review_type": {"type": "choice", "options": ["planned", "unplanned"]},
        "weekly_cost": {"type": "number", "places": 2},
        "opened": {"type": "date"},
    },
)


PROGRAMME = read_programme(
    b"""\
programme: anytown
title: Practice audits
question_set: made@1
seed: "20237331128159211123"
per_service: 4
services:
  - {service: older_people, title: Older People}
strata:
  - {stratum: all, share: 100%}
stages:
  - {stage: first, role: team_leader, share: 100%, due: 20 working days}
""",
    "programme.yaml",
).programme
# The same, with every audit moderated; where the two disagree both auditors decide.
MODERATED = changed(
    PROGRAMME,
    stages=(
        *PROGRAMME.stages,
        Stage(stage="moderation", role="moderator", blind=True, on_disagreement="joint_decision"),
    ),
)


class OneSet:
    """A kit that knows the one set."""

    def __init__(self) -> None:
        self.kit = AuditKit(discover=False)

    def question_set(self, id: str, version: str | None = None, on: date | None = None) -> Any:
        return QUESTIONS if id == QUESTIONS.id else self.kit.question_set(id, version, on)

    def score(self, audit_return: AuditReturn, question_set: Any = None) -> Any:
        if question_set is None and audit_return.question_set == QUESTIONS.id:
            question_set = QUESTIONS
        return self.kit.score(audit_return, question_set)

    def proposals(self, card: Scorecard, language: str = "en") -> Any:
        return self.kit.proposals(card, language)


KIT = OneSet()


def a_return(case_ref: str = "CASE-0142", **told: Any) -> AuditReturn:
    """A return; answers by the names of their questions, else facts about the audit."""
    answers = {"plan": "Yes", "voice": "Partly"}
    answers |= {name: told.pop(name) for name in list(told) if name in QUESTIONS.questions}
    comments = told.pop("comments", {})
    case = told.pop("case", {"review_type": "planned"})
    about = {
        "case_ref": case_ref,
        "service": "Older People",
        "stage": "first",
        "period": "2026-04",
        "auditor": AUDITORS[told.get("stage", "first")],
        "audit_date": date(2026, 4, 13),
        **told,
    }
    read = KIT.kit.read_answers(QUESTIONS, answers, comments=comments, case=case, about=about)
    return read.audit_return


def made_entropy(seed: str = "") -> Callable[[int], bytes]:
    """Salts that are the same in every run, and never twice in one."""
    numbers = count()
    return lambda size: sha256(f"{seed}{next(numbers)}".encode()).digest()[:size]


def an_action(id: str = "A-1", **told: Any) -> Action:
    """An action on the case of `a_return`."""
    about = {"case_ref": "CASE-0142", "question": "voice", "service": "Older People"}
    dates = {"raised_on": date(2026, 4, 14), "due": date(2026, 4, 28)}
    wanted = {**about, **dates, "title": "Hear the person", "raised_by": "TL1", **told}
    return Action(id=id, **wanted)
