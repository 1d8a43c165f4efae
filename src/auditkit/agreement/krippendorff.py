"""Krippendorff's alpha: any number of raters, ratings missing, four metrics.

Krippendorff, Content Analysis (2004), and Computing Krippendorff's Alpha-Reliability (2011). It is
1 - observed / expected disagreement, both from the coincidences: the pairs of ratings within
units, each unit with m ratings counting m of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt

from auditkit.agreement.coefficients import LINEARISED
from auditkit.agreement.estimate import Estimate, t_interval, why_undefined
from auditkit.agreement.jackknife import jackknife_error
from auditkit.agreement.ratings import Ratings
from auditkit.agreement.scale import Scale
from auditkit.agreement.sums import dot, total
from auditkit.languages import said

STATISTIC = "krippendorff_alpha"
JACKKNIFE = said("jackknife by unit")
METRICS = ("nominal", "ordinal", "interval", "ratio")
NO_SCORES = said("the options of the scale are no numbers: say which they stand for (--scores)")
NEGATIVE = said("ratios need numbers of 0 or more")

Tally = tuple[int, ...]
# How far each two options are apart, squared.
Differences = Sequence[Sequence[Fraction | int]]


def krippendorff_alpha(ratings: Ratings, metric: str, *, jackknife: bool = False) -> Estimate:
    """Alpha under one of the `METRICS`; nominal and ordinal need no scores.

    The error is Gwet's linearised one (2014). That one takes the differences as given, and the
    ordinal ones come from the ratings: there, or where `jackknife` asks for it, the units are
    left out in turn.
    """
    n = ratings.compared
    reason = _why_not(ratings, metric)
    tallies = {tally: count for tally, count in ratings.tallies.items() if sum(tally) > 1}
    value = None if reason else _alpha(_coincidences(tallies), ratings.scale, metric)
    if value is None:
        reason = reason or why_undefined(ratings)
        return Estimate(statistic=STATISTIC, weights=metric, n=n, reason=reason)
    is_left_out = jackknife or metric == "ordinal"
    se = (_jackknifed if is_left_out else _linearised)(tallies, ratings.scale, metric)
    return Estimate(
        statistic=STATISTIC,
        weights=metric,
        n=n,
        value=float(value),
        se=se,
        ci95=None if se is None else t_interval(float(value), se, n - 1),
        method=JACKKNIFE if is_left_out else LINEARISED,
    )


def _why_not(ratings: Ratings, metric: str) -> str:
    scores = ratings.scale.scores
    if metric in ("interval", "ratio"):
        if scores is None:
            return NO_SCORES
        if metric == "ratio" and min(scores) < 0:
            return NEGATIVE
    return ""


def _coincidences(tallies: dict[Tally, int]) -> list[list[Fraction]]:
    """How often each two options meet within a unit."""
    width = len(next(iter(tallies), ()))
    found = [[Fraction(0)] * width for _ in range(width)]
    for tally, count in tallies.items():
        _add(found, tally, count)
    return found


def _add(coincidences: list[list[Fraction]], tally: Tally, count: int) -> None:
    met = sum(tally) - 1
    given = [option for option, times in enumerate(tally) if times]
    for one in given:
        for other in given:
            pairs = tally[one] * (tally[other] - (one == other))
            coincidences[one][other] += Fraction(count * pairs, met)


def _alpha(coincidences: list[list[Fraction]], scale: Scale, metric: str) -> Fraction | None:
    """Alpha, or None where no disagreement can be expected."""
    values = _values(coincidences)
    apart = _differences(values, scale, metric)
    given = [option for option, times in enumerate(values) if times]
    met = ((i, j) for i in given for j in given if coincidences[i][j])
    observed = total(coincidences[i][j] * apart[i][j] for i, j in met)
    expected = sum(values[i] * values[j] * apart[i][j] for i in given for j in given)
    if not expected:
        return None
    return 1 - (sum(values) - 1) * observed / expected


def _values(coincidences: list[list[Fraction]]) -> list[int]:
    """How often each option was given: each rating meets all others of its unit once in all."""
    return [int(total(row)) for row in coincidences]


def _differences(values: Sequence[int], scale: Scale, metric: str) -> Differences:
    """The squared difference of each two options under a metric, in any unit."""
    options = range(len(values))
    if metric == "nominal":
        return [[int(i != j) for j in options] for i in options]
    if metric == "ratio":
        scores = scale.scores or ()
        return [[_ratio(one, other) for other in scores] for one in scores]
    places = scale.scores or () if metric == "interval" else _middles(values)
    return [[(one - other) ** 2 for other in places] for one in places]


def _middles(values: Sequence[int]) -> list[int]:
    """Where the middle of each option's ratings stands when all are put in order, in half
    ratings: how many lie between two options is Krippendorff's ordinal difference.
    """
    return [2 * sum(values[:option]) + times for option, times in enumerate(values)]


def _ratio(one: Fraction, other: Fraction) -> Fraction:
    return ((one - other) / (one + other)) ** 2 if one != other else Fraction(0)


def _linearised(tallies: dict[Tally, int], scale: Scale, metric: str) -> float | None:
    """The error of the mean of the units' linearised coefficients (Gwet 2014)."""
    n = sum(tallies.values())
    if n < 2:
        return None
    values = _values(_coincidences(tallies))
    apart = _differences(values, scale, metric)
    mean = Fraction(sum(values), n)
    shares = [Fraction(value, sum(values)) for value in values]
    met = [dot(row, shares) for row in apart]
    terms = [(count, *_parts(tally, apart, met, mean)) for tally, count in tallies.items()]
    observed = total(count * seen for count, seen, _, _ in terms) / n
    expected = total(count * chance for count, _, chance, _ in terms) / n
    # As in Gwet's irrCAC: the surplus comes off the observed disagreement corrected for sample
    # size, of which alpha is made.
    corrected = observed * (1 - Fraction(1, sum(values)))
    squares = Fraction(0)
    for count, seen, chance, surplus in terms:
        own = seen - observed - corrected * surplus
        drawn = chance - expected * (1 + surplus)
        squares += count * ((own - 2 * observed / expected * drawn) / expected) ** 2
    return sqrt(squares / (n * (n - 1)))


def _parts(
    tally: Tally, apart: Differences, met: Sequence[Fraction], mean: Fraction
) -> tuple[Fraction, Fraction, Fraction]:
    """A unit's part in the disagreement observed and in that by chance, and by how much its
    number of ratings is above the mean, as a share.
    """
    given = [option for option, times in enumerate(tally) if times]
    raters = sum(tally)
    pairs = total(tally[i] * tally[j] * apart[i][j] for i in given for j in given)
    seen = pairs / (mean * (raters - 1))
    chance = dot(tally, met) / mean
    return seen, chance, (raters - mean) / mean


def _jackknifed(tallies: dict[Tally, int], scale: Scale, metric: str) -> float | None:
    """The error from leaving out each unit in turn."""
    left = _coincidences(tallies)
    found: list[tuple[int, float | None]] = []
    for tally, count in tallies.items():
        _add(left, tally, -1)
        value = _alpha(left, scale, metric)
        _add(left, tally, 1)
        found.append((count, None if value is None else float(value)))
    return jackknife_error(found)
