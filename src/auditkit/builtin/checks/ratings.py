"""Whether every score gets a rating, and none too easily."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditkit.problems import Problem, problem
from auditkit.questions.earnings import Earnings
from auditkit.questions.model import QuestionSet
from auditkit.questions.reading import LoadedSet


def check_ratings(loaded: LoadedSet) -> Iterator[Problem]:
    """Scores below the lowest band, and ratings given on hardly any answers."""
    question_set = loaded.question_set
    rating = question_set.rating
    if rating is None:
        return
    starts = [band.from_ for band in rating.bands if band.from_ is not None]
    if starts and min(starts) > 100 * _lowest_value(question_set):
        yield problem("L010", loaded.document.place("rating", "bands"), start=min(starts))
    scoring = question_set.scoring
    if starts and not scoring.minimum_coverage and not scoring.minimum_counted:
        yield problem("L011", loaded.document.place("scoring"))


def _lowest_value(question_set: QuestionSet) -> Fraction:
    """The value of the poorest answer to any question that counts: no score can be lower."""
    if question_set.scoring.value == "of_range":
        return Fraction(0)
    values = []
    for question in question_set.questions.values():
        earnings = Earnings(question, question_set.options(question), 10**12)
        if question.weight > 0 and earnings.lowest is not None and earnings.highest:
            values.append(Fraction(earnings.lowest, earnings.highest))
    return min(values, default=Fraction(0))
