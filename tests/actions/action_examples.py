"""Actions for the tests, made in one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from auditkit.actions.model import Action

RAISED = date(2026, 4, 13)


def action(**changes: Any) -> Action:
    known: dict[str, Any] = {
        "id": "ACT-7K2M",
        "programme": "anytown-2026-27",
        "service": "older_people",
        "team": "north",
        "case_ref": "CASE-0142",
        "question": "contingency_plan",
        "finding": "No contingency plan on the file",
        "kind": "practice_support",
        "title": "Write a contingency plan with the person",
        "owner_role": "team_leader",
        "owner": "TL-03",
        "due": date(2026, 4, 27),
        "raised_on": RAISED,
        "raised_by": "HOS-1",
    }
    return Action(**{**known, **changes})


def done(**changes: Any) -> Action:
    ended = {"status": "done", "evidence": "File note of 20 April 2026"}
    known: dict[str, Any] = {**ended, "done_on": date(2026, 4, 20), "done_by": "TL-03"}
    return action(**{**known, **changes})


def chance() -> Callable[[int], bytes]:
    """Bytes that come one after the other, in place of chance."""
    numbers = count()
    return lambda size: bytes(next(numbers) % 256 for _ in range(size))
