"""Responses as audit returns: whose they are, and what their items say."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from fhir_examples import URL, bundle, coding, form, item, option, response, saved

from auditkit import AuditKit
from auditkit.testing import broken_promises


def codes(reading) -> list[str]:
    return [one.code for one in reading.problems]


def test_the_plugin_keeps_the_promises_of_its_hooks(kit: AuditKit):
    assert broken_promises(kit, "fhir") == []


def test_a_response_is_a_return(read):
    given = response(
        item("plan", coding("yes"), item=[item("plan.comment", {"valueString": "Seen"})]),
        item("voice", coding("", "Partly")),
        item("routes", coding("direct"), coding("council")),
        item("hours", {"valueDecimal": 1.5}),
        item("reviewed", {"valueDate": "2026-04-13"}),
        item("why", {"valueString": "Moved; again"}),
        item("case.review_type", coding("planned")),
        authored="2026-04-14T23:30:00+01:00",
        author={"identifier": {"value": "AUD-7"}, "display": "Ann Name"},
    )
    one = read(given).returns[0]
    assert (one.case_ref, one.auditor, one.audit_date) == ("CASE-0001", "AUD-7", date(2026, 4, 14))
    values = {name: answer.value for name, answer in one.answers.items()}
    assert values == {
        "plan": "yes",
        "voice": "partly",
        "routes": ("direct", "council"),
        "hours": Decimal("1.5"),
        "reviewed": date(2026, 4, 13),
        "why": "Moved; again",
    }
    assert one.comments == {"plan": "Seen"}
    assert one.case == {"review_type": "planned"}
    assert one.problems == ()


def test_what_is_not_answered_is_blank(read):
    reading = read(response(item("plan", coding("yes"))))
    one = reading.returns[0]
    assert codes(reading) == ["fhir-no-weight"]
    assert (one.answers["voice"].state, one.answers["voice"].value) == ("not_assessed", None)
    assert not one.is_held


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0.10", "0.10"), ("100.00", "100.00"), ("0.1e1", "1"), ("-2", "-2")],
)
def test_a_decimal_stays_as_it_was_typed(read, typed, value):
    text = json.dumps(response(item("hours", {"valueDecimal": "HERE"}))).replace('"HERE"', typed)
    assert read(text).returns[0].answers["hours"].value == Decimal(value)


@pytest.mark.parametrize(("given", "option"), [(True, "yes"), (False, "no")])
def test_true_and_false_are_yes_and_no(read, tmp_path, kit, given, option):
    text = (tmp_path / "plans.yaml").read_text("utf-8").replace('"No, or not shown"', "No")
    questions = kit.load(saved(tmp_path, text, "other.yaml"))
    path = saved(tmp_path, response(item("plan", {"valueBoolean": given})))
    assert kit.read([path], questions).returns[0].answers["plan"].value == option


def test_an_answer_that_is_not_offered_is_held_with_its_place(read):
    one = read(bundle(response(item("plan", coding("often"))))).returns[0]
    assert [problem.code for problem in one.problems] == ["R012"]
    assert str(one.problems[0]).startswith("responses.json, entry 1, item plan (CASE-0001")


@pytest.mark.parametrize(
    "around",
    [
        lambda inner: item("group", item=[inner]),
        lambda inner: item("group", item=[item("within", item=[inner])]),
        lambda inner: item("voice", {**coding("no"), "item": [inner]}),
    ],
)
def test_items_within_items_and_under_answers_are_read(read, around):
    one = read(response(around(item("plan", coding("yes"))))).returns[0]
    assert one.answers["plan"].value == "yes"


@pytest.mark.parametrize(
    ("resources", "name"),
    [
        (lambda a, b: bundle(a, {"resourceType": "Patient"}, b), "some.json"),
        (lambda a, b: [a, b], "some.json"),
        (lambda a, b: f"{json.dumps(a)}\n\n{json.dumps(b)}\n", "some.ndjson"),
    ],
)
def test_bundles_lists_and_lines_hold_several(read, resources, name):
    first = response(item("plan", coding("yes")))
    second = response(item("plan", coding("no")), subject={"identifier": {"value": "CASE-0002"}})
    found = read(resources(first, second), name).returns
    assert [(one.case_ref, one.answers["plan"].value) for one in found] == [
        ("CASE-0001", "yes"),
        ("CASE-0002", "no"),
    ]


def test_the_line_is_the_place_in_a_file_of_lines(read):
    reading = read(f"\n{json.dumps(response(item('plan', coding('often'))))}\n", "some.ndjson")
    assert reading.returns[0].problems[0].place.cell == "line 2, item plan"


# Whose it is


@pytest.mark.parametrize(
    ("subject", "more", "expected"),
    [
        ({"identifier": {"value": "A-1"}, "display": "Ann Name"}, {}, "A-1"),
        ({"display": "Ann Name"}, {"identifier": {"value": "R-9"}}, "R-9"),
        ({"reference": "Patient/123", "display": "Ann Name"}, {}, ""),
    ],
)
def test_the_case_reference_is_an_identifier_and_never_a_name(read, subject, more, expected):
    reading = read(response(item("plan", coding("yes")), subject=subject, **more))
    assert reading.returns[0].case_ref == expected
    assert ("fhir-no-reference" in codes(reading)) is (expected == "")
    assert reading.returns[0].is_held is (expected == "")


def test_an_nhs_number_is_not_taken_and_not_shown(read):
    system = "https://fhir.nhs.uk/Id/nhs-number"
    subject = {"identifier": {"system": system, "value": "9434765919"}}
    reading = read(response(item("plan", coding("yes")), subject=subject))
    assert reading.returns[0].case_ref == ""
    assert "fhir-nhs-number" in codes(reading)
    assert not any("9434765919" in str(one) for one in reading.problems)


def test_an_item_may_give_the_case_reference_and_other_metadata(read):
    items = [item("case_ref", {"valueString": "CASE-7"}), item("team", {"valueString": "East"})]
    one = read(response(*items, item("plan", coding("yes")), subject={})).returns[0]
    assert (one.case_ref, one.team) == ("CASE-7", "East")


def test_an_author_without_identifier_is_no_auditor(read):
    given = response(item("plan", coding("yes")), author={"display": "Ann Name"})
    assert read(given).returns[0].auditor is None


# Status


@pytest.mark.parametrize("status", ["in-progress", "entered-in-error", "stopped", "draft"])
def test_a_response_that_is_not_finished_is_told_and_not_scored(read, status):
    done = response(item("plan", coding("yes")), subject={"identifier": {"value": "CASE-0002"}})
    reading = read(bundle(response(status=status), done))
    assert [one.case_ref for one in reading.returns] == ["CASE-0002"]
    problem = next(one for one in reading.problems if one.code == "fhir-status")
    assert problem.severity == "error"
    assert (problem.place.cell, problem.place.about) == ("entry 1", "CASE-0001")
    assert f'"{status}"' in problem.message


def test_an_amended_response_is_read(read):
    assert len(read(response(item("plan", coding("yes")), status="amended")).returns) == 1


def test_a_missing_status_is_told(read):
    given = response(item("plan", coding("yes")))
    del given["status"]
    reading = read(given)
    assert "fhir-no-status" in codes(reading)
    assert len(reading.returns) == 1


# What cannot be read


@pytest.mark.parametrize(
    "answer",
    [
        {"valueAttachment": {"title": "Plan"}},
        {"valueReference": {"reference": "Patient/1"}},
        {"valueQuantity": {"value": 3, "unit": "days"}},
        {"valueQuantity": {"value": 3, "unit": "hours", "comparator": "<"}},
        {"valueDecimal": "3"},
        {"valueString": "x" * 40_000},
    ],
)
def test_an_answer_of_another_kind_is_told_and_not_scored(read, answer):
    reading = read(response(item("hours", answer)))
    assert reading.returns == ()
    assert codes(reading) == ["fhir-value"]


def test_a_quantity_in_the_unit_of_the_question_is_its_number(read):
    given = response(item("hours", {"valueQuantity": {"value": 3.25, "unit": "hours"}}))
    assert read(given).returns[0].answers["hours"].value == Decimal("3.25")


def test_two_items_for_one_question_are_told_and_not_scored(read):
    reading = read(response(item("plan", coding("yes")), item("9", coding("no"), text="Plan")))
    assert reading.returns == ()
    assert "items plan and 9 both answer" in reading.problems[0].message


def test_a_code_and_a_display_that_differ_are_told_and_not_scored(read):
    reading = read(response(item("plan", coding("yes", "Not applicable"))))
    assert reading.returns == ()
    assert codes(reading) == ["fhir-code-and-display"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"resourceType": "Bundle", "resourceType": "Bundle"}', "F041"),
        ('{"resourceType": "Bundle", "total": NaN}', "F041"),
        ('{"resourceType": "Bundle", "total": 1e999}', "F041"),
        ('{"resourceType": "Bundle", "total": 1' + "0" * 50 + "}", "F041"),
        ('{"resourceType": "Bundle", "id": "\\ud800"}', "F041"),
        ('{"resourceType": "Bundle", "id": "\\u0000"}', "F041"),
        ('{"resourceType": "Bundle", "item": ' + "[" * 100 + "]" * 100 + "}", "F041"),
        ('{"resourceType": "Bundle", "item": ' + "[" * 100_000, "F041"),
        ('{"resourceType": "Bundle"', "F040"),
        ('{"resourceType": "Bundle", "entry": []}', "fhir-no-response"),
        ('{"resourceType": "Bundle", "entry": [{"resource": 3}, 4]}', "fhir-no-response"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(read, text, code):
    reading = read(text)
    assert (reading.returns, codes(reading)) == ((), [code])


# Which files


@pytest.mark.parametrize(
    ("name", "head", "is_claimed"),
    [
        ("a.json", '{"resourceType": "QuestionnaireResponse"', True),
        ("a.json", '\ufeff {"id": "1", "resourceType": "Bundle"', True),
        ("A.JSON", '[{"resourceType":"Questionnaire"', True),
        ("a.ndjson", '{"resourceType": "QuestionnaireResponse"}\n{', True),
        ("a.json", '{"contained": [{"resourceType": "Questionnaire"', True),
        ("a.json", '{"contained": [{"resourceType": "Bundle"}], "resourceType": "Patient"}', False),
        ("a.json", '{"resourceType": "Patient"', False),
        ("a.json", '[{"case_ref": "A-1", "plan": "Yes"}]', False),
        ("a.json", '{"returns": [{"comment": "\\"resourceType\\": \\"Bundle\\""}]}', False),
        ("a.json", '{"returns": [{"comment": "resourceType"}]}', False),
        ("a.csv", '{"resourceType": "Bundle"', False),
        ("a.json", "", False),
    ],
)
def test_only_json_of_these_kinds_is_claimed(kit, name, head, is_claimed):
    reader = kit.plugins.registry("auditkit_readers")["fhir"].object
    assert reader.claims(name, head.encode()) is is_claimed


def test_other_json_is_read_as_ever(kit, plans, tmp_path: Path):
    answers = {"plan": "Yes", "voice": "No"}
    path = saved(tmp_path, [{"case_ref": "A-1", "answers": answers}], "mine.json")
    assert kit.read([path], plans).returns[0].answers["plan"].value == "yes"


# The form


LOINC = form(
    item("1", code=[{"code": "plan"}], text="Planned?", type="choice"),
    item("2", text="Is the person HEARD", type="choice"),
    item("2.comment", text="Remarks", type="text"),
    item("g", text="Group", type="group"),
)


def test_items_are_matched_by_linkid_code_or_text_of_the_form(read):
    given = response(
        item("1", coding("", "Yes")),
        item("2", coding("", "No, or not shown")),
        item("2.comment", {"valueString": "Not asked"}),
        questionnaire=URL,
    )
    one = read(bundle(LOINC, given)).returns[0]
    assert (one.answers["plan"].value, one.answers["voice"].value) == ("yes", "no")
    assert one.comments == {"voice": "Not asked"}


def test_a_code_is_understood_by_the_display_that_the_form_gives_it(read):
    asked = form(item("plan", type="choice", answerOption=[option("LA33-6", "Yes")]))
    given = response(item("plan", coding("LA33-6")), contained=[{**asked, "id": "q"}])
    given["questionnaire"] = "#q"
    assert read(given).returns == ()  # this form does not ask the other scored question
    asked["item"].append(item("voice", type="choice"))
    given["contained"] = [{**asked, "id": "q"}]
    assert read(given).returns[0].answers["plan"].value == "yes"


def test_a_form_that_does_not_ask_a_scored_question_refuses_the_file(read):
    asked = form(item("plan", type="choice"))
    reading = read(bundle(asked, response(item("plan", coding("yes")), questionnaire=URL)))
    assert "R001" in codes(reading)


@pytest.mark.parametrize("name", ["plans.json", "Questionnaire-plans.json", "questionnaire.json"])
def test_the_form_may_stand_in_a_file_beside(read, tmp_path, name):
    saved(tmp_path, LOINC, name)
    reading = read(response(item("1", coding("", "Yes")), questionnaire=URL))
    assert reading.returns[0].answers["plan"].value == "yes"
    assert "fhir-form-missing" not in codes(reading)


@pytest.mark.parametrize(
    ("named", "beside"),
    [(URL, {}), (f"{URL}|2.0", {**LOINC, "version": "1.0"}), (URL, {**LOINC, "url": "x:y"})],
)
def test_a_form_that_is_not_there_is_told(read, tmp_path, named, beside):
    if beside:
        saved(tmp_path, beside, "plans.json")
    reading = read(response(item("plan", coding("yes")), questionnaire=named))
    problem = next(one for one in reading.problems if one.code == "fhir-form-missing")
    assert "plans.json" in problem.message
    assert len(reading.returns) == 1


def test_a_form_alone_is_no_return_and_no_error(read):
    reading = read(LOINC)
    assert (reading.returns, codes(reading)) == ((), ["fhir-form-only"])
    assert reading.problems[0].severity == "warning"


def test_a_mapping_file_goes_first(kit, plans, tmp_path):
    columns = saved(tmp_path, "columns: {plan: q.1, voice: q.2}", "columns.yaml")
    given = response(item("q.1", coding("yes"), text="Voice"), item("q.2", coding("no")))
    one = kit.read([saved(tmp_path, given)], plans, columns=columns).returns[0]
    assert (one.answers["plan"].value, one.answers["voice"].value) == ("yes", "no")


def test_without_a_set_ids_are_taken_from_linkids(kit, plans, tmp_path):
    named = item("question_set", {"valueString": "plans"})
    given = response(named, item("plan", coding("yes")), item("voice", coding("", "Partly")))
    one = kit.read([saved(tmp_path, given)]).returns[0]
    assert {name: one.answers[name].value for name in ("plan", "voice")} == {
        "plan": "yes",
        "voice": "partly",
    }
