"""``auditkit actions`` on a real store: raised, changed, exported, handed back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest

from auditkit import AuditKit
from auditkit.action_files.columns import COLUMNS
from auditkit.actors import Actor
from auditkit.frozen import changed
from auditkit.programme.reading import read_programme
from auditkit.store import open_store
from auditkit.testing import made_return

AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
LETTERS = {one.field: chr(65 + index) for index, one in enumerate(COLUMNS)}
CASE = ("--case", "CASE-0142", "--service", "older_people", "--question", "contingency_plan")
PLAN = ("--title", "Write a plan", "--kind", "supervision", *CASE)
PROGRAMME = """
programme: {name}
title: Practice audits
question_set: managing-cost-of-care
seed: "20237331128159211123"
per_service: 4
services: [{{service: older_people}}]
actions:
  due: {{supervision: 3 working days}}
  escalate: [{{after: 5 working days, to: head_of_service}}]
"""


@pytest.fixture
def store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store, which the commands find by themselves, with TL-03 at the keys."""
    path = folder / "audits.sqlite"
    open_store(path, entropy=bytes, create=True).close()
    monkeypatch.setenv("AUDITKIT_STORE", str(path))
    monkeypatch.setenv("AUDITKIT_ACTOR", "TL-03")
    return path


@pytest.fixture
def raised(store: Path, call: Callable[..., Any]) -> str:
    """An action of TL-03 raised on 13 April 2026; its id."""
    found = call("actions", "add", *PLAN, "--owner", "TL-03", "--on", "13/04/2026")
    assert found.code == 0, found.err
    return found.out.strip()


def listed(call, *arguments) -> list[dict[str, Any]]:
    found = call("actions", "list", "--json", *arguments)
    assert found.code == 0, found.err
    return json.loads(found.out)


def adopt(store: Path, *names: str) -> None:
    with open_store(store, entropy=bytes) as opened:
        for name in names:
            text = PROGRAMME.format(name=name).encode()
            found = read_programme(text, "programme.yaml").programme
            opened.adopt(found, actor=Actor("HOS-1"), at=AT)


def test_an_action_raised_by_hand_is_listed(raised, call):
    (one,) = listed(call, "--on", "2026-04-20")
    assert (one["id"], one["case_ref"], one["due"]) == (raised, "CASE-0142", "2026-04-27")
    assert (one["raised_by"], one["source"], one["overdue"]) == ("TL-03", "hand", False)


def test_the_list_is_a_table(raised, call):
    found = call("actions", "list", "--on", "2026-04-28")
    assert found.out.splitlines() == [
        "Action        Concerns   Owner  Due            Status   To be done",
        f"{raised}  CASE-0142  TL-03  27 April 2026  Overdue  Write a plan",
        "1 action",
    ]
    assert found.err.startswith("Trail: ")


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (("--case", "CASE-0142"), 1),
        (("--case", "CASE-0001"), 0),
        (("--service", "older_people"), 1),
        (("--service", "mental_health"), 0),
        (("--team", "north"), 0),
        (("--owner", "TL-03"), 1),
        (("--owner", "TL-09"), 0),
        (("--status", "open", "--status", "done"), 1),
        (("--status", "done"), 0),
    ],
)
def test_the_list_is_of_what_is_asked_for(raised, call, arguments, count):
    assert len(listed(call, *arguments)) == count


def test_an_action_goes_through_its_steps(raised, call, monkeypatch):
    found = call("actions", "update", raised, "--status", "in_progress", "--priority", "high")
    assert (found.code, found.out) == (0, f"{raised}  In progress  version 2\n")
    found = call("actions", "done", raised, "--evidence", "File note")
    assert (found.code, found.out) == (0, f"{raised}  Done  version 3\n")
    found = call("actions", "verify", raised)
    assert found.code == 1
    assert "(verifier_is_not_owner). Ask somebody else. [X003]" in found.err
    found = call("actions", "verify", raised, "--as", "HOS-1")
    assert (found.code, found.out) == (0, f"{raised}  Verified  version 4\n")
    assert listed(call) == []
    assert [one["closed_by"] for one in listed(call, "--all")] == ["HOS-1"]


