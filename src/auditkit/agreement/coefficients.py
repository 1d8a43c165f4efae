"""Percent agreement, Gwet's AC1 and AC2, Fleiss' kappa: any number of raters, ratings missing.

All three are (observed - chance) / (1 - chance) and differ in what they take for chance. The
formulas, with missing ratings and weights, and the linearised errors are those of Gwet, Handbook
of Inter-Rater Reliability (4th edition, 2014).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import sqrt

from auditkit.agreement.estimate import Estimate, t_interval, why_undefined
from auditkit.agreement.ratings import Ratings
from auditkit.agreement.sums import dot, total
from auditkit.agreement.weights import Weights
from auditkit.frozen import frozen
from auditkit.languages import said

LINEARISED = said("linearised (Gwet)")
NOT_SYMMETRIC = said("these weights tell the raters apart, and the statistic does not")

Tally = tuple[int, ...]
Shares = tuple[Fraction, ...]


@frozen(kw_only=True)
class Terms:
    """What one unit brings in: `agreed`, the share of its pairs of ratings that agree (None
    where there is no pair), and `by_chance`, its part in the agreement by chance.
    """

    count: int
    agreed: Fraction | None
    by_chance: Fraction


# The part that a unit's tally has in the agreement by chance, given the shares of the options.
Chance = Callable[[Tally, Shares, Weights], Fraction]


def percent_agreement(ratings: Ratings, weights: Weights) -> Estimate:
    """The share of pairs of ratings that agree, averaged over units."""
    return _estimate("percent_agreement", ratings, weights, None)


def gwet_ac(ratings: Ratings, weights: Weights) -> Estimate:
    """Gwet's AC1, with weights AC2 (Gwet 2008, 2014). Chance depends on how many options the
    scale has, used or not.
    """
    return _estimate("gwet_ac", ratings, weights, gwet_chance)


def fleiss_kappa(ratings: Ratings, weights: Weights) -> Estimate:
    """Fleiss' kappa (1971), generalised to weights and missing ratings."""
    return _estimate("fleiss_kappa", ratings, weights, _fleiss_chance)


def gwet_chance(tally: Tally, shares: Shares, weights: Weights) -> Fraction:
    """A unit's part in the agreement by chance as Gwet sees it."""
    width = len(shares)
    spread = weights.total / (width * (width - 1))
    return spread * dot(tally, (1 - share for share in shares)) / sum(tally)


def _fleiss_chance(tally: Tally, shares: Shares, weights: Weights) -> Fraction:
    given = ((times, row) for times, row in zip(tally, weights.matrix, strict=True) if times)
    return total(times * dot(row, shares) for times, row in given) / sum(tally)


def _estimate(name: str, ratings: Ratings, weights: Weights, chance: Chance | None) -> Estimate:
    n = ratings.compared
    if not weights.is_symmetric:
        return Estimate(statistic=name, weights=weights.name, n=n, reason=NOT_SYMMETRIC)
    if not n:
        return Estimate(statistic=name, weights=weights.name, n=n, reason=why_undefined(ratings))
    observed, by_chance, terms = observed_and_chance(ratings, weights, chance)
    if by_chance == 1:
        return Estimate(statistic=name, weights=weights.name, n=n, reason=why_undefined(ratings))
    value = (observed - by_chance) / (1 - by_chance)
    units = sum(term.count for term in terms)
    se = _error(terms, value, by_chance) if units > 1 else None
    return Estimate(
        statistic=name,
        weights=weights.name,
        n=n,
        value=float(value),
        se=se,
        ci95=None if se is None else t_interval(float(value), se, units - 1),
        method=LINEARISED,
    )


def observed_and_chance(
    ratings: Ratings, weights: Weights, chance: Chance | None
) -> tuple[Fraction, Fraction, list[Terms]]:
    """The agreement observed, that by chance, and the terms of the units that both are means
    of; some unit must have been rated twice.
    """
    tallies = ratings.tallies
    shares = _shares(tallies, len(ratings.scale))
    terms = [
        Terms(
            count=count,
            agreed=_agreed(tally, weights) if sum(tally) > 1 else None,
            by_chance=chance(tally, shares, weights) if chance else Fraction(0),
        )
        for tally, count in tallies.items()
    ]
    observed = total(term.count * term.agreed for term in terms if term.agreed is not None)
    by_chance = total(term.count * term.by_chance for term in terms)
    return observed / ratings.compared, by_chance / tallies.total(), terms


def _shares(tallies: Counter[Tally], width: int) -> Shares:
    """How often each option is given, every unit counting the same."""
    units = tallies.total()
    counted = [(Fraction(count, sum(tally) * units), tally) for tally, count in tallies.items()]
    return tuple(total(each * tally[option] for each, tally in counted) for option in range(width))


def _agreed(tally: Tally, weights: Weights) -> Fraction:
    """The mean weight over all pairs of a unit's ratings."""
    raters = sum(tally)
    given = ((times, row) for times, row in zip(tally, weights.matrix, strict=True) if times)
    return total(times * (dot(row, tally) - 1) for times, row in given) / (raters * (raters - 1))


def _error(terms: Sequence[Terms], value: Fraction, by_chance: Fraction) -> float:
    """The error of the mean of the units' linearised coefficients (Gwet 2008, 2014)."""
    units = sum(term.count for term in terms)
    compared = sum(term.count for term in terms if term.agreed is not None)
    squares = Fraction(0)
    for term in terms:
        own = Fraction(0) if term.agreed is None else term.agreed - by_chance
        drawn = 2 * (1 - value) * (term.by_chance - by_chance)
        linearised = (Fraction(units, compared) * own - drawn) / (1 - by_chance)
        squares += term.count * (linearised - value) ** 2
    return sqrt(squares / (units * (units - 1)))
