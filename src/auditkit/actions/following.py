"""What came of an action: whether the next audit's answer to its question is better."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from auditkit.actions.model import Action
from auditkit.languages import noted, said
from auditkit.matching.folding import fold
from auditkit.periods import months_before
from auditkit.questions.earnings import Earnings, points_scale
from auditkit.questions.model import ANSWERED, Question, QuestionSet, worded
from auditkit.scoring.scorecard import Scorecard

BETTER = "better"
SAME = "same"
WORSE = "worse"
NOT_COMPARABLE = "not_comparable"
_EARLIER = noted("in the earlier audit it is {state}")
_LATER = noted("in the later audit it is {state}")


class FollowThrough(NamedTuple):
    """What the next audit says of an action: `outcome` is ``better``, ``same``, ``worse`` or
    ``not_comparable``, and then `because` says why. `earlier` and `later` are the raw scores of
    the answers, a poor answer the lower one whichever way the question is put.
    """

    outcome: str
    because: str = ""
    earlier: Fraction | None = None
    later: Fraction | None = None


def next_audit(
    action: Action, cards: Iterable[Scorecard], months: int | None = None
) -> Scorecard | None:
    """The first audit of an action's case after the one that gave rise to it, where it is made
    within so many months of the action's being done, or raised.

    A re-audit or moderation of the same period looks at the same work again, so it is none; nor
    is an audit of the day on which the action was raised, or earlier.
    """
    begin = action.done_on or action.raised_on
    later = [
        (card.audit_return.audit_date, card)
        for card in cards
        if card.audit_return.case_ref == action.case_ref
        and card.audit_return.stage == "first"
        and (action.period is None or card.audit_return.period != action.period)
    ]
    dated: list[tuple[date, Scorecard]] = [
        (day, card)
        for day, card in later
        if day is not None
        and day > action.raised_on
        and (months is None or months_before(day, months) <= begin)
    ]
    return min(dated, key=lambda one: one[0])[1] if dated else None


def effect(
    action: Action, cards: Iterable[Scorecard], months: int | None = None
) -> FollowThrough | None:
    """What the next audit of its case says of an action; None while there is none, or where the
    audit that gave rise to the action is not among the cards.
    """
    known = [card for card in cards if card.audit_return.case_ref == action.case_ref]
    earlier, later = _audit_behind(action, known), next_audit(action, known, months)
    return None if earlier is None or later is None else follow_through(action, earlier, later)


def _audit_behind(action: Action, cards: Iterable[Scorecard]) -> Scorecard | None:
    """The audit that gave rise to an action; of one raised by hand, the last before that day."""
    dated = []
    for card in cards:
        audit = card.audit_return
        if action.stage and (audit.stage, audit.period) == (action.stage, action.period):
            return card
        if audit.audit_date is not None and audit.audit_date <= action.raised_on:
            dated.append((audit.audit_date, card))
    is_by_hand = action.stage is None
    return max(dated, key=lambda one: one[0])[1] if dated and is_by_hand else None


def follow_through(action: Action, earlier: Scorecard, later: Scorecard) -> FollowThrough:
    """Whether the answer to an action's question is better in a later audit than in the one that
    gave rise to it, on the scale that the set declares.
    """
    if action.question is None:
        return FollowThrough(NOT_COMPARABLE, said("the action is about no single question"))
    because = why_not_comparable(action.question, earlier.question_set, later.question_set)
    if because:
        return FollowThrough(NOT_COMPARABLE, because)
    scores = []
    for message, card in ((_EARLIER, earlier), (_LATER, later)):
        score = _score(action.question, card)
        if isinstance(score, str):
            return FollowThrough(NOT_COMPARABLE, said(message, state=score))
        scores.append(score)
    before, after = scores
    outcome = SAME if before == after else BETTER if after > before else WORSE
    return FollowThrough(outcome, "", before, after)


def _score(name: str, card: Scorecard) -> Fraction | str:
    """The raw score of an answer, `reverse` applied; or what it is instead of one."""
    question_set = card.question_set
    result = card.questions[name]
    if result.state != ANSWERED:
        return said(result.state.replace("_", " "))
    scale = points_scale(question_set)
    question = question_set.questions[name]
    earned = Earnings(question, question_set.options(question), scale)
    score = None if result.option is None else earned.earned(result.option)
    return said("an answer without a score") if score is None else Fraction(score, scale)


def why_not_comparable(name: str, before: QuestionSet, after: QuestionSet) -> str:
    """Why answers under two sets cannot be held against each other, or nothing."""
    for one in (before, after):
        if name not in one.questions:
            return said("{set} does not ask it", set=one.name)
    if before.content_hash == after.content_hash:
        return ""
    sets = {"before": before.name, "after": after.name}
    old, new = before.questions[name], after.questions[name]
    for what in ("type", "score", "reverse"):
        if getattr(old, what) != getattr(new, what):
            return said("its {what} differs between {before} and {after}", what=what, **sets)
    if _scale(before, old) != _scale(after, new):
        return said("its options differ between {before} and {after}", **sets)
    if fold(worded(old.text)) != fold(worded(new.text)):
        return said("it is worded differently in {before} and {after}", **sets)
    return ""


def _scale(question_set: QuestionSet, question: Question) -> object:
    """What the options of a question are and earn; how they are worded is left out."""
    return {one.id: (one.score, one.state) for one in question_set.options(question)}