def test_a_rule_is_overridden_with_a_reason(raised, call):
    call("actions", "done", raised, "--evidence", "File note")
    assert call("actions", "verify", raised, "--override", "Nobody else").code == 0
    (one,) = listed(call, "--all")
    assert one["override"].endswith(": Nobody else")


def test_an_action_is_cancelled_for_a_reason(raised, call):
    assert call("actions", "cancel", raised).code == 2
    assert call("actions", "cancel", raised, "--because", "A duplicate").code == 0
    (one,) = listed(call, "--status", "cancelled")
    assert one["because"] == "A duplicate"


def test_a_change_of_what_somebody_else_changed_is_a_conflict(raised, call):
    assert call("actions", "update", raised, "--priority", "high").code == 0
    found = call("actions", "update", raised, "--priority", "low", "--version", "1")
    assert found.code == 1
    assert "[T022]" in found.err
    assert [one["priority"] for one in listed(call)] == ["high"]


def test_an_unknown_action_is_refused(raised, call):
    found = call("actions", "done", "ACT-X", "--evidence", "x")
    assert (found.code, "[T023]" in found.err) == (1, True)


def test_by_hand_none_is_raised_while_one_stands(raised, call):
    found = call("actions", "add", *PLAN)
    assert (found.code, "[X023]" in found.err) == (1, True)


def test_what_an_action_needs_is_asked_for(store, call):
    assert "--kind is needed" in call("actions", "add", "--title", "x").err
    assert "--title is needed" in call("actions", "add", "--kind", "other").err
    found = call("actions", "add", *PLAN, "--due", "04/13/2026")
    assert found.code == 2
    assert "is no date such as 2026-04-27" in found.err


def test_a_role_that_nobody_has_is_warned_about(store, call):
    found = call("actions", "add", *PLAN, "--owner-role", "team_leader")
    assert (found.code, "[X020]" in found.err) == (0, True)


def test_a_role_is_found_on_the_staff_list(store, call, folder):
    staff = "staff,roles,services,teams\nTL-1,team_leader,Older People,North\nTL-2,team_leader,,\n"
    (folder / "staff.csv").write_text(staff, encoding="utf-8")
    adopt(store, "anytown")
    with open_store(store, entropy=bytes) as opened:
        questions = AuditKit(discover=False).question_set("managing-cost-of-care")
        audited = made_return(questions, case_ref="CASE-0142", period="2026-04")
        placed = changed(audited, service="Older People", team="North", auditor="TL-9")
        opened.record(placed, actor=Actor("AN-01"), at=AT)
    told = ("actions", "add", "--title", "Plan", "--kind", "other", "--owner-role", "team_leader")
    call(*told, "--case", "CASE-0142", "--staff", "staff.csv")
    call(*told, "--service", "mental_health", "--staff", "staff.csv")
    owners = {one["service"]: one["owner"] for one in listed(call) if one["title"] == "Plan"}
    assert owners == {"Older People": "TL-1", "mental_health": "TL-2"}


# Clocks


def test_overdue_actions_are_told_with_whom_they_are_escalated_to(raised, call, store):
    adopt(store, "anytown")
    # Due on Monday 27 April; 28, 29, 30 April, 1 May, 5 May after a bank holiday
    found = call("actions", "overdue", "--on", "2026-05-05")
    assert found.out.splitlines()[-1] == f"ESCALATED  {raised}  Head of Service, since 5 May 2026"
    found = json.loads(call("actions", "overdue", "--on", "2026-05-05", "--json").out)
    assert found[0]["escalated"] == [{"to": "head_of_service", "since": "2026-05-05"}]
    assert json.loads(call("actions", "overdue", "--on", "2026-04-27", "--json").out) == []


