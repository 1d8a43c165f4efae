"""Small question sets and audit returns, made in a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from auditkit.cases import Case, Fact
from auditkit.kit import AuditKit
from auditkit.periods import period
from auditkit.programme.history import History, PastAudit
from auditkit.programme.model import Programme, Service
from auditkit.questions.model import QuestionSet
from auditkit.questions.reading import read_question_set
from auditkit.returns import AuditReturn

_SCALE = [
    {"option": "yes", "label": "Yes", "score": "1"},
    {"option": "partly", "label": "Partly", "score": "0.5"},
    {"option": "no", "label": "No, or not evidenced on the file", "score": "0"},
    {"option": "na", "label": "Not applicable", "state": "not_applicable"},
]
_BANDS = [
    {"band": "good", "label": "Good", "from": "50"},
    {"band": "poor", "label": "Poor", "from": "0"},
]


def made_set(*questions: str, **keys: Any) -> QuestionSet:
    """A set of these questions on one scale (yes, partly, no, na) with two bands; the keys
    replace those of the set, as YAML has them. Raises `Refused` for what cannot be.

    >>> from auditkit.testing import made_set
    >>> made_set("plan", scoring={"method": "lowest"}).name
    'made@1'
    """
    names = questions or ("plan", "voice")
    asked = [{"question": name, "text": f"{name}?", "scale": "evidenced"} for name in names]
    told = {
        "question_set": "made",
        "version": "1",
        "title": "Made for a test",
        "scales": {"evidenced": _SCALE},
        "sections": [{"section": "all", "title": "All", "questions": asked}],
        "rating": {"bands": _BANDS},
        **keys,
    }
    return read_question_set(json.dumps(told).encode(), "made.yaml").question_set


def made_return(
    question_set: QuestionSet, answers: Mapping[str, Any] | None = None, **about: Any
) -> AuditReturn:
    """A return under a set, with these answers as somebody would give them; what is told about
    it, such as ``case_ref`` or ``service``, as read from a form.

    >>> from auditkit.testing import made_return, made_set
    >>> made_return(made_set("plan"), {"plan": "Yes"}).answers["plan"].value
    'yes'
    """
    kit = AuditKit(discover=False)
    told = {"case_ref": "CASE-0001", **about}
    return kit.read_answers(question_set, answers or {}, about=told).audit_return


def made_cases() -> tuple[Case, ...]:
    """A case of which every fact that a list of cases may have is known, and one of which none
    is.
    """
    facts: dict[str, Fact] = {
        "weekly_cost": Decimal("540.00"),
        "weekly_cost_before": Decimal("410.00"),
        "review_type": "unplanned",
        "closed": "no",
    }
    known = Case(
        case_ref="CASE-0001",
        service="older_people",
        team="north",
        practitioner="P1",
        facts=facts,
    )
    return known, Case(case_ref="CASE-0002")


def made_history(*audited: Case) -> History:
    """The history that criteria are given: the programme, April 2026, and an audit of these
    cases a year before.
    """
    programme = Programme(
        id="made",
        title="Made for a test",
        question_set="made@1",
        seed="1234567890",
        per_service=4,
        services=(Service(id="older_people"),),
    )
    day = date(2025, 4, 14)
    audits = {one.case_ref: (PastAudit(case_ref=one.case_ref, audit_date=day),) for one in audited}
    return History(programme=programme, period=period("2026-04"), audits=audits)
