"""What a scorecard says of one thing: whether an answer is the best one, whether it is chosen."""

from __future__ import annotations

from fractions import Fraction

from auditkit.questions.earnings import Earnings, points_scale
from auditkit.questions.model import ANSWERED, Question, QuestionSet
from auditkit.report.series import Value
from auditkit.scoring.scorecard import Scorecard


def has_best_answer(question_set: QuestionSet, question: Question) -> bool:
    """Whether some of its options earn more than others, whatever the weight of the question."""
    earnings = Earnings(question, question_set.options(question), points_scale(question_set))
    return earnings.is_scored and earnings.highest != earnings.lowest


def best_answer(question_set: QuestionSet, question: Question) -> Value:
    """1 where the answer has the highest score of its scale, `reverse` applied, else 0; None
    where it has none.
    """
    earnings = Earnings(question, question_set.options(question), points_scale(question_set))

    def value(card: Scorecard) -> Fraction | None:
        found = card.questions[question.id]
        if found.state != ANSWERED or found.option is None:
            return None
        earned = earnings.earned(found.option)
        return None if earned is None else Fraction(earned == earnings.highest)

    return value


def chosen_option(question: Question, option: str) -> Value:
    """1 where an option was chosen, alone or among others, 0 where another was; None where the
    question was not answered.
    """

    def value(card: Scorecard) -> Fraction | None:
        found = card.questions[question.id]
        if found.state != ANSWERED or found.option is None:
            return None
        chosen = (found.option,) if isinstance(found.option, str) else found.option
        return Fraction(option in chosen)

    return value


def score(card: Scorecard) -> Fraction | None:
    """The exact score in per cent; None without one."""
    figure = card.overall
    return None if figure is None else Fraction(100 * figure.numerator, figure.denominator)