def test_the_clocks_are_those_of_the_programme(call, store):
    adopt(store, "anytown", "othertown")
    told = ("--on", "2026-04-13")
    found = call("actions", "add", *PLAN, *told)
    assert (found.code, "expected one that the store keeps: anytown" in found.err) == (1, True)
    assert "Found nowhere for" in call("actions", "overdue", "--programme", "nowhere").err
    assert call("actions", "add", *PLAN, *told, "--programme", "othertown").code == 0
    assert [one["due"] for one in listed(call)] == ["2026-04-16"]


# Files


def worked_in(path: Path, **values: Any) -> None:
    book = openpyxl.load_workbook(path)
    for field, value in values.items():
        book["Actions"][f"{LETTERS[field]}2"] = value
    book.save(path)


def test_a_workbook_worked_in_is_recorded(raised, call, folder):
    found = call("actions", "export", "actions.xlsx")
    assert (found.code, found.err.splitlines()[-2]) == (0, "Wrote 1 action to actions.xlsx")
    worked_in(folder / "actions.xlsx", status="Done", evidence="File note")
    found = call("actions", "record", "actions.xlsx")
    assert (found.code, found.out) == (0, f"{raised}  status, evidence\n")
    (one,) = listed(call)
    assert (one["status"], one["done_by"], one["version"]) == ("done", "TL-03", 2)


def test_a_workbook_with_a_mistake_changes_nothing(raised, call, folder):
    call("actions", "export", "actions.xlsx")
    worked_in(folder / "actions.xlsx", status="Done")
    found = call("actions", "record", "actions.xlsx")
    assert found.code == 1
    assert f"sheet Actions, cell {LETTERS['evidence']}2 ({raised})" in found.err
    assert [one["version"] for one in listed(call)] == [1]


def test_a_workbook_of_before_somebody_elses_change_is_a_conflict(raised, call, folder):
    call("actions", "export", "actions.xlsx")
    call("actions", "update", raised, "--priority", "high", "--as", "HOS-1")
    worked_in(folder / "actions.xlsx", priority="Low")
    found = call("actions", "record", "actions.xlsx")
    assert (found.code, 'here "Low", there "High"' in found.err) == (1, True)


