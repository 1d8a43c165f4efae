"""How the drawn cases fared on each question of a set, and the rank that follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from auditkit.builtin.sections.questions import favourable_label
from auditkit.builtin.sections.weighted import WeightedCases
from auditkit.estimates.stratified import Estimate
from auditkit.questions.earnings import Earnings, points_scale
from auditkit.questions.model import ANSWERED, NOT_APPLICABLE, NOT_ASSESSED, Question
from auditkit.scoring.scorecard import Scorecard

BEST, BETWEEN, POOREST = "best", "between", "poorest"
ANSWERS = (BEST, BETWEEN, POOREST)
UNANSWERED = (NOT_APPLICABLE, NOT_ASSESSED)


class Fared:
    """How the drawn cases fared on one question, after `reverse`."""

    def __init__(self, cases: WeightedCases, earnings: Earnings) -> None:
        self.cases = cases
        self.earnings = earnings

    @property
    def question(self) -> Question:
        return self.earnings.question

    @cached_property
    def counts(self) -> Mapping[str, Counter[str]]:
        """How many audited cases of each stratum had which answer, or none and why."""
        return {
            stratum: Counter(
                found
                for card in self.cases.cards(stratum)
                if (found := self.outcome(card)) is not None
            )
            for stratum in self.cases.strata
        }

    @cached_property
    def best(self) -> Estimate | None:
        """The share of all cases with the best answer, among those that have one."""
        return self.share(BEST)

    @cached_property
    def poorest(self) -> Estimate | None:
        return self.share(POOREST)

    def share(self, outcome: str, stratum: str | None = None) -> Estimate | None:
        """The share of all cases, or of those of a stratum: with an answer among those that have
        one, or without among those that were asked.
        """
        is_answer = outcome in ANSWERS

        def holds(card: Scorecard) -> bool | None:
            found = self.outcome(card)
            is_concerned = found in ANSWERS if is_answer else found is not None
            return found == outcome if is_concerned else None

        return self.cases.share(holds, stratum)

    def outcome(self, card: Scorecard) -> str | None:
        """Where the answer stands on its scale, or why there is none; None where the question
        was not asked.
        """
        result = card.questions[self.question.id]
        if result.state in UNANSWERED:
            return result.state
        if result.state != ANSWERED or result.option is None:
            return None
        earned = self.earnings.earned(result.option)
        if earned == self.earnings.highest:
            return BEST
        return POOREST if earned == self.earnings.lowest else BETWEEN

    def label(self, language: str) -> str:
        return favourable_label(self.question, language)


def ranked(cases: WeightedCases) -> list[Fared]:
    """Each scored question, that with the largest share of the best answer first; of the same
    shares the one with fewer poorest answers; those that nobody answered last.
    """
    question_set = cases.question_set
    scale = points_scale(question_set)
    found = [
        Fared(cases, Earnings(question, question_set.options(question), scale))
        for question in question_set.questions.values()
        if question_set.counts(question)
    ]
    return sorted(found, key=_rank)


def _rank(one: Fared) -> tuple[bool, Fraction, Fraction]:
    if one.best is None or one.poorest is None:
        return True, Fraction(0), Fraction(0)
    return False, -one.best.value, one.poorest.value


def strongest_and_weakest(cases: WeightedCases, language: str) -> tuple[str, str] | None:
    """Both ends of the rank in a few words; None where fewer than two questions were answered."""
    found = [one.label(language) for one in ranked(cases) if one.best is not None]
    return (found[0], found[-1]) if len(found) > 1 else None
