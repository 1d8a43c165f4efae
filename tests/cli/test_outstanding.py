"""A programme adopted, a draw kept, returns recorded: what is still to be done."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

PROGRAMME = """\
programme: anytown
title: Practice audits
question_set: managing-cost-of-care@1.0
seed: "20237331128159211123"
per_service: 2
services: [{service: older_people, title: Older People}]
stages:
  - {stage: first, role: team_leader, due: 20 working days}
"""
COLUMNS = "service,auditor,email,case_ref,period,stage,due,late,days_late"
STORE = ("--store", "audits.sqlite")
HEADINGS = (
    "Case,Service,Practitioner,Auditor,case.review_type,eligibility,contingency_plan,safeguarding\n"
)


@pytest.fixture
def drawn(call, folder):
    """A store with a programme and a draw of two of five cases; the references of both."""
    (folder / "programme.yaml").write_text(PROGRAMME, encoding="utf-8")
    cases = "".join(f"CASE-{number},Older People\n" for number in range(1, 6))
    (folder / "cases.csv").write_text(f"case_ref,service\n{cases}", encoding="utf-8")
    staff = "staff,roles,services,email\nTL-04,team_leader,Older People,ann@council.example\n"
    (folder / "staff.csv").write_text(staff, encoding="utf-8")
    call("store", "init", *STORE)
    assert call("programme", "adopt", "programme.yaml", *STORE, "--as", "AN-01").code == 0
    made = call(
        "draws", "make", "cases.csv", "--programme", "programme.yaml", "--period", "2026-04",
        "-o", "draw.json",
    )  # fmt: skip
    assert made.code == 0
    taken = json.loads((folder / "draw.json").read_text())["taken"]
    return sorted(one["case_ref"] for one in taken)


def keep(call):
    return call("draws", "keep", "draw.json", *STORE, "--as", "AN-01")


def outstanding(call, *more: str):
    asked = ("audits", "list", *STORE, "--outstanding", "--json", *more)
    return [(one["case_ref"], one["auditor"]) for one in json.loads(call(*asked).out)]


def record(call, folder, case: str):
    row = f"{case},Older People,SW-11,ann@council.example,planned,Yes,Yes,Yes\n"
    (folder / "returns.csv").write_text(HEADINGS + row, encoding="utf-8")
    return call(
        "audits", "record", "returns.csv", *STORE, "--set", "small.yaml", "--as", "AN-01",
        "--staff", "staff.csv",
    )  # fmt: skip


def test_a_draw_is_kept_once(call, drawn):
    assert "Kept the draw for 2026-04: 2 cases\n" in keep(call).err
    assert "Already kept: the draw for 2026-04: 2 cases\n" in keep(call).err


def test_what_was_drawn_is_outstanding_until_it_is_recorded(call, folder, drawn):
    keep(call)
    assert outstanding(call) == [(case, None) for case in drawn]
    assert outstanding(call, "--staff", "staff.csv") == [(case, "TL-04") for case in drawn]
    found = record(call, folder, drawn[0])
    assert found.code == 0
    assert outstanding(call) == [(drawn[1], None)]
    assert outstanding(call, "--period", "2026-05") == []


def test_a_return_of_a_case_that_was_not_drawn_is_refused(call, folder, drawn):
    keep(call)
    (other, *_) = {f"CASE-{number}" for number in range(1, 6)} - set(drawn)
    found = record(call, folder, other)
    assert (found.code, "[D035]" in found.err) == (1, True)


def test_late_audits_say_so_as_csv(call, drawn):
    keep(call)
    later = (datetime.now(UTC) + timedelta(days=100)).date().isoformat()
    found = call("audits", "list", *STORE, "--outstanding", "--on", later, "--format", "csv")
    row = found.out.splitlines()[1].split(",")
    assert found.out.startswith(COLUMNS)
    assert (row[3], row[7]) == (drawn[0], "yes")
    assert int(row[8]) > 20
    assert found.err.startswith("2 outstanding, 2 late\n")


def test_outstanding_audits_as_csv_name_the_address_of_their_auditor(call, drawn):
    keep(call)
    told = ("--staff", "staff.csv", "--format", "csv")
    first = call("audits", "list", *STORE, "--outstanding", *told).out.splitlines()[1]
    assert first.startswith(f"Older People,TL-04,ann@council.example,{drawn[0]},2026-04,first,")


def test_what_is_outstanding_as_csv_has_headings_where_nothing_is(call, drawn):
    assert call("audits", "list", *STORE, "--outstanding", "--format", "csv").out == COLUMNS + "\n"


def test_audits_as_csv_have_headings_where_there_are_none(call, drawn):
    headings, *rows = call("audits", "list", *STORE, "--format", "csv").out.splitlines()
    assert (headings[:23], rows) == ("case_ref,service,period", [])


def test_a_day_that_is_none_is_a_call_that_makes_no_sense(call, drawn):
    assert call("audits", "list", *STORE, "--outstanding", "--on", "soon").code == 2


def test_without_a_programme_nothing_can_be_outstanding(call, folder):
    call("store", "init", *STORE)
    found = call("audits", "list", *STORE, "--outstanding")
    assert (found.code, "[A022]" in found.err) == (1, True)
