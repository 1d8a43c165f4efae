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


# Commands


HELP = """\
Defnydd: auditkit sets list [OPSIYNAU]

  Rhestru'r setiau cwestiynau sydd ar gael.

Opsiynau:
  --json          Fel JSON.
  --language COD  Yr iaith i'w defnyddio: en neu cy.
  -h, --help      Dangos y neges hon a gorffen.
"""


@pytest.mark.parametrize(
    "arguments",
    [["--language", "cy", "sets", "list", "--help"], ["sets", "list", "--language=cy", "--help"],
     ["sets", "list", "--help", "--language", "cy"]],
)  # fmt: skip
def test_a_command_helps_in_welsh_wherever_it_is_asked_for(call, arguments):
    assert call(*arguments).out == HELP


def test_the_list_of_commands_is_in_welsh(call):
    out = call("--language", "cy", "--help").out
    assert "\nGorchmynion:\n" in out
    assert "\n  init  " in out
    assert " Sgorio ffurflenni archwilio.\n" in out


def test_help_in_english_follows_help_in_welsh(call):
    call("sets", "list", "--help", "--language", "cy")
    assert "Show this message and exit." in call("sets", "list", "--help").out


@pytest.mark.parametrize(
    ("variable", "arguments", "heading"),
    [
        ("", ["sets", "list"], "Version"),
        ("cy", ["sets", "list"], "Fersiwn"),
        ("cy", ["--language", "en", "sets", "list"], "Version"),
        ("en", ["--language", "cy", "sets", "list"], "Fersiwn"),
        ("", ["sets", "--language", "cy", "list"], "Fersiwn"),
        ("cy", ["--language", "cy", "sets", "list", "--language", "en"], "Version"),
        ("en", ["--language", "en", "sets", "list", "--language", "cy"], "Fersiwn"),
    ],
)
def test_what_stands_nearest_to_the_command_says_the_language(
    call, monkeypatch, variable, arguments, heading
):
    monkeypatch.setenv("AUDITKIT_LANGUAGE", variable)
    assert call(*arguments).out.splitlines()[0].split()[1] == heading


def test_a_variable_that_is_no_language_is_a_usage_error(call, monkeypatch):
    monkeypatch.setenv("AUDITKIT_LANGUAGE", "Welsh")
    found = call("sets", "list")
    assert (found.code, "'Welsh' is not a language code" in found.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["score"], "Gwall: Arg ar goll 'FFURFLENNI...'."),
        (["sets", "list", "--jsn"], "Gwall: Nid oes opsiwn "),
        (["score", "r.csv", "--set"], "Gwall: Mae angen gwerth ar yr opsiwn '--set'."),
        (["score", "r.csv", "--duplicates", "x"], "nid yw 'x' yn un o 'refuse', 'latest'."),
        (["score", "r.csv", "--format", "pdf"], "Gwall: fformat anhysbys: 'pdf'; rhai hysbys: "),
        (["score", "r.csv", "-o", "r.pdf"], "Gwall: ni wyddys am fformat ar gyfer r.pdf; "),
        (["score", "r.csv", "--format", "xlsx"], "mae angen ffeil i'w hysgrifennu ar xlsx"),
        (["init", "one", "two"], "Gwall: rhowch un ffolder, neu: auditkit init plugin ENW"),
        (["init", "plugin", "No"], "Gwall: nid yw 'No' yn enw"),
    ],
)
def test_a_mistake_in_the_call_is_told_in_welsh(call, folder, arguments, said):
    found = call("--language", "cy", *arguments)
    assert found.code == 2
    assert said in found.err


def test_sets_are_listed_and_checked_in_welsh(call, returns):
    out = call("sets", "list", "--language", "cy").out
    assert out.startswith("Set ")
    assert "Rheoli cost gofal" in out
    assert call("sets", "check", "bach.yaml", "--language", "cy").out.endswith(
        "bach.yaml: 0 gwall, 0 rhybudd\n"
    )


def test_two_sets_are_compared_in_welsh(call, returns, folder):
    other = SET.replace("from: 50}", "from: 60}").replace("cy: Ie}", "cy: Ydy}")
    (folder / "arall.yaml").write_text(other.replace('"1.0"', '"1.1"'), "utf-8")
    out = call("sets", "diff", "bach.yaml", "arall.yaml", "r.csv", "--language", "cy").out
    assert out.splitlines()[:5] == [
        "bach@1.0 → bach@1.1",
        "Sgorio (1)",
        '  band good: from "50" → "60"',
        "Geiriad (1)",
        '  opsiwn yes yn evidenced: label.cy "Ie" → "Ydy"',
    ]
    assert "\nAchos    Cam     Cyn        Ar ôl         Nodyn\n" in out
    assert out.endswith("4 ffurflen: symudodd 1\n")


