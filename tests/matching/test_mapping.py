"""The mapping file: which heading of somebody's own export means what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from auditkit.errors import Refused
from auditkit.kit import AuditKit, Reading
from auditkit.matching.mapping import COLUMNS_MAP, ColumnsMap

Read = Callable[..., Reading]
TABLE = "Mosaic ID,Planned for?,Why?,plan\nCASE-1,Yes,Seen,No\n"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("colums: {plan: Plan}", ["columns.yaml:1:1 S001"]),
        ("columns:\n  plan: [a]\n", ["columns.yaml:2:9 S002"]),
        ("columns: plan", ["columns.yaml:1:10 S002"]),
        ("comments: following", ["columns.yaml:1:11 S002"]),
        ("columns: {plan: A}\ncomments:\n  plan: {a: b}\n", ["columns.yaml:3:9 S002"]),
        ("columns: {plan: A, plan: B}", ["columns.yaml:1:20 Y006"]),
        ("columns: {plan: ''}", ["columns.yaml:1:17 S002"]),
        ("", ["columns.yaml Y013"]),
        ("columns: {a: [b]}\ncolums: {}\n", ["columns.yaml:1:14 S002", "columns.yaml:2:1 S001"]),
    ],
)
def test_every_problem_of_the_file_has_its_place(
    read: Read, text: str, problems: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        read(TABLE, columns=text)
    assert [f"{one.place} {one.code}" for one in refused.value.problems] == problems


def test_a_mapping_file_that_is_not_there_is_refused(kit: AuditKit) -> None:
    with pytest.raises(Refused, match="F001"):
        kit.read([], "plan", columns="absent.yaml")


def test_a_mapping_may_be_made_by_a_program(kit: AuditKit, tmp_path: Path) -> None:
    file = tmp_path / "returns.csv"
    file.write_text(TABLE, encoding="utf-8")
    columns = ColumnsMap(columns={"case_ref": "Mosaic ID", "plan": "planned FOR?"})
    (one,) = kit.read([file], "plan", columns=columns).returns
    assert one.answers["plan"].value == "yes"


def test_a_line_made_by_a_program_has_no_place(kit: AuditKit, tmp_path: Path) -> None:
    file = tmp_path / "returns.csv"
    file.write_text(TABLE, encoding="utf-8")
    columns = ColumnsMap(columns={"case_ref": "Mosaic ID", "plam": "Why?"})
    (problem,) = kit.read([file], "plan", columns=columns).problems
    assert str(problem) == ('The question set has no "plam". Did you mean "plan"? [R005]')


@pytest.mark.parametrize(
    ("columns", "option", "comments"),
    [
        ("columns: {case_ref: Mosaic ID, plan: Planned for?}", "yes", {}),
        ("columns: {case_ref: Mosaic ID}\ncomments: {plan: Why?}", "no", {"plan": "Seen"}),
        ("columns: {case_ref: Mosaic ID, plan.comment: Why?}", "no", {"plan": "Seen"}),
        (
            "columns: {case_ref: Mosaic ID, plan: Planned for?}\ncomments: following_column",
            "yes",
            {"plan": "Seen"},
        ),
        # The last column has none behind it.
        ("columns: {case_ref: Mosaic ID}\ncomments: following_column", "no", {}),
    ],
)
def test_what_is_mapped_goes_before_what_headings_look_like(
    read: Read, columns: str, option: str, comments: dict[str, str]
) -> None:
    (one,) = read(TABLE, columns=columns).returns
    assert (one.answers["plan"].value, one.comments) == (option, comments)


@pytest.mark.parametrize(
    "columns",
    [
        "comments: {plan: Why?}",
        "comments: following_column",
        "columns: {case_ref: Case}\ncomments: following_column",
        "columns: {}\ncomments: {plan: Why?}",
    ],
)
def test_a_mapping_of_comments_alone_is_followed(read: Read, columns: str) -> None:
    (one,) = read("Case,plan,Why?\nCASE-1,Yes,Seen\n", columns=columns).returns
    assert one.comments == {"plan": "Seen"}


NUMBERED = "Why?,Why?2,Why? (3),Why? 4"
REPEATED = "Why?,Why?,WHY ?,Why?"


@pytest.mark.parametrize(
    ("headings", "mapped", "comment"),
    [
        # One number in the ways that there are to write it.
        (NUMBERED, "Why?2", "second"),
        (NUMBERED, "Why? 2", "second"),
        (NUMBERED, "Why? (2)", "second"),
        (NUMBERED, "Why?(2)", "second"),
        (NUMBERED, "why?\u00a0(3)", "third"),
        (NUMBERED, "Why?3", "third"),
        (NUMBERED, "Why? (4)", "fourth"),
        # The first has no number.
        (NUMBERED, "Why?", "first"),
        (NUMBERED, "Why? (1)", "first"),
        # Of headings that repeat as they are, the one counted; another heading does not count.
        (REPEATED, "Why? (1)", "first"),
        (REPEATED, "Why? 2", "second"),
        (REPEATED, "Why?3", "fourth"),
        # What is headed just so goes before what is counted.
        ("Why?,Why?,Why? (2),d", "Why? (2)", "third"),
        ("Why?,Why?,Why? 2,d", "Why? (2)", "third"),
        # A number that belongs to the heading.
        ("Cost in 2026,Cost in 20262,c,d", "Cost in 2026", "first"),
        ("Cost in 2026,Cost in 20262,c,d", "Cost in 2026 (2)", "second"),
        ("Q1,Q12,Q2,d", "Q12", "second"),
    ],
)
def test_a_mapped_heading_may_have_a_number(
    read: Read, headings: str, mapped: str, comment: str
) -> None:
    text = f"Case,plan,{headings}\nCASE-1,Yes,first,second,third,fourth\n"
    (one,) = read(text, columns=f"comments: {{plan: '{mapped}'}}").returns
    assert one.comments == {"plan": comment}


@pytest.mark.parametrize(
    ("headings", "mapped", "code"),
    [
        (NUMBERED, "Why? (5)", "R006"),
        (REPEATED, "Why? (4)", "R006"),
        (REPEATED, "Why? (0)", "R006"),
        (REPEATED, "Why? (01)", "R006"),
        ("Why? 2,Why?2,c,d", "Why? (2)", "F012"),
        ("Why? 2,Why? 2,Why?2,d", "Why? 2", "F012"),
        (REPEATED, "Why?", "F012"),
    ],
)
def test_a_mapped_heading_that_names_no_column_or_two_refuses_the_file(
    read: Read, headings: str, mapped: str, code: str
) -> None:
    text = f"Mosaic ID,plan,{headings}\nCASE-1,Yes,first,second,third,fourth\n"
    columns = f"columns: {{case_ref: Mosaic ID}}\ncomments: {{plan: '{mapped}'}}"
    assert [problem.code for problem in read(text, columns=columns).problems] == [code]


def test_a_case_reference_may_be_mapped_with_a_number(read: Read) -> None:
    text = "Number,Number,plan\n1,CASE-1,Yes\n"
    (one,) = read(text, columns="columns: {case_ref: Number (2)}").returns
    assert one.case_ref == "CASE-1"


def test_a_mapping_with_numbers_is_meant_for_a_table_whose_headings_repeat(read: Read) -> None:
    text = "Case,plan,Why?,Why?\nCASE-1,Yes,a,b\n"
    (one,) = read(text, columns="comments: {plan: Why? (2)}").returns
    assert one.comments == {"plan": "b"}


def test_the_column_behind_is_no_comment_where_it_is_known_as_another(read: Read) -> None:
    text = "Case,plan,service\nCASE-1,Yes,Older People\n"
    (one,) = read(text, columns="comments: following_column").returns
    assert (one.comments, one.service) == ({}, "Older People")


def test_a_comment_with_a_heading_of_its_own_goes_before_the_column_behind(read: Read) -> None:
    text = "Case,plan,Why?,plan.comment\nCASE-1,Yes,because,Seen\n"
    reading = read(text, columns="comments: following_column")
    assert reading.returns[0].comments == {"plan": "Seen"}


def test_the_audit_date_may_be_mapped(read: Read) -> None:
    text = "Case,plan,Seen on\nCASE-1,Yes,13 April 2026\n"
    (one,) = read(text, columns="columns: {audit_date: Seen on}").returns
    assert one.audit_date == date(2026, 4, 13)


def test_a_mapped_heading_that_is_missing_refuses_the_file(read: Read) -> None:
    columns = "columns: {case_ref: Mosaic ID, service: Servise}"
    reading = read(TABLE, columns=columns)
    assert [problem.code for problem in reading.problems] == ["R006"]
    assert not reading.returns


def test_a_mapped_fact_is_not_looked_for_under_its_own_name(read: Read) -> None:
    text = "Case,plan,Team,Own team\nCASE-1,Yes,North,South\n"
    reading = read(text, columns="columns: {team: Own team}")
    assert reading.returns[0].team == "South"
    assert [problem.code for problem in reading.problems] == ["R003"]


def test_a_line_for_one_set_is_no_error_for_another_in_the_same_file(read: Read) -> None:
    text = "Case,question_set,Planned?,Out?\nCASE-1,plan,Yes,\nCASE-2,numbered,,No\n"
    columns = "columns: {plan: 'Planned?', outcome: 'Out?'}"
    reading = read(text, None, columns=columns)
    assert [(one.case_ref, len(one.answers)) for one in reading.returns] == [
        ("CASE-1", 1),
        ("CASE-2", 1),
    ]
    assert reading.problems == ()


def test_a_line_for_no_set_of_the_file_is_an_error_once(read: Read) -> None:
    text = "Case,question_set,Planned?,Out?\nCASE-1,plan,Yes,\nCASE-2,numbered,,No\n"
    columns = "columns: {plan: 'Planned?', outcome: 'Out?', plam: 'Out?'}"
    reading = read(text, None, columns=columns)
    assert [str(problem.place) for problem in reading.problems] == ["columns.yaml:1:52"]


def test_a_schema_for_editors_knows_both_forms_of_comments() -> None:
    definitions: dict[str, object] = {}
    COLUMNS_MAP.schema(definitions)
    assert "{'const': 'following_column'}" in str(definitions)
