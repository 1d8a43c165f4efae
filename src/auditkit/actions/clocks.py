"""The clocks of actions: when they are due, overdue, and told to somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from attrs import field

from auditkit.actions.model import Action
from auditkit.frozen import frozen
from auditkit.programme.model import ActionEscalation, Programme
from auditkit.working_days import WorkingDays

# Working days within which an action of each kind is due where nobody says otherwise: what one
# conversation settles comes first, what needs a course or a home takes longest.
DUE: Mapping[str, int] = {
    "training": 60,
    "team_development": 60,
    "supervision": 10,
    "practice_support": 20,
    "targeted_review": 20,
    "technology_enabled_care": 40,
    "accommodation_based_solution": 60,
    "other": 20,
}


@frozen(kw_only=True)
class Clocks:
    """The clocks of a programme: its working days, the working days within which each kind of
    action is due where that differs from `DUE`, and to whom an overdue one is escalated.
    """

    days: WorkingDays = field(factory=WorkingDays)
    due: Mapping[str, int] = field(factory=dict)
    escalate: tuple[ActionEscalation, ...] = ()

    def due_date(self, kind: str, raised_on: date, working_days: int | None = None) -> date:
        """When an action raised on a day is due: so many working days later, or as many as its
        kind has. The day itself does not count.
        """
        if working_days is None:
            working_days = {**DUE, **self.due}.get(kind, DUE["other"])
        return self.days.after(raised_on, working_days)


def clocks_of(programme: Programme) -> Clocks:
    """The clocks that a programme sets for its actions."""
    told = programme.actions
    days = WorkingDays(programme.bank_holidays)
    return Clocks(days=days, due=told.due, escalate=told.escalate)


class Escalated(NamedTuple):
    """An overdue action that has reached a step of escalation: its number from 1, the role that
    is told, and the day since which that is so.
    """

    action: Action
    level: int
    to: str
    since: date


def is_overdue(action: Action, on: date) -> bool:
    """Whether an action is not done though its day has passed. On the day itself there is time;
    what is done waits for somebody else.
    """
    return action.is_waiting and action.due < on


def overdue(actions: Iterable[Action], on: date) -> tuple[Action, ...]:
    """The actions that are overdue on a day, those due first at the front."""
    late = (one for one in actions if is_overdue(one, on))
    return tuple(sorted(late, key=lambda one: (one.due, one.id)))


def escalations(actions: Iterable[Action], clocks: Clocks, on: date) -> tuple[Escalated, ...]:
    """Every step of escalation that an overdue action has reached by a day, in the order of
    `overdue`. Whoever tells people of them tells of those since its last day.
    """
    steps = sorted(clocks.escalate, key=lambda step: step.after)
    found = []
    for action in overdue(actions, on):
        for level, step in enumerate(steps, 1):
            since = clocks.days.after(action.due, step.after)
            if since <= on:
                found.append(Escalated(action, level, step.to, since))
    return tuple(found)