def test_plugins_are_listed_and_checked_in_welsh(call):
    out = call("--language", "cy", "plugins").out
    assert out.startswith("Ategyn ")
    assert "sgorwyr: all_or_none" in out
    checked = call("--language", "cy", "plugins", "check", "scorers").out
    assert checked == "scorers: yn cadw'r hyn y mae'n ei addo\n"


def test_a_broken_plugin_is_told_in_welsh(call, returns, folder, monkeypatch):
    (folder / "broken.py").write_text("raise RuntimeError('no')", "utf-8")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("AUDITKIT_PLUGINS", "broken")
    found = call("score", "r.csv", "--set", "bach.yaml", "--language", "cy")
    assert found.err == (
        "Ategyn broken (modiwl -): ni ellir ei fewnforio: RuntimeError: no"
        " (i fynd ymlaen hebddo: --without broken)\n"
    )


def test_a_starter_folder_is_in_welsh(call, folder):
    found = call("init", "cychwyn", "--language", "cy")
    assert found.err.startswith("Ysgrifennwyd 15 ffeil yn cychwyn. Nesaf: darllenwch ")
    readme = (folder / "cychwyn/README.md").read_text("utf-8")
    assert readme.startswith("# Archwiliadau ymarfer\n")
    assert "auditkit score returns --set managing-cost-of-care --explain --language cy" in readme
    assert "--language cy" in (folder / "cychwyn/score-returns.bat").read_text("utf-8")
    assert "Cyfeirnod yr achos" in (folder / "cychwyn/microsoft-forms.txt").read_text("utf-8")


def test_an_unexpected_error_is_told_in_welsh(call, returns, monkeypatch):
    from auditkit.kit import AuditKit

    monkeypatch.setattr(AuditKit, "score", lambda self, audit_return: 1 / 0)
    found = call("score", "r.csv", "--set", "bach.yaml", "--language", "cy")
    assert (found.code, found.err.splitlines()[0]) == (
        3, "Gwall annisgwyl: ZeroDivisionError: division by zero",
    )  # fmt: skip


WRONG = """\
question_set: drwg
version: "1.0"
title: Bad
scales:
  evidenced: [{option: yes, label: Yes, score: 1}, {option: no, label: No}]
sections:
  - section: need
    title: Need
    questions:
      - {question: plan, text: Is there a plan?, scale: evidence, weight: [2]}
scoring: {method: weighted_mean, over: section}
"""
SHAPES_WRONG = """\
drwg.yaml:10:75: sections[need].questions[plan].weight: Canfuwyd rhestr, disgwyliwyd rhif megis 2 neu 0.5. [S002]
drwg.yaml:11:40: scoring.over: Canfuwyd "section", disgwyliwyd un o questions, sections. A oeddech yn golygu "sections"? [S004]
drwg.yaml: 2 wall, 0 rhybudd
"""
MEANING_WRONG = """\
drwg.yaml:5:52: scales.evidenced[no]: Nid oes sgôr na chyflwr gan yr opsiwn "no" yn y raddfa a sgorir, "evidenced". Nodwch pa un: state: not_applicable neu not_assessed, neu sgôr. [Q029]
drwg.yaml:10:57: sections[need].questions[plan].scale: Nid oes graddfa "evidence". A oeddech yn golygu "evidenced"? [Q002]
drwg.yaml: 2 wall, 0 rhybudd
"""
LAID_OVER = """\
question_set: lleol
version: "1.0"
extends: bach.yaml
remove:
  questions: {plam: Not here}
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [(WRONG, SHAPES_WRONG),
     (WRONG.replace(", weight: [2]", "").replace("over: section", "over: sections"), MEANING_WRONG)],
)  # fmt: skip
def test_what_is_wrong_with_a_set_is_said_wholly_in_welsh(call, folder, text, said):
    (folder / "drwg.yaml").write_text(text, "utf-8")
    assert call("sets", "check", "drwg.yaml", "--language", "cy").out == said


def test_what_is_wrong_with_an_overlay_is_said_in_welsh(call, returns, folder):
    (folder / "lleol.yaml").write_text(LAID_OVER, "utf-8")
    assert call("sets", "check", "lleol.yaml", "--language", "cy").out.splitlines()[0] == (
        'lleol.yaml:5:21: remove.questions.plam: Nid oes cwestiwn "plam" yn bach@1.0'
        ' (bach.yaml:1:1). A oeddech yn golygu "plan"? Cywirwch yr id, neu hepgorwch hyn. [O002]'
    )
