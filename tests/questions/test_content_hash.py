"""The content hash of a question set: the same for the same meaning, another for another."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest

from auditkit.documents.canonical import canonical_json, content_hash
from auditkit.documents.record import Record, reads
from auditkit.documents.shapes import TEXT, WORDS, Reading
from auditkit.documents.yaml_events import read_yaml
from auditkit.frozen import frozen
from auditkit.questions.model import QuestionSet
from auditkit.questions.reading import read_question_set

SET = """\
question_set: pinned
version: "1.0"
title: Ansawdd tŷ
scales:
  yes_no:
    - {option: yes, label: Yes, score: 2}
    - {option: no, label: No, score: 0.5}
sections:
  - section: only
    title: Only
    questions:
      - question: voice
        text: Is the voice clear?
        scale: yes_no
        weight: 3
      - question: reason
        text: Why?
        type: text
        applies_when: voice == "no"
rating:
  bands:
    - {band: good, label: Good, from: 50}
    - {band: poor, label: Poor, from: 0}
"""
# Keys sorted, lists in order, defaults left out, numbers and ids as texts.
CANONICAL = (
    '{"question_set":"pinned",'
    '"rating":{"bands":['
    '{"band":"good","from":"50","label":"Good"},'
    '{"band":"poor","from":"0","label":"Poor"}]},'
    '"scales":{"yes_no":['
    '{"label":"Yes","option":"yes","score":"2"},'
    '{"label":"No","option":"no","score":"0.5"}]},'
    '"sections":[{"questions":['
    '{"question":"voice","scale":"yes_no","text":"Is the voice clear?","weight":"3"},'
    '{"applies_when":"voice == \\"no\\"","question":"reason","text":"Why?","type":"text"}],'
    '"section":"only","title":"Only"}],'
    '"title":"Ansawdd tŷ",'
    '"version":"1.0"}'
)
# The same without the texts for people.
SCORING = (
    '{"question_set":"pinned",'
    '"rating":{"bands":[{"band":"good","from":"50"},{"band":"poor","from":"0"}]},'
    '"scales":{"yes_no":[{"option":"yes","score":"2"},{"option":"no","score":"0.5"}]},'
    '"sections":[{"questions":['
    '{"question":"voice","scale":"yes_no","weight":"3"},'
    '{"applies_when":"voice == \\"no\\"","question":"reason","type":"text"}],'
    '"section":"only"}],'
    '"version":"1.0"}'
)


def read(text: str) -> QuestionSet:
    return read_question_set(text.encode(), "set.yaml").question_set


def changed(old: str, new: str) -> QuestionSet:
    assert SET.count(old) == 1
    return read(SET.replace(old, new))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_the_content_hash_is_that_of_the_canonical_text() -> None:
    assert read(SET).content_hash == sha256(CANONICAL)


def test_the_scoring_hash_is_that_of_what_can_change_a_score() -> None:
    assert read(SET).scoring_hash == sha256(SCORING)


def test_the_hash_of_this_set_never_changes() -> None:
    pinned = "a7973a6bc09e2814632bf7adb786b141aa4bfa01322bd66cee1b2a9659d17cfe"
    assert read(SET).content_hash == pinned


REORDERED = """\
rating: {bands: [{label: Good, band: good, from: 50}, {from: 0, label: Poor, band: poor}]}
sections:
  - questions:
      - weight: 3
        question: voice
        scale: yes_no
        text: Is the voice clear?
      - {type: text, text: "Why?", applies_when: 'voice == "no"', question: reason}
    title: Only
    section: only
