"""One statistic as it was estimated, with its error, or the reason why there is none."""

from __future__ import annotations

from typing import Any

from auditkit.agreement.ratings import Ratings
from auditkit.frozen import frozen
from auditkit.languages import noted, said
from auditkit.quantiles import normal_quantile, t_quantile

CONFIDENCE = 0.95
# Below the first there are counts only, below the second statistics mean little.
TOO_FEW, FEW = 10, 30

NOT_COMPARED = said("no unit was rated twice")
ONE_GRADE = said("not defined: only one grade occurs")
CHANCE_IS_ALL = said("not defined: by chance alone the agreement would be full")


@frozen(kw_only=True)
class Estimate:
    """A statistic of agreement. `value`, standard error and interval are None where they are not
    defined; `reason` then says why there is no value. `n` counts the units rated at least
    twice, `clusters` what they are pooled over, such as cases; `method` says where the error
    comes from.
    """

    statistic: str
    weights: str
    n: int
    value: float | None = None
    se: float | None = None
    ci95: tuple[float, float] | None = None
    clusters: int | None = None
    method: str = ""
    reason: str = ""

    @property
    def reliability(self) -> str:
        """``too few`` under 10 units to show more than counts, ``low`` from 10 to 29, else
        ``adequate``; of pooled questions the clusters are counted.
        """
        return reliability(self.n if self.clusters is None else min(self.n, self.clusters))

    def as_dict(self) -> dict[str, Any]:
        """The estimate in the terms of JSON."""
        known = {
            "statistic": self.statistic,
            "weights": self.weights,
            "value": self.value,
            "se": self.se,
            "ci95": None if self.ci95 is None else list(self.ci95),
            "n": self.n,
            "reliability": self.reliability,
        }
        return known if self.value is not None else {**known, "reason": self.reason}


def reliability(n: int) -> str:
    """How much a statistic over so many units can bear."""
    if n < TOO_FEW:
        return noted("too few")
    return noted("low") if n < FEW else noted("adequate")


def normal_interval(value: float, se: float) -> tuple[float, float]:
    """A 95% interval from the normal distribution."""
    reach = normal_quantile(CONFIDENCE) * se
    return value - reach, value + reach


def t_interval(value: float, se: float, df: int) -> tuple[float, float]:
    """A 95% interval from Student's t; agreement is 1 at most."""
    reach = t_quantile(CONFIDENCE, df) * se
    return value - reach, min(1.0, value + reach)


def why_undefined(ratings: Ratings) -> str:
    """The reason why the agreement by chance is full, or nothing can be compared."""
    if not ratings.compared:
        return NOT_COMPARED
    compared = [tally for tally in ratings.tallies if sum(tally) > 1]
    given = {option for tally in compared for option, times in enumerate(tally) if times}
    return ONE_GRADE if len(given) == 1 else CHANCE_IS_ALL
