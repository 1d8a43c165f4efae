"""Intervals for a proportion (Wilson 1927; Newcombe, Statistics in Medicine 17, 1998, method 3)."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from auditkit.quantiles import normal_quantile

CONFIDENCE = 0.95


class Interval(NamedTuple):
    """From `low` to `high`, both between 0 and 1 for a proportion."""

    low: float
    high: float


def wilson(count: int, of: int, confidence: float = CONFIDENCE) -> Interval:
    """The score interval of a count among so many, without a correction for continuity.

    Raises ValueError for a count that is not among them, and for nothing to count.

    >>> low, high = wilson(81, 263)
    >>> f"{low:.4f} to {high:.4f}"
    '0.2553 to 0.3662'
    """
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"a count of 0 to {of} among at least 1, not {count} among {of}")
    return wilson_of_share(count / of, of, confidence)


def wilson_of_share(share: float, size: float, confidence: float = CONFIDENCE) -> Interval:
    """The score interval of a share that so large a simple random sample would have given;
    `size` need not be whole: an effective sample size is not.
    """
    if not 0 <= share <= 1 or size <= 0:
        raise ValueError(f"a share from 0 to 1 and a size above 0, not {share} and {size}")
    z = normal_quantile(confidence)
    middle = share + z * z / (2 * size)
    half = z * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    whole = 1 + z * z / size
    # At the ends the bound is the end itself, which rounding must not miss.
    low = 0.0 if share == 0 else max(0.0, (middle - half) / whole)
    high = 1.0 if share == 1 else min(1.0, (middle + half) / whole)
    return Interval(low, high)
