"""The best rating that a return can still come to once some of its answers are known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import islice

from auditkit.builtin.checks.spans import Spans
from auditkit.builtin.scorers import auditkit_scorers
from auditkit.expressions.facts import Facts
from auditkit.questions.earnings import Earnings
from auditkit.questions.model import QuestionSet
from auditkit.questions.scope import SetScope
from auditkit.scoring.marks import AdditiveScorer, Mark
from auditkit.scoring.ratings import RatingPlan
from auditkit.scoring.scorecard import Figure

Parts = tuple[Fraction, Fraction]


class BestRatings:
    """What the bands make of the best that is left: every other question answered at its best.

    Of a plugin's scorer, and where sections are averaged or rescored, only the score that a
    condition itself looks at is known.
    """

    def __init__(self, question_set: QuestionSet, scope: SetScope) -> None:
        self.set = question_set
        self.scope = scope
        self.spans = Spans(question_set)
        self.plan = RatingPlan(question_set, scope)
        counted = [one for one in question_set.questions.values() if question_set.counts(one)]
        self.earnings = {
            one.id: Earnings(one, question_set.options(one), scope.points_scale) for one in counted
        }
        factory = auditkit_scorers().get(question_set.scoring.method)
        by_questions = not any(map(self.spans.is_unit, question_set.all_sections()))
        self.scorer = factory() if factory and by_questions else None
        self.best = {
            name: self._mark(name, one.highest or 0) for name, one in self.earnings.items()
        }
        self.sums = (Fraction(0), Fraction(0))
        if isinstance(self.scorer, AdditiveScorer):
            parts = [self.scorer.parts(mark) for mark in self.best.values()]
            self.sums = (
                sum((one for one, _ in parts), Fraction(0)),
                sum((one for _, one in parts), Fraction(0)),
            )

    def band(self, facts: Facts, known: Collection[str], *, is_scored: bool) -> str | None:
        """The best band, or None where there is no rating at all. `known` are the questions
        whose answers stand in the facts; `is_scored` says that the score does, too.
        """
        if not self.is_covered(facts, known):
            return None
        share: Fraction | None = Fraction(1)
        if is_scored:
            rounded = facts.figure(None)
            share = None if rounded is None else Fraction(rounded, 100 * self.spans.scale)
        elif self.scorer is not None:
            share = self._share(facts, known)
        if share is None:
            return None
        figure = Figure(share.numerator, share.denominator, self.spans.rounded(share), 0)
        return self.plan.band_of(figure)

    def is_covered(self, facts: Facts, known: Collection[str]) -> bool:
        """Whether enough questions can still be counted for a rating."""
        missing = sum(name in facts.unknown for name in known)
        counted = len(self.earnings) - sum(self._earned(facts, name) is None for name in known)
        scoring = self.set.scoring
        if counted < min(scoring.minimum_counted, len(self.earnings)):
            return False
        return counted >= scoring.minimum_coverage * (counted + missing)

    def _earned(self, facts: Facts, name: str) -> int | None:
        answer = facts.answers.get(name)
        return None if answer is None else self.earnings[name].earned(answer)

    def _share(self, facts: Facts, known: Collection[str]) -> Fraction | None:
        """The best share: the known answers as they are, every other question at its best."""
        marks = []
        for name in known:
            score = self._earned(facts, name)
            if score is not None:
                marks.append(self._mark(name, score))
        if isinstance(self.scorer, AdditiveScorer):
            best = [self.best[name] for name in known]
            parts = [self.scorer.parts(mark) for mark in marks]
            return self._closed(self.scorer, parts, [self.scorer.parts(mark) for mark in best])
        others = (mark for name, mark in self.best.items() if name not in known)
        return self.scorer.score([*marks, *islice(others, 1)]) if self.scorer else None

    def _closed(
        self, scorer: AdditiveScorer, parts: Sequence[Parts], instead_of: Sequence[Parts]
    ) -> Fraction | None:
        """The share of two sums: those of all at their best, with some parts changed."""
        earned, attainable = self.sums
        earned += sum((one for one, _ in parts), Fraction(0))
        earned -= sum((one for one, _ in instead_of), Fraction(0))
        attainable += sum((one for _, one in parts), Fraction(0))
        attainable -= sum((one for _, one in instead_of), Fraction(0))
        whole = earned.denominator * attainable.denominator
        found = scorer.close(int(earned * whole), int(attainable * whole))
        return Fraction(*found) if found else None

    def _mark(self, name: str, score: int) -> Mark:
        earnings = self.earnings[name]
        low, high = earnings.lowest or 0, earnings.highest or 0
        share = Fraction(score, high)
        if self.set.scoring.value == "of_range":
            share = Fraction(score - low, high - low)
        scale = self.scope.points_scale
        raw, lowest, highest = (Fraction(one, scale) for one in (score, low, high))
        return Mark(name, raw, lowest, highest, Fraction(self.set.questions[name].weight), share)
