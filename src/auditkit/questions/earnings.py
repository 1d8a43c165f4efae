"""What the answers to a question earn: raw scores as exact integers on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm

from auditkit.expressions.numbers import decimal_places, scaled
from auditkit.questions.model import Option, Question, QuestionSet

Chosen = str | tuple[str, ...]


def points_scale(question_set: QuestionSet) -> int:
    """By what every raw score of the set is multiplied to become an integer.

    A mean over several options divides by how many were chosen, hence the second factor.
    """
    places = [
        decimal_places(option.score)
        for options in question_set.scales.values()
        for option in options
        if option.score is not None
    ]
    averaged = [
        len(question_set.scales.get(question.scale or "", ()))
        for question in question_set.questions.values()
        if question.score == "mean"
    ]
    return int(10 ** max(places, default=0)) * lcm(*range(1, max(averaged, default=1) + 1))


class Earnings:
    """What one question's answers earn, times the set's points scale, `reverse` applied.

    `lowest` and `highest` are the least and the most that an answer can earn; both are None
    for a question that is not scored.
    """

    def __init__(self, question: Question, options: Sequence[Option], scale: int) -> None:
        self.question = question
        self.by_option = {
            option.id: scaled(option.score, scale) for option in options if option.score is not None
        }
        scored = question.type == "choice" or question.score is not None
        scores = list(self.by_option.values()) if scored else []
        self.lowest: int | None = min(scores, default=None)
        self.highest: int | None = max(scores, default=None)
        if scores and question.score == "sum":
            self.lowest = sum(score for score in scores if score < 0) or min(scores)
            self.highest = sum(score for score in scores if score > 0) or max(scores)

    @property
    def is_scored(self) -> bool:
        return self.highest is not None

    def earned(self, chosen: Chosen) -> int | None:
        """The raw score of an answer, or None where it has none."""
        if self.lowest is None or self.highest is None:
            return None
        score = self._before_reversal(chosen)
        if score is None or not self.question.reverse:
            return score
        return self.lowest + self.highest - score

    def _before_reversal(self, chosen: Chosen) -> int | None:
        if isinstance(chosen, str):
            return self.by_option.get(chosen)
        scores = [self.by_option[option] for option in chosen if option in self.by_option]
        if not scores:
            return None
        if self.question.score == "sum":
            return sum(scores)
        if self.question.score == "mean":
            return sum(scores) // len(scores)
        return max(scores) if self.question.score == "best" else min(scores)
