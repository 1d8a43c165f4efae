"""``auditkit audits``: recording returns in a store, listing and showing what is there."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

import pytest

from auditkit import AuditKit
from auditkit.actors import Actor
from auditkit.frozen import changed

ROWS = (
    "Case,Service,Practitioner,Auditor,Period,case.review_type,eligibility,contingency_plan,safeguarding\n"
    "CASE-0142,Older People,SW-11,TL-04,2026-04,unplanned,Yes,No,Yes\n"
    "CASE-0117,Older People,SW-12,TL-04,2026-04,planned,Yes,Partly,No\n"
)


@pytest.fixture
def store(call, folder):
    """A store with nothing in it, and a file of two returns."""
    call("store", "init", "--store", "audits.sqlite")
    (folder / "returns.csv").write_text(ROWS, encoding="utf-8")
    return folder


def record(call, *more: str):
    return call(
        "audits", "record", "returns.csv", "--store", "audits.sqlite", "--set", "small.yaml",
        "--as", "AN-01", *more,
    )  # fmt: skip


def listed(call, *more: str):
    return call("audits", "list", "--store", "audits.sqlite", *more)


def test_returns_are_recorded_and_shown_as_scored(call, store):
    found = record(call)
    assert found.code == 0
    assert found.out.startswith("ESCALATE TODAY  CASE-0117  Safeguarding concern on the file")
    assert "CASE-0142" in found.out
    assert "Recorded 2 new, recognised 0.\nTrail: " in found.err


def test_the_same_returns_again_are_recognised(call, store):
    record(call)
    found = record(call, "--json")
    assert [one["is_new"] for one in json.loads(found.out)] == [False, False]
    assert "Recorded 0 new, recognised 2.\n" in found.err


RULES = """
actions:
  - action: plan
    when: contingency_plan == "no" or contingency_plan == "partly"
    kind: training
    title: {en: Write a plan, cy: Llunio cynllun}
    owner: team_leader
    due: 5 working days
  - action: check
    when: eligibility == "no"
    kind: training
    title: {en: Check it, cy: Ei wirio}
    owner: team_leader
    due: 5 working days
