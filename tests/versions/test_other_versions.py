"""What keeps its id means the same in every version of a set that is known."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from auditkit import AuditKit, hookimpl

FIRST = """\
question_set: local
version: "1.0"
title: Local
case_fields:
  review_type: {type: choice, options: [planned, unplanned], title: Review}
scales:
  evidenced:
    - {option: yes, label: Yes, score: 2}
    - {option: partly, label: Partly, score: 1}
    - {option: no, label: "No", score: 0}
sections:
  - section: all
    title: All
    questions:
      - {question: plan, text: Is there a plan?, scale: evidenced}
      - {question: missed, text: Was anything missed?, scale: evidenced, reverse: true}
scoring: {method: weighted_mean, minimum_coverage: 80%}
"""
SECOND = FIRST.replace('"1.0"', '"1.1"')


def found(folder: Path, second: str) -> list[str]:
    (folder / "1.0.yaml").write_text(FIRST, "utf-8")
    (folder / "1.1.yaml").write_text(second, "utf-8")
    kit = AuditKit(discover=False)
    assert kit.check(folder / "1.0.yaml") == []
    return [f"{one.place.line} {one.message}" for one in kit.check(folder / "1.1.yaml")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (", reverse: true", "", '16 The question "missed" of local@1.0 means something else here:'
         " what was the good answer is the poor one."),
        ("label: Yes, score: 2}", "label: Yes, score: 0.5}", '9 The question "plan" of local@1.0'
         " means something else here: yes and partly have changed places."),
        ("{type: choice, options: [planned, unplanned]", "{type: text", '5 The case field'
         ' "review_type" no longer has the type choice that it has in local@1.0.'),
    ],
)  # fmt: skip
def test_a_question_that_means_something_else_in_another_version_is_found(
    tmp_path: Path, before: str, after: str, expected: str
):
    assert found(tmp_path, SECOND.replace(before, after))[0].startswith(expected)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("    - {option: partly, label: Partly, score: 1}\n", ""),
        ("options: [planned, unplanned]", "options: [planned]"),
        ("Is there a plan?", "Is a plan there?"),
        ("      - {question: plan, text: Is there a plan?, scale: evidenced}\n", ""),
    ],
)
def test_a_version_may_word_otherwise_and_leave_out(tmp_path: Path, before: str, after: str):
    assert found(tmp_path, SECOND.replace(before, after)) == []


def test_a_version_that_cannot_be_read_is_left_out(tmp_path: Path):
    (tmp_path / "broken.yaml").write_text("question_set: [", "utf-8")
    (tmp_path / "1.1.yaml").write_text(SECOND, "utf-8")

    @hookimpl
    def auditkit_question_sets():
        return {"local@0.9": tmp_path / "broken.yaml"}

    kit = AuditKit([SimpleNamespace(auditkit_question_sets=auditkit_question_sets)], discover=False)
    assert kit.check(tmp_path / "1.1.yaml") == []


def test_an_overlay_that_is_a_version_of_its_base_is_held_against_it_once(tmp_path: Path):
    (tmp_path / "1.0.yaml").write_text(FIRST, "utf-8")
    (tmp_path / "1.1.yaml").write_text(
        'question_set: local\nversion: "1.1"\nextends: 1.0.yaml\n'
        "change: {questions: {missed: {reverse: false}}}\n",
        "utf-8",
    )
    kit = AuditKit(discover=False)
    assert [one.code for one in kit.check(tmp_path / "1.1.yaml")] == ["L032"]
