"""From figures and facts to a rating: rules, bands, limits, and what stays undecided."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from auditkit.expressions.facts import Facts
from auditkit.frozen import frozen
from auditkit.questions.model import QuestionSet, Wording
from auditkit.questions.scope import SetScope
from auditkit.scoring.conditions import Condition
from auditkit.scoring.scorecard import Figure, LimitHit, Undecided


@frozen(kw_only=True)
class Computed:
    """The rating that follows from a return: before the limits, and after."""

    unlimited: str | None = None
    rating: str | None = None
    rule: Wording | None = None
    limits: tuple[LimitHit, ...] = ()
    undecided: tuple[Undecided, ...] = ()


class RatingPlan:
    """The rating part of a set, its conditions compiled and its thresholds made integers."""

    def __init__(self, question_set: QuestionSet, scope: SetScope) -> None:
        rating = question_set.rating
        self.rating = rating
        bands = rating.bands if rating else ()
        self.rank = {band.id: index for index, band in enumerate(bands)}
        self.starts = [(band.id, band.from_) for band in bands if band.from_ is not None]
        scale = scope.figure_scale
        self.rounded_starts = [(band, ceil(start * scale)) for band, start in self.starts]
        self.rules = [
            (Condition(rule.when, scope) if rule.when else None, rule)
            for rule in (rating.rules if rating else ())
        ]
        self.limits = [
            (Condition(limit.when, scope), limit) for limit in (rating.limits if rating else ())
        ]

    def conditions(self) -> Iterator[Condition]:
        """Every condition that the rating asks."""
        yield from (condition for condition, _ in self.rules if condition is not None)
        yield from (condition for condition, _ in self.limits)

    def compute(self, figure: Figure | None, facts: Facts) -> Computed:
        """First the rules, else the bands, then the limits."""
        unlimited, rule, undecided = self._before_limits(figure, facts)
        hits, open_limits = self._limits(unlimited, facts)
        undecided = (*undecided, *open_limits)
        worst = max((hit.band for hit in hits), key=self.rank.__getitem__, default=unlimited)
        return Computed(
            unlimited=unlimited, rating=worst, rule=rule, limits=hits, undecided=undecided
        )

    def band_of(self, figure: Figure | None) -> str | None:
        """The band that a figure falls into: the rounded one, unless the set says the exact."""
        if figure is None or self.rating is None:
            return None
        if self.rating.band_on == "exact":
            share = 100 * figure.numerator
            reached = (band for band, start in self.starts if share >= start * figure.denominator)
        else:
            reached = (band for band, start in self.rounded_starts if figure.rounded >= start)
        return next(reached, None)

    def _before_limits(
        self, figure: Figure | None, facts: Facts
    ) -> tuple[str | None, Wording | None, tuple[Undecided, ...]]:
        """The rating by rules or bands. Where rules are undecided, every rating that could
        still come out is looked at: only if they all agree is there a rating.
        """
        possible: list[str | None] = []
        undecided = []
        because = None
        for condition, rule in self.rules:
            outcome = True if condition is None else condition.outcome(facts)
            if outcome is False:
                continue
            possible.append(rule.band)
            if outcome is True:
                because = rule.because
                break
            assert condition is not None
            reason = rule.because or condition.expression.text
            undecided.append(Undecided("rule", reason, condition.missing(facts)))
        else:
            possible.append(self.band_of(figure))
        if len(set(possible)) == 1:
            return possible[0], because, ()
        return None, None, tuple(undecided)

    def _limits(
        self, rating: str | None, facts: Facts
    ) -> tuple[tuple[LimitHit, ...], list[Undecided]]:
        hits, undecided = [], []
        for condition, limit in self.limits:
            outcome = condition.outcome(facts)
            if outcome is None:
                missing = condition.missing(facts)
                undecided.append(Undecided("limit", limit.because, missing))
            elif outcome and rating is not None and self.rank[limit.at_most] > self.rank[rating]:
                named = tuple(one for one in condition.scope.names() if one in condition.questions)
                hits.append(LimitHit(limit.at_most, limit.because, named))
        return tuple(hits), undecided
