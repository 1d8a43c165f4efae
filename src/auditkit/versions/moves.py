"""What another set would make of the same returns: whose score or rating moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from auditkit.frozen import changed
from auditkit.questions.model import QuestionSet
from auditkit.returns import Answer, AuditReturn
from auditkit.scoring.scorecard import Scorecard

Score = Callable[[AuditReturn, QuestionSet], Scorecard]


class Move(NamedTuple):
    """One return under two sets. `unread` are the questions whose answers the second set cannot
    read, so that they are blank there.
    """

    before: Scorecard
    after: Scorecard
    unread: tuple[str, ...]

    @property
    def has_moved(self) -> bool:
        """Whether score, rating or status differ."""
        return _outcome(self.before) != _outcome(self.after)


def moves(
    returns: Iterable[AuditReturn], before: QuestionSet, after: QuestionSet, score: Score
) -> Iterator[Move]:
    """Each return under both sets."""
    for one in returns:
        there, unread = _under(one, after)
        yield Move(score(one, before), score(there, after), unread)


def _outcome(card: Scorecard) -> tuple[object, ...]:
    return card.status, card.overall, card.rating


def _under(given: AuditReturn, other: QuestionSet) -> tuple[AuditReturn, tuple[str, ...]]:
    """A return as one under another set, and the questions it cannot read the answers of."""
    unread = tuple(
        name
        for name, answer in given.answers.items()
        if name in other.questions and not _fits(other, name, answer)
    )
    answers = {
        name: one
        for name, one in given.answers.items()
        if name in other.questions and name not in unread
    }
    there = changed(
        given,
        question_set=other.id,
        set_version=other.version,
        content_hash=None,
        answers=answers,
        case={name: value for name, value in given.case.items() if name in other.case_fields},
    )
    return there, unread


def _fits(question_set: QuestionSet, name: str, answer: Answer) -> bool:
    question = question_set.questions[name]
    if answer.value in (None, ()):
        return True
    options = {one.id for one in question_set.options(question)}
    if not options:
        return True
    chosen = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    is_several = isinstance(answer.value, tuple)
    return is_several == (question.type == "choices") and options.issuperset(chosen)
