"""What the score would be if an answer were another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditkit.errors import AuditkitError
from auditkit.frozen import changed, frozen
from auditkit.languages import said
from auditkit.questions.model import ANSWERED
from auditkit.returns import Answer
from auditkit.scoring.cards import score_return
from auditkit.scoring.plan import Plan
from auditkit.scoring.scorecard import SCORED, Scorecard


def what_if(plan: Plan, card: Scorecard, changes: Mapping[str, str]) -> Scorecard:
    """The scorecard as it would be with these options instead, by question.

    Raises `AuditkitError` for a question or an option that the set does not have.
    """
    answers = dict(card.audit_return.answers)
    for name, option in changes.items():
        planned = plan.questions.get(name)
        if planned is None or option not in planned.options:
            raise AuditkitError(
                said(
                    '"{option}" is not an option of "{question}" in {name}',
                    option=option,
                    question=name,
                    name=plan.question_set.name,
                )
            )
        value = option if planned.question.type == "choice" else (option,)
        answers[name] = Answer(planned.state(value), value)
    return score_return(plan, changed(card.audit_return, answers=answers), card.versions)


@frozen
class Lift:
    """One answer that alone would have lifted the rating, and what would have come of it."""

    question: str
    option: str
    scorecard: Scorecard


def smallest_lift(plan: Plan, card: Scorecard) -> Lift | None:
    """The single better answer that lifts the rating with the least rise of the score."""
    if card.status != SCORED or card.rating is None or card.overall is None:
        return None
    lifts = [lift for lift in _changes(plan, card) if _is_better(plan, lift.scorecard, card)]
    return min(lifts, key=lambda lift: lift.scorecard.score or 0, default=None)


def _changes(plan: Plan, card: Scorecard) -> Iterator[Lift]:
    for name, result in card.questions.items():
        planned = plan.questions[name]
        if planned.question.type != "choice" or result.value is None or result.state != ANSWERED:
            continue
        now = planned.earnings.earned(str(result.option)) or 0
        for option in planned.options:
            earned = planned.earnings.earned(option)
            if earned is not None and earned > now:
                yield Lift(name, option, what_if(plan, card, {name: option}))


def _is_better(plan: Plan, changed: Scorecard, card: Scorecard) -> bool:
    rank = plan.ratings.rank
    return changed.rating is not None and rank[changed.rating] < rank[str(card.rating)]
