"""Which set and version a return is read under: the one it names, or no guess."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from return_words import place_and_code

from auditkit.errors import Refused
from auditkit.hookspecs import hookimpl
from auditkit.kit import AuditKit, Reading
from auditkit.matching.intake import Intake
from auditkit.questions.model import QuestionSet
from auditkit.returns import Row, Table

Read = Callable[..., Reading]
TEXT = """question_set: {id}
version: "{version}"
title: A set
{more}
sections:
  - section: only
    title: Only
    questions: [{{question: note, text: What is there, type: text}}]
"""


class Versions:
    """Versions of one set, as a plugin offers them, each in force in a stretch of time."""

    def __init__(self, folder: Path, **stretches: str) -> None:
        self.paths = {}
        for version, stretch in stretches.items():
            path = folder / f"{version}.yaml"
            path.write_text(TEXT.format(id="local", version=version, more=stretch))
            self.paths[f"local@{version}"] = path

    @hookimpl
    def auditkit_question_sets(self) -> dict[str, Path]:
        return self.paths


def version_read(folder: Path, plugin: Versions, *, audited: str = "", named: str = "") -> str:
    """The version that a return is read under, or the code of the problem."""
    file = folder / "returns.csv"
    file.write_text(f"case_ref,audit_date,set_version,note\nCASE-1,{audited},{named},x\n")
    reading = AuditKit([plugin], discover=False).read([file], "local")
    if reading.returns:
        return reading.returns[0].set_version
    return " ".join(problem.code for problem in reading.problems)


@pytest.mark.parametrize(
    ("audited", "expected"),
    [
        ("2026-03-31", "old"),
        ("31/03/2026", "old"),
        ("2026-04-01", "new"),
        ("1 April 2026 10:00", "new"),
        ("1999-01-01", "old"),
        ("2099-01-01", "new"),
        ("", "R034"),
        ("soon", "R034"),
        ("04/13/2026", "R034"),
    ],
)
def test_the_version_in_force_on_the_audit_date_is_taken(
    tmp_path: Path, audited: str, expected: str
) -> None:
    plugin = Versions(tmp_path, old="effective_to: 2026-03-31", new="effective_from: 2026-04-01")
    assert version_read(tmp_path, plugin, audited=audited) == expected


def test_two_versions_in_force_are_no_guess(tmp_path: Path) -> None:
    plugin = Versions(tmp_path, one="", two="")
    assert version_read(tmp_path, plugin, audited="2026-04-13") == "R034"


def test_no_version_in_force_is_no_guess(tmp_path: Path) -> None:
    plugin = Versions(tmp_path, one="effective_to: 2026-01-31", two="effective_to: 2026-02-28")
    assert version_read(tmp_path, plugin, audited="2026-04-13") == "R034"


def test_the_version_named_goes_before_the_one_in_force(tmp_path: Path) -> None:
    plugin = Versions(tmp_path, old="effective_to: 2026-03-31", new="effective_from: 2026-04-01")
    assert version_read(tmp_path, plugin, audited="2026-04-13", named="old") == "old"


def test_the_only_version_is_taken_whenever_it_is_in_force(tmp_path: Path) -> None:
    plugin = Versions(tmp_path, only="effective_to: 2026-01-31")
    assert version_read(tmp_path, plugin, audited="2026-04-13") == "only"


def test_a_version_that_is_not_there_is_named(tmp_path: Path) -> None:
    plugin = Versions(tmp_path, one="", two="")
    assert version_read(tmp_path, plugin, named="three") == "R025"


def test_a_date_with_a_completion_time_chooses_the_version(tmp_path: Path) -> None:
    plugin = Versions(tmp_path, old="effective_to: 2026-03-31", new="effective_from: 2026-04-01")
    file = tmp_path / "returns.csv"
    rows = "x,2026-04-13,CASE-1,,y\nx,2026-04-13,CASE-2,2026-03-13,y\n"
    file.write_text(f"Start time,Completion time,Case,Audit date,note\n{rows}")
    reading = AuditKit([plugin], discover=False).read([file], "local")
    assert [one.set_version for one in reading.returns] == ["new", "old"]


def test_what_is_wrong_within_a_set_is_said_once_at_its_own_place(tmp_path: Path) -> None:
    plugin = Versions(tmp_path, broken="titel: Two\ncolour: red")
    file = tmp_path / "returns.csv"
    file.write_text("case_ref,question_set,note\nCASE-1,local,x\nCASE-2,local,x\n")
    reading = AuditKit([plugin], discover=False).read([file])
    assert list(map(place_and_code, reading.problems)) == [
        "broken.yaml:4:1 S001",
        "broken.yaml:5:1 S001",
    ]


def test_returns_of_several_versions_keep_the_order_of_the_file(read: Read) -> None:
    rows = "C1,2025,Yes\nC2,2026,Yes\nC3,2025,No\n"
    reading = read(f"case_ref,set_version,plan\n{rows}", "dated")
    found = [(one.case_ref, one.set_version) for one in reading.returns]
    assert found == [("C1", "2025"), ("C2", "2026"), ("C3", "2025")]


def test_what_is_said_of_a_table_is_said_once_for_all_versions(read: Read) -> None:
    rows = "C1,13/04/2025,red,\nC2,13/04/2026,red,\nC3,14/04/2026,red,\n"
    reading = read(f"case_ref,audit_date,colour,plan.comment\n{rows}", "dated")
    assert list(map(place_and_code, reading.problems)) == ["returns.csv, cell A1 R001"]
    reading = read(f"case_ref,audit_date,colour,plan\n{rows}", "dated")
    assert list(map(place_and_code, reading.problems)) == ["returns.csv, cell C1 R003"]


def test_a_content_hash_that_fits_is_kept(read: Read, kit: AuditKit) -> None:
    known = kit.question_set("plan").content_hash
    (one,) = read(f"case_ref,content_hash,plan\nC1,{known},Yes\n").returns
    assert (one.content_hash, one.problems) == (known, ())


@pytest.mark.parametrize("asked", ["plan", None])
def test_a_content_hash_that_does_not_fit_holds_the_return(read: Read, asked: str | None) -> None:
    text = "case_ref,question_set,content_hash,plan\nC1,plan,0123,Yes\n"
    (one,) = read(text, asked).returns
    assert [problem.code for problem in one.problems] == ["R026"]


def test_a_set_given_as_an_object_needs_no_name_in_the_returns(read: Read, kit: AuditKit) -> None:
    (one,) = read("case_ref,plan\nC1,Yes\n", kit.question_set("plan")).returns
    assert (one.question_set, one.set_version) == ("plan", "1.0")


@pytest.fixture
def pinned(kit: AuditKit) -> Callable[..., list[str]]:
    """Reads one row of a table that names its set for all rows, as a template does."""

    def pinned(asked: str | QuestionSet | None, **pins: str) -> list[str]:
        row = Row(1, ["C1", "Yes", "", ""])
        headings = ("case_ref", "plan", "content_hash", "team")
        table = Table(file="t.xlsx", headings=headings, rows=(row,), pinned=pins)
        returns, problems = Intake(kit.question_set, asked).returns(table)
        held = [problem.code for one in returns for problem in one.problems]
        hashes = [one.content_hash or "" for one in returns]
        return [*hashes, *held, *(problem.code for problem in problems)]

    return pinned


def test_what_a_table_names_holds_for_its_rows(
    pinned: Callable[..., list[str]], kit: AuditKit
) -> None:
    known = kit.question_set("plan").content_hash
    found = pinned(None, question_set="plan", set_version="1.0", content_hash=known)
    assert found == [known]


def test_a_table_of_another_set_or_text_is_held(pinned: Callable[..., list[str]]) -> None:
    found = pinned("plan", question_set="whole", set_version="1.0", content_hash="0123")
    assert found == ["", "R031", "R026"]


def test_a_question_set_that_is_unknown_is_named_for_each_row(read: Read) -> None:
    reading = read("case_ref,plan\nC1,Yes\nC2,Yes\n", "plam")
    assert list(map(place_and_code, reading.problems)) == [
        "returns.csv, row 2 R025",
        "returns.csv, row 3 R025",
    ]


def test_a_finder_that_fails_otherwise_is_not_silenced() -> None:
    def find_set(id: str, version: str | None, on: object) -> QuestionSet:
        raise RuntimeError(id)

    table = Table(file="t", headings=("case_ref",), rows=(Row(1, ["C1"]),))
    with pytest.raises(RuntimeError):
        Intake(find_set, "plan").returns(table)


def test_a_set_that_refuses_without_a_problem_reads_nothing() -> None:
    def find_set(id: str, version: str | None, on: object) -> QuestionSet:
        raise Refused([])

    table = Table(file="t", headings=("case_ref",), rows=(Row(1, ["C1"]),))
    assert Intake(find_set, "plan").returns(table) == ([], [])
