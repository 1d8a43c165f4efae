"""``auditkit score``: what a person sees, and what a program gets."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

EXPECTED_TABLE = """\
ESCALATE TODAY  CASE-0117  Safeguarding concern on the file → Head of Service
ESCALATE TODAY  CASE-0160  Safeguarding concern on the file (undecided: not assessed) → Head of Service
Case       Service       Stage  Score   Rating  Counted  Note
CASE-0142  Older People  first  75.0%   Poor    3 of 3   limit: no contingency plan
CASE-0150  Older People  first  –       Held    –        1 problem
CASE-0117  Older People  first  62.5%   Poor    3 of 3
CASE-0160  Older People  first  100.0%  –       1 of 3   no rating: 1 of 3 questions answered, 80% needed
4 returns: 3 scored, 1 held (problems below)
"""
EXPECTED_PROBLEMS = """\
older-people.csv, cell E3 (CASE-0150, "Is a contingency plan in place?")
  Found "Partial". Did you mean "Partly"? Allowed: Yes, Partly, No, Not applicable. [R012] Held.
older-people.csv, row 5 (CASE-0160)
  No rating: 1 of 3 questions answered, 80% needed. [C007]
"""


def promised_keys() -> set[str]:
    """The keys of a scorecard in JSON, as the reference lists them."""
    page = (Path(__file__).parents[2] / "docs/reference/results.md").read_text("utf-8")
    listed = page.partition("## JSON")[2].partition("## CSV")[0].splitlines()
    rows = [line.split("|")[1] for line in listed if line.startswith("| `")]
    return {key for row in rows for key in re.findall("`([a-z_]+)`", row)}


def test_the_table_reads_as_a_person_needs_it(call, returns):
    found = call("score", returns, "--set", "small.yaml")
    assert found.out == EXPECTED_TABLE
    assert found.err == EXPECTED_PROBLEMS


def test_a_held_return_makes_the_exit_code_1(call, returns):
    assert call("score", returns, "--set", "small.yaml").code == 1


def test_warnings_alone_leave_the_exit_code_0(call, folder):
    returns = folder / "r.csv"
    returns.write_text(
        "case_ref,eligibility,contingency_plan,safeguarding\nCASE-1,Yes,Yes,Yes\n", "utf-8"
    )
    found = call("score", returns, "--set", "small.yaml")
    assert found.code == 0
    assert "[R002]" in found.err


def test_a_warning_common_to_many_returns_is_said_once(call, folder):
    returns = folder / "r.csv"
    rows = "".join(f"CASE-{number},Yes,Yes,Yes\n" for number in range(30))
    returns.write_text("case_ref,eligibility,contingency_plan,safeguarding\n" + rows, "utf-8")
    found = call("score", returns, "--set", "small.yaml")
    assert found.err.count("[C005]") == 1
    assert "(and 29 more like this)" in found.err


def test_explain_shows_each_figure_before_the_table(call, returns):
    found = call("score", returns, "--set", "small.yaml", "--explain")
    assert "CASE-0142 · first audit · small 1.0\nPoor (the score alone: Good)\n" in found.out
    assert found.out.endswith(EXPECTED_TABLE)


def test_json_holds_every_key_promised(call, returns):
    found = json.loads(call("score", returns, "--set", "small.yaml", "--json").out)
    assert all(set(card) == promised_keys() - {"base"} for card in found)


def test_json_figures_are_the_printed_score_and_the_exact_ratio(call, returns):
    card = json.loads(call("score", returns, "--set", "small.yaml", "--format", "json").out)[0]
    # (2·1 + 1·0 + 1·1) / 4 = 3/4
    assert (card["score"], card["numerator"], card["denominator"]) == (75, 3, 4)
    assert card["limits"] == [
        {"band": "poor", "because": "No contingency plan, and the review was unplanned"}
    ]
    assert card["coverage"] == {"counted": 3, "applicable": 3, "asked": 3}


def test_json_lines_hold_one_scorecard_a_line(call, returns):
    out = call("score", returns, "--set", "small.yaml", "--format", "jsonl").out
    assert [json.loads(line)["case_ref"] for line in out.splitlines()] == [
        "CASE-0142",
        "CASE-0150",
        "CASE-0117",
        "CASE-0160",
    ]


def test_csv_goes_to_a_file_with_a_byte_order_mark(call, returns, folder):
    found = call("score", returns, "--set", "small.yaml", "-o", "out.csv")
    data = (folder / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert "Wrote out.csv: 4 returns" in found.err
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert rows[0]["score_all"] == "75"
    assert rows[1]["status"] == "held"


def test_answers_are_one_row_an_answer(call, returns):
    out = call("score", returns, "--set", "small.yaml", "--format", "answers").out
    rows = list(csv.DictReader(out.splitlines()))
    assert len(rows) == 4 * 3
    assert rows[0]["label"] == "Yes"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "out.pdf"], "no format is known for out.pdf"),
        (["--format", "pdf"], "unknown format 'pdf'"),
        (["--format", "xlsx"], "xlsx needs a file to write"),
        (["--duplicates", "oldest"], "oldest"),
    ],
)
def test_a_call_that_makes_no_sense_is_exit_code_2(call, returns, arguments, said):
    found = call("score", returns, "--set", "small.yaml", *arguments)
    assert found.code == 2
    assert said in found.err


def test_a_file_that_is_there_is_kept(call, returns, folder):
    (folder / "out.csv").write_text("mine", "utf-8")
    found = call("score", returns, "--set", "small.yaml", "-o", "out.csv")
    assert found.code == 1
    assert "[F018]" in found.err
    assert (folder / "out.csv").read_text("utf-8") == "mine"


def test_a_file_that_is_there_is_replaced_by_force(call, returns, folder):
    (folder / "out.csv").write_text("mine", "utf-8")
    call("score", returns, "--set", "small.yaml", "-o", "out.csv", "--force")
    assert "CASE-0142" in (folder / "out.csv").read_text("utf-8-sig")


def test_nothing_is_left_half_written(call, returns, folder, monkeypatch):
    from auditkit.builtin.writers import Csv

    def fail(self, results, stream):
        stream.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Csv, "write", fail)
    (folder / "out.csv").write_text("mine", "utf-8")
    found = call("score", returns, "--set", "small.yaml", "-o", "out.csv", "--force")
    assert found.code == 1
    assert "No space left on device" in found.err
    assert sorted(path.name for path in folder.iterdir() if "out" in path.name) == ["out.csv"]
    assert (folder / "out.csv").read_text("utf-8") == "mine"


def test_a_folder_that_is_not_there_to_write_into_is_one_line(call, returns):
    found = call("score", returns, "--set", "small.yaml", "-o", "nowhere/out.csv")
    assert found.code == 1
    assert found.err.count("\n") == 2
    assert "No such file or directory" in found.err


def test_a_refused_file_does_not_keep_the_others_from_being_scored(call, returns, folder):
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    found = call("score", "broken.xlsx", returns, "--set", "small.yaml")
    assert found.out == EXPECTED_TABLE
    assert "broken.xlsx" in found.err


def test_strict_refuses_a_file_for_one_problem(call, returns):
    found = call("score", returns, "--set", "small.yaml", "--strict")
    assert found.out == "0 returns: 0 scored, 0 held (problems below)\n"
    assert "[F017]" in found.err


def test_a_set_that_is_not_there_is_named_with_the_nearest(call, returns):
    found = call("score", returns, "--set", "managing-cost-of-car")
    assert found.code == 1
    assert 'Did you mean "managing-cost-of-care"?' in found.err


def test_a_version_that_is_not_there_is_never_guessed_at(call, returns):
    found = call("score", returns, "--set", "managing-cost-of-care@9")
    assert found.code == 1
    assert "managing-cost-of-care in 1.0" in found.err


def test_the_published_assessments_come_out_as_published(call):
    examples = Path(__file__).parents[2] / "examples"
    found = json.loads(call("score", examples / "cqc-assessments.csv", "--json").out)
    assert {card["case_ref"]: (card["score"], card["rating_label"]) for card in found} == {
        "Camden": (89, "Outstanding"),
        "Kirklees": (59, "Requires improvement"),
        "Hounslow": (70, "Good"),
        "Cheshire East": (75, "Good"),
        "Birmingham": (67, "Good"),
        "Liverpool": (62, "Requires improvement"),
    }


def test_a_stated_rating_that_the_answers_do_not_bear_out_is_said(call):
    examples = Path(__file__).parents[2] / "examples"
    found = call("score", examples / "cqc-assessments.csv")
    assert found.code == 0
    assert "cqc-assessments.csv, row 7 (Liverpool)" in found.err
    assert "The stated rating is Good, the answers come to Requires improvement" in found.err
