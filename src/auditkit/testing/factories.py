"""Small question sets and audit returns, made in a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from auditkit.kit import AuditKit
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
