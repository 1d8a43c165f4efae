"""Activity against plan: what was wanted, drawn and audited, by service and period."""

from __future__ import annotations

from collections import Counter

from auditkit.frozen import frozen
from auditkit.matching.folding import fold
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.returns import STAGES


@frozen(kw_only=True)
class Activity:
    """How many cases were planned, drawn as things stand, and of those audited at each stage."""

    planned: int
    drawn: int
    audited: int
    later: dict[str, int]

    @property
    def outstanding(self) -> int:
        """How many drawn cases nobody has audited."""
        return self.drawn - self.audited


@frozen(kw_only=True)
class Missing:
    """How many cases of a service fell short, and in how many periods."""

    service: str
    cases: int
    periods: int


def activity(evidence: Evidence, service: str | None = None, period: str | None = None) -> Activity:
    """That of the period of the report, or of one service or one period within."""
    audited = {(one.period.name, fold(one.case_ref)): one for one in evidence.now}
    draws = [one for one in evidence.drawn if period in (None, one.period)]
    drawn = [
        (draw.period, case)
        for draw in draws
        for case in draw.cases()
        if service in (None, case.service)
    ]
    done = [
        found
        for name, case in drawn
        if (found := audited.get((name, fold(case.case_ref)))) is not None
    ]
    later = [one.stage for one in evidence.programme.stages if one.stage != STAGES[0]]
    return Activity(
        planned=sum(
            one.places for draw in draws for one in draw.services if service in (None, one.service)
        ),
        drawn=len(drawn),
        audited=len(done),
        later={stage: sum(stage in one.stages.cards for one in done) for stage in later},
    )


def shortfalls(evidence: Evidence) -> tuple[Missing, ...]:
    """Of whole services, in the order of the programme's draws."""
    cases: Counter[str] = Counter()
    periods: Counter[str] = Counter()
    for draw in evidence.drawn:
        for one in draw.shortfalls:
            if one.stratum is None:
                cases[one.service] += one.wanted - one.taken
                periods[one.service] += 1
    return tuple(
        Missing(service=service, cases=found, periods=periods[service])
        for service, found in cases.items()
    )


def not_drawn(evidence: Evidence) -> tuple[AuditedCase, ...]:
    """The cases of the period that were audited and of no draw."""
    return tuple(one for one in evidence.now if one.stratum is None)


def services_drawn(evidence: Evidence) -> dict[str, str]:
    """The services of the period's draws with the titles that they had there."""
    return {one.service: one.title for draw in evidence.drawn for one in draw.services}
