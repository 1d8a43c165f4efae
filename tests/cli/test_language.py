"""What the command line says where Welsh is asked for."""

from __future__ import annotations

import pytest

SET = """\
question_set: bach
version: "1.0"
title: {en: Small, cy: Bach}
case_fields:
  review_type: {type: choice, options: [planned, unplanned]}
scales:
  evidenced:
    - {option: yes, label: {en: Yes, cy: Ie}, score: 1}
    - option: no
      label: {en: "No, or not seen", cy: "Na, neu heb ei weld"}
      score: 0
      synonyms: [Na]
sections:
  - section: need
    title: {en: Need, cy: Angen}
    questions:
      - question: plan
        text: {en: Is there a plan?, cy: A oes cynllun?}
        label: {en: Plan, cy: Cynllun}
        scale: evidenced
        labels: {yes: {cy: Oes}}
      - question: safe
        text: {en: Is the person safe?, cy: A yw'r person yn ddiogel?}
        label: {en: Safety, cy: Diogelwch}
        scale: evidenced
scoring: {method: weighted_mean, minimum_coverage: 100%}
rating:
  bands:
    - {band: good, label: {en: Good, cy: Da}, from: 50}
    - {band: poor, label: {en: Poor, cy: Gwael}, from: 0}
  limits:
    - when: plan == "no" and case.review_type == "unplanned"
      at_most: poor
      because: {en: "No plan, and the review was unplanned", cy: "Dim cynllun, a'r adolygiad heb ei gynllunio"}
escalations:
  - when: safe == "no"
    to: head_of_service
    because: {en: Not safe, cy: Nid yw'n ddiogel}
"""
TABLE = """\
UWCHGYFEIRIO HEDDIW  ACHOS-3  Nid yw'n ddiogel → Pennaeth Gwasanaeth
UWCHGYFEIRIO HEDDIW  ACHOS-4  Nid yw'n ddiogel (heb ei benderfynu: heb ei asesu) → Pennaeth Gwasanaeth
Achos    Gwasanaeth  Cam            Sgôr    Gradd          Cyfrifwyd  Nodyn
ACHOS-1  Pobl Hŷn    cyntaf         50.0%   Gwael          2 o 2      terfyn: dim cynllun
ACHOS-2  Pobl Hŷn    ailarchwiliad  –       Daliwyd yn ôl  –          1 broblem
ACHOS-3  Pobl Hŷn    cyntaf         50.0%   Da             2 o 2
ACHOS-4  Pobl Hŷn    cyntaf         100.0%  –              1 o 2      dim gradd: atebwyd 1 o 2 gwestiwn, mae angen 100%
4 ffurflen: sgoriwyd 3, daliwyd 1 yn ôl (gweler y problemau isod)
"""
PROBLEMS = """\
r.csv, cell E3 (ACHOS-2, "A oes cynllun?")
  Canfuwyd "efallai". Caniateir: Oes, Na. [R012] Daliwyd yn ôl.
r.csv, rhes 5 (ACHOS-4)
  Dim gradd: atebwyd 1 o 2 gwestiwn, mae angen 100%. [C007]
"""
EXPLAINED = """\
ACHOS-1 · archwiliad cyntaf · bach 1.0
Gwael (yn ôl y sgôr yn unig: Da)
Rheswm: dim cynllun, a'r adolygiad heb ei gynllunio
50.0% = 1 ÷ 2; 2 gwestiwn wedi'u cyfrif
  Cynllun    Na  0 o 1    ← terfyn
  Diogelwch  Ie  1 o 1
Gyda'r ateb "Oes" i "cynllun": 100.0%, Da
"""


@pytest.fixture
def returns(folder):
    """Returns under Welsh headings: one limited, one held, one escalated, one with a blank."""
    (folder / "bach.yaml").write_text(SET, "utf-8")
    path = folder / "r.csv"
    path.write_text(
        "Cyfeirnod yr achos,Gwasanaeth,Cam yr archwiliad,case.review_type,A oes cynllun?,Diogelwch\n"
        "ACHOS-1,Pobl Hŷn,Archwiliad cyntaf,unplanned,Na,Ie\n"
        "ACHOS-2,Pobl Hŷn,Ailarchwiliad,planned,efallai,Ie\n"
        "ACHOS-3,Pobl Hŷn,Archwiliad cyntaf,planned,Oes,Na\n"
        "ACHOS-4,Pobl Hŷn,Archwiliad cyntaf,planned,Oes,\n",
        "utf-8",
    )
    return path


def test_table_and_problems_read_wholly_in_welsh(call, returns):
    found = call("score", returns, "--set", "bach.yaml", "--language", "cy")
    assert found.code == 1
    assert found.out == TABLE
    assert found.err == PROBLEMS


def test_an_explanation_reads_wholly_in_welsh(call, returns):
    out = call("score", returns, "--set", "bach.yaml", "--explain", "--language", "cy").out
    assert out.startswith(EXPLAINED)


def test_a_refusal_is_said_in_welsh(call, returns, folder):
    (folder / "out.csv").write_text("mine", "utf-8")
    found = call("score", returns, "--set", "bach.yaml", "-o", "out.csv", "--language", "cy")
    assert found.code == 1
    assert found.err == (
        "out.csv\n  Mae ffeil o'r enw hwn yno eisoes. Dewiswch enw arall, neu defnyddiwch --force."
        " [F018]\n"
    )


def test_the_file_written_is_told_in_welsh(call, returns):
    found = call("score", returns, "--set", "bach.yaml", "-o", "out.csv", "--language", "cy")
    assert found.err.startswith("Ysgrifennwyd out.csv: 4 ffurflen\n")


def test_a_set_is_shown_in_welsh(call, returns):
    out = call("sets", "show", "bach.yaml", "--language", "cy").out
    assert "    Oes = 1 | Na, neu heb ei weld = 0\n" in out
    assert "Dim gradd islaw cwmpas o 100% neu 0 cwestiwn wedi'u cyfrif\n  Da o 50%\n" in out


def test_what_is_no_language_code_is_a_usage_error(call, returns):
    found = call("score", returns, "--set", "bach.yaml", "--language", "Welsh")
    assert found.code == 2
    assert "'Welsh' is not a language code such as en or cy" in found.err


def test_a_blank_return_is_told_of_in_welsh(call, returns):
    found = call("sets", "template", "bach.yaml", "-o", "b.csv", "--language", "cy")
    assert found.err == "Ysgrifennwyd b.csv\n"


def test_a_blank_return_that_is_there_already_is_refused_in_welsh(call, returns):
    found = call("sets", "template", "bach.yaml", "-o", "r.csv", "--language", "cy")
    assert found.code == 1
    assert found.err.startswith("r.csv\n  Mae ffeil o'r enw hwn yno eisoes.")
