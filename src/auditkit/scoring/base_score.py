"""The figure that the same answers have under the set that an overlay lies over."""

from __future__ import annotations

from collections.abc import Mapping

from auditkit.frozen import changed
from auditkit.languages import said
from auditkit.overlays.relation import ADAPTED
from auditkit.questions.model import QuestionSet
from auditkit.returns import AuditReturn
from auditkit.scoring.cards import score_return
from auditkit.scoring.plan import Plan
from auditkit.scoring.scorecard import BaseScore, Scorecard


def with_base(card: Scorecard, base: Plan, relation: str, versions: Mapping[str, str]) -> Scorecard:
    """The scorecard, told what its answers come to under the unchanged base.

    An adapted set asks other things, so that its answers have no figure there.
    """
    if relation == ADAPTED or card.audit_return.is_held:
        return changed(card, base=BaseScore(relation, base.question_set, None))
    there = score_return(base, _as_of(card.audit_return, base.question_set), versions)
    if there.rating is not None and not rates_alike(card.question_set, base.question_set):
        there = changed(
            there,
            rating=None,
            computed_rating=None,
            judged_rating=None,
            no_rating_because=said("not all that it rates by is asked here"),
        )
    return changed(card, base=BaseScore(relation, base.question_set, there))


def _as_of(given: AuditReturn, base: QuestionSet) -> AuditReturn:
    """What a return says that the base knows."""
    return changed(
        given,
        question_set=base.id,
        set_version=base.version,
        content_hash=None,
        case={name: value for name, value in given.case.items() if name in base.case_fields},
        answers={name: one for name, one in given.answers.items() if name in base.questions},
    )


def rates_alike(local: QuestionSet, base: QuestionSet) -> bool:
    """Whether every question and fact of the base is still there with its options."""
    asked = all(
        name in local.questions and _offered(local, name) == _offered(base, name)
        for name in base.questions
    )
    return asked and all(
        local.case_fields.get(name) == one for name, one in base.case_fields.items()
    )


def _offered(question_set: QuestionSet, name: str) -> tuple[str, list[str]]:
    question = question_set.questions[name]
    return question.type, sorted(one.id for one in question_set.options(question))