"""


def test_what_recording_raises_is_told_with_what_is_wrong_with_it_once(call, store):
    with (store / "small.yaml").open("a", encoding="utf-8") as stream:
        stream.write(RULES)
    found = record(call, "--json")
    assert [len(one["actions"]) for one in json.loads(found.out)] == [1, 1]
    assert "Recorded 2 new, recognised 0.\nRaised 2 actions.\nTrail: " in found.err
    assert found.err.count("[X020]") == 1
    again = record(call)
    assert "[X020]" not in again.err
    assert "Raised" not in again.err


def test_a_rule_that_cannot_be_decided_is_told_in_the_language_of_the_call(call, store):
    with (store / "small.yaml").open("a", encoding="utf-8") as stream:
        stream.write(RULES)
    (store / "returns.csv").write_text(ROWS.replace("unplanned,Yes", "unplanned,"), "utf-8")
    found = record(call, "--language", "cy")
    assert (found.code, 'A ddylid gwneud "Ei wirio"'.lower() in found.err.lower()) == (0, True)
    assert "[X022]" in found.err


def test_who_records_may_be_said_by_the_environment(call, store, monkeypatch):
    monkeypatch.setenv("AUDITKIT_ACTOR", "AN-02")
    monkeypatch.setenv("AUDITKIT_STORE", "audits.sqlite")
    assert call("audits", "record", "returns.csv", "--set", "small.yaml").code == 0


def test_nothing_is_recorded_where_one_return_is_held(call, store):
    (store / "returns.csv").write_text(ROWS.replace("Partly", "Partial"), encoding="utf-8")
    found = record(call)
    assert (found.code, found.out) == (1, "")
    assert "[R012] Held." in found.err
    assert json.loads(listed(call, "--json").out) == []


def test_another_return_of_the_same_case_is_refused_with_both(call, store):
    record(call)
    (store / "returns.csv").write_text(ROWS.replace("Partly", "Yes"), encoding="utf-8")
    found = record(call)
    assert found.code == 1
    assert 'contingency_plan: recorded "partly", offered "yes"' in found.err


def test_cases_are_recorded_under_their_pseudonyms(call, store):
    call("privacy", "key", "-o", "cases.key")
    found = record(call, "--key-file", "cases.key")
    assert found.code == 0
    assert "PSN-" in found.out
    assert "CASE-0142" not in listed(call).out


def test_audits_are_listed_with_their_ratings(call, store):
    record(call)
    assert listed(call, "--json").code == 0
    rows = json.loads(listed(call, "--json").out)
    # Eligibility weighs 2: CASE-0117 has 2 + 0.5 + 0 of 4, CASE-0142 2 + 0 + 1 of 4, limited.
    assert [(row["case_ref"], row["score"], row["rating"]) for row in rows] == [
        ("CASE-0117", "62.5", "poor"),
        ("CASE-0142", "75.0", "poor"),
    ]
    assert json.loads(listed(call, "--stage", "reaudit", "--json").out) == []
    assert json.loads(listed(call, "--period", "2026-05", "--json").out) == []


def test_the_list_is_a_table_or_csv(call, store):
    record(call)
    table = listed(call).out.splitlines()
    assert table[0].split()[:4] == ["Case", "ref", "Service", "Period"]
    assert len(table) == 3
    assert table[1].split()[-3:] == ["TL-04", "62.5", "Poor"]
    rows = listed(call, "--format", "csv").out.splitlines()
    assert rows[0].startswith("case_ref,service,period,stage,auditor,audit_date,score,rating")
    assert rows[1].startswith("CASE-0117,Older People,2026-04,first,TL-04,")


def test_an_empty_store_lists_nothing(call, store):
    found = listed(call)
    assert (found.code, found.out) == (0, "")
    assert found.err.startswith("0 audits\n")


def test_a_case_is_shown_with_each_figure_and_what_became_of_it(call, store):
    record(call)
    found = call("audits", "show", "CASE-0142", "--store", "audits.sqlite")
    assert found.code == 0
    assert "Because no contingency plan, and the review was unplanned" in found.out
    assert "Recorded by AN-01 on " in found.out


def test_a_correction_says_what_to(call, store):
    record(call)
    asked = ("audits", "correct", "CASE-0117", "eligibility", "--because", "x", "--as", "AN-01")
    found = call(*asked, "--store", "audits.sqlite")
    assert (found.code, "--answer, --comment, or both" in found.err) == (2, True)


def test_a_case_is_shown_as_json(call, store):
    record(call)
    found = call("audits", "show", "CASE-0142", "--store", "audits.sqlite", "--json")
    assert [card["case_ref"] for card in json.loads(found.out)] == ["CASE-0142"]


def test_a_case_that_is_not_there_is_exit_code_1(call, store):
    found = call("audits", "show", "CASE-9", "--store", "audits.sqlite")
    assert (found.code, found.out) == (1, "")


def test_what_became_of_an_audit_is_shown(call, store):
    record(call)
    kit = AuditKit(discover=False)
    kit.load("small.yaml")
    with kit.open_store("audits.sqlite", entropy=os.urandom) as opened:
        facts = {"actor": Actor("TL-04"), "at": datetime(2026, 4, 20, 9, 0, tzinfo=UTC)}
        moderation = replace_stage(opened.audits(case_ref="CASE-0142")[0].audit_return)
        opened.record(moderation, **facts)
        told = {"question": "safeguarding", "answer": "No", "because": "Seen on the file"}
        opened.correct("CASE-0142", period="2026-04", **told, **facts)
    found = call("audits", "show", "CASE-0142", "--store", "audits.sqlite")
    assert "1 correction, by TL-04" in found.out
    assert "Stale: an earlier audit was corrected since" in found.out
    rows = json.loads(listed(call, "--json").out)
    assert [(row["stage"], row["corrections"], row["stale"]) for row in rows[1:]] == [
        ("first", 1, False),
        ("moderation", 0, True),
    ]
    assert "yes" in listed(call).out.splitlines()[-1]


def replace_stage(audit_return):
    return changed(audit_return, stage="moderation", auditor="MO-01")


def correct(call, *more: str):
    return call(
        "audits", "correct", "CASE-0142", "contingency_plan", "--store", "audits.sqlite",
        "--period", "2026-04", "--because", "Found on paper", "--as", "TL-04", *more,
    )  # fmt: skip


def test_an_answer_is_corrected_and_the_trail_keeps_both(call, store):
    record(call)
    found = correct(call, "--answer", "Yes")
    assert (found.code, found.out.startswith("Corrected, as entry ")) == (0, True)
    row = json.loads(listed(call, "--json").out)[1]
    # 2 + 1 + 1 of 4
    assert (row["case_ref"], row["score"], row["corrections"]) == ("CASE-0142", "100.0", 1)
    assert call("store", "verify", "--store", "audits.sqlite").code == 0


def test_a_comment_alone_is_corrected(call, store):
    record(call)
    assert correct(call, "--comment", "In the blue folder").code == 0
    assert json.loads(listed(call, "--json").out)[1]["score"] == "75.0"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--answer", "Perhaps"), "R012"),
        (("--comment", ""), "T0"),
        (("--answer", "Yes", "--stage", "reaudit"), "T0"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(call, store, more, code):
    record(call)
    before = call("store", "stats", "--store", "audits.sqlite", "--json").out
    found = correct(call, *more)
    assert (found.code, f"[{code}" in found.err) == (1, True)
    assert call("store", "stats", "--store", "audits.sqlite", "--json").out == before


def test_nobody_records_an_audit_of_a_case_that_they_hold(call, store):
    (store / "returns.csv").write_text(ROWS.replace("TL-04", "SW-11"), encoding="utf-8")
    found = record(call)
    assert found.code == 1
    assert "Nobody audits a case that they hold." in found.err
    assert listed(call).out == ""


def test_a_case_is_erased_and_the_trail_still_verifies(call, store):
    record(call)
    found = call(
        "store", "erase", "CASE-0142", "--because", "Kept for three years",
        "--store", "audits.sqlite", "--as", "AN-01",
    )  # fmt: skip
    assert (found.code, found.out.startswith("Erased, as entry ")) == (0, True)
    assert "CASE-0142" not in listed(call).out
    assert b"CASE-0142" not in (store / "audits.sqlite").read_bytes()
    assert call("store", "verify", "--store", "audits.sqlite").code == 0


def test_a_case_that_is_not_kept_cannot_be_erased(call, store):
    found = call(
        "store", "erase", "CASE-9", "--because", "Kept for three years",
        "--store", "audits.sqlite", "--as", "AN-01",
    )  # fmt: skip
    assert (found.code, "[T023]" in found.err) == (1, True)
