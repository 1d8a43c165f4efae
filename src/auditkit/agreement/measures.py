"""Every statistic of agreement that there is for ratings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditkit.agreement.coefficients import fleiss_kappa, gwet_ac, percent_agreement
from auditkit.agreement.cohen import cohen_kappa
from auditkit.agreement.estimate import Estimate
from auditkit.agreement.krippendorff import METRICS, krippendorff_alpha
from auditkit.agreement.ratings import Ratings
from auditkit.agreement.weights import STANDARD, Weights

_WEIGHTED = (percent_agreement, cohen_kappa, gwet_ac, fleiss_kappa)


def measured(ratings: Ratings, own: Sequence[Weights] = ()) -> tuple[Estimate, ...]:
    """All statistics, each under all weights, those of somebody's `own` last."""
    return tuple(_measured(ratings, own))


def _measured(ratings: Ratings, own: Sequence[Weights]) -> Iterator[Estimate]:
    weights = [*(make(ratings.scale) for make in STANDARD), *own]
    for statistic in _WEIGHTED:
        for one in weights:
            yield statistic(ratings, one)
    for metric in METRICS:
        yield krippendorff_alpha(ratings, metric)
