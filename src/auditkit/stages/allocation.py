"""Cases given to staff: everybody may audit what they get, and the load is as even as can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field

from auditkit.actors import Actor
from auditkit.cases import Case
from auditkit.frozen import frozen
from auditkit.programme.model import Stage
from auditkit.stages.separation import Audited, BrokenRule, eligible


@frozen(kw_only=True)
class Allocation:
    """Who audits which case, by its reference, in the order of the cases.

    `loads` counts the cases of each member of staff who may audit at this stage at all, those
    they had `already` among them. `unallocated` are the cases that nobody may audit, with what
    keeps each person from it.
    """

    auditors: Mapping[str, str]
    loads: Mapping[str, int]
    unallocated: Mapping[str, Mapping[str, tuple[BrokenRule, ...]]] = field(factory=dict)


def allocated(
    stage: Stage,
    cases: Sequence[Case],
    staff: Sequence[Actor],
    history: Mapping[str, Sequence[Audited]] | None = None,
    already: Mapping[str, int] | None = None,
) -> Allocation:
    """Give each case to somebody who may audit it at this stage.

    No allocation keeps the rules and has a smaller largest load; among those with the same
    largest load none has fewer people with it, and so on down. `history` holds the earlier
    audits of each case by its reference, `already` the cases that somebody has on their desk.
    The result follows from the order of cases and staff alone: cases come in the order of their
    draw numbers, and of people with the same load the first named is asked first.
    """
    places = {one.id: place for place, one in enumerate(staff)}
    desks = _Desks([(already or {}).get(one.id, 0) for one in staff])
    unallocated = {}
    named: set[str] = set()
    for number, case in enumerate(cases):
        found = eligible(stage, staff, case, (history or {}).get(case.case_ref, ()))
        named.update(one.id for one in found.people)
        if found.people:
            desks.give(number, [places[one.id] for one in found.people])
        else:
            unallocated[case.case_ref] = found.reasons
    return Allocation(
        auditors={
            case.case_ref: staff[desks.holder[number]].id
            for number, case in enumerate(cases)
            if number in desks.holder
        },
        loads={one.id: desks.loads[places[one.id]] for one in staff if one.id in named},
        unallocated=unallocated,
    )


class _Desks:
    """Cases on desks, as even as the rules let them be.

    A new case goes to the least loaded desk that it can reach: by itself, or by moving cases
    from desk to desk along the way. Harvey, Ladner, Lovász and Tamir (Semi-matchings for
    bipartite graphs and load balancing, 2006) show that this keeps the loads best possible.
    """

    def __init__(self, loads: list[int]) -> None:
        self.loads = loads
        self.holder: dict[int, int] = {}
        self.allowed: dict[int, Sequence[int]] = {}
        self.held: list[list[int]] = [[] for _ in loads]

    def give(self, case: int, allowed: Sequence[int]) -> None:
        self.allowed[case] = allowed
        came: dict[int, tuple[int, int | None]] = dict.fromkeys(allowed, (case, None))
        waiting = list(allowed)
        for desk in waiting:
            for held in self.held[desk]:
                for other in self.allowed[held]:
                    if other not in came:
                        came[other] = (held, desk)
                        waiting.append(other)
        self._move(came, min(waiting, key=lambda desk: self.loads[desk]))

    def _move(self, came: Mapping[int, tuple[int, int | None]], least: int) -> None:
        """Put each case along the way on the next desk, the new case on the first."""
        self.loads[least] += 1
        desk: int | None = least
        while desk is not None:
            case, before = came[desk]
            if before is not None:
                self.held[before].remove(case)
            self.held[desk].append(case)
            self.holder[case] = desk
            desk = before
