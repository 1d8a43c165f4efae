"""From a store to what a report is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from auditkit.cases import Case
from auditkit.draws.numbers import AUDIT
from auditkit.draws.record import DrawnCase
from auditkit.errors import Refused
from auditkit.kept_draws import KeptDraw, kept_draws
from auditkit.matching.folding import fold
from auditkit.moderating.pairs import CaseKey, Progress, stages_of_cases
from auditkit.moderation.policies import JointDecision
from auditkit.moderation.standing import StagesOfCase, standing
from auditkit.periods import Period, month_of, period
from auditkit.programme.model import Programme
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.returns import AuditReturn
from auditkit.scoring.scorecard import Scorecard
from auditkit.stages.recording import case_of, service_ids

if TYPE_CHECKING:
    from auditkit.store import Store
    from auditkit.store.kits import Audit

# The cases of draws, by period and folded reference.
_Drawn = Mapping[tuple[str, str], DrawnCase]


def evidence_of(
    store: Store,
    programme: Programme,
    name: str,
    on: date,
    *,
    progress: Progress | None = None,
) -> Evidence:
    """What a store holds of a programme up to the end of the period of this name, as things
    stand on a day.

    An audit that names no period belongs to the month of its date; one without either is
    counted and left out. `progress` is told the cases. Raises `Refused` for a period that there is
    not.
    """
    within = period(name, programme.year_starts)
    kept = [
        one
        for one in kept_draws(store, programme.id)
        if period(one.draw.period, programme.year_starts).last <= within.last
    ]
    drawn = _drawn(kept)
    cases: list[AuditedCase] = []
    unplaced = 0
    audits = store.audits(programme=programme.id)
    submitted = _submitted(store, programme, audits)
    services = service_ids(programme)
    for key, stages in _stages(store, programme, audits, progress).items():
        placed = _placed(programme, key[1], stages)
        if placed is None:
            unplaced += 1
        elif placed.last <= within.last:
            known = case_of(programme, _returns(stages), services)
            place = drawn.get((placed.name, fold(known.case_ref)))
            cases.append(_case(programme, placed, stages, known, place, submitted.get(key, {})))
    return Evidence(
        programme=programme,
        period=within,
        on=on,
        cases=tuple(sorted(cases, key=_order)),
        draws=tuple(one.draw for one in kept if one.draw.purpose == AUDIT),
        later_draws=tuple(one.draw for one in kept if one.draw.purpose != AUDIT),
        actions=store.actions(),
        overrides=_counted(store, programme, cases, within),
        unplaced=unplaced,
        head=str(store.head()),
    )


def _stages(
    store: Store, programme: Programme, audits: Iterable[Audit], progress: Progress | None
) -> Mapping[CaseKey, StagesOfCase]:
    decisions: dict[CaseKey, dict[str, JointDecision]] = {}
    for one in store.moderation.decisions(programme=programme.id):
        key = (one.programme, one.period, one.case_ref)
        decisions.setdefault(key, {})[one.stage] = one.decision
    return stages_of_cases(store, audits, decisions, progress)


def _submitted(
    store: Store, programme: Programme, audits: Iterable[Audit]
) -> Mapping[CaseKey, Mapping[str, Scorecard]]:
    """The scorecards of what was first submitted of the audits that were corrected since."""
    corrected = {_key(one) for one in audits if one.corrected_by}
    if not corrected:
        return {}
    first = store.moderation.submitted(programme=programme.id)
    found = stages_of_cases(store, [one for one in first if _key(one) in corrected])
    return {key: stages.cards for key, stages in found.items()}


def _key(audit: Audit) -> tuple[str, str, str | None]:
    told = audit.audit_return
    return told.case_ref, told.stage, told.period


def _drawn(kept: Iterable[KeptDraw]) -> _Drawn:
    return {
        (one.draw.period, fold(case.case_ref)): case
        for one in kept
        if one.draw.purpose == AUDIT
        for case in one.draw.cases()
    }


def _placed(programme: Programme, name: str, stages: StagesOfCase) -> Period | None:
    """The period of a case."""
    try:
        return period(name, programme.year_starts)
    except Refused:
        days = [one.audit_date for one in _returns(stages)]
        return next((month_of(day) for day in days if day is not None), None)


def _returns(stages: StagesOfCase) -> list[AuditReturn]:
    return [card.audit_return for card in stages.cards.values()]


def _case(
    programme: Programme,
    placed: Period,
    stages: StagesOfCase,
    known: Case,
    place: DrawnCase | None,
    submitted: Mapping[str, Scorecard],
) -> AuditedCase:
    return AuditedCase(
        case_ref=known.case_ref,
        period=placed,
        service=known.service if place is None else place.service,
        team=known.team,
        stratum=None if place is None else place.stratum,
        stages=stages,
        standing=standing(programme, stages),
        submitted=submitted,
    )


def _order(case: AuditedCase) -> tuple[date, date, str]:
    return case.period.first, case.period.last, case.case_ref


def _counted(
    store: Store, programme: Programme, cases: Iterable[AuditedCase], within: Period
) -> Mapping[str, int]:
    """How often each rule was overridden in audits of the period."""
    names = {one.period.name for one in cases if one.period.first >= within.first}
    found = store.overrides(programme=programme.id)
    return dict(sorted(Counter(one.rule for one in found if one.period in names).items()))
