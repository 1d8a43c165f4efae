"""The scale of a question, as its set declares it: never what the answers happen to be."""

from __future__ import annotations

from fractions import Fraction

import pytest

from auditkit import AuditKit
from auditkit.moderation.scales import (
    options_of_choices,
    scale_of_question,
    scale_of_ratings,
)

SET = """\
question_set: small
version: "1.0"
title: A small set
scales:
  evidenced:
    - {option: yes, label: Yes, score: 1}
    - {option: partly, label: Partly, score: 0.5}
    - {option: no, label: "No", score: 0}
    - {option: na, label: Not applicable, state: not_applicable}
  alike:
    - {option: good, label: Good, score: 2}
    - {option: fine, label: Fine, score: 2}
    - {option: poor, label: Poor, score: -1}
  kinds:
    - {option: review, label: Review}
    - {option: request, label: Request}
  one_score:
    - {option: done, label: Done, score: 1}
    - {option: other, label: Other, state: not_assessed}
sections:
  - section: all
    title: All
    questions:
      - {question: plain, text: Plain?, scale: evidenced}
      - {question: turned, text: Turned?, scale: evidenced, reverse: true}
      - {question: alike, text: Alike?, scale: alike}
      - {question: alike_turned, text: Alike?, scale: alike, reverse: true}
      - {question: single, text: Single?, scale: one_score}
      - {question: kind, text: What kind?, scale: kinds}
      - {question: several, text: Several?, scale: evidenced, type: choices}
      - {question: remarks, text: Remarks?, type: text}
"""
BANDS = """\
rating:
  bands:
    - {band: outstanding, label: Outstanding, from: 88}
    - {band: good, label: Good, from: 50}
    - {band: poor, label: Poor, from: 0}
"""


@pytest.fixture
def load(tmp_path):
    def load(text):
        path = tmp_path / "small.yaml"
        path.write_text(text, "utf-8")
        return AuditKit(discover=False).load(path)

    return load


@pytest.fixture
def scale(load):
    questions = load(SET)
    return lambda name: scale_of_question(questions, questions.questions[name])


def test_scored_options_the_poorest_first(scale):
    assert scale("plain").options == ("no", "partly", "yes")
    assert scale("plain").scores == (0, Fraction(1, 2), 1)


def test_reverse_turns_the_scale_round(scale):
    assert scale("turned").options == ("yes", "partly", "no")
    assert scale("turned").scores == (0, Fraction(1, 2), 1)


def test_options_with_the_same_score_keep_the_order_in_which_they_are_offered(scale):
    assert scale("alike").options == ("poor", "good", "fine")
    assert scale("alike").scores == (-1, 2, 2)
    assert scale("alike_turned").options == ("good", "fine", "poor")


@pytest.mark.parametrize("name", ["single", "kind", "several", "remarks"])
def test_what_has_no_scale_of_one_answer_has_none(scale, name):
    assert scale(name) is None


def test_ratings_the_poorest_first(load):
    assert scale_of_ratings(load(SET + BANDS)).options == ("poor", "good", "outstanding")


def test_fewer_than_two_ratings_make_no_scale(load):
    two = BANDS.replace("    - {band: good, label: Good, from: 50}\n", "")
    assert scale_of_ratings(load(SET + two)).options == ("poor", "outstanding")
    one = "rating:\n  bands:\n    - {band: seen, label: Seen, from: 0}\n"
    assert scale_of_ratings(load(SET)) is None
    assert scale_of_ratings(load(SET + one)) is None


def test_every_option_that_is_an_answer_may_be_chosen(load):
    questions = load(SET)
    several = questions.questions["several"]
    assert options_of_choices(questions, several) == ("yes", "partly", "no")
