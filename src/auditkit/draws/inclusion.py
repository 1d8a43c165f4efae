"""How likely a case was to be audited: what weights of estimates are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from auditkit.draws.record import Draw
from auditkit.frozen import frozen
from auditkit.matching.folding import fold


@frozen(kw_only=True)
class Inclusion:
    """Of one stratum of a service in a period: how many cases were eligible, and how many of
    them were audited. Cases found to be ineligible are in neither.
    """

    service: str
    stratum: str
    period: str
    eligible: int
    completed: int

    @property
    def probability(self) -> Fraction | None:
        """Completed ÷ eligible; None where nothing was eligible."""
        return Fraction(self.completed, self.eligible) if self.eligible else None


def inclusions(draw: Draw, completed: Iterable[str]) -> tuple[Inclusion, ...]:
    """The inclusion of every stratum of every service, given the references of the cases that
    were audited; a case that was not drawn counts nowhere.
    """
    done = set(map(fold, completed))
    everybody = {one.case_ref: one for one in (*draw.taken, *draw.next)}
    gone = (everybody[one.case_ref] for one in draw.replacements if one.ineligible)
    ineligible = Counter((one.service, one.stratum) for one in gone)
    audited = Counter(
        (one.service, one.stratum) for one in draw.cases() if fold(one.case_ref) in done
    )
    found = []
    for service in draw.services:
        for one in service.strata:
            key = (service.service, one.stratum)
            found.append(
                Inclusion(
                    service=service.service,
                    stratum=one.stratum,
                    period=draw.period,
                    eligible=one.eligible - ineligible[key],
                    completed=audited[key],
                )
            )
    return tuple(found)
