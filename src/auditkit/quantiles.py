"""How far intervals reach: quantiles of the normal distribution and of Student's t."""

from __future__ import annotations

from functools import cache
from math import atan, cos, exp, lgamma, log, log1p, pi, sin, sqrt
from statistics import NormalDist

# From here on the series in 1/df below is exact to twelve digits.
_MANY = 1_000


def normal_quantile(confidence: float) -> float:
    """How many standard errors an interval of this confidence reaches to either side.

    >>> round(normal_quantile(0.95), 6)
    1.959964
    """
    return NormalDist().inv_cdf(0.5 + confidence / 2)


@cache
def t_quantile(confidence: float, df: int) -> float:
    """The same from Student's t with so many degrees of freedom.

    >>> round(t_quantile(0.95, 11), 6)
    2.200985
    """
    if df < 1 or not 0 < confidence < 1:
        raise ValueError(f"a confidence between 0 and 1 and df above 0, not {confidence} and {df}")
    found = normal_quantile(confidence)
    if df >= _MANY:
        return _expanded(found, df)
    # Newton's steps climb from the normal quantile, which is the smaller one, and never pass the
    # root, for the distribution bends downwards there.
    while True:
        step = (confidence - _within(found, df)) / (2 * _density(found, df))
        if found + step <= found:
            return found
        found += step


def _within(t: float, df: int) -> float:
    """The probability of a value between -t and t: the finite sums of Abramowitz and Stegun
    (1964), 26.7.3 and 26.7.4.
    """
    angle = atan(t / sqrt(df))
    square = cos(angle) * cos(angle)
    is_odd = df % 2 == 1
    term = cos(angle) if is_odd else 1.0
    total = 0.0
    for k in range(2 + is_odd, df + 1, 2):
        total += term
        term *= square * (k - 1) / k
    total *= sin(angle)
    return 2 / pi * (angle + total) if is_odd else total


def _density(t: float, df: int) -> float:
    shape = lgamma((df + 1) / 2) - lgamma(df / 2) - log(df * pi) / 2
    return exp(shape - (df + 1) / 2 * log1p(t * t / df))


def _expanded(z: float, df: int) -> float:
    """Fisher and Cornish's series (1960); Abramowitz and Stegun (1964), 26.7.5."""
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum(term / float(df) ** power for power, term in enumerate(terms, 1))
