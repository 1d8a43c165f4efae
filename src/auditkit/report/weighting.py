"""Shares and means of all cases of a programme: the audited ones, weighted by their draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from auditkit.draws.inclusion import inclusions
from auditkit.estimates.stratified import Estimate, Stratum, mean_of_all, share_of_all
from auditkit.matching.folding import fold
from auditkit.report.evidence import AuditedCase, Evidence

# What a case adds to a share (1 or 0) or a mean; None where the question does not concern it.
Value = Callable[[AuditedCase], Fraction | None]
# A period, a service, a stratum.
_Cell = tuple[str, str, str]


def weighted_share(
    evidence: Evidence, value: Value, *, stratum: str | None = None
) -> Estimate | None:
    """The share of all eligible cases of the period, or of one stratum of them, that the value
    is 1 for, among those that it concerns; None where no drawn case was audited.
    """
    return share_of_all(weighted_strata(evidence, value, stratum=stratum))


def weighted_mean(
    evidence: Evidence, value: Value, *, stratum: str | None = None
) -> Estimate | None:
    """The mean of a value over the same cases."""
    return mean_of_all(weighted_strata(evidence, value, stratum=stratum))


def weighted_strata(
    evidence: Evidence, value: Value, *, stratum: str | None = None
) -> tuple[Stratum, ...]:
    """The audited cases of the period as samples of the strata that they were drawn from: a
    stratum for each period, service and stratum of the draws.
    """
    audited: dict[_Cell, list[AuditedCase]] = {}
    for case in evidence.now:
        if case.stratum is not None and case.service is not None:
            cell = (case.period.name, case.service, case.stratum)
            audited.setdefault(cell, []).append(case)
    return tuple(
        _stratum(cell, eligible, audited.get(cell, ()), value)
        for cell, eligible in _eligible(evidence).items()
        if stratum in (None, cell[2])
    )


def _eligible(evidence: Evidence) -> Mapping[_Cell, int]:
    """How many cases were eligible, by period, service and stratum."""
    done: dict[str, list[str]] = {}
    for case in evidence.now:
        done.setdefault(case.period.name, []).append(fold(case.case_ref))
    return {
        (one.period, one.service, one.stratum): one.eligible
        for draw in evidence.drawn
        for one in inclusions(draw, done.get(draw.period, ()))
    }


def _stratum(cell: _Cell, eligible: int, cases: Iterable[AuditedCase], value: Value) -> Stratum:
    values = tuple(map(value, cases))
    return Stratum(name=" ".join(cell), kind=cell[2], eligible=eligible, values=values)
