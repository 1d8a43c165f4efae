"""The order of stages, what is seen of earlier ones, and what is late."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from auditkit.programme.model import Programme, Service, Stage
from auditkit.stages.order import (
    ORDER_RULES,
    Expected,
    Outstanding,
    needed_before,
    order_broken,
    outstanding,
    ready_for,
    visible_stages,
)
from auditkit.working_days import WorkingDays


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


FIRST = Stage(stage="first", role="team_leader", due=20)
REAUDIT = Stage(stage="reaudit", role="head_of_service", due=10)
SOME = Stage(stage="reaudit", role="head_of_service", share=Decimal("0.5"))
MODERATION = Stage(stage="moderation", role="moderator", share=Decimal("0.1"), blind=True)
ALL = programme(FIRST, REAUDIT, MODERATION)
PARTLY = programme(FIRST, SOME, MODERATION)
TWO = programme(FIRST, MODERATION)


@pytest.mark.parametrize(
    ("of", "stage", "done", "expected"),
    [
        (ALL, "first", [], None),
        (ALL, "reaudit", ["first"], None),
        (ALL, "moderation", ["first", "reaudit"], None),
        (ALL, "reaudit", [], ("stages_in_order", "first")),
        (ALL, "moderation", ["first"], ("stages_in_order", "reaudit")),
        (ALL, "moderation", [], ("stages_in_order", "first")),
        (ALL, "reaudit", ["first", "moderation"], ("stages_in_order", "moderation")),
        (ALL, "first", ["moderation"], ("stages_in_order", "moderation")),
        (PARTLY, "moderation", ["first"], None),
        (PARTLY, "moderation", ["reaudit"], ("stages_in_order", "first")),
        (TWO, "moderation", ["first"], None),
        (TWO, "reaudit", ["first"], ("stage_is_declared", "reaudit")),
    ],
)
def test_stages_come_in_order(of, stage, done, expected):
    found = order_broken(of, stage, done, "TL-04")
    assert [(one.rule, one.other) for one in found] == ([expected] if expected else [])
    assert all(one.words == ORDER_RULES[one.rule] and one.person == "TL-04" for one in found)


def test_a_stage_waits_for_those_that_every_case_goes_through():
    assert needed_before(ALL, "moderation") == ("first", "reaudit")
    assert needed_before(PARTLY, "moderation") == ("first",)
    assert needed_before(ALL, "first") == ()


def test_cases_come_to_a_stage_when_they_have_been_through_those_before():
    done = {
        "CASE-3": ["first", "reaudit"],
        "CASE-1": ["first"],
        "CASE-2": ["first", "reaudit", "moderation"],
        "CASE-4": [],
    }
    assert ready_for(ALL, "moderation", done) == ("CASE-3",)
    assert ready_for(PARTLY, "moderation", done) == ("CASE-3", "CASE-1")
    assert ready_for(ALL, "first", done) == ("CASE-4",)


def test_a_blind_stage_sees_nothing_of_those_before():
    done = ["moderation", "reaudit", "first"]
    assert visible_stages(MODERATION, done) == ()
    assert visible_stages(REAUDIT, done) == ("first",)
    assert visible_stages(Stage(stage="moderation", role="m"), done) == ("first", "reaudit")
    assert visible_stages(REAUDIT, []) == ()


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
    assert rows(expected("CASE-1"), on=date(2026, 5, 6)) == [("CASE-1", date(2026, 5, 1), 2, True)]


def test_what_is_made_is_not_outstanding():
    made = {("2026-04", "CASE-1", "first")}
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
