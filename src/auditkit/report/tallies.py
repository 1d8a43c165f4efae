"""Counts that several sections of a report tell: pairs of audits, and actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from auditkit.actions.clocks import is_overdue
from auditkit.actions.model import CANCELLED, DONE, VERIFIED, Action
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.moderation.sides import HIGHER, LOWER, NOT_COMPARED, SAME
from auditkit.moderation.standing import compared_stages
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.returns import STAGES


@frozen(kw_only=True)
class GradedAgain:
    """The cases that were rated at the first and at one later stage, and how many of them the
    later one graded lower, the same or higher. `not_compared` counts those audited at both and
    not rated at each, or under sets that do not score alike.
    """

    stage: str
    lower: int
    same: int
    higher: int
    not_compared: int

    @property
    def pairs(self) -> int:
        return self.lower + self.same + self.higher


def graded_again(evidence: Evidence) -> tuple[GradedAgain, ...]:
    """A count for each later stage of the programme, over the cases of the period, by what was
    first submitted.
    """
    later = [one.stage for one in evidence.programme.stages if one.stage != STAGES[0]]
    return tuple(_graded(stage, evidence.now) for stage in later)


def _graded(stage: str, cases: Iterable[AuditedCase]) -> GradedAgain:
    both = [one for one in cases if {STAGES[0], stage} <= {*one.stages.cards}]
    found = Counter(_outcome(one, stage) for one in both)
    return GradedAgain(
        stage=stage,
        lower=found[LOWER],
        same=found[SAME],
        higher=found[HIGHER],
        not_compared=found[NOT_COMPARED],
    )


def _outcome(case: AuditedCase, stage: str) -> str:
    try:
        return compared_stages(case.as_submitted, STAGES[0], stage).rating.outcome
    except Refused:
        return NOT_COMPARED


@frozen(kw_only=True)
class ActionCounts:
    """Actions of the programme as they stand on the day of the report.

    `raised`, `verified` and `cancelled` count those of the period; `open` counts what is neither
    verified nor cancelled, `overdue` and `done`, which waits to be verified, among them.
    """

    raised: int
    open: int
    done: int
    overdue: int
    verified: int
    cancelled: int

    @property
    def closed(self) -> int:
        return self.verified + self.cancelled


def actions_of(evidence: Evidence) -> tuple[Action, ...]:
    """The actions of the programme, and those of none, that were raised by the day."""
    own = (None, evidence.programme.id)
    known = (one for one in evidence.actions if one.programme in own)
    return tuple(one for one in known if one.raised_on <= evidence.on)


def action_counts(evidence: Evidence) -> ActionCounts:
    """The counts of the actions of the programme."""
    return counted(actions_of(evidence), evidence)


def counted(actions: Sequence[Action], evidence: Evidence) -> ActionCounts:
    """The counts of some of them."""
    period = evidence.period
    waiting = [one for one in actions if not one.is_closed]
    closed = Counter(
        one.status for one in actions if one.closed_on is not None and one.closed_on in period
    )
    return ActionCounts(
        raised=sum(one.raised_on in period for one in actions),
        open=len(waiting),
        done=sum(one.status == DONE for one in waiting),
        overdue=sum(is_overdue(one, evidence.on) for one in waiting),
        verified=closed[VERIFIED],
        cancelled=closed[CANCELLED],
    )
