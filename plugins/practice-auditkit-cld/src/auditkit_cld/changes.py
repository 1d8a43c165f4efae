"""Why a weekly cost changed: price and volume, which add up to the change exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from auditkit_cld.costs import ServiceRow, weekly_cost

Pair = tuple[ServiceRow, ServiceRow]
# The service, and what its rate is for: rates for an hour and for a week cannot be compared.
_Same = Callable[[ServiceRow], Hashable]
# Rows are matched with their like first: one that went on keeps its start, or else its rate.
_LIKENESS: tuple[_Same, ...] = (
    lambda row: (row.key, row.basis, row.start, row.rate),
    lambda row: (row.key, row.basis, row.start),
    lambda row: (row.key, row.basis, row.rate),
    lambda row: (row.key, row.basis),
)
# Of more rows of one service than this the nearest rates are not sought any more.
_MOST_COMPARED = 200


class Change(NamedTuple):
    """A weekly cost before and after, and what of the difference is price."""

    before: Fraction
    after: Fraction
    price: Fraction

    @property
    def total(self) -> Fraction:
        return self.after - self.before

    @property
    def volume(self) -> Fraction:
        """What is left: more or fewer units, other services, other providers."""
        return self.total - self.price


def split(before: Sequence[ServiceRow], after: Sequence[ServiceRow]) -> Change:
    """The change between the open rows of one person in two extracts.

    Price is units × rate change over the rows of the same service in both, at the units of
    the later one; volume is the rest.
    """
    price = sum(
        (late.units * (late.rate - early.rate) for early, late in pairs(before, after)),
        Fraction(0),
    )
    return Change(weekly_cost(before), weekly_cost(after), price)


def is_increased(change: Change, pounds: Fraction, percent: Fraction) -> bool:
    """Whether volume grew by more than so many pounds and more than so many percent of the
    weekly cost before; figures that only reach the limits do not pass them.
    """
    return change.volume > pounds and change.volume * 100 > percent * change.before


def pairs(before: Iterable[ServiceRow], after: Iterable[ServiceRow]) -> Iterator[Pair]:
    """Rows of the same service in both extracts, each matched once, whatever their order."""
    early, late = sorted(before, key=_order), sorted(after, key=_order)
    for likeness in _LIKENESS:
        matched = list(_matched(early, late, likeness))
        yield from matched
        early = _without(early, [one for one, _ in matched])
        late = _without(late, [other for _, other in matched])


def _order(row: ServiceRow) -> tuple[object, ...]:
    return (row.key, row.basis, row.rate, row.units, row.start)


def _without(rows: list[ServiceRow], gone: Sequence[ServiceRow]) -> list[ServiceRow]:
    """The rows that are left; of two that look alike one may be gone."""
    identities = {id(row) for row in gone}
    return [row for row in rows if id(row) not in identities]


def _matched(early: list[ServiceRow], late: list[ServiceRow], likeness: _Same) -> Iterator[Pair]:
    groups: dict[Hashable, tuple[list[ServiceRow], list[ServiceRow]]] = defaultdict(
        lambda: ([], [])
    )
    for side, rows in enumerate((early, late)):
        for row in rows:
            groups[likeness(row)][side].append(row)
    for some, others in groups.values():
        if len(some) <= len(others):
            yield from _nearest(some, others)
        else:
            yield from ((row, other) for other, row in _nearest(others, some))


def _nearest(few: Sequence[ServiceRow], many: Sequence[ServiceRow]) -> Iterator[Pair]:
    """Each of the few with one of the many, so that the rates differ by the least in all.

    Both are in the order of their rates, so that the best match never crosses.
    """
    spare = len(many) - len(few)
    if not spare or not few or len(many) > _MOST_COMPARED:
        yield from zip(few, many, strict=False)
        return
    # least[s]: the least difference of the rows so far, with s of the many passed over.
    least = [Fraction(0)] * (spare + 1)
    came_from: list[list[int]] = []
    for index, row in enumerate(few):
        chosen: list[int] = []
        best = 0
        costs: list[Fraction] = []
        for passed in range(spare + 1):
            if least[passed] < least[best]:
                best = passed
            chosen.append(best)
            costs.append(least[best] + abs(row.rate - many[index + passed].rate))
        least = costs
        came_from.append(chosen)
    passed = min(range(spare + 1), key=lambda one: least[one])
    found: list[Pair] = []
    for index in range(len(few) - 1, -1, -1):
        found.append((few[index], many[index + passed]))
        passed = came_from[index][passed]
    yield from reversed(found)
