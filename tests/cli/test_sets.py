"""``auditkit sets``: listed, shown, checked, printed."""

from __future__ import annotations

import json

import jsonschema
import pytest


def test_the_list_names_every_bundled_set(call):
    out = call("sets", "list").out
    names = [line.split()[0] for line in out.splitlines()[1:]]
    assert names == [
        "care-act-eligibility",
        "chc-checklist",
        "cqc-local-authority",
        "managing-cost-of-care-wales",
        "managing-cost-of-care",
        "personalised-commissioning",
    ]


def test_the_list_as_json_holds_the_hashes(call):
    found = json.loads(call("sets", "list", "--json").out)
    assert all(len(one["content_hash"]) == 64 for one in found)


def test_a_set_shown_says_how_it_is_scored_and_rated(call, folder):
    out = call("sets", "show", "small.yaml").out
    assert "Is eligibility evidenced? [eligibility]" in out
    assert "Scored by weighted_mean over questions, rounded half_up to 1 places" in out
    assert "No rating below 80% coverage or 0 questions counted" in out
    assert "  Good from 63%" in out


def test_a_set_shown_as_json_keeps_what_was_typed(call, folder):
    found = json.loads(call("sets", "show", "small.yaml", "--format", "json").out)
    assert [one["option"] for one in found["scales"]["evidenced"]] == ["yes", "partly", "no", "na"]
    assert found["version"] == "1.0"


def test_checking_a_good_set_says_so(call, folder):
    found = call("sets", "check", "small.yaml")
    assert (found.code, found.out) == (0, "small.yaml: 0 errors, 0 warnings\n")


def test_checking_a_bad_set_gives_every_place_at_once(call, folder):
    text = (folder / "small.yaml").read_text("utf-8")
    bad = text.replace("weight: 2", "wieght: 2").replace("at_most: poor", "at_most: por")
    (folder / "bad.yaml").write_text(bad, "utf-8")
    found = call("sets", "check", "bad.yaml")
    assert found.code == 1
    assert found.out.splitlines() == [
        'bad.yaml:16:84: sections[all].questions[eligibility]: Unknown key "wieght". Did you mean'
        ' "weight"? Known here: question, text, label, guidance, type, scale, score, weight,'
        " reverse, favourable, applies_when, comment_required, tags, labels, unit, places. [S001]",
        'bad.yaml:26:16: rating.limits[0].at_most: There is no band "por". Did you mean "poor"?'
        " Known: good, poor. [Q014]",
        "bad.yaml: 2 errors, 0 warnings",
    ]


def test_checking_as_json_gives_code_and_place(call, folder):
    (folder / "bad.yaml").write_text("question_set: x\n", "utf-8")
    found = json.loads(call("sets", "check", "bad.yaml", "--json").out)
    assert {(one["code"], one["line"]) for one in found} == {("S005", 1)}


def test_many_problems_are_capped(call, folder):
    text = (folder / "small.yaml").read_text("utf-8")
    bad = text + "".join(f"unknown_{number}: 1\n" for number in range(60))
    (folder / "bad.yaml").write_text(bad, "utf-8")
    lines = call("sets", "check", "bad.yaml").out.splitlines()
    assert len(lines) == 42
    assert lines[40] == "and 20 more"


def test_the_schema_takes_the_bundled_sets_keys(call):
    schema = json.loads(call("sets", "schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "question_set" in schema["$defs"]["QuestionSet"]["properties"]


def test_a_template_as_csv_comes_back_without_a_problem(call, folder):
    call("sets", "template", "small.yaml", "-o", "blank.csv")
    headings = (folder / "blank.csv").read_text("utf-8-sig").strip().split(",")
    assert headings[:2] == ["case_ref", "service"]
    row = {"case_ref": "CASE-1", "question_set": "small", "set_version": "1.0"}
    row |= {"case.review_type": "planned"}
    row |= dict.fromkeys(("eligibility", "contingency_plan", "safeguarding"), "Yes")
    line = ",".join(row.get(heading, "") for heading in headings)
    with (folder / "blank.csv").open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    found = call("score", "blank.csv", "--set", "small.yaml")
    assert (found.code, found.err) == (0, "")


def test_the_text_for_microsoft_forms_comes_with_its_mapping(call, folder):
    found = call("sets", "template", "small.yaml", "-o", "forms.txt", "--for", "forms")
    assert found.code == 0
    text = (folder / "forms.txt").read_text("utf-8")
    assert "9. Is eligibility evidenced?\n   a. Yes\n   b. Partly\n" in text
    mapping = (folder / "forms-columns.yaml").read_text("utf-8")
    assert '  eligibility: "Is eligibility evidenced?"' in mapping


@pytest.mark.parametrize("name", ["blank.pdf", "blank"])
def test_a_template_of_another_kind_is_a_usage_error(call, folder, name):
    assert call("sets", "template", "small.yaml", "-o", name).code == 2
