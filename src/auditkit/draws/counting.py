"""What is taken of one service: its places, its strata, and what falls short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil

from auditkit.cases import Case
from auditkit.draws.frozen_list import plain_fact
from auditkit.draws.numbers import AUDIT
from auditkit.draws.quota import filled, largest_remainder
from auditkit.draws.record import DrawnCase, ServiceCounts, Shortfall, StratumCounts
from auditkit.frozen import frozen
from auditkit.languages import said, said_plural
from auditkit.programme.model import Programme, Service, service_title, stratum_title

# How many cases next in line are kept of each stratum, beside twice as many as it has places.
LINE = 10
# Above every draw number.
HIGHEST = b"\xff" * 33


class Cell:
    """A stratum of a service while cases are being sorted into it: how many were excluded, how
    many are eligible, and those of the lowest draw numbers, at most `most` of them.

    A number of `limit` or above need not be kept.
    """

    __slots__ = ("eligible", "excluded", "limit", "lowest", "most")

    def __init__(self, most: int | None) -> None:
        self.eligible = 0
        self.excluded: Counter[str] = Counter()
        self.most = most
        self.lowest: dict[bytes, Case] = {}
        self.limit = HIGHEST

    def keep(self, number: bytes, case: Case) -> None:
        """Keep a case of a number below the limit."""
        self.lowest[number] = case
        if self.most is not None and len(self.lowest) >= 2 * self.most:
            self.lowest = dict(sorted(self.lowest.items(), key=_number)[: self.most])
            self.limit = max(self.lowest)

    def in_order(self) -> list[tuple[bytes, Case]]:
        """The cases kept, by their numbers."""
        return sorted(self.lowest.items(), key=_number)


def _number(numbered: tuple[bytes, Case]) -> bytes:
    return numbered[0]


@frozen
class ServiceDraw:
    """The draw of one service: its counts, the cases taken, and those next in line."""

    counts: ServiceCounts
    taken: tuple[DrawnCase, ...]
    next: tuple[DrawnCase, ...]


def service_draw(
    programme: Programme,
    service: Service,
    cells: Mapping[str, Cell],
    purpose: str,
    asked_for: Sequence[str],
) -> ServiceDraw:
    """Take of each stratum what is wanted, fill what is left, and keep the next in line.

    `asked_for` are the facts about a case that its return will want to know.
    """
    eligible = [cell.eligible for cell in cells.values()]
    places = _places(programme, service, purpose, sum(eligible))
    wanted = largest_remainder(places, [one.share for one in programme.strata])
    numbers = filled(wanted, eligible)
    taken: list[DrawnCase] = []
    waiting: list[DrawnCase] = []
    strata: list[StratumCounts] = []
    for stratum, cell, want, take in zip(
        programme.strata, cells.values(), wanted, numbers, strict=True
    ):
        line = cell.in_order()
        if purpose == AUDIT:
            # Of a later stage the whole line is kept: disagreements may ask for all of it.
            line = line[: take + LINE + 2 * want]
        for place, (number, case) in enumerate(line):
            is_filled = want <= place < take
            drawn = _drawn_case(case, number, stratum.id, asked_for, is_filled)
            (taken if place < take else waiting).append(drawn)
        strata.append(
            StratumCounts(
                stratum=stratum.id,
                title=stratum_title(stratum),
                listed=cell.eligible + cell.excluded.total(),
                excluded=_in_order(programme, cell.excluded),
                eligible=cell.eligible,
                wanted=want,
                taken=take,
            )
        )
    title = service_title(service)
    counts = ServiceCounts(service=service.id, title=title, places=places, strata=tuple(strata))
    return ServiceDraw(counts, tuple(taken), tuple(waiting))


def most_kept(programme: Programme, service: Service, purpose: str) -> int | None:
    """How many cases a stratum of a service may have to give, those next in line among them;
    None where that is not known before they are counted.
    """
    return None if purpose != AUDIT else 3 * programme.places(service) + LINE


def _places(programme: Programme, service: Service, purpose: str, eligible: int) -> int:
    """The places of a service; of a later stage its share of the completed audits, any part of
    one a whole.
    """
    stage = None if purpose == AUDIT else programme.stage(purpose)
    if stage is None:
        return programme.places(service)
    return ceil(Fraction(stage.share) * eligible)


def _drawn_case(
    case: Case, number: bytes, stratum: str, asked_for: Sequence[str], is_filled: bool
) -> DrawnCase:
    told = {name: plain_fact(case.facts.get(name)) for name in asked_for}
    return DrawnCase(
        case_ref=case.case_ref,
        service=str(case.service),
        stratum=stratum,
        draw_number=number.hex(),
        team=case.team,
        practitioner=case.practitioner,
        facts={name: text for name, text in told.items() if text is not None},
        filled=is_filled,
    )


def _in_order(programme: Programme, excluded: Mapping[str, int]) -> Mapping[str, int]:
    ids = (one.id for one in programme.exclusions)
    return {id: excluded[id] for id in ids if id in excluded}


def shortfalls(service: ServiceCounts) -> Iterator[Shortfall]:
    """What fell short of a service: each stratum with fewer eligible cases than wanted, then the
    service, where its places are not all taken.
    """
    for one in service.strata:
        if one.eligible < one.wanted:
            yield Shortfall(
                service=service.service,
                stratum=one.stratum,
                wanted=one.wanted,
                eligible=one.eligible,
                taken=one.taken,
                reason=too_few(one.listed, one.eligible),
            )
    if service.taken < service.places:
        yield Shortfall(
            service=service.service,
            stratum=None,
            wanted=service.places,
            eligible=service.eligible,
            taken=service.taken,
            reason=too_few(service.listed, service.eligible),
        )


def too_few(listed: int, eligible: int) -> str:
    """Why there are too few.

    >>> too_few(0, 0), too_few(3, 1)
    ('no case is listed', '3 cases are listed, 2 of them excluded')
    """
    if not listed:
        return said("no case is listed")
    excluded = listed - eligible
    if not excluded:
        return said_plural("{count} case is listed", "{count} cases are listed", listed)
    return said_plural(
        "{count} case is listed, {excluded} of them excluded",
        "{count} cases are listed, {excluded} of them excluded",
        listed,
        excluded=excluded,
    )
