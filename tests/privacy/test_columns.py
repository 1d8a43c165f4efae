"""Columns that say who somebody is are dropped and named; those that do not stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.kit import AuditKit
from auditkit.matching.headings import FRIENDLY
from auditkit.privacy.columns import (
    dropped,
    identifying,
    identifying_columns,
    without_identifying,
    without_identifying_facts,
)
from auditkit.problems import NOWHERE, Place
from auditkit.questions.shapes import METADATA
from auditkit.returns import AuditReturn, Row, Table

IDENTIFYING = {
    "name": [
        *("Name", "NAME", " name ", "Full name", "First name", "FirstName", "first_name"),
        *("Surname", "Forename(s)", "Client name", "Client's name", "Client’s first name"),
        *("Name of person", "Service user name", "Names of the service users", "Auditor name"),
        *("Name of social worker", "Practitioner's name", "Known as", "Person: full name"),
        *("Next of kin name", "Enw", "Enw llawn", "Enw'r person", "Enw’r cleient", "Cyfenw"),
        *("Enw cyntaf", "Enw'r defnyddiwr gwasanaeth", "Name1", "Name 2", "clientName"),
        *("Team leader name", "Please enter your full name", "Name and address"),
    ],
    "e-mail address": [
        *("Email", "E-mail", "e‑mail address", "Email address", "Worker email", "EmailAddress"),
        *("E-bost", "Ebost", "Cyfeiriad e-bost"),
    ],
    "NHS number": ["NHS number", "NHS No.", "nhs_number", "NHSNumber", "NHS", "Rhif GIG"],
    "National Insurance number": ["NI number", "National Insurance number", "NINO"],
    "date of birth": [
        *("Date of birth", "DOB", "D.O.B.", "dob", "DateOfBirth", "date_of_birth", "Birth date"),
        *("Person's date of birth", "Dyddiad geni", "Dyddiad geni'r person"),
    ],
    "address": [
        *("Address", "Home address", "Address line 1", "address_2", "Client address", "Street"),
        *("Cyfeiriad", "Cyfeiriad cartref", "Address 3 (current)"),
    ],
    "phone number": [
        *("Phone", "Telephone", "Tel.", "Mobile", "Mobile phone number", "Contact number"),
        *("Home phone", "Ffôn", "Rhif ffôn", "Rhif ffôn symudol", "Telephone no"),
    ],
    "postcode": ["Postcode", "Post code", "Home postcode", "Cod post", "Côd post", "PostCode"],
}
HARMLESS = [
    *("Practitioner", "Practitioner code", "Auditor", "Auditor code", "Case", "Case reference"),
    *("Team name", "Service name", "Provider name", "Name of service", "Question set name"),
    *("Does the plan address the outcomes?", "Is the person's name used throughout?", "", "2"),
    *("Has the address been checked?", "Mobile working", "Date of review", "Number of calls"),
    *("Was an email sent to the provider?", "Postcode lottery?", "Contact", "Client", "Service"),
    *("NHS funding", "NHS continuing healthcare", "Birth family involved", "Street outreach"),
    *("Phone contact made", "Id", "Ref", "Date", "Person", "Cleient", "Ymarferydd", "Service user"),
]


@pytest.mark.parametrize(
    ("heading", "kind"), [(one, kind) for kind, them in IDENTIFYING.items() for one in them]
)
def test_a_heading_says_who_somebody_is(heading: str, kind: str):
    assert identifying(heading) == kind


@pytest.mark.parametrize("heading", HARMLESS)
def test_a_heading_says_nothing_of_anybody(heading: str):
    assert identifying(heading) is None


@pytest.mark.parametrize("key", METADATA)
def test_what_auditkit_calls_its_own_columns_says_nothing_of_anybody(key: str):
    assert [text for text in (key, *FRIENDLY[key]) if identifying(text)] == []


@pytest.mark.parametrize("name", AuditKit(discover=False).question_set_names())
def test_no_question_of_a_bundled_set_is_taken_for_a_name(name: str):
    questions = AuditKit(discover=False).question_set(name)
    texts = [*questions.questions, *questions.case_fields]
    for question in questions.questions.values():
        texts += [question.text] if isinstance(question.text, str) else question.text.values()
    assert [text for text in texts if identifying(text)] == []


@given(st.text(max_size=60))
def test_any_text_may_stand_over_a_column(heading: str):
    assert identifying(heading) in {None, *IDENTIFYING}


def table() -> Table:
    return Table(
        file="a.csv",
        headings=("Case", "Client name", "Plan?", "NHS No"),
        rows=[Row(2, ["CASE-1", "A. Person", "Yes", "9434765919"])],
    )


def test_columns_are_told_with_what_they_say():
    told = identifying_columns(table().headings)
    assert [(one.column, one.kind) for one in told] == [(1, "name"), (3, "NHS number")]


def test_columns_are_dropped_and_named():
    left, (said,) = without_identifying(table())
    assert left.headings == ("Case", "Plan?")
    assert [list(row.cells) for row in left.rows] == [["CASE-1", "Yes"]]
    assert str(said) == (
        "a.csv, cell B1\n  These columns may say who somebody is, and are not stored: Client"
        " name, NHS No. [N004]"
    )


def test_what_is_left_keeps_its_place():
    left, _ = without_identifying(table())
    assert str(left.place(left.rows[0], 1)) == "a.csv, cell C2"
    assert str(left.row_place(left.rows[0])) == "a.csv, row 2"


def test_a_row_with_addresses_of_its_own_keeps_them():
    page = Table(
        file="a.xlsx",
        headings=("Name", "Plan?"),
        rows=[Row(1, ["A. Person", "Yes"], ["B2", "B7"])],
    )
    left, _ = without_identifying(page)
    assert left.place(left.rows[0], 0).cell == "cell B7"


def test_a_column_that_becomes_a_pseudonym_is_kept():
    left, _ = without_identifying(table(), kept=[3])
    assert left.headings == ("Case", "Plan?", "NHS No")


def test_a_table_that_names_nobody_stays_the_same():
    plain = Table(file="a.csv", headings=("Case", "Plan?"), rows=[])
    assert without_identifying(plain) == (plain, ())


def test_facts_about_a_case_are_dropped_by_their_names():
    one = AuditReturn(
        case_ref="CASE-1",
        question_set="small",
        set_version="1.0",
        case={"review_type": "planned", "date_of_birth": "1941-05-03"},
        place=Place(file="a.csv", cell="row 2"),
    )
    left, (said,) = without_identifying_facts(one)
    assert left.case == {"review_type": "planned"}
    assert (said.code, said.facts["headings"]) == ("N004", "case.date_of_birth")
    assert without_identifying_facts(left) == (left, ())


def test_of_very_many_columns_the_first_are_named():
    said = dropped([f"Name {n}" for n in range(1, 24)], NOWHERE)
    assert said.facts["headings"].endswith("Name 20 and 3 more")
