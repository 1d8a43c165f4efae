"""Two audits of one case side by side: question by question, and the rating."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from auditkit.agreement.comparison import ANSWERED, Missing
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.moderation.scales import levels_of_questions, scale_of_ratings
from auditkit.problems import Place, problem
from auditkit.questions.model import Question
from auditkit.returns import AnswerValue
from auditkit.scoring.scorecard import Scorecard

SAME, LOWER, HIGHER, DIFFERS, NOT_COMPARED = "same", "lower", "higher", "differs", "not_compared"
NOT_RATED = "not_rated"
# Written answers are never word for word the same, and nothing follows from that.
_IN_WORDS = "text"

Side = AnswerValue | Missing


@frozen(kw_only=True)
class Compared:
    """What two audits of a case say of one question, or with None of the rating.

    `outcome` says where the second stands against the first, on the declared scale: ``same``,
    ``lower``, ``higher``; ``differs`` where there is no scale; ``not_compared`` where one or both
    have nothing to compare.
    """

    question: str | None
    first: Side
    second: Side
    outcome: str

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return self.outcome in (LOWER, HIGHER, DIFFERS)


@frozen(kw_only=True)
class StageComparison:
    """Two audits of one case, at two stages: what each says, and where the second stands against
    the first. `is_blind` says that the second auditor did not see the first audit.
    """

    first: Scorecard
    second: Scorecard
    is_blind: bool
    rating: Compared
    questions: tuple[Compared, ...]

    @property
    def case_ref(self) -> str:
        return self.first.audit_return.case_ref

    @property
    def disagrees(self) -> bool:
        """Whether the ratings differ, or one audit alone came to one; where neither did, whether
        the answer to any question differs.
        """
        rating = self.rating
        is_missing = isinstance(rating.first, Missing), isinstance(rating.second, Missing)
        if all(is_missing):
            return any(one.differs for one in self.questions)
        return any(is_missing) or rating.differs


def compare_stages(first: Scorecard, second: Scorecard, *, is_blind: bool) -> StageComparison:
    """Hold two audits of one case against each other.

    Raises `Refused` where they are of different cases (A013), or were made under question sets
    that do not score alike (A014).
    """
    one, other = first.audit_return, second.audit_return
    if one.case_ref != other.case_ref:
        place = Place(about=one.case_ref)
        raise Refused([problem("A013", place, found=other.case_ref, expected=one.case_ref)])
    questions = first.question_set
    if questions.scoring_hash != second.question_set.scoring_hash:
        facts = {"found": second.question_set.name, "expected": questions.name}
        raise Refused([problem("A014", Place(about=one.case_ref), **facts)])
    levels = levels_of_questions(questions)
    return StageComparison(
        first=first,
        second=second,
        is_blind=is_blind,
        rating=_ratings(first, second),
        questions=tuple(
            _question(levels.get(asked.id), asked, first, second)
            for asked in questions.questions.values()
            if asked.type != _IN_WORDS
        ),
    )


def _ratings(first: Scorecard, second: Scorecard) -> Compared:
    scale = scale_of_ratings(first.question_set)
    levels = None if scale is None else dict(zip(scale.options, scale.levels, strict=True))
    one, other = (card.rating or Missing(NOT_RATED) for card in (first, second))
    return Compared(question=None, first=one, second=other, outcome=_outcome(one, other, levels))


def _question(
    levels: Mapping[str, int] | None, asked: Question, first: Scorecard, second: Scorecard
) -> Compared:
    one, other = side_of(first, asked.id), side_of(second, asked.id)
    return Compared(
        question=asked.id, first=one, second=other, outcome=_outcome(one, other, levels)
    )


def side_of(card: Scorecard, question: str) -> Side:
    """What an audit says of a question, or why it says nothing."""
    result = card.questions[question]
    if result.state != ANSWERED:
        return Missing(result.state)
    return result.answer if result.option is None else result.option


def _outcome(one: Side, other: Side, levels: Mapping[str, int] | None) -> str:
    if isinstance(one, Missing) or isinstance(other, Missing):
        return NOT_COMPARED
    if levels is not None:
        step = levels[str(other)] - levels[str(one)]
        return LOWER if step < 0 else HIGHER if step > 0 else SAME
    return SAME if _plain(one) == _plain(other) else DIFFERS


def _plain(side: AnswerValue) -> object:
    if isinstance(side, Decimal):
        return side.normalize()
    return frozenset(side) if isinstance(side, tuple) else side
