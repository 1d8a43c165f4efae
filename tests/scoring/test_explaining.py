"""Scorecards in words: each folder of `explained/` holds a set, a return and the text expected.

`return.yaml` gives the return as a reader would meet it, text under headings, and the language.
With AUDITKIT_UPDATE=1 in the environment the expected texts are written anew: read them then.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from small_sets import document, filled, load, option, question, rated

from auditkit.kit import AuditKit

HERE = Path(__file__).parent / "explained"
FILES = {"set.yaml", "return.yaml", "expected.txt"}
SAMPLES = sorted(path.name for path in HERE.iterdir())


def explained(folder: Path, scratch: Path) -> str:
    """The explanation of the return in this folder."""
    kit = AuditKit(discover=False)
    questions = kit.load(folder / "set.yaml")
    # Every scalar as the text that was typed, so that `no` stays the answer no.
    text = (folder / "return.yaml").read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    file = scratch / "return.json"
    file.write_text(json.dumps([told["return"]]), encoding="utf-8")
    reading = kit.read([file], questions)
    assert reading.problems == ()
    (audit_return,) = reading.returns
    return kit.explain(kit.score(audit_return), told.get("language", "en")) + "\n"


@pytest.mark.parametrize("folder", [pytest.param(HERE / name, id=name) for name in SAMPLES])
def test_a_scorecard_is_explained_line_for_line(folder: Path, tmp_path: Path) -> None:
    expected = folder / "expected.txt"
    found = explained(folder, tmp_path)
    if os.environ.get("AUDITKIT_UPDATE"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_every_file_belongs_to_a_sample() -> None:
    inside = [path for path in HERE.rglob("*") if path.is_file()]
    stray = [path for path in inside if path.parent.parent != HERE or path.name not in FILES]
    assert stray == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_whole(name: str) -> None:
    assert {path.name for path in (HERE / name).iterdir()} == FILES


def test_the_good_answer_of_a_reversed_question_is_named() -> None:
    told = document(question("a", reverse=True))
    kit, _ = load(told)
    assert "(No is the good answer)" in kit.explain(kit.score(filled(told, {"a": "partly"})))


def test_a_rating_that_a_rule_gave_is_not_said_to_be_that_of_the_score() -> None:
    # 0% would be inadequate; the rule says outstanding, the limit good
    told = document(
        question("a"),
        rating=rated(
            rules=[{"when": 'a == "no"', "band": "outstanding", "because": "It is so"}],
            limits=[{"when": 'a == "no"', "at_most": "good", "because": "It is poor"}],
        ),
    )
    kit, _ = load(told)
    said = kit.explain(kit.score(filled(told, {"a": "no"})))
    assert "the score alone: Outstanding" not in said
    assert "Good (the rule alone: Outstanding)" in said


def test_answers_that_begin_alike_are_said_whole() -> None:
    scale = [option("yes", 1), {"option": "partly", "label": "Yes, in part", "score": "0.5"}]
    told = document(question("a"), scales={"evidenced": scale})
    kit, _ = load(told)
    assert "Yes, in part" in kit.explain(kit.score(filled(told, {"a": "partly"})))