def test_actions_are_written_as_a_table_and_as_a_calendar(raised, call, folder):
    assert call("actions", "export", "actions.csv", "--on", "2026-04-28").code == 0
    with (folder / "actions.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["overdue"] for row in csv.DictReader(stream)] == ["yes"]
    assert call("actions", "export", "actions.ics").code == 0
    data = (folder / "actions.ics").read_bytes()
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event.decoded("DTSTART") == date(2026, 4, 27)


def test_a_file_that_is_there_is_kept_and_others_are_not_known(raised, call, folder):
    call("actions", "export", "actions.csv")
    assert call("actions", "export", "actions.csv").code == 1
    assert call("actions", "export", "actions.csv", "--force").code == 0
    assert call("actions", "export", "actions.pdf").code == 2


# Effects


def test_the_next_audit_of_the_case_shows_the_effect(raised, call, store):
    questions = AuditKit(discover=False).question_set("managing-cost-of-care")
    about = {"case_ref": "CASE-0142", "service": "older_people", "auditor": "TL-09"}
    assert json.loads(call("actions", "follow", "--json").out)[0]["outcome"] == "not audited again"
    with open_store(store, entropy=bytes) as opened:
        for answer, day in (("no", "2026-04-10"), ("partly", "2026-07-10")):
            told = {**about, "period": day[:7], "audit_date": day}
            found = made_return(questions, {"contingency_plan": answer}, **told)
            found = changed(found, comments={"contingency_plan": "Seen"})
            opened.record(found, actor=Actor("TL-09"), at=AT)
    found = call("actions", "follow", "--case", "CASE-0142")
    assert found.out.splitlines()[1] == f"{raised}  CASE-0142  Write a plan  better"


# In Welsh


@pytest.fixture
def ruled(store: Path) -> str:
    """An action that the rule of a bundled set has raised; its id."""
    questions = AuditKit(discover=False).question_set("managing-cost-of-care")
    told = {"case_ref": "CASE-0142", "service": "Older People", "period": "2026-04"}
    audited = made_return(questions, {"contingency_plan": "no"}, auditor="TL-9", **told)
    audited = changed(audited, comments={"contingency_plan": "None found"})
    with open_store(store, entropy=bytes) as opened:
        (action,) = opened.record(audited, actor=Actor("TL-9"), at=AT).raised.actions
    return action.id


WELSH_TITLE = "Llunio cynllun wrth gefn gyda'r person"
WELSH_FINDING = "Cynllun wrth gefn: Nac oes, neu nid oes tystiolaeth ar y ffeil"


def welsh(call, *arguments):
    found = call("--language", "cy", "actions", *arguments)
    assert found.code == 0, found.err
    return found


def test_a_title_of_a_rule_is_told_in_welsh_and_kept_as_it_was(ruled, call):
    for command in (["list"], ["overdue", "--on", "2026-12-01"], ["follow"]):
        assert WELSH_TITLE in welsh(call, *command).out, command
    told = json.loads(welsh(call, "list", "--json").out)[0]
    assert told["title"] == "Write a contingency plan with the person"
    assert told["title"] in call("actions", "list").out


def test_an_action_that_stands_already_is_named_by_its_title_in_welsh(ruled, call):
    found = call("--language", "cy", "actions", "add", *PLAN)
    assert found.code == 1
    assert ruled in found.err
    assert WELSH_TITLE in " ".join(found.err.split())


def test_a_title_that_somebody_wrote_is_told_as_it_is(ruled, call):
    call("actions", "update", ruled, "--title", "Ask the family")
    assert "Ask the family" in welsh(call, "list").out


def test_a_calendar_in_welsh_says_the_title_in_welsh(ruled, call, folder):
    welsh(call, "export", "actions.ics")
    (event,) = icalendar.Calendar.from_ical((folder / "actions.ics").read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == f"{ruled}: {WELSH_TITLE}"
    welsh(call, "export", "actions.csv")
    assert b"Write a contingency plan" in (folder / "actions.csv").read_bytes()


def test_a_workbook_in_welsh_says_what_the_set_says_and_changes_nothing_of_it(ruled, call, folder):
    welsh(call, "export", "actions.xlsx")
    book = openpyxl.load_workbook(folder / "actions.xlsx")
    sheet = book["Camau gweithredu"]
    assert sheet[f"{LETTERS['title']}2"].value == WELSH_TITLE
    assert sheet[f"{LETTERS['finding']}2"].value == WELSH_FINDING
    found = call("actions", "record", "actions.xlsx")
    assert (found.code, found.out) == (0, "")
    assert "[X052]" not in found.err
    sheet[f"{LETTERS['evidence']}2"] = "Nodyn ffeil"
    book.save(folder / "actions.xlsx")
    found = call("actions", "record", "actions.xlsx")
    assert (found.code, found.out) == (0, f"{ruled}  evidence\n")
    assert listed(call)[0]["title"] == "Write a contingency plan with the person"


def test_a_title_changed_in_a_welsh_workbook_meanwhile_is_a_conflict(ruled, call, folder):
    welsh(call, "export", "actions.xlsx")
    call("actions", "update", ruled, "--priority", "low")
    book = openpyxl.load_workbook(folder / "actions.xlsx")
    book["Camau gweithredu"][f"{LETTERS['title']}2"] = "Gofyn i'r teulu"
    book.save(folder / "actions.xlsx")
    found = call("actions", "record", "actions.xlsx")
    assert (found.code, "[X048]" in found.err) == (1, True)
    assert WELSH_TITLE in found.err
