"""What came of earlier actions, as the audits of a period show it."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.actions.following import FollowThrough, effect, next_audit
from auditkit.actions.model import CANCELLED, Action
from auditkit.matching.folding import fold
from auditkit.report.evidence import Evidence
from auditkit.report.tallies import actions_of
from auditkit.scoring.scorecard import Scorecard


def effects(evidence: Evidence) -> tuple[tuple[Action, FollowThrough], ...]:
    """The actions whose case was audited anew in the period, and what that audit says of them.

    Actions that were cancelled had nothing to bring about.
    """
    return tuple(_effects(evidence))


def _effects(evidence: Evidence) -> Iterator[tuple[Action, FollowThrough]]:
    cards: dict[str, list[Scorecard]] = {}
    for case in evidence.cases:
        cards.setdefault(fold(case.case_ref), []).extend(case.stages.cards.values())
    months = evidence.programme.actions.follow_through
    for action in actions_of(evidence):
        known = cards.get(fold(action.case_ref or ""), [])
        later = next_audit(action, known, months)
        if later is None or action.status == CANCELLED or not _is_now(later, evidence):
            continue
        found = effect(action, known, months)
        if found is not None:
            yield action, found


def _is_now(card: Scorecard, evidence: Evidence) -> bool:
    day = card.audit_return.audit_date
    return day is not None and day in evidence.period
