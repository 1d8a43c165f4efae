"""The cases of a period that were audited at the first stage and at a later one, side by side."""

from __future__ import annotations

from math import comb

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.moderation.policies import JOINT_DECISION, policy_of
from auditkit.moderation.sides import StageComparison
from auditkit.moderation.standing import compared_stages
from auditkit.programme.model import Stage
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.returns import STAGES


@frozen(kw_only=True)
class StagePairs:
    """The first audits of the period beside those of one later stage, each as it was first
    submitted; `not_comparable` counts the cases whose two audits were made under sets that do not
    score alike.
    """

    stage: Stage
    pairs: tuple[StageComparison, ...]
    not_comparable: int


@frozen(kw_only=True)
class Standings:
    """Where the cases audited at a later stage stand, as things are now: how many disagree with
    the audit that counted before, wait for the decision of both auditors, or are to be looked at
    again since an earlier audit was corrected.
    """

    stage: Stage
    audited: int
    disagreeing: int
    undecided: int
    stale: int


def later_stages(evidence: Evidence) -> tuple[Stage, ...]:
    """The stages of the programme after the first audit."""
    return tuple(one for one in evidence.programme.stages if one.stage != STAGES[0])


def stage_pairs(evidence: Evidence, stage: Stage) -> StagePairs:
    """The cases of the period that were audited at the first stage and at this one."""
    pairs = []
    not_comparable = 0
    for case in evidence.now:
        both = case.as_submitted
        if not {STAGES[0], stage.stage} <= {*both.cards}:
            continue
        try:
            pairs.append(compared_stages(both, STAGES[0], stage.stage))
        except Refused:
            not_comparable += 1
    return StagePairs(stage=stage, pairs=tuple(pairs), not_comparable=not_comparable)


def is_beyond_chance(lower: int, higher: int) -> bool:
    """Whether so many pairs graded lower, and so many higher, are more than a fair coin gives in
    95 of 100 cases (the exact sign test, two-sided).

    >>> is_beyond_chance(5, 0), is_beyond_chance(6, 0)
    (False, True)
    """
    graded = lower + higher
    tail = sum(comb(graded, number) for number in range(min(lower, higher) + 1))
    return lower != higher and 2 * tail * 20 <= 2**graded


def standings(evidence: Evidence, stage: Stage) -> Standings:
    """Where the cases of the period that were audited at a stage stand."""
    cases = [one for one in evidence.now if stage.stage in one.stages.cards]
    return Standings(
        stage=stage,
        audited=len(cases),
        disagreeing=sum(stage.stage in one.standing.disagreeing for one in cases),
        undecided=sum(_is_undecided(one, stage) for one in cases),
        stale=sum(stage.stage in one.stages.stale for one in cases),
    )


def _is_undecided(case: AuditedCase, stage: Stage) -> bool:
    return (
        policy_of(stage) == JOINT_DECISION
        and stage.stage in case.standing.disagreeing
        and stage.stage not in case.stages.decisions
    )
