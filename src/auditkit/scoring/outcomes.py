"""What each answer to a question comes to: its state, its value, its share of the score."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from auditkit.questions.earnings import Earnings
from auditkit.questions.model import (
    ANSWERED,
    INVALID,
    NOT_APPLICABLE,
    NOT_ASKED,
    NOT_ASSESSED,
    Option,
    Question,
    QuestionSet,
)
from auditkit.scoring.checked import CheckedScorer
from auditkit.scoring.marks import Mark
from auditkit.scoring.packing import Packing, Share
from auditkit.scoring.scorecard import QuestionResult

MOST_REMEMBERED = 4_096
# The value of the answer to a question that was not asked.
UNASKED: Any = type("Unasked", (), {"__repr__": lambda self: "UNASKED"})()
_NOTHING = Fraction(0)


class InvalidAnswer(Exception):
    """An answer that is none of its question's options, or that could not be read."""


class Remembered(dict[Any, Any]):
    """Results by answer, worked out once each; bounded, for answers may be free text. None of
    several options is a blank.
    """

    def __init__(self, work_out: Callable[[Any], Any]) -> None:
        super().__init__()
        self.work_out = work_out

    def __missing__(self, key: Any) -> Any:
        result = self.work_out(None if key == () else key)
        if len(self) < MOST_REMEMBERED:
            self[key] = result
        return result


class PlannedQuestion:
    """One question of a plan. Answers are known by their value: an option id, a tuple of them,
    None for a blank, `UNASKED`, or what was written where there are no options.

    `packed`, `results` and `facts` are tables by that value: what it adds to the sums, how it
    stands on the scorecard, and what conditions see of it (with whether it is not assessed).
    """

    def __init__(
        self,
        question: Question,
        group: int,
        question_set: QuestionSet,
        scorer: CheckedScorer,
        scale: int,
    ) -> None:
        self.question = question
        self.id = question.id
        self.group = group
        self.scorer = scorer
        self.scale = scale
        self.scoring = question_set.scoring
        options = question_set.options(question)
        self.options: dict[str, Option] = {option.id: option for option in options}
        self.earnings = Earnings(question, options, scale)
        self.counts = self.earnings.is_scored and question.weight > 0
        self.results = Remembered(self.result)
        self.results[UNASKED] = QuestionResult(NOT_ASKED, None, None, question.weight)
        self.facts = Remembered(self.fact)
        self.packed = Remembered(lambda value: 0)

    def pack(self, packing: Packing) -> None:
        """Fill the table of packed shares."""
        self.packed = Remembered(lambda value: self.scorer.guard(packing.pack, self.share(value)))
        self.packed[UNASKED] = 0

    def state(self, value: Any) -> str:
        """The state of an answer by its value."""
        if value is None or value == ():
            return NOT_ASSESSED
        if value is UNASKED:
            return NOT_ASKED
        if not self.options:
            return ANSWERED
        chosen = value if isinstance(value, tuple) else (value,)
        if any(option not in self.options for option in chosen):
            return INVALID
        states = (self.options[option].state for option in chosen)
        return next(filter(None, states), ANSWERED)

    def fact(self, value: Any) -> tuple[Any, bool]:
        """What conditions see of an answer, numbers as scaled integers; whether it is not
        assessed.
        """
        if isinstance(value, Decimal):
            return int(value.scaleb(self.question.places)), False
        return value, self.state(value) == NOT_ASSESSED

    def needs_comment(self, value: Any) -> bool:
        """Whether the set asks for a comment with this answer."""
        chosen = value if isinstance(value, tuple) else (value,)
        return any(option in self.question.comment_required for option in chosen)

    def raw_score(self, value: Any) -> int | None:
        """The raw score that counts for an answer, on the set's scale; None where none does."""
        state = self.state(value)
        if state == ANSWERED:
            return self.earnings.earned(value)
        if state == NOT_ASSESSED and self.scoring.missing == "worst":
            return self.earnings.lowest
        return None

    def mark(self, value: Any) -> Mark | None:
        """What the scorer is shown of an answer; None where it does not count."""
        score = self.raw_score(value) if self.counts else None
        return None if score is None else self._mark(score, self.state(value))

    def ends(self) -> tuple[int, int]:
        """The least and the most that an answer can earn, on the set's scale."""
        return self.earnings.lowest or 0, self.earnings.highest or 0

    def _mark(self, score: int, state: str) -> Mark:
        low, high = self.ends()
        if self.scoring.value == "of_range":
            share = Fraction(score - low, high - low)
        else:
            share = Fraction(score, high)
        raw, lowest, highest = (Fraction(one, self.scale) for one in (score, low, high))
        weight = Fraction(self.question.weight)
        return Mark(self.id, raw, lowest, highest, weight, share, state)

    def share(self, value: Any) -> Share:
        """What an answer adds to the score and to the coverage."""
        state = self.state(value)
        earned, attainable = _parts(self.scorer, self.mark(value))
        return Share(earned, attainable, state == ANSWERED, state != NOT_APPLICABLE)

    def possible_shares(self) -> Iterator[Share]:
        """The shares of every option and of a blank, and of the extremes of several options."""
        for value in (None, *self.options):
            yield self.share(value)
        for score in self.ends():
            yield Share(*_parts(self.scorer, self._mark(score, ANSWERED)), True, True)

    def grid(self) -> int:
        """The denominator that every share of several options lies on."""
        low, high = self.ends()
        span = high - low if self.scoring.value == "of_range" else high
        return Fraction(self.question.weight).denominator * (abs(span) or 1) * self.scale

    def result(self, value: Any) -> QuestionResult:
        """How an answer stands on the scorecard. Raises `InvalidAnswer`."""
        option, written = (value, None) if self.options else (None, value)
        state, weight = self.state(value), self.question.weight
        if state == INVALID:
            raise InvalidAnswer
        mark = self.mark(value)
        if mark is None:
            return QuestionResult(state, option, written, weight)
        if not self.scorer.adds:
            return QuestionResult(state, option, written, weight, mark.value)
        return QuestionResult(state, option, written, weight, mark.value, *self.scorer.parts(mark))


def _parts(scorer: CheckedScorer, mark: Mark | None) -> tuple[Fraction, Fraction]:
    if mark is None or not scorer.adds:
        return _NOTHING, _NOTHING
    return scorer.parts(mark)
