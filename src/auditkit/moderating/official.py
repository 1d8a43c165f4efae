"""What is official for each case of a store after the programme's policies, and what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from auditkit.draws.record import Draw, DrawnCase
from auditkit.frozen import frozen
from auditkit.kept_draws import kept_draws
from auditkit.moderating.pairs import CaseKey, stages_of_cases
from auditkit.moderation.expanding import further_cases
from auditkit.moderation.policies import EXPAND_SAMPLE, JointDecision, policy_of
from auditkit.moderation.standing import StagesOfCase, Standing, standing
from auditkit.programme.model import Programme
from auditkit.scoring.scorecard import Scorecard

if TYPE_CHECKING:
    from auditkit.store import Store
    from auditkit.store.deciding import Decision


@frozen(kw_only=True)
class CaseResult:
    """What is official for one case and period: the scorecard of the audit that is, None where
    that is open; the stages that are done; the joint decision on the last of them, if there is
    one.
    """

    case_ref: str
    service: str | None
    period: str
    stages: tuple[str, ...]
    standing: Standing
    card: Scorecard | None
    decision: Decision | None


@frozen(kw_only=True)
class FurtherCases:
    """The cases that a draw lacks, and those whose disagreement asks for them."""

    draw: Draw
    disagreeing: tuple[str, ...]
    cases: tuple[DrawnCase, ...]


@frozen(kw_only=True)
class Results:
    """What is official for the cases of a programme, and which further cases are to be drawn."""

    cases: tuple[CaseResult, ...]
    further: tuple[FurtherCases, ...]


def results(store: Store, programme: Programme, period: str | None = None) -> Results:
    """What is official for each case of a store, by period and case, and what is open."""
    kept = store.moderation.decisions(programme=programme.id, period=period)
    audits = store.audits(programme=programme.id, period=period)
    decisions: dict[CaseKey, dict[str, JointDecision]] = {}
    for one in kept:
        key = (one.programme, one.period, one.case_ref)
        decisions.setdefault(key, {})[one.stage] = one.decision
    cases = tuple(
        _result(programme, key, stages, kept)
        for key, stages in stages_of_cases(store, audits, decisions).items()
    )
    drawn = (one.draw for one in kept_draws(store, programme.id))
    draws = [draw for draw in drawn if period in (None, draw.period)]
    return Results(cases=cases, further=tuple(_further(programme, draws, cases)))


def _result(
    programme: Programme, key: CaseKey, stages: StagesOfCase, kept: Sequence[Decision]
) -> CaseResult:
    found = standing(programme, stages)
    official = found.official.stage
    made = {one.stage: one for one in kept if (one.programme, one.period, one.case_ref) == key}
    done = tuple(one.stage for one in programme.stages if one.stage in stages.cards)
    return CaseResult(
        case_ref=key[2],
        period=key[1],
        service=next(iter(stages.cards.values())).audit_return.service,
        stages=done,
        standing=found,
        card=None if official is None else stages.cards[official],
        decision=next((made[one] for one in reversed(done) if one in made), None),
    )


def _further(
    programme: Programme, draws: Sequence[Draw], cases: Sequence[CaseResult]
) -> Iterator[FurtherCases]:
    for one in draws:
        stage = programme.stage(one.stage)
        if stage is None or policy_of(stage) != EXPAND_SAMPLE:
            continue
        disagreeing = tuple(
            case.case_ref
            for case in cases
            if case.period == one.period and one.stage in case.standing.disagreeing
        )
        found = further_cases(one, disagreeing)
        if found:
            yield FurtherCases(draw=one, disagreeing=disagreeing, cases=found)
