"""Actions overdue on a day, and whom that is told to."""

from __future__ import annotations

from datetime import date

import pytest
from action_examples import action, done

from auditkit.actions.clocks import Clocks, clocks_of, escalations, overdue
from auditkit.programme.model import ActionEscalation
from auditkit.programme.reading import read_programme
from auditkit.working_days import WorkingDays

# A Monday
DUE = date(2026, 4, 27)


@pytest.mark.parametrize(
    ("on", "status", "expected"),
    [
        (date(2026, 4, 26), "open", False),
        (date(2026, 4, 27), "open", False),  # on the day itself there is time
        (date(2026, 4, 28), "open", True),
        (date(2026, 4, 28), "in_progress", True),
        (date(2026, 4, 28), "done", False),
        (date(2026, 4, 28), "verified", False),
        (date(2026, 4, 28), "cancelled", False),
    ],
)
def test_an_action_is_overdue_the_day_after_unless_it_is_done(on, status, expected):
    found = overdue([action(due=DUE, status=status)], on)
    assert bool(found) is expected


def test_those_due_first_come_first():
    actions = [
        action(id="ACT-C", due=DUE),
        action(id="ACT-B", due=date(2026, 4, 30)),
        action(id="ACT-A", due=DUE),
    ]
    assert [one.id for one in overdue(actions, date(2026, 6, 1))] == ["ACT-A", "ACT-C", "ACT-B"]


STEPS = (ActionEscalation(after=10, to="director"), ActionEscalation(after=5, to="head_of_service"))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        # 28, 29, 30 April, 1 May, then 4 May is a holiday: the fifth is the 5th
        (date(2026, 5, 4), []),
        (date(2026, 5, 5), [(1, "head_of_service", date(2026, 5, 5))]),
        (date(2026, 5, 11), [(1, "head_of_service", date(2026, 5, 5))]),
        (
            date(2026, 5, 12),
            [(1, "head_of_service", date(2026, 5, 5)), (2, "director", date(2026, 5, 12))],
        ),
    ],
)
def test_an_overdue_action_is_told_step_by_step(on, expected):
    found = escalations([action(due=DUE)], Clocks(escalate=STEPS), on)
    assert [(one.level, one.to, one.since) for one in found] == expected


def test_a_step_of_no_days_is_told_as_soon_as_the_action_is_overdue():
    clocks = Clocks(escalate=(ActionEscalation(after=0, to="head_of_service"),))
    assert escalations([action(due=DUE)], clocks, DUE) == ()
    assert escalations([action(due=DUE)], clocks, date(2026, 4, 28))[0].since == DUE


def test_the_holidays_are_those_of_the_programme():
    clocks = Clocks(
        days=WorkingDays("scotland"), escalate=(ActionEscalation(after=1, to="director"),)
    )
    # 27 November is a Friday, and Monday is St Andrew's Day
    one = action(due=date(2026, 11, 27))
    assert escalations([one], clocks, date(2026, 11, 30)) == ()
    assert escalations([one], clocks, date(2026, 12, 1))[0].since == date(2026, 12, 1)


def test_what_is_done_is_not_escalated():
    assert escalations([done(due=DUE)], Clocks(escalate=STEPS), date(2026, 6, 1)) == ()


PROGRAMME = b"""
programme: anytown-2026-27
title: Practice audits
question_set: managing-cost-of-care
seed: "20237331128159211123"
bank_holidays: scotland
per_service: 4
services: [{service: older_people}]
actions:
  due: {training: 30 working days}
  escalate: [{after: 5 working days, to: head_of_service}]
"""


def test_a_programme_sets_the_clocks():
    clocks = clocks_of(read_programme(PROGRAMME, "programme.yaml").programme)
    # From Friday 27 November, over St Andrew's Day: ten days are those of its kind
    assert clocks.due_date("supervision", date(2026, 11, 27)) == date(2026, 12, 14)
    assert clocks.due_date("training", date(2026, 4, 13)) == date(2026, 5, 27)
    assert [(one.after, one.to) for one in clocks.escalate] == [(5, "head_of_service")]
