"""From figures and facts to a rating: rules, bands, limits, and what stays undecided."""

from collections.abc import Iterator
from functools import partial
from math import ceil
from typing import NamedTuple

from auditkit.expressions.facts import Facts
from auditkit.languages import said_in_each
from auditkit.questions.model import QuestionSet, worded
from auditkit.questions.scope import SetScope
from auditkit.questions.shapes import Wording
from auditkit.scoring.conditions import Condition
from auditkit.scoring.scorecard import Figure, LimitHit, Undecided


class Computed(NamedTuple):
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
        self.labels = {band.id: said_in_each(partial(worded, band.label)) for band in bands}
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
        unlimited = self.band_of(figure)
        rule: Wording | None = None
        undecided: list[Undecided] = []
        if self.rules:
            unlimited, rule = self._by_rules(unlimited, facts, undecided)
        hits = self._limits(unlimited, facts, undecided)
        worst = max((hit.band for hit in hits), key=self.rank.__getitem__) if hits else unlimited
        return Computed(unlimited, worst, rule, tuple(hits), tuple(undecided))

    def band_of(self, figure: Figure | None) -> str | None:
        """The band that a figure falls into: the rounded one, unless the set says the exact."""
        if figure is None or self.rating is None:
            return None
        if self.rating.band_on == "exact":
            share = 100 * figure.numerator
            starts = ((band, start * figure.denominator) for band, start in self.starts)
            return next((band for band, start in starts if share >= start), None)
        rounded = figure.rounded
        for band, start in self.rounded_starts:
            if rounded >= start:
                return band
        return None

    def _by_rules(
        self, band: str | None, facts: Facts, undecided: list[Undecided]
    ) -> tuple[str | None, Wording | None]:
        """The rating by the first rule that holds, else the band, and why.

        Where rules are undecided, every rating that could still come out is looked at: only if
        they all agree is there a rating.
        """
        possible: list[str | None] = []
        because = None
        found: list[Undecided] = []
        for condition, rule in self.rules:
            outcome = True if condition is None else condition.outcome(facts)
            if outcome is False:
                continue
            possible.append(rule.band)
            if condition is None or outcome:
                because = rule.because
                break
            reason = rule.because or condition.expression.text
            found.append(Undecided("rule", reason, condition.missing(facts)))
        else:
            possible.append(band)
        if len(set(possible)) == 1:
            return possible[0], because
        undecided += found
        return None, None

    def _limits(
        self, rating: str | None, facts: Facts, undecided: list[Undecided]
    ) -> list[LimitHit]:
        """The limits that lower this rating."""
        hits = []
        for condition, limit in self.limits:
            outcome = condition.outcome(facts)
            if outcome is None:
                missing = condition.missing(facts)
                undecided.append(Undecided("limit", limit.because, missing))
            elif outcome and rating is not None and self.rank[limit.at_most] > self.rank[rating]:
                named = tuple(one for one in condition.scope.names() if one in condition.questions)
                hits.append(LimitHit(limit.at_most, limit.because, named))
        return hits