title: "Ansawdd tŷ"
version: '1.0'
question_set: pinned
scales: {yes_no: [{score: 2, option: yes, label: Yes}, {label: No, option: no, score: 0.5}]}
"""


def test_the_order_of_keys_and_the_style_of_writing_change_nothing() -> None:
    assert read(REORDERED).content_hash == read(SET).content_hash


def test_the_line_ends_of_windows_change_nothing() -> None:
    assert read(SET.replace("\n", "\r\n")).content_hash == read(SET).content_hash


def test_how_accents_are_composed_changes_nothing() -> None:
    decomposed = unicodedata.normalize("NFD", SET)
    assert decomposed != SET
    assert read(decomposed).content_hash == read(SET).content_hash


@pytest.mark.parametrize("number", ["2.0", "2.000000000000", '"2"'])
def test_zeros_at_the_end_of_a_number_change_nothing(number: str) -> None:
    assert changed("score: 2}", f"score: {number}}}").content_hash == read(SET).content_hash


def test_a_negative_nought_is_nought() -> None:
    nought = changed("score: 0.5}", "score: 0}")
    assert changed("score: 0.5}", "score: -0.0}").content_hash == nought.content_hash


@pytest.mark.parametrize(
    "default",
    [
        "scoring: {}",
        "scoring: {method: weighted_mean, over: questions, missing: exclude}",
        "scoring: {minimum_coverage: 0%, minimum_counted: 0, value: of_maximum}",
        "scoring: {rounding: {mode: half_up, places: 1}, arguments: {}}",
        "actions: []",
        "escalations: []",
        "case_fields: {}",
    ],
)
def test_a_default_said_aloud_changes_nothing(default: str) -> None:
    assert read(f"{SET}{default}\n").content_hash == read(SET).content_hash


@pytest.mark.parametrize(
    "default",
    ["weight: 1", "weight: 1.00", "reverse: false", "places: 0", "tags: []", "labels: {}"],
)
def test_a_default_of_a_question_said_aloud_changes_nothing(default: str) -> None:
    said = changed("        type: text\n", f"        type: text\n        {default}\n")
    assert said.content_hash == read(SET).content_hash


CHANGES_SCORES = [
    ("weight: 3", "weight: 2"),
    ("score: 0.5}", "score: 0.25}"),
    ("option: no,", "option: na,"),
    ("question: voice", "question: voices"),
    ("from: 50", "from: 51"),
    ("weight: 3", "weight: 3\n        reverse: true"),
    ("rating:", "scoring: {missing: worst}\nrating:"),
    ("rating:", "rating:\n  band_on: exact"),
]
CHANGES_WORDS = [
    ("title: Only", "title: All"),
    ("label: Yes", "label: Yea"),
    ("label: Yes", "label: Yes, synonyms: [Y]"),
    ("label: Good", "label: Fine"),
    ("text: Is the voice clear?", "text: Is it clear?"),
    ("weight: 3", "weight: 3\n        guidance: Look at the record"),
    ("weight: 3", "weight: 3\n        comment_required: [no]"),
    ("weight: 3", "weight: 3\n        favourable: Clear voice"),
    ("title: Ansawdd tŷ", "title: Ansawdd\neffective_from: 2026-10-01"),
    ("rating:", "escalations: [{when: 'voice == \"no\"', to: head, because: So}]\nrating:"),
]


def without_condition(text: str) -> str:
    return text.replace('        applies_when: voice == "no"\n', "")


@pytest.mark.parametrize(("old", "new"), CHANGES_SCORES)
def test_what_can_change_a_score_changes_both_hashes(old: str, new: str) -> None:
    before, after = (read(without_condition(text)) for text in (SET, SET.replace(old, new)))
    assert before.content_hash != after.content_hash
    assert before.scoring_hash != after.scoring_hash


@pytest.mark.parametrize(("old", "new"), CHANGES_WORDS)
def test_what_cannot_change_a_score_changes_the_content_hash_alone(old: str, new: str) -> None:
    before, after = read(SET), changed(old, new)
    assert before.content_hash != after.content_hash
    assert before.scoring_hash == after.scoring_hash


def test_the_order_of_a_list_is_part_of_the_meaning() -> None:
    options = [line for line in SET.splitlines(keepends=True) if "option:" in line]
    swapped = SET.replace("".join(options), "".join(reversed(options)))
    assert read(swapped).content_hash != read(SET).content_hash


# A key added to the language later


@frozen(kw_only=True)
class Before:
    """A model of today."""

    id: str = reads(WORDS, "what it holds")


@frozen(kw_only=True)
class After:
    """The same model with keys that came later, each with a default."""

    id: str = reads(WORDS, "what it holds")
    note: str | None = reads(TEXT, "what it holds", default=None)
    tags: dict[str, str] = reads(TEXT, "what it holds", factory=dict)
    not_read: int = 7


@pytest.mark.parametrize("model", [Before, After])
def test_a_key_added_later_with_a_default_changes_no_hash(model: type) -> None:
    made = Record(lambda: model, "a model").read(read_yaml(b"id: a", "a.yaml"), Reading())
    assert canonical_json(made) == '{"id":"a"}'
    assert content_hash(made) == sha256('{"id":"a"}')


def test_what_has_no_canonical_form_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(TypeError, match="no canonical form for float"):
        canonical_json(0.5)


@pytest.mark.parametrize(
    ("value", "plain"), [(None, "null"), (True, "true"), (3, "3"), ("é", '"é"')]
)
def test_plain_values_stand_for_themselves(value: object, plain: str) -> None:
    assert canonical_json(value) == plain
