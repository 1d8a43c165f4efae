"""A small set and returns under it, in a folder to work in."""

from __future__ import annotations

from pathlib import Path

import pytest

SET = """\
question_set: small
version: "1.0"
title: A small set
case_fields:
  review_type: {type: choice, options: [planned, unplanned]}
scales:
  evidenced:
    - {option: yes, label: Yes, score: 1}
    - {option: partly, label: Partly, score: 0.5}
    - {option: no, label: "No", score: 0}
    - {option: na, label: Not applicable, state: not_applicable}
sections:
  - section: all
    title: All
    questions:
      - {question: eligibility, text: Is eligibility evidenced?, scale: evidenced, weight: 2}
      - {question: contingency_plan, text: Is a contingency plan in place?, scale: evidenced}
      - {question: safeguarding, text: Is the person safe?, scale: evidenced}
scoring: {method: weighted_mean, minimum_coverage: 80%}
rating:
  bands:
    - {band: good, label: Good, from: 63}
    - {band: poor, label: Poor, from: 0}
  limits:
    - when: contingency_plan == "no" and case.review_type == "unplanned"
      at_most: poor
      because: No contingency plan, and the review was unplanned
escalations:
  - when: safeguarding == "no"
    to: head_of_service
    because: Safeguarding concern on the file
"""
HEADINGS = "case_ref,service,case.review_type,eligibility,contingency_plan,safeguarding\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the set `small.yaml` in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(SET, encoding="utf-8")
    return tmp_path


@pytest.fixture
def returns(folder: Path) -> Path:
    """Four returns: one limited, one held, one escalated, one with too few answers."""
    path = folder / "older-people.csv"
    rows = [
        "CASE-0142,Older People,unplanned,Yes,No,Yes\n",
        "CASE-0150,Older People,planned,Yes,Partial,Yes\n",
        "CASE-0117,Older People,planned,Yes,Partly,No\n",
        "CASE-0160,Older People,planned,Yes,,\n",
    ]
    path.write_text(HEADINGS + "".join(rows), encoding="utf-8")
    return path
