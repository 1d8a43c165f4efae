"""Shares and means of all cases of a programme: the audited ones, weighted by their draws."""

from __future__ import annotations

from collections.abc import Iterable

from auditkit.estimates.stratified import Estimate, Stratum, mean_of_all, share_of_all
from auditkit.report.cells import Cell, Value
from auditkit.report.evidence import Evidence


def share_among(cells: Iterable[Cell], value: Value) -> Estimate | None:
    """The share of the eligible cases that the value is 1 for, among those that it concerns;
    None where no drawn case was audited.
    """
    return share_of_all(cell.sample(value) for cell in cells)


def weighted_share(
    evidence: Evidence, value: Value, *, stratum: str | None = None
) -> Estimate | None:
    """The same of all eligible cases of the period, or of one stratum of them."""
    return share_of_all(weighted_strata(evidence, value, stratum=stratum))


def weighted_mean(
    evidence: Evidence, value: Value, *, stratum: str | None = None
) -> Estimate | None:
    """The mean of a value over the same cases."""
    return mean_of_all(weighted_strata(evidence, value, stratum=stratum))


def weighted_strata(
    evidence: Evidence, value: Value, *, stratum: str | None = None
) -> tuple[Stratum, ...]:
    """The audited cases of the period as samples of the strata that they were drawn from."""
    cells = (one for one in evidence.cells if stratum in (None, one.stratum))
    return tuple(cell.sample(value) for cell in cells)
