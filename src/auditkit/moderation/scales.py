"""The scales on which agreement is measured, as a question set declares them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from auditkit.agreement.scale import Scale
from auditkit.questions.earnings import Earnings, points_scale
from auditkit.questions.model import Question, QuestionSet


def scale_of_question(question_set: QuestionSet, question: Question) -> Scale | None:
    """The scored options of a question with one answer, the poorest first, `reverse` applied;
    None where fewer than two are scored: without scores nothing says which option is better.
    Options that are no answer are not on it.

    Options with the same score keep the order in which they are offered.
    """
    if question.type != "choice":
        return None
    factor = points_scale(question_set)
    earnings = Earnings(question, question_set.options(question), factor)
    scored = [(earnings.earned(option), option) for option in earnings.by_option]
    ordered = sorted(((score, option) for score, option in scored if score is not None), key=_score)
    if len(ordered) < 2:
        return None
    return Scale(
        options=tuple(option for _, option in ordered),
        scores=tuple(Fraction(score, factor) for score, _ in ordered),
    )


# How high each option stands, from 0 for the poorest, by question.
Levels = Mapping[str, Mapping[str, int]]


def levels_of_questions(question_set: QuestionSet) -> Levels:
    """How high each option of each question stands that has a scale; worked out once for a set,
    though every two audits of a case ask for it.
    """
    return _levels(_ByContent(question_set))


class _ByContent:
    """A question set by its content, which tells it from others."""

    __slots__ = ("question_set",)

    def __init__(self, question_set: QuestionSet) -> None:
        self.question_set = question_set

    def __hash__(self) -> int:
        return hash(self._hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByContent) and self._hash == other._hash

    @property
    def _hash(self) -> str:
        return self.question_set.scoring_hash


@lru_cache(64)
def _levels(kept: _ByContent) -> Levels:
    questions = kept.question_set
    scales = {
        name: scale_of_question(questions, asked) for name, asked in questions.questions.items()
    }
    return {
        name: dict(zip(scale.options, scale.levels, strict=True))
        for name, scale in scales.items()
        if scale is not None
    }


def _score(scored: tuple[int, str]) -> int:
    return scored[0]


def scale_of_ratings(question_set: QuestionSet) -> Scale | None:
    """The ratings of a set, the poorest first; None where it gives none, or only one."""
    bands = question_set.rating.bands if question_set.rating else ()
    if len(bands) < 2:
        return None
    return Scale(options=tuple(band.id for band in reversed(bands)))


def options_of_choices(question_set: QuestionSet, question: Question) -> tuple[str, ...]:
    """The options of a question with several answers, each of which was chosen or not; those
    that are no answer left out.
    """
    options = question_set.options(question)
    return tuple(one.id for one in options if one.state is None)
