"""Resources for the tests, in the few words that each needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight"
URL = "https://anytown.example/Questionnaire/plans"
SET = """\
question_set: plans
version: "1.0"
title: Plans
case_fields:
  review_type: {type: choice, options: [planned, unplanned]}
  weekly_cost_change: {type: number, places: 2, unit: GBP per week}
scales:
  shown:
    - {option: yes, label: Yes, score: 1}
    - {option: partly, label: Partly, score: 0.5}
    - {option: no, label: "No, or not shown", score: 0}
    - {option: na, label: Not applicable, state: not_applicable}
  routes:
    - {option: direct, label: Direct payment}
    - {option: council, label: Council-managed}
sections:
  - section: everything
    title: Everything
    questions:
      - {question: plan, text: Is there a plan, label: Plan, scale: shown}
      - {question: voice, text: Is the person heard, label: Voice, scale: shown}
      - {question: routes, text: By which routes, type: choices, scale: routes}
      - {question: hours, text: How many hours, type: number, places: 2, unit: hours}
      - {question: reviewed, text: When was the review, type: date}
      - {question: why, text: Why, type: text}
"""


def coding(code: str = "", display: str = "", **more: Any) -> dict[str, Any]:
    """An answer by coding."""
    told = {"code": code, "display": display}
    return {"valueCoding": {**{key: one for key, one in told.items() if one}, **more}}


def item(link_id: str, *answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An item of a response."""
    return {"linkId": link_id, **({"answer": list(answers)} if answers else {}), **more}


def response(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A finished response about CASE-0001."""
    return {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "subject": {"identifier": {"value": "CASE-0001"}},
        "item": list(items),
        **more,
    }


def option(code: str, display: str, weight: float | None = None, **more: Any) -> dict[str, Any]:
    """An option of a form, with its weight."""
    extension = [{"url": WEIGHT, "valueDecimal": weight}]
    weighty = {} if weight is None else {"extension": extension}
    return {**weighty, **coding(code, display), **more}


def form(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A Questionnaire."""
    return {
        "resourceType": "Questionnaire",
        "url": URL,
        "status": "active",
        "item": list(items),
        **more,
    }


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    """A Bundle of these."""
    entries = [{"resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def saved(folder: Path, resource: Any, name: str = "responses.json") -> Path:
    """A file that holds this."""
    path = folder / name
    path.write_text(resource if isinstance(resource, str) else json.dumps(resource), "utf-8")
    return path
