"""Cohen's kappa of two raters, weighted or not."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

from auditkit.agreement.estimate import Estimate, normal_interval, why_undefined
from auditkit.agreement.ratings import Ratings
from auditkit.agreement.sums import dot, total
from auditkit.agreement.weights import Weights
from auditkit.frozen import frozen
from auditkit.languages import said

STATISTIC = "cohen_kappa"
LARGE_SAMPLE = said("large sample (Fleiss, Cohen, Everitt)")


@frozen(kw_only=True)
class Shares:
    """A square table as shares of its pairs, with the shares of each rater's options."""

    cells: dict[tuple[int, int], Fraction]
    first: tuple[Fraction, ...]
    second: tuple[Fraction, ...]

    def observed(self, weights: Weights) -> Fraction:
        """The agreement there is."""
        return total(share * weights.matrix[i][j] for (i, j), share in self.cells.items())

    def by_chance(self, weights: Weights) -> Fraction:
        """The agreement there would be if neither rater knew of the unit."""
        return dot(self.first, self.first_met(weights))

    def first_met(self, weights: Weights) -> list[Fraction]:
        """For each option of the first rater, the mean weight that the second would give it."""
        return [dot(row, self.second) for row in weights.matrix]

    def second_met(self, weights: Weights) -> list[Fraction]:
        """For each option of the second rater, the mean weight that the first would give it."""
        return [dot(column, self.first) for column in zip(*weights.matrix, strict=True)]


def shares_of(ratings: Ratings) -> Shares:
    """The square table of two raters; only units that both rated, of which there must be some."""
    pairs = ratings.pairs
    n = pairs.total()
    options = range(len(ratings.scale))
    cells = {cell: Fraction(count, n) for cell, count in pairs.items()}
    return Shares(
        cells=cells,
        first=tuple(Fraction(sum(pairs[i, j] for j in options), n) for i in options),
        second=tuple(Fraction(sum(pairs[i, j] for i in options), n) for j in options),
    )


def cohen_kappa(ratings: Ratings, weights: Weights) -> Estimate:
    """Cohen's kappa (1960, with weights 1968) over the units that both raters rated; the error
    is that of Fleiss, Cohen and Everitt (1969), the interval normal.
    """
    n = ratings.compared
    reason = _why_not(ratings)
    if reason:
        return Estimate(statistic=STATISTIC, weights=weights.name, n=n, reason=reason)
    shares = shares_of(ratings)
    observed, by_chance = shares.observed(weights), shares.by_chance(weights)
    if by_chance == 1:
        reason = why_undefined(ratings)
        return Estimate(statistic=STATISTIC, weights=weights.name, n=n, reason=reason)
    value = float((observed - by_chance) / (1 - by_chance))
    se = sqrt(_variance(shares, weights) / n) if n > 1 else None
    return Estimate(
        statistic=STATISTIC,
        weights=weights.name,
        n=n,
        value=value,
        se=se,
        ci95=None if se is None else normal_interval(value, se),
        method=LARGE_SAMPLE,
    )


def _why_not(ratings: Ratings) -> str:
    if ratings.raters > 2:
        return said(
            "Cohen's kappa compares two raters, and here are {raters}", raters=ratings.raters
        )
    return "" if ratings.compared else why_undefined(ratings)


def _variance(shares: Shares, weights: Weights) -> Fraction:
    """The variance for one pair, from the large-sample formula."""
    observed, by_chance = shares.observed(weights), shares.by_chance(weights)
    first, second = shares.first_met(weights), shares.second_met(weights)
    squares = Fraction(0)
    for (i, j), share in shares.cells.items():
        own = weights.matrix[i][j] * (1 - by_chance)
        squares += share * (own - (first[i] + second[j]) * (1 - observed)) ** 2
    mean = observed * by_chance - 2 * by_chance + observed
    return (squares - mean**2) / (1 - by_chance) ** 4
