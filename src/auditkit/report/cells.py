"""The audited cases of a period by the strata that they were drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from auditkit.draws.inclusion import inclusions
from auditkit.draws.record import Draw
from auditkit.estimates.stratified import Stratum
from auditkit.frozen import frozen

if TYPE_CHECKING:
    from auditkit.report.evidence import AuditedCase

# What a case adds to a share (1 or 0) or a mean; None where the question does not concern it.
Value = Callable[["AuditedCase"], Fraction | int | None]


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


def cells(draws: Iterable[Draw], cases: Iterable[AuditedCase]) -> tuple[Cell, ...]:
    """A cell for each service and stratum of each draw, with the audited cases drawn there."""
    audited: dict[tuple[str, str, str], list[AuditedCase]] = {}
    done: dict[str, list[str]] = {}
    for case in cases:
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
        for draw in draws
        for one in inclusions(draw, done.get(draw.period, ()))
    )
