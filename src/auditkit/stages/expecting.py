"""What is still to be audited: which audits are expected, by when, and which of them are late."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol

from auditkit.frozen import frozen
from auditkit.programme.model import Programme, Stage
from auditkit.returns import STAGES
from auditkit.stages.order import needed_before


@frozen(kw_only=True)
class CaseAtStage:
    """A case that was drawn for a stage, or audited at one, on a day; by whom, where it is known.

    Cases are drawn for the first stage, and for every other that takes only a share of them.
    """

    case_ref: str
    stage: str
    period: str
    service: str | None
    auditor: str | None
    on: date

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells one audit of a programme from another."""
        return (self.period, self.case_ref, self.stage)


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


def expected_audits(
    programme: Programme, drawn: Iterable[CaseAtStage], made: Collection[CaseAtStage]
) -> tuple[Expected, ...]:
    """The audits that a programme expects: of each case at the stage that it was drawn for, and
    of each audited case at the stages that all cases go through.

    The time of a drawn case counts from the day it was drawn; that of the stages after from the
    day on which the last of those before was done.
    """
    wanted = [_expected(one, one.stage, one.on, one.auditor) for one in drawn]
    cases: dict[tuple[str, str], dict[str, CaseAtStage]] = {}
    for one in made:
        cases.setdefault((one.period, one.case_ref), {})[one.stage] = one
    for stage in programme.stages:
        if stage.stage != STAGES[0] and stage.share == 1:
            wanted += _following(programme, stage, cases.values())
    found: dict[tuple[str, str, str], Expected] = {}
    for expected in wanted:
        found.setdefault(expected.key, expected)
    return tuple(found.values())


def _following(
    programme: Programme, stage: Stage, cases: Iterable[Mapping[str, CaseAtStage]]
) -> Iterator[Expected]:
    needed = needed_before(programme, stage.stage)
    for done in cases:
        if all(one in done for one in needed):
            last = max((done[one] for one in needed), key=lambda one: one.on)
            yield _expected(last, stage.stage, last.on, None)


def _expected(one: CaseAtStage, stage: str, since: date, auditor: str | None) -> Expected:
    return Expected(
        case_ref=one.case_ref,
        stage=stage,
        period=one.period,
        service=one.service,
        auditor=auditor,
        since=since,
    )


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
