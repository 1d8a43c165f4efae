"""What an overlay leaves of its base: whether figures may be compared with others' figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditkit.documents.canonical import canonical_json
from auditkit.questions.model import Question, QuestionSet, Section

EXTENDS, COMPLIES, ADAPTED = "extends", "complies", "adapted"


def relation(base: QuestionSet, local: QuestionSet) -> str:
    """``extends`` where the base's scored questions and its scoring are untouched; else
    ``complies`` where every scored question keeps its options, their scores and states, and when
    it is asked; else ``adapted``.
    """
    theirs, ours = _scored(base), _scored(local)
    kept = [(one, ours.get(id)) for id, one in theirs.items()]
    if any(now is None or _answering(base, *one) != _answering(local, *now) for one, now in kept):
        return ADAPTED
    same = all(now is not None and _whole(one) == _whole(now) for one, now in kept)
    return EXTENDS if same and _ratings(base) == _ratings(local) else COMPLIES


# A question with the sections that it stands in, outermost first.
_Placed = tuple[Question, tuple[Section, ...]]


def _scored(question_set: QuestionSet) -> dict[str, _Placed]:
    return {
        question.id: (question, above)
        for question, above in _placed(question_set.sections, ())
        if question_set.counts(question)
    }


def _placed(sections: tuple[Section, ...], above: tuple[Section, ...]) -> Iterator[_Placed]:
    for section in sections:
        yield from ((question, (*above, section)) for question in section.questions)
        yield from _placed(section.sections, (*above, section))


def _answering(question_set: QuestionSet, question: Question, above: tuple[Section, ...]) -> Any:
    """What may be answered to a question, what that is worth, and when it is asked."""
    options = {one.id: (one.score, one.state) for one in question_set.options(question)}
    when = [*(one.applies_when for one in above), question.applies_when]
    conditions = [str(one) for one in when if one]
    return question.type, question.score, question.reverse, options, conditions


def _whole(placed: _Placed) -> Any:
    """All that a question and the sections it stands in bring into the score."""
    question, above = placed
    sections = [(one.id, one.weight, one.rescore) for one in above]
    return question.weight, question.tags, sections


def _ratings(question_set: QuestionSet) -> str:
    rating = question_set.rating
    rated = canonical_json(rating, scoring_only=True) if rating else ""
    return canonical_json(question_set.scoring) + rated
