"""Lists of cases, of earlier audits and of staff: what is read, and what refuses them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from auditkit import AuditKit, PluginFailed, Refused, finding, hookimpl
from auditkit.actors import Actor
from auditkit.builtin.writers import write_csv
from auditkit.cases import Case, Cases
from auditkit.draws.frozen_list import frozen_list
from auditkit.frozen import changed
from auditkit.lists.cases import case_rows
from auditkit.problems import Place

KIT = AuditKit(discover=False)
PROGRAMME = """\
programme: anytown
title: Anytown
question_set: managing-cost-of-care@1.0
seed: "20237331128159211123"
per_service: 4
services:
  - {service: older_people, title: {en: Older People, cy: Pobl Hŷn}, synonyms: [OP]}
  - {service: mental_health}
other_services: [Finance, Children]
case_fields:
  carer: {type: choice, title: Carer, options: [sole, shared], labels: {sole: Sole carer}}
  hours: {type: number, places: 1}
  reviewed: {type: date}
  note: {type: text}
  date_of_birth: {type: date}
"""


@pytest.fixture(scope="module")
def anytown(tmp_path_factory):
    path = tmp_path_factory.mktemp("programme") / "programme.yaml"
    path.write_text(PROGRAMME, "utf-8")
    return KIT.load_programme(path)


@pytest.fixture
def file(tmp_path):
    def write(text: str, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def codes(problems) -> list[str]:
    return [one.code for one in problems]


def refused(read, *arguments, **options):
    with pytest.raises(Refused) as caught:
        read(*arguments, **options)
    return caught.value.problems


# Cases

_FACTS = st.fixed_dictionaries(
    {},
    optional={
        "hours": st.decimals(-99, 99, places=1),
        "note": st.from_regex(r"[=+@\-'\"A-Za-zŷ0][ ,;=\w]{0,8}[a-z]", fullmatch=True),
        "reviewed": st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        "carer": st.sampled_from(["sole", "shared"]),
        "weekly_cost": st.decimals(0, 999, places=2),
        "closed": st.sampled_from(["yes", "no"]),
        "drawn_stratum": st.just("all"),
    },
)


@given(facts=st.lists(_FACTS, min_size=1, max_size=4), team=st.sampled_from([None, "North"]))
def test_a_list_that_is_written_is_read_as_the_same_list(anytown, tmp_path_factory, facts, team):
    cases = [
        Case(case_ref=f"CASE-{number}", service="mental_health", team=team, facts=told)
        for number, told in enumerate(facts)
    ]
    stream = BytesIO()
    rows, columns = case_rows(cases)
    write_csv(rows, stream, columns)
    path = tmp_path_factory.mktemp("lists") / "list.csv"
    path.write_bytes(stream.getvalue())
    again = KIT.read_cases(path, anytown)
    known = [
        changed(one, facts={"closed": "no", **one.facts} if _says(cases, "closed") else one.facts)
        for one in cases
    ]
    assert frozen_list(again.cases).list_hash == frozen_list(known).list_hash


def _says(cases, name: str) -> bool:
    return any(name in one.facts for one in cases)


def test_a_list_of_cases_is_read(anytown, file):
    path = file(
        "Case reference,Service,Team,Practitioner,Weekly cost,Cost before,Review type,Closed,Carer,case.hours,reviewed,note\n"
        'CASE-1,op,North,P1,"£1,250.50",1000,Planned,,Sole carer,7.5,13/04/2026,ask\n'
        "CASE-2,pobl hŷn,,,,,,Yes,,,,\n"
        "CASE-3,Mental health,,,0,0,unplanned,12/03/2026,shared,,,\n"
    )
    found = KIT.read_cases(path, anytown)
    assert found.problems == ()
    first, second, third = found.cases
    assert first == Case(
        case_ref="CASE-1",
        service="older_people",
        team="North",
        practitioner="P1",
        facts={
            "weekly_cost": Decimal("1250.50"),
            "weekly_cost_before": Decimal(1000),
            "review_type": "planned",
            "closed": "no",
            "carer": "sole",
            "hours": Decimal("7.5"),
            "reviewed": date(2026, 4, 13),
            "note": "ask",
        },
    )
    assert (second.service, dict(second.facts)) == ("older_people", {"closed": "yes"})
    assert (third.facts["closed"], third.facts["weekly_cost"]) == ("yes", 0)


def test_a_list_without_facts_is_a_list(anytown, file):
    found = KIT.read_cases(file("case_ref,service\nCASE-1,OP\n"), anytown)
    assert found.cases == (Case(case_ref="CASE-1", service="older_people"),)


def test_the_kind_of_file_changes_no_hash(anytown, file, tmp_path):
    rows = [["case_ref", "service", "weekly_cost"], ["CASE-2", "OP", 12.5], ["CASE-1", "OP", 7]]
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for at, row in enumerate(rows):
            book.worksheets()[0].write_row(
                at, 0, row
            ) if book.worksheets() else book.add_worksheet().write_row(at, 0, row)
    workbook = tmp_path / "list.xlsx"
    workbook.write_bytes(stream.getvalue())
    text = file("service;weekly_cost;case_ref\nOlder People;7.00;CASE-1\nop;12.50;CASE-2\n")
    hashes = {
        frozen_list(KIT.read_cases(path, anytown).cases).list_hash for path in (workbook, text)
    }
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (",OP,10,", "D001", "A2"),
        ("1.23457E+11,OP,10,", "D002", "A2"),
        ("CASE-1,,10,", "D006", "B2"),
        ("CASE-1,Older Poeple,10,", "D007", "B2"),
        ("CASE-1,OP,ten,", "D009", "C2"),
        ("CASE-1,OP,10.005,", "D010", "C2"),
        ("CASE-1,OP,-10,", "D019", "C2"),
        ("CASE-1,OP,#N/A,", "D002", "C2"),
        ("CASE-1,OP,10,perhaps", "D014", "D2"),
        ("CASE-1,OP,10,04/13/2026", "D012", "D2"),
        ("X" * 201 + ",OP,10,", "D003", "A2"),
    ],
)
def test_what_cannot_be_read_refuses_the_list_with_its_cell(anytown, file, row, code, cell):
    path = file(f"case_ref,service,weekly_cost,closed\n{row}\n")
    (found,) = refused(KIT.read_cases, path, anytown)
    assert (found.code, found.place.cell) == (code, f"cell {cell}")
    assert "{" not in str(found)


def test_all_that_is_wrong_is_said_at_once(anytown, file):
    path = file("case_ref,service,weekly_cost\nCASE-1,OP,x\ncase-1,Older Poeple,y\n")
    found = refused(KIT.read_cases, path, anytown)
    assert codes(found) == ["D004", "D007", "D009", "D009"]
    assert "the other is cell A2" in found[0].message
    assert 'Did you mean "Older People"?' in found[1].message


def test_an_unknown_service_is_said_once_with_how_often_it_is_there(anytown, file):
    path = file("case_ref,service\nA-1,Older Poeple\nA-2,Wardens\nA-3,Older Poeple\n")
    found = refused(KIT.read_cases, path, anytown)
    assert [(one.code, one.place.cell, one.facts["where"]) for one in found] == [
        ("D007", "cell B2", "2 rows"),
        ("D007", "cell B3", "1 row"),
    ]


def test_a_row_of_another_length_refuses_the_list(anytown, file):
    found = refused(KIT.read_cases, file("case_ref,service\nCASE-1,OP,x\n"), anytown)
    assert "F010" in codes(found)


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("ref,service", "D015"),
        ("case_ref,weekly_cost", "D015"),
        ("case_ref,service,Service", "F012"),
    ],
)
def test_columns_that_a_list_must_have_once(anytown, file, heading, code):
    row = ",".join("1" for _ in heading.split(","))
    assert codes(refused(KIT.read_cases, file(f"{heading}\n{row}\n"), anytown)) == [code]


def test_services_that_are_not_audited_are_left_out_and_counted(anytown, file):
    path = file("case_ref,service\nA-1,OP\nA-2,Finance\nA-3,children\nA-4,Finance\n")
    found = KIT.read_cases(path, anytown)
    assert [one.case_ref for one in found.cases] == ["A-1"]
    assert codes(found.problems) == ["D008"]
    assert "Finance (2), children (1)" in found.problems[0].message


def test_columns_that_nobody_declared_and_those_that_name_people_are_left_out(anytown, file):
    path = file("case_ref,service,Client name,NHS number,Colour\nA-1,OP,Jo Bloggs,9434765919,red\n")
    found = KIT.read_cases(path, anytown)
    assert sorted(codes(found.problems)) == ["D016", "N004"]
    assert "Bloggs" not in repr(found)
    assert "9434765919" not in repr(found)


def test_a_fact_that_names_people_is_left_out_though_it_is_declared(anytown, file):
    found = KIT.read_cases(file("case_ref,service,Date of birth\nA-1,OP,01/02/1940\n"), anytown)
    assert codes(found.problems) == ["N004"]
    assert dict(found.cases[0].facts) == {}


def test_an_address_becomes_a_code_or_refuses_the_list(anytown, file):
    staff = KIT.read_staff(
        file("staff,roles,email\nP1,practitioner,jo@council.example\n", "staff.csv"), anytown
    )
    path = file("case_ref,service,practitioner\nA-1,OP,Jo@Council.example\n")
    assert KIT.read_cases(path, anytown, staff=staff).cases[0].practitioner == "P1"
    found = refused(KIT.read_cases, path, anytown)
    assert codes(found) == ["D022"]
    assert "ouncil" not in str(found[0])


def test_many_unknown_columns_are_counted(anytown, file):
    many = [f"colour {n}" for n in range(25)]
    path = file(f"case_ref,service,{','.join(many)}\nA-1,OP,{','.join('x' for _ in many)}\n")
    assert "and 5 more" in KIT.read_cases(path, anytown).problems[0].message


# From a source


class Source:
    """Cases of any services, with what is to be said."""

    def __init__(self, *services, problems=()):
        self.services = services
        self.problems = problems

    def read(self, path, *, at, earlier=None, options=None):
        if options == {"break": "yes"}:
            raise ValueError("broken")
        cases = [Case(case_ref=f"S-{n}", service=one) for n, one in enumerate(self.services)]
        return Cases(tuple(cases), self.problems)


def sourced(source):
    from types import ModuleType

    plugin = ModuleType("mine")
    plugin.auditkit_case_sources = hookimpl(
        lambda: {"mine": source}, specname="auditkit_case_sources"
    )
    return AuditKit([plugin], discover=False)


DAY = date(2026, 4, 1)


def test_a_source_gives_cases_of_the_services(anytown):
    old = finding("mine-old", Place(), "An old list.")
    found = sourced(Source("op", "Finance", problems=(old,))).read_cases(
        "list.mine", anytown, source="mine", at=DAY
    )
    assert [one.service for one in found.cases] == ["older_people"]
    assert codes(found.problems) == ["mine-old", "D008"]


def test_what_a_source_tells_of_its_cases_is_told_and_they_are_kept(anytown):
    broken = finding("mine-broken", Place(), "A cost that is none.", "error")
    kit = sourced(Source("op", problems=(broken,)))
    found = kit.read_cases("l", anytown, source="mine", at=DAY)
    assert (len(found.cases), codes(found.problems)) == (1, ["mine-broken"])


def test_a_source_with_unknown_services_is_refused(anytown):
    kit = sourced(Source("Older Poeple", None))
    found = refused(kit.read_cases, "l", anytown, source="mine", at=DAY)
    assert codes(found) == ["D007", "D006"]


def test_a_source_that_is_not_there_or_fails_is_named(anytown):
    kit = sourced(Source())
    found = refused(kit.read_cases, "l", anytown, source="mime", at=DAY)
    assert 'Did you mean "mine"?' in str(found[0])
    with pytest.raises(PluginFailed, match=r"mine .*source mine: ValueError: broken"):
        kit.read_cases("l", anytown, source="mine", at=DAY, source_options={"break": "yes"})
    with pytest.raises(ValueError, match="needs the day"):
        kit.read_cases("l", anytown, source="mine")


def test_a_source_may_refuse(anytown):
    class Refusing:
        def read(self, path, **options):
            raise Refused([finding("mine-no", Place(), "No.", "error")])

    assert codes(refused(sourced(Refusing()).read_cases, "l", anytown, source="mine", at=DAY)) == [
        "mine-no"
    ]


# Earlier audits


def test_earlier_audits_have_a_date_or_that_of_their_period(anytown, file):
    path = file(
        "case_ref,period,audit_date,stage,score\n"
        "A-1,2025-26-Q4,,,88\nA-2,2026-01,05/02/2026,Re-audit,\nA-3,,2026-01-31,,\n"
    )
    found = KIT.read_past(path, anytown)
    assert [(one.case_ref, one.audit_date, one.stage) for one in found] == [
        ("A-1", date(2026, 3, 31), "first"),
        ("A-2", date(2026, 2, 5), "reaudit"),
        ("A-3", date(2026, 1, 31), "first"),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A-1,,,", "D020"),
        (",2026-01,,", "D001"),
        ("A-1,January,,", "P030"),
        ("A-1,,yesterday,", "D011"),
        ("A-1,2026-01,,last", "D021"),
    ],
)
def test_an_earlier_audit_that_cannot_be_read(anytown, file, row, code):
    path = file(f"case_ref,period,audit_date,stage\n{row}\n")
    assert codes(refused(KIT.read_past, path, anytown)) == [code]


def test_an_earlier_audit_of_a_blank_period(anytown, file):
    (found,) = refused(KIT.read_past, file("case_ref,period\nA-1,\n"), anytown)
    assert (found.code, found.place.cell) == ("D020", "row 2")


def test_doubtful_dates_are_refused(anytown, file):
    path = file("case_ref,audit_date\nA-1,04/13/2025\nA-2,04/05/2025\n")
    assert codes(refused(KIT.read_past, path, anytown)) == ["D012", "D013"]


# Staff


def test_staff_are_read(anytown, file):
    path = file(
        "Staff code,Name,Roles,Services,Teams,E-mail\n"
        "TL-1,Jo Bloggs,Team Leader; moderator,OP;Mental Health,North;South,mailto:jo@council.example\n"
        "HOS-1,,head_of_service,,,\n"
    )
    staff = KIT.read_staff(path, anytown)
    assert staff.actors == (
        Actor(
            "TL-1",
            ("team_leader", "moderator"),
            ("older_people", "mental_health"),
            ("North", "South"),
        ),
        Actor("HOS-1", ("head_of_service",)),
    )
    assert staff.codes == {"jo@council.example": "TL-1"}
    assert [one.id for one in staff.with_role("moderator")] == ["TL-1"]
    assert "council" not in repr(staff)
    assert "Bloggs" not in repr(staff)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (",team_leader,,\n", ["D052"]),
        ("jo@council.example,team_leader,,\n", ["D056"]),
        ("TL-1,team_leder,,\n", ["D053"]),
        ("TL-1,team_leader,Finance,\n", ["D007"]),
        ("TL-1,team_leader,,nobody\n", ["D054"]),
        ("TL-1,team_leader,,\ntl-1,moderator,,\n", ["D050"]),
        ("TL-1,team_leader,,a@b.example\nTL-2,moderator,,A@b.example\n", ["D051"]),
    ],
)
def test_staff_that_cannot_be_read_and_no_address_is_said(anytown, file, rows, expected):
    path = file(f"staff,roles,services,email\n{rows}")
    found = refused(KIT.read_staff, path, anytown)
    assert codes(found) == expected
    assert "example" not in str(found[0]).replace(path.name, "")


@pytest.mark.parametrize("heading", ["person,roles", "staff,services"])
def test_columns_that_a_staff_list_must_have(anytown, file, heading):
    assert codes(refused(KIT.read_staff, file(f"{heading}\nTL-1,x\n"), anytown)) == ["D015"]


def test_a_file_that_no_reader_knows(anytown, file):
    assert codes(refused(KIT.read_cases, file("x", "list.pdf"), anytown)) == ["F009"]
