"""Shares and means of all cases of a programme: the audited ones, weighted by their draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from auditkit.draws.inclusion import inclusions
from auditkit.estimates.stratified import Estimate, Stratum, mean_of_all, share_of_all
from auditkit.frozen import frozen
from auditkit.report.evidence import AuditedCase, Evidence

# What a case adds to a share (1 or 0) or a mean; None where the question does not concern it.
Value = Callable[[AuditedCase], Fraction | int | None]


@frozen(kw_only=True)
class Cell:
    """The cases of a stratum of a service in one period: how many were eligible, and those that
    were drawn and audited.
    """

    period: str
    service: str
    stratum: str
    eligible: int
    cases: tuple[AuditedCase, ...]

    @property
    def name(self) -> str:
        """What an estimate calls it."""
        return f"{self.period} {self.service} {self.stratum}"

    def sample(self, value: Value) -> Stratum:
        """The cell as a sample of a stratum."""
        values = tuple(map(value, self.cases))
        return Stratum(name=self.name, kind=self.stratum, eligible=self.eligible, values=values)


def cells_of(evidence: Evidence) -> tuple[Cell, ...]:
    """A cell for each service and stratum of each draw of the period."""
    audited: dict[tuple[str, str, str], list[AuditedCase]] = {}
    done: dict[str, list[str]] = {}
    for case in evidence.now:
        done.setdefault(case.period.name, []).append(case.case_ref)
        if case.stratum is not None and case.service is not None:
            key = (case.period.name, case.service, case.stratum)
            audited.setdefault(key, []).append(case)
    return tuple(
        Cell(
            period=one.period,
            service=one.service,
            stratum=one.stratum,
            eligible=one.eligible,
            cases=tuple(audited.get((one.period, one.service, one.stratum), ())),
        )
        for draw in evidence.drawn
        for one in inclusions(draw, done.get(draw.period, ()))
    )


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
    cells = (one for one in cells_of(evidence) if stratum in (None, one.stratum))
    return tuple(cell.sample(value) for cell in cells)
