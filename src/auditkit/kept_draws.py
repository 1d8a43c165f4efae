"""Draws that a store keeps: what returns are held against, and what is still to be audited."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from auditkit.actors import Actor
from auditkit.cases import Case
from auditkit.draws.drawn_returns import against_draw
from auditkit.draws.plain import draw_dict, read_draw
from auditkit.draws.record import Draw, DrawnCase
from auditkit.frozen import changed, frozen
from auditkit.matching.folding import fold
from auditkit.periods import period as period_of
from auditkit.programme.history import PastAudit
from auditkit.programme.model import Programme
from auditkit.returns import STAGES, AuditReturn
from auditkit.stages.allocation import allocated
from auditkit.stages.expecting import (
    Calendar,
    CaseAtStage,
    Expected,
    Outstanding,
    expected_audits,
    outstanding,
)
from auditkit.stages.recording import audited, by_code, case_of, service_ids
from auditkit.stages.separation import Audited

if TYPE_CHECKING:
    from auditkit.store import Store
    from auditkit.store.kits import Audit
    from auditkit.store.planning import Draw as StoredDraw
    from auditkit.store.recording import Recorded

_PROGRAMME = "programme"


@frozen(kw_only=True)
class KeptDraw:
    """A draw of a store, and the day on which it was recorded there."""

    draw: Draw
    on: date


def draw_record(draw: Draw) -> dict[str, object]:
    """A draw as a store records it: as in its file, with the programme that it is of."""
    return {_PROGRAMME: draw.policy.programme, **draw_dict(draw)}


def keep_draw(store: Store, draw: Draw, *, actor: Actor, at: datetime) -> Recorded:
    """Record a draw in a store; the same one again is recognised, and one that goes on from it,
    with more cases replaced or further ones, takes the place of the one before.

    Raises `Conflict` where another draw stands there.
    """
    naming = {"period": draw.period, "purpose": draw.purpose}
    there = store.draws(programme=draw.policy.programme, **naming)
    before = [one for one in there if _goes_on(draw_in(one), draw)]
    version = before[0].version if before else None
    return store.record_draw(draw_record(draw), actor=actor, at=at, version=version)


def _goes_on(before: Draw, draw: Draw) -> bool:
    """Whether a draw is an earlier one with nothing but more replacements and further cases."""
    told, more = before.replacements, before.further
    is_same = changed(draw, replacements=told, further=more) == before
    is_longer = draw.replacements[: len(told)] == told and draw.further[: len(more)] == more
    return is_same and is_longer


def draw_in(kept: StoredDraw) -> Draw:
    """A draw as it was before a store recorded it."""
    told = {key: value for key, value in kept.record.items() if key != _PROGRAMME}
    return read_draw(json.dumps(told).encode(), f"draw for {kept.record['period']}")


def kept_draws(store: Store, programme: str | None = None) -> tuple[KeptDraw, ...]:
    """The draws of a store, in the order in which they were recorded or last changed."""
    return tuple(_kept(store, programme))


def _kept(store: Store, programme: str | None) -> Iterator[KeptDraw]:
    for one in store.draws(programme=programme):
        (entry,) = store.entries(one.seq - 1, 1)
        yield KeptDraw(draw=draw_in(one), on=entry.at.date())


def past_audits(store: Store, programme: Programme, before: date) -> tuple[PastAudit, ...]:
    """The earlier audits that a store knows of: those of periods that began before a day.

    A case that was drawn for such a period and is not audited yet counts as one audited on its
    last day, so that nobody draws it again meanwhile.
    """
    return tuple(_past(store, programme, before))


def _past(store: Store, programme: Programme, before: date) -> Iterator[PastAudit]:
    done = set()
    for audit in store.audits(programme=programme.id):
        one = audit.audit_return
        when = period_of(one.period, programme.year_starts) if one.period else None
        began = when.first if when else one.audit_date
        day = one.audit_date or (when.last if when else None)
        if day is not None and began is not None and began < before:
            done.add((one.period, fold(one.case_ref)))
            yield PastAudit(case_ref=one.case_ref, audit_date=day, stage=one.stage)
    for kept in kept_draws(store, programme.id):
        when = period_of(kept.draw.period, programme.year_starts)
        for case in kept.draw.cases():
            is_waiting = (when.name, fold(case.case_ref)) not in done
            if kept.draw.stage == STAGES[0] and when.first < before and is_waiting:
                yield PastAudit(case_ref=case.case_ref, audit_date=when.last)


def against_draws(
    returns: Sequence[AuditReturn], draws: Iterable[KeptDraw]
) -> tuple[AuditReturn, ...]:
    """The returns, those held that are of no case drawn for their stage and period.

    A return that names no period gets that of the latest draw of its case. Nothing is asked of
    returns for whose stage, or for whose period, no draw is kept.
    """
    kept = [one.draw for one in draws]
    found = list(returns)
    groups: dict[int, list[int]] = {}
    lookup = _Lookup(kept)
    for at, one in enumerate(returns):
        number = lookup.find(one)
        if number is not None:
            groups.setdefault(number, []).append(at)
    for number, places in groups.items():
        draw = kept[number]
        for at, one in zip(places, against_draw([found[at] for at in places], draw), strict=True):
            found[at] = one if one.period else changed(one, period=draw.period)
    return tuple(found)


class _Lookup:
    """Which draw a return belongs to: by its stage and period, or by its case."""

    def __init__(self, draws: Sequence[Draw]) -> None:
        self.by_period = {(one.stage, one.period): at for at, one in enumerate(draws)}
        self.latest = {one.stage: at for at, one in enumerate(draws)}
        self.by_case = {
            (one.stage, fold(case.case_ref)): at
            for at, one in enumerate(draws)
            for case in one.cases()
        }

    def find(self, one: AuditReturn) -> int | None:
        if one.period is not None:
            return self.by_period.get((one.stage, one.period))
        known = self.by_case.get((one.stage, fold(one.case_ref)))
        return self.latest.get(one.stage) if known is None else known


def outstanding_audits(
    store: Store,
    programme: Programme,
    on: date,
    calendar: Calendar,
    staff: Sequence[Actor] = (),
) -> tuple[Outstanding, ...]:
    """The audits that a programme expects and a store does not hold, on a day.

    With `staff`, drawn cases are those of whom they were given to, and those that come to a
    later stage undrawn are given to who may audit them there. Services are told by their ids.
    """
    audits = store.audits(programme=programme.id)
    services = service_ids(programme)
    made = [
        CaseAtStage(
            case_ref=one.audit_return.case_ref,
            stage=one.audit_return.stage,
            period=one.audit_return.period or "",
            service=_service(one.audit_return.service, services),
            auditor=one.audit_return.auditor,
            on=one.recorded_at.date(),
        )
        for one in audits
    ]
    drawn = [
        case
        for kept in kept_draws(store, programme.id)
        for case in _drawn(kept, programme, staff, audits)
    ]
    done = {one.key for one in made}
    wanted = [one for one in expected_audits(programme, drawn, made) if one.key not in done]
    given = _given(wanted, programme, staff, audits) if staff else wanted
    return outstanding(given, done, programme, on, calendar)


def _service(named: str | None, services: Mapping[str, str]) -> str | None:
    return services.get(fold(named), named) if named else named


def _given(
    wanted: Sequence[Expected],
    programme: Programme,
    staff: Sequence[Actor],
    audits: Sequence[Audit],
) -> Iterator[Expected]:
    """The same audits, those of audited cases that nobody has yet given to who may make them, as
    evenly as the rules allow; each period by itself.
    """
    told: dict[str, list[AuditReturn]] = {}
    for audit in audits:
        told.setdefault(audit.audit_return.case_ref, []).append(audit.audit_return)
    open_: dict[tuple[str, str], list[Expected]] = {}
    for one in wanted:
        if one.auditor is None and one.case_ref in told:
            open_.setdefault((one.stage, one.period), []).append(one)
        else:
            yield one
    for (name, period), some in open_.items():
        stage = programme.stage(name)
        assert stage is not None  # none is expected at another
        history = took_part(audits, name, period, staff)
        cases = [case_of(programme, told[one.case_ref]) for one in some]
        auditors = allocated(stage, cases, staff, history).auditors
        yield from (changed(one, auditor=auditors.get(one.case_ref)) for one in some)


def _drawn(
    kept: KeptDraw, programme: Programme, staff: Sequence[Actor], audits: Sequence[Audit]
) -> Iterator[CaseAtStage]:
    draw = kept.draw
    cases = sorted(draw.cases(), key=lambda one: one.draw_number)
    stage = programme.stage(draw.stage)
    auditors: Mapping[str, str] = {}
    if stage is not None and staff:
        history = took_part(audits, draw.stage, draw.period, staff)
        auditors = allocated(stage, [_case(one) for one in cases], staff, history).auditors
    for one in cases:
        yield CaseAtStage(
            case_ref=one.case_ref,
            stage=draw.stage,
            period=draw.period,
            service=one.service,
            auditor=auditors.get(one.case_ref),
            on=kept.on,
        )


def took_part(
    audits: Iterable[Audit], stage: str, period: str, staff: Iterable[Actor]
) -> dict[str, list[Audited]]:
    """Who took part in the audits of a period's cases before a stage, by their references."""
    before = STAGES[: STAGES.index(stage)]
    people = by_code(staff)
    found: dict[str, list[Audited]] = {}
    for one in audits:
        told = one.audit_return
        if (told.period or "") == period and told.stage in before:
            found.setdefault(told.case_ref, []).append(audited(one, people))
    return found


def _case(one: DrawnCase) -> Case:
    return Case(
        case_ref=one.case_ref, service=one.service, team=one.team, practitioner=one.practitioner
    )
