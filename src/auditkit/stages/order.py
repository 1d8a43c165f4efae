"""The order of stages: which comes when, what its auditor may see of those before, what is due."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Protocol

from auditkit.frozen import frozen
from auditkit.programme.model import Programme, Stage
from auditkit.returns import STAGES
from auditkit.stages.separation import BrokenRule

# Rules of order, with their words; they are kept and broken as those of separation are.
ORDER_RULES: Mapping[str, str] = {
    "stage_is_declared": "An audit is made at a stage that the programme has.",
    "stages_in_order": "A stage comes after those that every case goes through, and before those"
    " that follow it.",
}


def order_broken(
    programme: Programme, stage: str, done: Collection[str], person: str = ""
) -> tuple[BrokenRule, ...]:
    """The rules of order that an audit at a stage would break, given the stages of the same case
    and period that are done.
    """
    rule, other = "", ""
    if programme.stage(stage) is None:
        rule, other = "stage_is_declared", stage
    else:
        missing = [one for one in needed_before(programme, stage) if one not in done]
        later = [one for one in STAGES[STAGES.index(stage) + 1 :] if one in done]
        if missing or later:
            rule, other = "stages_in_order", (missing + later)[0]
    if not rule:
        return ()
    return (BrokenRule(rule=rule, words=ORDER_RULES[rule], person=person, other=other),)


def needed_before(programme: Programme, stage: str) -> tuple[str, ...]:
    """The stages that a case has been through before it comes to this one: the first, and every
    other that the programme wants of all cases.
    """
    before = programme.stages[: _names(programme).index(stage)]
    return tuple(one.stage for one in before if one.stage == STAGES[0] or one.share == 1)


def ready_for(
    programme: Programme, stage: str, done: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """The cases that may come to a stage: those that have been through the stages before, and
    not through this one. `done` are the stages done by case; cases in that order.
    """
    needed = needed_before(programme, stage)
    return tuple(
        case for case, there in done.items() if stage not in there and set(needed) <= set(there)
    )


def visible_stages(stage: Stage, done: Iterable[str]) -> tuple[str, ...]:
    """The stages whose answers the auditor of this one may see: none where it is blind."""
    if stage.blind:
        return ()
    before = STAGES[: STAGES.index(stage.stage)]
    return tuple(one for one in before if one in set(done))


def _names(programme: Programme) -> list[str]:
    return [one.stage for one in programme.stages]


@frozen(kw_only=True)
class Expected:
    """An audit that somebody is to make: of which case, at which stage, for which period, by
    whom, and the day from which its time counts.
    """

    case_ref: str
    stage: str
    period: str
    service: str | None
    auditor: str | None
    since: date

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells one audit of a programme from another."""
        return (self.period, self.case_ref, self.stage)


@frozen(kw_only=True)
class Outstanding:
    """An audit that is expected and not made. `due` is None where the programme gives its stage
    no time; `days_late` are working days, 0 while it is not late.
    """

    service: str | None
    auditor: str | None
    case_ref: str
    period: str
    stage: str
    due: date | None
    days_late: int

    @property
    def is_late(self) -> bool:
        """Whether the day that it was due has passed."""
        return self.days_late > 0


class Calendar(Protocol):
    """Counts working days; `auditkit.working_days.WorkingDays` does."""

    def after(self, day: date, count: int) -> date:
        """The day so many working days after a day."""
        ...

    def between(self, first: date, last: date) -> int:
        """How many working days come after the first day, the last one among them."""
        ...


def outstanding(
    expected: Iterable[Expected],
    made: Collection[tuple[str, str, str]],
    programme: Programme,
    on: date,
    calendar: Calendar,
) -> tuple[Outstanding, ...]:
    """The audits that are not made on a day, by service, auditor and then by what is due first.

    `made` holds the period, case and stage of each audit there is. What is due today is not
    late.
    """
    found = (_outstanding(one, programme, on, calendar) for one in expected if one.key not in made)
    return tuple(sorted(found, key=_place))


def _outstanding(one: Expected, programme: Programme, on: date, calendar: Calendar) -> Outstanding:
    stage = programme.stage(one.stage)
    time = stage.due if stage is not None else None
    due = None if time is None else calendar.after(one.since, time)
    return Outstanding(
        service=one.service,
        auditor=one.auditor,
        case_ref=one.case_ref,
        period=one.period,
        stage=one.stage,
        due=due,
        days_late=0 if due is None else calendar.between(due, on),
    )


def _place(one: Outstanding) -> tuple[object, ...]:
    when = one.due or date.max
    stage = STAGES.index(one.stage)
    return (one.service or "", one.auditor or "", when, one.period, one.case_ref, stage)
