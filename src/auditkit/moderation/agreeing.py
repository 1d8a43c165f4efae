"""How far two stages agree over many cases: by question, by service, by auditor."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from auditkit.agreement.comparison import (
    ChoicesComparison,
    Comparison,
    Missing,
    compared,
    compared_choices,
)
from auditkit.agreement.estimate import Estimate
from auditkit.agreement.overall import overall
from auditkit.agreement.ratings import Ratings, rated
from auditkit.frozen import frozen
from auditkit.moderation.scales import (
    options_of_choices,
    scale_of_question,
    scale_of_ratings,
)
from auditkit.moderation.sides import NOT_RATED, Side, StageComparison, side_of
from auditkit.questions.model import Question, QuestionSet

QUESTION, SERVICE, AUDITOR = "question", "service", "auditor"
_CHOICES = "choices"
Pairs = Sequence[StageComparison]


@frozen(kw_only=True)
class QuestionAgreement:
    """How far two stages agree on a question with a scale, or with several answers."""

    question: str
    comparison: Comparison | ChoicesComparison


@frozen(kw_only=True)
class Agreement:
    """How far two stages agree over the cases of a service, of an auditor, or over all.

    `of` is the service or the auditor, empty for all; `rating` is None where the set gives no
    ratings; `overall` pools the questions, each on its scale, with errors by case. `blind` counts
    the pairs of which the second auditor did not see the first audit.
    """

    question_set: str
    by: str
    of: str
    pairs: int
    blind: int
    rating: Comparison | None
    questions: tuple[QuestionAgreement, ...]
    overall: tuple[Estimate, ...]


def agreement_by(
    pairs: Iterable[StageComparison], by: str = QUESTION, *, pooled: bool = True
) -> tuple[Agreement, ...]:
    """How far two stages agree: over all cases with each question (``question``), or apart for
    each ``service`` or ``auditor``, that of the first audit, in the order of their names.

    Cases under question sets that score differently stay apart, in the order of the sets.
    Without `pooled` there is no `overall`, which takes longer than everything else.
    """
    key = _KEYS[by]
    sets: dict[str, list[StageComparison]] = {}
    for pair in pairs:
        sets.setdefault(pair.first.question_set.scoring_hash, []).append(pair)
    found = []
    for under in sorted(sets.values(), key=lambda told: told[0].first.question_set.name):
        groups: dict[str, list[StageComparison]] = {}
        for pair in under:
            groups.setdefault(key(pair), []).append(pair)
        found += [_agreement(by, of, groups[of], pooled=pooled) for of in sorted(groups)]
    return tuple(found)


_KEYS: Mapping[str, Callable[[StageComparison], str]] = {
    QUESTION: lambda pair: "",
    SERVICE: lambda pair: pair.first.audit_return.service or "",
    AUDITOR: lambda pair: pair.first.audit_return.auditor or "",
}


def _agreement(by: str, of: str, pairs: Pairs, *, pooled: bool) -> Agreement:
    questions = pairs[0].first.question_set
    asked = questions.questions.values()
    return Agreement(
        question_set=questions.name,
        by=by,
        of=of,
        pairs=len(pairs),
        blind=sum(pair.is_blind for pair in pairs),
        rating=_rating(questions, pairs),
        questions=tuple(_questions(questions, pairs)),
        overall=overall([_by_case(questions, one, pairs) for one in asked]) if pooled else (),
    )


def _rating(questions: QuestionSet, pairs: Pairs) -> Comparison | None:
    scale = scale_of_ratings(questions)
    if scale is None:
        return None
    missing = Missing(NOT_RATED)
    return compared(
        scale,
        [(pair.first.rating or missing, pair.second.rating or missing) for pair in pairs],
    )


def _questions(questions: QuestionSet, pairs: Pairs) -> Iterator[QuestionAgreement]:
    for name, question in questions.questions.items():
        scale = scale_of_question(questions, question)
        sides: Any = _sides(name, pairs)
        if scale is not None:
            yield QuestionAgreement(question=name, comparison=compared(scale, sides))
        elif question.type == _CHOICES:
            options = options_of_choices(questions, question)
            found = compared_choices(options, sides)
            yield QuestionAgreement(question=name, comparison=found)


def _sides(question: str, pairs: Pairs) -> Iterator[tuple[Side, Side]]:
    for pair in pairs:
        yield side_of(pair.first, question), side_of(pair.second, question)


def _by_case(questions: QuestionSet, question: Question, pairs: Pairs) -> dict[Hashable, Ratings]:
    """The answers to a question, apart for each case: those on its scale at both stages."""
    scale = scale_of_question(questions, question)
    if scale is None:
        return {}
    cases: dict[Hashable, list[tuple[str, str]]] = {}
    for pair, (one, other) in zip(pairs, _sides(question.id, pairs), strict=True):
        if isinstance(one, str) and isinstance(other, str):
            cases.setdefault(pair.case_ref, []).append((one, other))
    return {case: rated(scale, rows, raters=2) for case, rows in cases.items()}
