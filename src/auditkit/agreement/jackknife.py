"""Errors from leaving out one part after the other (Efron and Stein 1981)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import fsum, sqrt

from auditkit.agreement.estimate import Estimate, t_interval
from auditkit.agreement.ratings import Ratings, pooled
from auditkit.frozen import changed
from auditkit.languages import said

BY_CLUSTER = said("jackknife by cluster")


def jackknife_error(values: Iterable[tuple[int, float | None]]) -> float | None:
    """The standard error from the values that a statistic has when each part is left out, each
    with how many parts give it; None where one of them is not defined, or there is one part.
    """
    counted = list(values)
    found = [(count, value) for count, value in counted if value is not None]
    parts = sum(count for count, _ in found)
    if len(found) < len(counted) or parts < 2:
        return None
    mean = fsum(count * value for count, value in found) / parts
    squares = fsum(count * (value - mean) ** 2 for count, value in found)
    return sqrt(squares * (parts - 1) / parts)


def clustered(statistic: Callable[[Ratings], Estimate], clusters: Sequence[Ratings]) -> Estimate:
    """A statistic over all clusters, such as cases with several questions each; its error leaves
    out each cluster in turn, for ratings of one case are not independent.
    """
    whole = pooled(clusters)
    found = statistic(whole)
    left = ((1, statistic(whole.without(cluster)).value) for cluster in clusters)
    return with_error(found, None if found.value is None else jackknife_error(left), len(clusters))


def with_error(found: Estimate, se: float | None, clusters: int) -> Estimate:
    """An estimate with the error that its clusters give it."""
    interval = None
    if found.value is not None and se is not None:
        interval = t_interval(found.value, se, clusters - 1)
    return changed(found, se=se, ci95=interval, clusters=clusters, method=BY_CLUSTER)
