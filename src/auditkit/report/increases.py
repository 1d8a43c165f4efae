"""Cases whose cost increased: why it did, after which kind of review, and whether it had to."""

from __future__ import annotations

from collections.abc import Iterable

from auditkit.frozen import frozen
from auditkit.programme.model import Programme
from auditkit.programme.shapes import CriterionUse
from auditkit.questions.model import ANSWERED, NOT_APPLICABLE, NOT_ASKED, QuestionSet
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.scoring.scorecard import SCORED, Scorecard

_CRITERION = "increased_cost"


@frozen(kw_only=True)
class Increase:
    """A case whose cost increased: the reasons given, the option chosen for whether it could
    have been avoided, the kind of review; nothing where that was not told. `is_judged` says
    whether anybody was to say whether it could have been avoided.
    """

    service: str | None
    question_set: QuestionSet
    reasons: tuple[str, ...]
    avoidable: str | None
    is_judged: bool
    review_type: str | None


def increased_strata(programme: Programme) -> tuple[str, ...]:
    """The strata of cases whose cost increased: those that the programme names, else those that
    are drawn by the criterion.
    """
    return programme.report.increased or tuple(
        one.id
        for one in programme.strata
        if isinstance(one.when, CriterionUse) and one.when.name == _CRITERION
    )


def increases(evidence: Evidence) -> tuple[Increase, ...]:
    """The audited cases of those strata whose audits asked about the increase; where the
    programme has no such stratum, all cases that were asked.
    """
    strata = increased_strata(evidence.programme)
    cases = [one for one in evidence.now if not strata or one.stratum in strata]
    found = (_increase(evidence.programme, one) for one in cases)
    return tuple(one for one in found if one is not None)


def _increase(programme: Programme, case: AuditedCase) -> Increase | None:
    keys, card = programme.report, case.card
    asked = [name for name in (keys.reasons, keys.avoidable) if _concerns(card, name)]
    if card.status != SCORED or not asked:
        return None
    avoidable = _chosen(card, keys.avoidable)
    review = card.audit_return.case.get(keys.review_type)
    return Increase(
        service=case.service,
        question_set=card.question_set,
        reasons=_chosen(card, keys.reasons),
        avoidable=avoidable[0] if avoidable else None,
        is_judged=keys.avoidable in asked,
        review_type=None if review is None else str(review),
    )


def _concerns(card: Scorecard, name: str) -> bool:
    """Whether a question was asked of a case and applies to it."""
    result = card.questions.get(name)
    return result is not None and result.state not in (NOT_ASKED, NOT_APPLICABLE)


def _chosen(card: Scorecard, name: str) -> tuple[str, ...]:
    """The options that were chosen, as far as they are an answer."""
    result = card.questions.get(name)
    if result is None or result.state != ANSWERED or result.option is None:
        return ()
    return (result.option,) if isinstance(result.option, str) else result.option


def unavoidable(evidence: Evidence) -> tuple[int, int]:
    """How many of the cases whose cost increased could not have done without, and of how many:
    those that nobody could tell of are among them; 0 of 0 where that is so of all.
    """
    return counted_unavoidable(increases(evidence), evidence.programme)


def counted_unavoidable(cases: Iterable[Increase], programme: Programme) -> tuple[int, int]:
    """The same of these cases."""
    judged = [one for one in cases if one.is_judged]
    if all(one.avoidable is None for one in judged):
        return 0, 0
    return sum(one.avoidable in programme.report.unavoidable for one in judged), len(judged)
