"""Shares and means of all cases, from samples of strata of known sizes.

Weighted by the sizes of the strata, with the correction for finite populations (Cochran,
Sampling Techniques, 3rd edition 1977, chapter 5). Increased-cost cases are over-sampled, so
that the plain share of the audited cases says nothing of all cases; no function here gives it.

A month has two cases of each stratum, and a variance made of pairs is too unsure to build an
interval on: that of a share is drawn towards the one that the weights lead to (Franco, Little,
Louis and Slud, JSSAM 7, 2019, on effective sizes by models; Smyth, Statistical Applications in
Genetics and Molecular Biology 3, 2004, on moderated variances).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import fsum, sqrt

from auditkit.estimates.intervals import CONFIDENCE, Interval, wilson_of_share
from auditkit.frozen import changed, frozen
from auditkit.quantiles import t_quantile

# A stratum of fewer sampled cases has no variance of its own.
FEWEST = 2
# How many degrees of freedom the variance by weights counts for: see "What can be said of all cases".
MODERATION = 30


@frozen(kw_only=True)
class Stratum:
    """A sampled part of the cases: how many were eligible, and what was found of each sampled.

    `values` are 1 and 0 for a share, anything exact for a mean, and None for a sampled case that
    the question does not concern. Strata of the same `kind`, such as all those of increased cost,
    are alike enough to be put together where one is thin.
    """

    name: str
    kind: str
    eligible: int
    values: tuple[Fraction | int | None, ...]

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.sampled <= self.eligible:
            raise ValueError(f"{self.name}: {self.sampled} sampled of {self.eligible} eligible")

    @property
    def sampled(self) -> int:
        return len(self.values)

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
    is the effective sample size of a share, from its moderated variance and not from `error`;
    `sampled` counts the sampled cases that the question concerns.

    `eligible` of `listed` eligible cases are covered: a kind of which nothing was sampled is
    not, and `left_out` names its strata. `collapsed` says what was put together.
    """

    value: Fraction
    error: float | None
    interval: Interval | None
    sampled: int
    effective: float | None
    eligible: int
    listed: int
    collapsed: tuple[Collapse, ...] = ()
    left_out: tuple[str, ...] = ()


def share_of_all(strata: Iterable[Stratum], confidence: float = CONFIDENCE) -> Estimate | None:
    """The share of all eligible cases whose value is 1, with a Wilson interval on the effective
    sample size; None where nothing was sampled.

    The effective size is that of a simple random sample with the moderated variance.
    """
    strata = tuple(strata)
    for one in strata:
        if not {*one.values} <= {0, 1, None}:
            raise ValueError(f"{one.name}: a share is made of values 0 and 1")
    found, chance = _estimate(strata)
    if found is None or chance is None:
        return found
    share = float(found.value)
    size = chance.effective_size(found.value)
    if size is None:
        return changed(found, interval=Interval(share, share))
    return changed(found, effective=size, interval=wilson_of_share(share, size, confidence))


def mean_of_all(strata: Iterable[Stratum], confidence: float = CONFIDENCE) -> Estimate | None:
    """The mean over all eligible cases, with an interval by Student's t; None where nothing was
    sampled.
    """
    found, chance = _estimate(tuple(strata))
    if found is None or chance is None:
        return found
    half = 0.0
    if chance.parts:
        half = t_quantile(confidence, int(chance.degrees)) * sqrt(chance.variance)
    mean = float(found.value)
    return changed(found, interval=Interval(mean - half, mean + half))


@frozen(kw_only=True)
class _Sums:
    """What is summed of a stratum: of how many sampled cases the question says something, their
    values and the squares of these.
    """

    stratum: Stratum
    concerned: int
    total: Fraction
    squares: Fraction

    @property
    def each(self) -> Fraction:
        """How many eligible cases a sampled one stands for."""
        return Fraction(self.stratum.eligible, self.stratum.sampled)

    @property
    def weight(self) -> Fraction:
        """What it adds to the variance of a sum over all cases, where its values vary by 1."""
        return self.each * (self.stratum.eligible - self.stratum.sampled)

    def variance_about(self, mean: float) -> float:
        """That of the differences from the mean of all, divided by one less than their number. A
        case that is not concerned differs by nothing.
        """
        if not self.concerned:
            return 0.0
        sampled = self.stratum.sampled
        own = self.total / self.concerned
        within = float(self.squares - own * self.total)
        others = self.concerned * (sampled - self.concerned) / sampled
        return (within + others * (float(own) - mean) ** 2) / (sampled - 1)


def _sums(stratum: Stratum) -> _Sums:
    found = [one for one in stratum.values if one is not None]
    return _Sums(
        stratum=stratum,
        concerned=len(found),
        total=Fraction(sum(found)),
        squares=Fraction(sum(one * one for one in found)),
    )


@frozen(kw_only=True)
class _Chance:
    """What is left to chance in an estimate: its `variance`, from within the strata. `parts` are,
    for each stratum that not all were sampled of, what it adds to the variance of a sum over all
    `concerned` cases where its values vary by 1, and its degrees of freedom.
    """

    variance: float
    concerned: Fraction
    parts: tuple[tuple[Fraction, int], ...]

    @property
    def by_weights(self) -> float:
        """The variance where the values of all strata vary by 1."""
        return float(sum(part for part, _ in self.parts) / self.concerned**2)

    @property
    def degrees(self) -> Fraction:
        """The degrees of freedom of the variance (Satterthwaite 1946, by weights)."""
        squares = sum(part**2 / degrees for part, degrees in self.parts)
        return Fraction(sum(part for part, _ in self.parts) ** 2 / squares)

    def effective_size(self, share: Fraction) -> float | None:
        """The size of a simple random sample that would tell a share as surely; None where every
        case was sampled, so that nothing is left to chance.
        """
        if not self.parts:
            return None
        spread = float(share * (1 - share))
        if not spread:
            return 1 / self.by_weights
        degrees = float(self.degrees)
        total = degrees * self.variance + MODERATION * spread * self.by_weights
        return spread * (degrees + MODERATION) / total


def _estimate(strata: Sequence[Stratum]) -> tuple[Estimate | None, _Chance | None]:
    """The weighted mean with its error and no interval yet; what is left to chance, where that
    can be told.

    Of a question that concerns some cases alone, how many it concerns is an estimate too: the
    mean is a ratio, and its variance that of the differences from it (Cochran, section 5A.14).
    """
    merged, collapsed, left_out = collapse(strata)
    sums = [_sums(one) for one in merged]
    concerned = sum((one.each * one.concerned for one in sums), Fraction(0))
    if not concerned:
        return None, None
    found = Estimate(
        value=sum((one.each * one.total for one in sums), Fraction(0)) / concerned,
        error=None,
        interval=None,
        sampled=sum(one.concerned for one in sums),
        effective=None,
        eligible=sum(one.eligible for one in merged),
        listed=sum(one.eligible for one in strata),
        collapsed=collapsed,
        left_out=left_out,
    )
    unsure = [one for one in sums if one.stratum.share_left]
    if any(one.stratum.sampled < FEWEST for one in unsure):
        return found, None
    mean = float(found.value)
    added = fsum(float(one.weight) * one.variance_about(mean) for one in unsure)
    variance = added / float(concerned) ** 2
    parts = tuple(
        (one.weight * one.concerned / one.stratum.sampled, one.stratum.sampled - 1)
        for one in unsure
        if one.concerned
    )
    chance = _Chance(variance=variance, concerned=concerned, parts=parts)
    return changed(found, error=sqrt(variance)), chance


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
