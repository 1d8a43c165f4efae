"""Shares and means of all cases, from samples of strata of known sizes.

Weighted by the sizes of the strata, with the correction for finite populations (Cochran,
Sampling Techniques, 3rd edition 1977, chapter 5). Increased-cost cases are over-sampled, so
that the plain share of the audited cases says nothing of all cases; no function here gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import sqrt

from auditkit.estimates.intervals import CONFIDENCE, Interval, wilson_of_share
from auditkit.frozen import changed, frozen
from auditkit.quantiles import normal_quantile

# A stratum of fewer sampled cases has no variance of its own.
FEWEST = 2


@frozen(kw_only=True)
class Stratum:
    """A sampled part of the cases: how many were eligible, and what was found of each sampled;
    an estimate of how many need not be whole.

    `values` are 1 and 0 for a share, anything exact for a mean. Strata of the same `kind`, such
    as all those of increased cost, are alike enough to be put together where one is thin.
    """

    name: str
    kind: str
    eligible: int | Fraction
    values: tuple[Fraction, ...]

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.sampled <= self.eligible:
            raise ValueError(f"{self.name}: {self.sampled} sampled of {self.eligible} eligible")

    @property
    def sampled(self) -> int:
        return len(self.values)

    @property
    def mean(self) -> Fraction:
        return sum(self.values, Fraction(0)) / self.sampled

    @property
    def variance(self) -> Fraction:
        """Of the values, divided by one less than their number."""
        mean = self.mean
        return sum(((one - mean) ** 2 for one in self.values), Fraction(0)) / (self.sampled - 1)

    @property
    def share_left(self) -> Fraction:
        """The finite population correction: the share of the eligible that was not sampled."""
        return 1 - Fraction(self.sampled, self.eligible)


@frozen(kw_only=True)
class Collapse:
    """Strata that were put together because one of them was thin."""

    kind: str
    names: tuple[str, ...]


@frozen(kw_only=True)
class Estimate:
    """A share or mean of the cases that the sample covers, with its standard error and 95%
    interval; these are None where too few cases of some kind were sampled to tell. `effective`
    is the effective sample size of a share.

    `eligible` of `listed` eligible cases are covered: a kind of which nothing was sampled is
    not, and `left_out` names its strata. `collapsed` says what was put together.
    """

    value: Fraction
    error: float | None
    interval: Interval | None
    sampled: int
    effective: float | None
    eligible: int | Fraction
    listed: int | Fraction
    collapsed: tuple[Collapse, ...] = ()
    left_out: tuple[str, ...] = ()


def share_of_all(strata: Iterable[Stratum], confidence: float = CONFIDENCE) -> Estimate | None:
    """The share of all eligible cases whose value is 1, with a Wilson interval on the effective
    sample size; None where nothing was sampled.

    The effective size is that of a simple random sample with the same standard error. Where
    all sampled are alike there is none to go by, and it follows from the weights alone.
    """
    strata = tuple(strata)
    for one in strata:
        if any(value not in (0, 1) for value in one.values):
            raise ValueError(f"{one.name}: a share is made of values 0 and 1")
    found = _estimate(strata)
    if found is None or found.error is None:
        return found
    share = float(found.value)
    if found.effective is None:
        return changed(found, interval=Interval(share, share))
    return changed(found, interval=wilson_of_share(share, found.effective, confidence))


def mean_of_all(strata: Iterable[Stratum], confidence: float = CONFIDENCE) -> Estimate | None:
    """The mean over all eligible cases, with a normal interval; None where nothing was sampled."""
    found = _estimate(tuple(strata))
    if found is None or found.error is None:
        return found
    half = normal_quantile(confidence) * found.error
    mean = float(found.value)
    return changed(found, effective=None, interval=Interval(mean - half, mean + half))


def _estimate(strata: Sequence[Stratum]) -> Estimate | None:
    """The weighted mean with its error, as far as it can be told, and no interval yet."""
    merged, collapsed, left_out = collapse(strata)
    if not merged:
        return None
    eligible = sum(one.eligible for one in merged)
    value = sum((one.eligible * one.mean for one in merged), Fraction(0)) / eligible
    found = Estimate(
        value=value,
        error=None,
        interval=None,
        sampled=sum(one.sampled for one in merged),
        effective=None,
        eligible=eligible,
        listed=sum(one.eligible for one in strata),
        collapsed=collapsed,
        left_out=left_out,
    )
    if any(one.sampled < FEWEST and one.share_left for one in merged):
        return found
    variance = sum((_added_variance(one, eligible) for one in merged), Fraction(0))
    effective = _effective_size(value, variance, merged, eligible)
    return changed(found, error=sqrt(variance), effective=effective)


def _added_variance(one: Stratum, eligible: int | Fraction) -> Fraction:
    """What a stratum adds to the variance of the estimate; nothing where all were sampled."""
    if not one.share_left:
        return Fraction(0)
    weight = Fraction(one.eligible, eligible)
    return weight**2 * one.share_left * one.variance / one.sampled


def _effective_size(
    value: Fraction, variance: Fraction, strata: Sequence[Stratum], eligible: int | Fraction
) -> float | None:
    """None where every case was sampled, so that nothing is left to chance."""
    spread = value * (1 - value)
    if variance and spread > 0:
        return float(spread / variance)
    by_weights = sum(
        Fraction(one.eligible, eligible) ** 2 * one.share_left / one.sampled for one in strata
    )
    return float(1 / by_weights) if by_weights else None


def collapse(
    strata: Sequence[Stratum],
) -> tuple[tuple[Stratum, ...], tuple[Collapse, ...], tuple[str, ...]]:
    """The strata with thin ones put together with others of their kind; what was put together;
    and the names of those that nothing of their kind was sampled for.

    Thin ones of a kind are joined with each other first, and with the smallest other one
    where that is not enough. A stratum without eligible cases says nothing and goes.
    """
    merged: list[Stratum] = []
    collapsed: list[Collapse] = []
    left_out: list[str] = []
    for kind in dict.fromkeys(one.kind for one in strata):
        among = [one for one in strata if one.kind == kind and one.eligible]
        if not any(one.sampled for one in among):
            left_out += [one.name for one in among]
            continue
        thin = [one for one in among if _is_thin(one)]
        others = sorted((one for one in among if not _is_thin(one)), key=lambda one: one.eligible)
        joined = thin
        if thin and sum(one.sampled for one in thin) < FEWEST and others:
            joined = [*thin, others[0]]
        if len(joined) > 1:
            collapsed.append(Collapse(kind=kind, names=tuple(one.name for one in joined)))
            together = Stratum(
                name=" + ".join(one.name for one in joined),
                kind=kind,
                eligible=sum(one.eligible for one in joined),
                values=tuple(value for one in joined for value in one.values),
            )
            merged += [one for one in among if one not in joined]
            merged.append(together)
        else:
            merged += among
    return tuple(merged), tuple(collapsed), tuple(left_out)


def _is_thin(one: Stratum) -> bool:
    return one.sampled < min(FEWEST, one.eligible)
