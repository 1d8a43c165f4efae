"""A question set shown, as lines for people and as JSON for programs."""

from __future__ import annotations

import json

from auditkit.questions.model import QuestionSet, option_label, question_label, worded
from auditkit.questions.reading import read_question_set
from auditkit.questions.showing import described, plain_set

SET = """\
question_set: shown
version: "2"
title: {en: Shown, cy: Dangos}
description: {en: For a test, cy: Ar gyfer prawf}
case_fields:
  review: {type: choice, options: [planned, unplanned]}
scales:
  yes_no:
    - {option: yes, label: {en: Yes, cy: Ie}, score: 1}
    - {option: no, label: {en: No, cy: Na}, score: 0.5}
    - {option: na, label: Not applicable, state: not_applicable}
sections:
  - section: first
    title: {en: First, cy: Cyntaf}
    weight: 2
    applies_when: case.review == "planned"
    questions:
      - question: missed
        text: {en: Was it missed?, cy: A gollwyd hyn?}
        scale: yes_no
        weight: 0.5
        reverse: true
        labels: {yes: {en: Missed, cy: Do}, no: Found, na: {cy: Amherthnasol}}
    sections:
      - section: inner
        title: Inner
        questions:
          - {question: reason, text: Reason, type: text, applies_when: 'missed == "no"'}
scoring: {minimum_coverage: 80%, minimum_counted: 3, rounding: {mode: floor, places: 0}}
rating:
  bands:
    - {band: good, label: {en: Good, cy: Da}, from: 62.5}
    - {band: poor, label: Poor}
  rules:
    - {band: poor, when: 'missed == "yes"'}
    - {band: good}
  limits:
    - {at_most: poor, when: 'missed == "no"', because: So}
escalations:
  - {when: 'missed == "yes"', to: head_of_service, because: So}
"""
ENGLISH = """\
Shown (shown@2)
For a test

First [first] (weight 2)
  asked when case.review == "planned"
  Was it missed? [missed]
    Missed = 1 | Found = 0.5 | Not applicable; weight 0.5; the highest score is the poor answer
  Inner [inner]
    Reason [reason]
      text; asked when missed == "no"

Scored by weighted_mean over questions, rounded floor to 0 places, missing: exclude
No rating below 80% coverage or 3 questions counted
  Good from 62.5%
  Poor by rules
  Rule: poor when missed == "yes"
  Rule: good when nothing above holds
  Limit: at most poor when missed == "no"
  Escalation to head_of_service when missed == "yes"
Content hash: HASH"""
PLAIN = """\
question_set: plain
version: "1"
title: Plain
sections:
  - section: only
    title: Only
    questions:
      - {question: reason, text: Reason, type: text}
escalations:
  - {when: answered(reason), to: head_of_service, because: So}
"""


def read(text: str) -> QuestionSet:
    return read_question_set(text.encode(), "set.yaml").question_set


SHOWN = read(SET)


def test_a_set_is_described_line_by_line() -> None:
    lines = "\n".join(described(SHOWN))
    assert lines == ENGLISH.replace("HASH", SHOWN.content_hash)


def test_a_set_is_described_in_welsh_where_it_has_welsh() -> None:
    lines = list(described(SHOWN, "cy"))
    assert lines[:2] == ["Dangos (shown@2)", "Ar gyfer prawf"]
    assert lines[6] == (
        "    Do = 1 | Found = 0.5 | Amherthnasol; pwysoliad 0.5; y sgôr uchaf yw'r ateb gwael"
    )


def test_a_set_without_a_rating_is_described_with_its_escalations() -> None:
    plain = read(PLAIN.replace("{when: answered(reason),", "{when: 'answered(reason)',"))
    assert list(described(plain)) == [
        "Plain (plain@1)",
        "",
        "Only [only]",
        "  Reason [reason]",
        "    text",
        "",
        "Scored by weighted_mean over questions, rounded half_up to 1 places, missing: exclude",
        "  Escalation to head_of_service when answered(reason)",
        f"Content hash: {plain.content_hash}",
    ]


def test_a_set_that_asks_for_a_number_of_answers_alone_says_so() -> None:
    lines = list(described(read(SET.replace("minimum_coverage: 80%, ", ""))))
    assert "No rating below 0% coverage or 3 questions counted" in lines


def test_a_set_in_the_terms_of_json_has_its_hashes() -> None:
    plain = plain_set(SHOWN)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["question_set"] == "shown"
    assert plain["content_hash"] == SHOWN.content_hash
    assert plain["scoring_hash"] == SHOWN.scoring_hash


# Texts in several languages


def test_a_text_is_given_in_the_language_asked_for_or_in_english_or_as_it_is() -> None:
    assert worded({"en": "Yes", "cy": "Ie"}, "cy") == "Ie"
    assert worded({"cy": "Ie", "en": "Yes"}, "pl") == "Yes"
    assert worded({"cy": "Ie", "ga": "Is ea"}, "pl") == "Ie"
    assert worded("Yes", "cy") == "Yes"
    assert worded(None) == ""


def test_an_option_is_worded_as_the_question_does_or_else_as_its_scale() -> None:
    question = SHOWN.questions["missed"]
    yes, no, na = SHOWN.options(question)
    assert [option_label(question, one) for one in (yes, no, na)] == [
        "Missed",
        "Found",
        "Not applicable",
    ]
    assert [option_label(question, one, "cy") for one in (yes, no, na)] == [
        "Do",
        "Found",
        "Amherthnasol",
    ]


def test_a_question_without_a_label_is_called_by_its_id() -> None:
    assert question_label(SHOWN.questions["missed"]) == "Missed"


def test_a_label_is_given_in_the_language_asked_for() -> None:
    labelled = read(
        SET.replace("question: missed\n", "question: missed\n        label: {en: M, cy: C}\n")
    )
    assert question_label(labelled.questions["missed"], "cy") == "C"


# What a set holds


def test_questions_are_in_the_order_asked_through_sections_within_sections() -> None:
    assert list(SHOWN.questions) == ["missed", "reason"]


def test_sections_are_given_outer_before_inner() -> None:
    assert [section.id for section in SHOWN.all_sections()] == ["first", "inner"]


def test_a_question_without_a_scale_has_no_options() -> None:
    assert SHOWN.options(SHOWN.questions["reason"]) == ()
