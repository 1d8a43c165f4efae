"""The same case at the same stage and period twice is never scored as two audits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from return_words import place_and_code

from auditkit.kit import AuditKit, Reading

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CASE-1", "case-1"),
        ("CASE-1", " CASE-1\u00a0"),
        ("CASE-1", "CASE‑1"),
        ("CASE-1", "CASE-\u200b1"),
        ("CASE 1", "CASE  1"),
        ("café-1", "CAFE\u0301-1"),
    ],
)
def test_a_reference_written_otherwise_is_the_same_case(read: Read, one: str, other: str) -> None:
    reading = read(f"case_ref,plan\n{one},Yes\n{other},Yes\n")
    assert [held.is_held for held in reading.returns] == [True, True]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CASE-1,first,1", "CASE-2,first,1"),
        ("CASE-1,first,1", "CASE-1,reaudit,1"),
        ("CASE-1,first,1", "CASE-1,first,2"),
        ("CASE-1,first,1", "CASE-1,first,"),
        (",first,1", ",first,1"),
    ],
)
def test_another_case_stage_or_period_is_another_audit(read: Read, one: str, other: str) -> None:
    reading = read(f"case_ref,stage,period,plan\n{one},Yes\n{other},Yes\n")
    codes = {problem.code for found in reading.returns for problem in found.problems}
    assert "R023" not in codes


def test_a_period_written_otherwise_is_the_same(read: Read) -> None:
    reading = read("case_ref,period,plan\nC1,April  2026,Yes\nC1,APRIL 2026,No\n")
    assert all(one.is_held for one in reading.returns)


def test_the_same_case_under_two_sets_is_no_duplicate(read: Read) -> None:
    text = "case_ref,question_set,plan,outcome\nC1,plan,Yes,\nC1,numbered,,No\n"
    assert not any(one.is_held for one in read(text, None).returns)


def test_the_same_case_under_two_versions_of_a_set_is_a_duplicate(read: Read) -> None:
    text = "case_ref,set_version,plan\nC1,2025,Yes\nC1,2026,No\n"
    assert all(one.is_held for one in read(text, "dated").returns)


def test_each_of_three_names_another(read: Read) -> None:
    reading = read("case_ref,plan\nC1,Yes\nC1,No\nC1,Yes\n")
    others = [problem.facts["other"] for one in reading.returns for problem in one.problems]
    assert others == [
        "returns.csv, row 3",
        "returns.csv, row 2",
        "returns.csv, row 2",
    ]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2026-04-13", "2026-04-20"], "row 3"),
        (["2026-04-20", "2026-04-13"], "row 2"),
        (["2026-04-13", "2026-04-13"], "row 3"),
        (["", ""], "row 3"),
        (["2026-04-13", ""], "row 2"),
        (["", "2026-04-13", ""], "row 3"),
        (["2026-04-20", "2026-04-13", "2026-04-20"], "row 4"),
    ],
)
def test_the_latest_is_taken(read: Read, dates: list[str], expected: str) -> None:
    rows = "".join(f"C1,{audited},Yes\n" for audited in dates)
    reading = read(f"case_ref,audit_date,plan\n{rows}", duplicates="latest")
    (one,) = reading.returns
    assert one.place.cell == expected
    assert not one.is_held
    assert [problem.code for problem in reading.problems] == ["R024"] * (len(dates) - 1)


def test_the_latest_is_found_across_files(kit: AuditKit, tmp_path: Path) -> None:
    for name, audited in (("a.csv", "2026-04-20"), ("b.csv", "2026-04-13")):
        (tmp_path / name).write_text(f"case_ref,audit_date,plan\nC1,{audited},Yes\n")
    reading = kit.read([tmp_path], "plan", duplicates="latest")
    assert [one.place.file for one in reading.returns] == ["a.csv"]
    assert list(map(place_and_code, reading.problems)) == ["b.csv, row 2 R024"]


def forms_rows(rows: list[str], more: str = "") -> str:
    """An export of Microsoft Forms whose rows say when each was sent in, and changed."""
    lines = "".join(f"{row},13/04/2026 08:00,C1,Yes\n" for row in rows)
    return f"Completion time,Last modified time{more},Start time,Case,plan\n{lines}"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Two of one day, the newer first: only the time of day tells.
        (["20/04/2026 16:30:00,", "20/04/2026 09:30:00,"], "row 2"),
        (["20/04/2026 09:30:00,", "20/04/2026 16:30:00,"], "row 3"),
        (["20/04/2026 4:30 PM,", "20/04/2026 9:30 AM,"], "row 2"),
        # What was changed last is the newer, whenever it was first sent in.
        (["20/04/2026 09:30,21/04/2026 08:00", "20/04/2026 16:30,"], "row 2"),
        (["20/04/2026 09:30,20/04/2026 09:30", "20/04/2026 16:30,20/04/2026 16:30"], "row 3"),
        # At the same second, and where the time cannot be read: the one read last.
        (["20/04/2026 09:30,", "20/04/2026 09:30,"], "row 3"),
        (["20/04/2026 16:30,", "20/04/2026 09:30,soon"], "row 3"),
        (["20/04/2026 16:30,", "20/04/2026 09:30,", "20/04/2026 12:30,"], "row 2"),
    ],
)
def test_of_forms_the_one_sent_in_last_is_taken(read: Read, rows: list[str], expected: str) -> None:
    (one,) = read(forms_rows(rows), duplicates="latest").returns
    assert one.place.cell == expected


def test_of_forms_the_one_sent_in_last_is_taken_whatever_its_audit_date(read: Read) -> None:
    rows = ["20/04/2026 16:30,,13/04/2026", "20/04/2026 09:30,,14/04/2026"]
    (one,) = read(forms_rows(rows, ",Audit date"), duplicates="latest").returns
    assert (one.place.cell, one.audit_date) == ("row 2", date(2026, 4, 13))


def test_a_time_that_may_have_the_month_first_does_not_decide(read: Read) -> None:
    # 05/04 is earlier than 06/04 only with the day first, and 04/20 says that it is not.
    rows = ["06/04/2026 09:30,", "05/04/2026 09:30,04/20/2026 09:30", "05/04/2026 09:30,"]
    returns = read(forms_rows(rows)).returns
    assert [one.submitted for one in returns] == [None, None, None]


def test_a_form_and_another_table_are_told_apart_by_their_audit_dates(
    kit: AuditKit, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(forms_rows(["20/04/2026 09:30,21/04/2026 09:30"]))
    (tmp_path / "b.csv").write_text("case_ref,audit_date,plan\nC1,2026-04-20,Yes\n")
    (one,) = kit.read([tmp_path], "plan", duplicates="latest").returns
    assert one.place.file == "b.csv"


def test_the_others_keep_their_order(read: Read) -> None:
    reading = read("case_ref,plan\nC3,Yes\nC1,Yes\nC2,No\nC1,No\n", duplicates="latest")
    assert [one.case_ref for one in reading.returns] == ["C3", "C2", "C1"]


def test_a_file_named_twice_is_a_duplicate_of_itself(kit: AuditKit, tmp_path: Path) -> None:
    file = tmp_path / "returns.csv"
    file.write_text("case_ref,plan\nC1,Yes\n")
    assert [one.is_held for one in kit.read([file, file], "plan").returns] == [True, True]
