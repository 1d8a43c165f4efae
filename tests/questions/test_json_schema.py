"""The JSON Schema of question sets: what an editor accepts, and what it underlines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator

from auditkit.documents.schema import json_schema
from auditkit.overlays.model import OVERLAY
from auditkit.questions.model import QUESTION_SET

ROOT = Path(__file__).parents[2]
BUNDLED = sorted((ROOT / "question_sets").glob("*/*.yaml"))
ACCEPTED = sorted((Path(__file__).parent / "accepted").glob("*.yaml"))
SCHEMA = json_schema(QUESTION_SET, "auditkit question set")
VALIDATOR = Draft202012Validator(SCHEMA)
OVERLAYS = Draft202012Validator(json_schema(OVERLAY, "auditkit overlay"))


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it, by the core schema of YAML 1.2."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789")
)
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789")
)


def in_an_editor(text: str) -> Any:
    return yaml.load(text, Loader=EditorLoader)


def complaints(document: Any) -> list[str]:
    """Where the schema finds fault, as paths; of an overlay, the schema of those."""
    is_overlay = isinstance(document, dict) and "extends" in document
    validator = OVERLAYS if is_overlay else VALIDATOR
    return sorted({one.json_path for one in validator.iter_errors(document)})


SET = """\
question_set: small
version: "1.0"
title: {en: Small, cy: Bach}
sections:
  - section: only
    title: Only
    questions:
      - {question: first, text: Why, type: text}
"""


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", BUNDLED, ids=lambda file: file.parent.name)
def test_the_schema_accepts_every_bundled_set(file: Path) -> None:
    assert complaints(in_an_editor(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", BUNDLED, ids=lambda file: file.parent.name)
def test_the_schema_accepts_every_bundled_set_under_the_rules_of_yaml_1_1(file: Path) -> None:
    assert complaints(yaml.safe_load(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", ACCEPTED, ids=lambda file: file.stem)
def test_the_schema_accepts_what_auditkit_accepts(file: Path) -> None:
    assert complaints(in_an_editor(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("typed", ["yes", "no", "on", "1", "1.10", "010", "true", "0.5", "12:30"])
def test_the_schema_allows_texts_that_editors_take_for_something_else(typed: str) -> None:
    text = SET.replace('"1.0"', typed) + f"scales: {{s: [{{option: {typed}, label: {typed}}}]}}\n"
    assert complaints(in_an_editor(text)) == []
    assert complaints(yaml.safe_load(text)) == []


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("title: Only", "title: Only\n    wieght: 2", "$.sections[0]"),
        ("question_set", "questions_set", "$"),
        ("title: Only", "title: [Only]", "$.sections[0].title"),
        ("title: Only", "title: {English: Only}", "$.sections[0].title"),
        ("title: Only", "title: {}", "$.sections[0].title"),
        ("title: Only", "title: Only\n    weight: heavy", "$.sections[0].weight"),
        ("section: only", "section: Only", "$.sections[0].section"),
        ("section: only", "section: [only]", "$.sections[0].section"),
        ("type: text", "type: texts", "$.sections[0].questions[0].type"),
        ("type: text", "type: text, reverse: maybe", "$.sections[0].questions[0].reverse"),
        ("type: text", "type: text, places: half", "$.sections[0].questions[0].places"),
        ("type: text", "type: text, tags: critical", "$.sections[0].questions[0].tags"),
        ("type: text", "type: text, applies_when: [a]", "$.sections[0].questions[0].applies_when"),
        (", text: Why", "", "$.sections[0].questions[0]"),
        ("sections:", "scales: {Upper: [{option: a, label: A}]}\nsections:", "$.scales"),
        ("sections:", "scales: {empty: []}\nsections:", "$.scales.empty"),
        ("sections:", "scoring: {minimum_coverage: 101%}\nsections:", "$.scoring.minimum_coverage"),
        ("sections:", "effective_from: 1 May\nsections:", "$.effective_from"),
        ("sections:", "actions: [{due: soon}]\nsections:", "$.actions[0]"),
    ],
)
def test_the_schema_underlines_a_mistake_where_it_stands(old: str, new: str, path: str) -> None:
    assert complaints(in_an_editor(SET)) == []
    assert path in complaints(in_an_editor(SET.replace(old, new)))


def test_sections_within_sections_have_the_same_schema() -> None:
    inner = "    sections: [{section: inner, title: Inner, questions: [{question: deep}]}]\n"
    assert complaints(in_an_editor(SET + inner)) == ["$.sections[0].sections[0].questions[0]"]


def test_every_object_of_the_schema_is_described_in_one_sentence() -> None:
    objects = {name: one for name, one in SCHEMA["$defs"].items() if name != "text"}
    assert objects["Option"]["description"] == "One answer that a scale offers"
    assert [name for name, one in objects.items() if not one["description"]] == []
    assert [name for name, one in objects.items() if "\n" in one["description"]] == []


def test_the_schema_says_what_it_is_for() -> None:
    assert SCHEMA["title"] == "auditkit question set"
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
