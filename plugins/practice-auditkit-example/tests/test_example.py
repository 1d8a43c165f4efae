"""The example plugin as installed: found by its entry point, and used through the kit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest

from auditkit import AuditKit, Mark, Results
from auditkit.cli import main
from auditkit.frozen import changed
from auditkit.plugins import HOOKS
from auditkit.report.model import DataTable
from auditkit.store.trail import Entry
from auditkit.testing import made_cases, made_history

RETURN = """\
Case reference: CASE-0001
held_on_time: Yes
actions_followed_up: No
cases_discussed: Partly
wellbeing_asked: Yes
learning_agreed: Partly
decisions_recorded: Yes

Case reference: CASE-0002
held_on_time: Often
actions_followed_up: Yes
cases_discussed: Yes
wellbeing_asked: Yes
learning_agreed: Yes
decisions_recorded: Yes
"""


@pytest.fixture
def kit() -> AuditKit:
    return AuditKit()


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    path = tmp_path / "supervision.audit"
    path.write_text(RETURN, encoding="utf-8")
    return path


def test_every_hook_is_used(kit: AuditKit) -> None:
    for hook in HOOKS:
        registered = kit.plugins.registry(hook).values()
        assert "example" in [one.origin.name for one in registered], hook


def test_the_reader_and_the_scorer_work_together(kit: AuditKit, returns: Path) -> None:
    reading = kit.read([returns], kit.question_set("supervision-record"))
    card = kit.score(reading.returns[0])
    # 0, ½, ½, 1, 1, 1 without the poorest and the best: (½ + ½ + 1 + 1) / 4 = ¾
    assert (card.overall.numerator, card.overall.denominator) == (3, 4)
    assert card.rating == "sound"
    assert card.scorer.plugin == "practice-auditkit-example"


def test_an_answer_that_is_not_offered_is_held_with_its_place(kit: AuditKit, returns: Path) -> None:
    reading = kit.read([returns], kit.question_set("supervision-record"))
    problem = reading.returns[1].problems[0]
    assert problem.code == "R012"
    assert problem.place.cell == "return in line 9, held_on_time"


def test_the_mean_is_exact_whatever_is_trimmed(kit: AuditKit) -> None:
    scorer = kit.plugins.registry("auditkit_scorers")["trimmed_mean"].object(trim="0")
    third = Fraction(1, 3)
    marks = [Mark(name, third, third, third, third, third) for name in "abc"]
    assert scorer.score(marks) == third
    assert scorer.score([]) is None


def test_a_bad_argument_is_a_problem_of_the_set(kit: AuditKit, tmp_path: Path) -> None:
    text = Path(kit.plugins.registry("auditkit_question_sets")["supervision-record@1.0"].object)
    bad = tmp_path / "bad.yaml"
    bad.write_text(text.read_text("utf-8").replace('trim: "1"', "trim: some"), "utf-8")
    assert [one.code for one in kit.check(bad)] == ["Q031"]


def test_the_case_source_reads_a_line_a_case(kit: AuditKit, tmp_path: Path) -> None:
    path = tmp_path / "cases.txt"
    path.write_text("CASE-0001, Older People\n\nCASE-0002\n", encoding="utf-8")
    source = kit.plugins.registry("auditkit_case_sources")["case-per-line"].object
    found = source.read(path, at=date(2026, 3, 31)).cases
    assert [(case.case_ref, case.service) for case in found] == [
        ("CASE-0001", "Older People"),
        ("CASE-0002", None),
    ]


def test_the_check_names_a_plainer_word(kit: AuditKit, tmp_path: Path) -> None:
    path = Path(kit.plugins.registry("auditkit_question_sets")["supervision-record@1.0"].object)
    bad = tmp_path / "jargon.yaml"
    bad.write_text(path.read_text("utf-8").replace("Was learning", "Was signposting"), "utf-8")
    found = kit.check(bad)
    assert [one.code for one in found] == ["example-plain-words"]
    assert 'Write "tell people about".' in found[0].message
    assert found[0].place.line


def test_poor_answers_without_a_comment_are_to_be_talked_about(
    kit: AuditKit, returns: Path
) -> None:
    questions = kit.question_set("supervision-record")
    audit_return = kit.read([returns], questions).returns[0]
    (proposal,) = kit.proposals(kit.score(audit_return)).proposals
    assert (proposal.kind, proposal.source) == ("supervision", "plugin:unexplained")
    assert proposal.finding == "No comment: Actions followed up"
    told = changed(audit_return, comments={"actions_followed_up": "On leave all month"})
    assert kit.proposals(kit.score(told)).proposals == ()


def test_the_writer_makes_a_table(kit: AuditKit, returns: Path) -> None:
    reading = kit.read([returns], kit.question_set("supervision-record"))
    stream = BytesIO()
    writer = kit.plugins.registry("auditkit_writers")["markdown"].object
    writer.write(Results([kit.score(one) for one in reading.returns]), stream)
    assert stream.getvalue().decode().splitlines()[2:] == [
        "| CASE-0001 | 75.0% | sound |",
        "| CASE-0002 |  | held |",
    ]


def test_the_command_lists_references(returns: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["references", str(returns), "--set", "supervision-record"]) == 0
    assert capsys.readouterr().out.split() == ["CASE-0001", "CASE-0002"]


def test_the_report_counts_comments_and_does_not_quote_them(kit: AuditKit, returns: Path) -> None:
    commented = RETURN.replace(
        "held_on_time: Yes\n", "held_on_time: Yes\nheld_on_time.comment: In the diary\n"
    )
    returns.write_text(commented, encoding="utf-8")
    reading = kit.read([returns], kit.question_set("supervision-record"))
    report = kit.report([kit.score(one) for one in reading.returns])
    (remarks,) = [one.section for one in report.sections if one.name == "remarks"]
    (table,) = [one for one in remarks.blocks if isinstance(one, DataTable)]
    assert table.rows == (("held_on_time", 1),)


def test_without_comments_there_is_no_section_about_them(kit: AuditKit, returns: Path) -> None:
    reading = kit.read([returns], kit.question_set("supervision-record"))
    report = kit.report([kit.score(one) for one in reading.returns])
    assert "remarks" not in [one.name for one in report.sections]


def test_the_criterion_looks_at_the_last_review(kit: AuditKit) -> None:
    overdue = kit.plugins.registry("auditkit_criteria")["review_overdue"].object
    known, unknown = made_cases()
    reviewed = changed(known, facts={"last_review": date(2025, 4, 1)})
    history = made_history()  # of April 2026
    assert not overdue(reviewed, history, months=12)
    assert overdue(reviewed, history, months=11)
    assert overdue(unknown, history, months=12)


def test_the_observer_says_what_kind_of_entry_it_was_and_nothing_of_what_it_holds(
    kit: AuditKit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "practice_auditkit_example")
    entry = Entry(
        seq=7,
        at=datetime(2026, 4, 14, tzinfo=UTC),
        actor="TL1",
        kind="recorded",
        body={"case_ref": "CASE-0150"},
        digest="0" * 64,
    )
    kit.plugins.registry("auditkit_recorded")["example"].object(event=entry)
    assert caplog.messages == ["entry 7: recorded by TL1"]
