"""What is still to be audited, and what is late."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from auditkit.programme.model import Programme, Service, Stage
from auditkit.stages.expecting import (
    CaseAtStage,
    Expected,
    Outstanding,
    expected_audits,
    outstanding,
)
from auditkit.working_days import WorkingDays

FIRST = Stage(stage="first", role="team_leader", due=20)
REAUDIT = Stage(stage="reaudit", role="head_of_service", due=10)
MODERATION = Stage(stage="moderation", role="moderator", share=Decimal("0.1"), blind=True)


def programme(*stages: Stage) -> Programme:
    return Programme(
        id="made",
        title="Made for a test",
        question_set="made@1",
        seed="1234567890",
        per_service=4,
        services=(Service(id="older_people"),),
        stages=stages,
    )


ALL = programme(FIRST, REAUDIT, MODERATION)
TWO = programme(FIRST, MODERATION)

# Outstanding


def expected(case: str, **told: object) -> Expected:
    usual = {"stage": "first", "period": "2026-04", "service": "op", "auditor": "TL-04"}
    return Expected(case_ref=case, since=date(2026, 4, 1), **{**usual, **told})


def rows(*wanted: Expected, made: set = frozenset(), on: date) -> list[tuple]:
    found = outstanding(wanted, made, ALL, on, WorkingDays())
    return [(one.case_ref, one.due, one.days_late, one.is_late) for one in found]


def test_what_is_due_today_is_not_late():
    # 20 working days after Wednesday 1 April 2026: Good Friday (3) and Easter Monday (6) are
    # none, so 2; 7-10; 13-17; 20-24; 27-30 make 1 + 4 + 5 + 5 + 4 = 19, and 1 May is the 20th.
    assert rows(expected("CASE-1"), on=date(2026, 5, 1)) == [("CASE-1", date(2026, 5, 1), 0, False)]


def test_lateness_counts_working_days():
    # Saturday and Sunday 2 and 3 May are none, and Monday 4 May is the bank holiday.
    assert rows(expected("CASE-1"), on=date(2026, 5, 4)) == [("CASE-1", date(2026, 5, 1), 0, False)]
    assert rows(expected("CASE-1"), on=date(2026, 5, 5)) == [("CASE-1", date(2026, 5, 1), 1, True)]
    assert rows(expected("CASE-1"), on=date(2026, 5, 6)) == [("CASE-1", date(2026, 5, 1), 2, True)]


def test_what_is_made_is_not_outstanding():
    made = {at("CASE-1", "first", 1).key}
    wanted = [expected("CASE-1"), expected("CASE-1", period="2026-05"), expected("CASE-2")]
    found = outstanding(wanted, made, ALL, date(2026, 4, 2), WorkingDays())
    assert [(one.period, one.case_ref) for one in found] == [
        ("2026-04", "CASE-2"),
        ("2026-05", "CASE-1"),
    ]


def test_a_stage_without_a_time_is_never_late():
    assert rows(expected("CASE-1", stage="moderation"), on=date(2027, 1, 1)) == [
        ("CASE-1", None, 0, False)
    ]


def test_a_stage_that_the_programme_no_longer_has_is_never_late():
    found = outstanding(
        [expected("CASE-1", stage="reaudit")], (), TWO, date(2027, 1, 1), WorkingDays()
    )
    assert [one.due for one in found] == [None]


def test_rows_are_by_service_and_auditor_and_then_by_what_is_due_first():
    wanted = [
        expected("CASE-4", service="op", auditor=None),
        expected("CASE-3", service="op", auditor="B", stage="moderation"),
        expected("CASE-2", service="op", auditor="B"),
        expected("CASE-1", service="op", auditor="B", stage="reaudit"),
        expected("CASE-0", service="mh", auditor="C"),
    ]
    found = outstanding(wanted, (), ALL, date(2026, 4, 2), WorkingDays())
    assert [one.case_ref for one in found] == ["CASE-0", "CASE-4", "CASE-1", "CASE-2", "CASE-3"]
    assert isinstance(found[0], Outstanding)


# Expected


def at(case: str, stage: str, day: int, auditor: str | None = None) -> CaseAtStage:
    return CaseAtStage(
        case_ref=case,
        stage=stage,
        period="2026-04",
        service="op",
        auditor=auditor,
        on=date(2026, 4, day),
    )


def told(of: Programme, drawn: list[CaseAtStage], made: list[CaseAtStage]) -> list[tuple]:
    found = expected_audits(of, drawn, made)
    return [(one.case_ref, one.stage, one.since.day, one.auditor) for one in found]


def test_drawn_cases_are_expected_from_the_day_they_were_drawn():
    drawn = [at("CASE-2", "first", 1, "TL-04"), at("CASE-1", "first", 1)]
    assert told(ALL, drawn, []) == [("CASE-2", "first", 1, "TL-04"), ("CASE-1", "first", 1, None)]


def test_a_stage_for_all_cases_is_expected_once_those_before_are_done():
    made = [at("CASE-1", "first", 14, "TL-04"), at("CASE-2", "moderation", 14)]
    assert told(ALL, [], made) == [("CASE-1", "reaudit", 14, None)]
    assert told(TWO, [], made) == []


def test_a_stage_for_a_share_of_cases_is_expected_of_those_drawn():
    made = [at("CASE-1", "first", 14), at("CASE-1", "reaudit", 20)]
    drawn = [at("CASE-1", "moderation", 24)]
    assert told(ALL, drawn, made) == [
        ("CASE-1", "moderation", 24, None),
        ("CASE-1", "reaudit", 14, None),
    ]


def test_a_later_stage_counts_from_the_last_of_those_before():
    thorough = programme(FIRST, REAUDIT, Stage(stage="moderation", role="moderator"))
    made = [at("CASE-1", "first", 21), at("CASE-1", "reaudit", 20)]
    assert told(thorough, [], made)[-1] == ("CASE-1", "moderation", 21, None)


def test_an_audit_is_expected_once():
    thorough = programme(FIRST, REAUDIT)
    drawn = [at("CASE-1", "reaudit", 16, "HS-01")]
    assert told(thorough, drawn, [at("CASE-1", "first", 14)]) == [
        ("CASE-1", "reaudit", 16, "HS-01")
    ]
