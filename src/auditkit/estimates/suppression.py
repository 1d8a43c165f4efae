"""Which numbers of tables are hidden, so that no small one can be worked out.

The numbers of a table are what flows through a network: from its rows through its cells into its
columns, and at each node as much comes in as goes out. Somebody who knows some of them can work
out another just where it lies on no circle of numbers that they do not know: along a circle each
number could be one more, or one less, and everything else would stay as it is (Willenborg and
de Waal, Elements of Statistical Disclosure Control, 2001, on tables as networks).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import Protocol

from auditkit.frozen import frozen

# A number that may be shown or hidden; one that everybody may know; what is left of a whole, which
# nobody prints; and a sum that says nothing.
CELL, KNOWN, REST, UNKNOWN = "cell", "known", "rest", "unknown"
_ENDLESS = 1 << 62

Table = Sequence["Number"]
Bounds = tuple[int, int]


@frozen(kw_only=True)
class Number:
    """A number that flows from one node to another. Where it has the same name in two tables it is
    the same number. `is_cover`: it is hidden whatever it is, for its whole row is. `loss` is what
    hiding it costs.
    """

    name: str
    tail: str
    head: str
    number: int
    kind: str = CELL
    is_cover: bool = False
    loss: int = 1


class Rule(Protocol):
    """What is hidden first, and what somebody knows of the numbers who sees the rest."""

    def is_hidden_first(self, one: Number) -> bool: ...

    def is_protected(self, one: Number, *, is_hidden: bool) -> bool: ...

    def bounds(self, one: Number, *, is_hidden: bool) -> Bounds: ...


@frozen
class Hiding:
    """Small numbers, from 1 to one less than `below`, are hidden; a zero is shown, so that a
    hidden number is 1 at least.
    """

    below: int

    def is_small(self, one: Number) -> bool:
        return 0 < one.number < self.below

    def is_hidden_first(self, one: Number) -> bool:
        return one.kind == CELL and (one.is_cover or self.is_small(one))

    def is_protected(self, one: Number, *, is_hidden: bool) -> bool:
        if one.kind in (KNOWN, UNKNOWN):
            return False
        return self.is_small(one) or (is_hidden and one.number > 0)

    def bounds(self, one: Number, *, is_hidden: bool) -> Bounds:
        if one.kind == UNKNOWN:
            return 0, _ENDLESS
        if one.kind == CELL and is_hidden:
            return int(one.number > 0 and not one.is_cover), _ENDLESS
        if one.kind == REST and one.number:
            return 1, _ENDLESS
        return one.number, one.number


@frozen
class Rounding:
    """Every number is rounded to a multiple of `to`, each for itself."""

    to: int

    def is_hidden_first(self, one: Number) -> bool:
        return False

    def is_protected(self, one: Number, *, is_hidden: bool) -> bool:
        return one.kind == CELL and one.number > 0

    def bounds(self, one: Number, *, is_hidden: bool) -> Bounds:
        if one.kind in (UNKNOWN, REST) or (one.kind == CELL and is_hidden):
            return 0, _ENDLESS
        if one.kind == KNOWN:
            return one.number, one.number
        printed = rounded(one.number, self.to)
        return max(0, printed - self.to // 2), printed + (self.to - 1) // 2


def rounded(count: int, to: int) -> int:
    """A count rounded to the nearest multiple, halves up.

    >>> [rounded(count, 5) for count in (0, 2, 3, 7, 8)]
    [0, 0, 5, 5, 10]
    """
    return (count + to // 2) // to * to


@frozen(kw_only=True)
class Hidden:
    """The names of the numbers to hide, and of the tables that cannot be published at all."""

    numbers: frozenset[str]
    tables: frozenset[str]


def hide(tables: Mapping[str, Table], rule: Rule) -> Hidden:
    """What is hidden, so that each protected number could be another, all else as it is printed.

    That is shown, not supposed: for each of them numbers are found for all tables in which it is
    one more, or one less. A table for which that fails is left out.
    """
    left = dict(tables)
    while True:
        hidden, failed = _chosen(left, rule)
        failed = failed or _exposed(left, rule, hidden)
        if not failed:
            return Hidden(numbers=frozenset(hidden), tables=frozenset(tables) - frozenset(left))
        left = {name: table for name, table in left.items() if name not in failed}


def _chosen(tables: Mapping[str, Table], rule: Rule) -> tuple[set[str], set[str]]:
    """The hidden numbers, and the tables in which hiding more does not help."""
    numbers = [one for table in tables.values() for one in table]
    hidden = {one.name for one in numbers if rule.is_hidden_first(one)}
    failed: set[str] = set()
    before = -1
    while before < len(hidden):
        before = len(hidden)
        for name, table in tables.items():
            network = _Network(table, rule, hidden, may_hide=True)
            for one in network.protected():
                moves = network.another(one)
                if moves is None:
                    failed.add(name)
                else:
                    hidden.update(network.to_hide(moves))
    return hidden, failed


def _exposed(tables: Mapping[str, Table], rule: Rule, hidden: set[str]) -> set[str]:
    """The tables with a number that has no other in all tables together."""
    times = Counter(one.name for table in tables.values() for one in table)
    shared = frozenset(name for name, number in times.items() if number > 1)
    networks = {
        name: _Network(table, rule, hidden, shared=shared) for name, table in tables.items()
    }
    return {
        name
        for name, network in networks.items()
        if not all(_has_another(one, network, networks, shared) for one in network.protected())
    }


def _has_another(
    one: Number, network: _Network, networks: Mapping[str, _Network], shared: frozenset[str]
) -> bool:
    for step in (1, -1):
        moves = network.balanced({one.name: step})
        if moves is not None:
            moved = {name: by for name, by in moves.items() if name in shared}
            if all(
                other is network or other.balanced(moved, locked=shared) is not None
                for other in networks.values()
            ):
                return True
    return False


class _Network:
    """The numbers of a table; `hidden` may grow."""

    def __init__(
        self,
        table: Table,
        rule: Rule,
        hidden: set[str],
        *,
        may_hide: bool = False,
        shared: frozenset[str] = frozenset(),
    ) -> None:
        self.rule, self.hidden, self.shared = rule, hidden, shared
        self.may_hide = may_hide
        self.numbers = {one.name: one for one in table}
        self.beside: dict[str, list[Number]] = {}
        for one in table:
            self.beside.setdefault(one.tail, []).append(one)
            self.beside.setdefault(one.head, []).append(one)

    def protected(self) -> list[Number]:
        return [
            one
            for one in self.numbers.values()
            if self.rule.is_protected(one, is_hidden=one.name in self.hidden)
        ]

    def another(self, one: Number) -> dict[str, int] | None:
        """How numbers differ where this one is another, such that least must be hidden."""
        found = [moves for step in (1, -1) if (moves := self.balanced({one.name: step}))]
        return min(found, key=self._loss, default=None)

    def _loss(self, moves: Mapping[str, int]) -> int:
        return sum(self.numbers[name].loss for name in self.to_hide(moves))

    def to_hide(self, moves: Mapping[str, int]) -> set[str]:
        """Those that are printed, and differ by more than that shows."""
        found = set()
        for name, by in moves.items():
            one = self.numbers[name]
            if not self._is_within(one, by, is_hidden=name in self.hidden):
                found.add(name)
        return found

    def balanced(
        self, given: Mapping[str, int], locked: frozenset[str] = frozenset()
    ) -> dict[str, int] | None:
        """The given steps of numbers with those of others that balance them; None where there are
        none. Those that are locked keep still.
        """
        moves = {name: by for name, by in given.items() if name in self.numbers}
        uneven: Counter[str] = Counter()
        for name, by in moves.items():
            one = self.numbers[name]
            if self._price(one, by) is None:
                return None
            uneven[one.head] += by
            uneven[one.tail] -= by
        fast = locked | moves.keys()
        while surplus := next((node for node, by in uneven.items() if by > 0), None):
            path = self._path(surplus, uneven, moves, fast)
            if path is None:
                return None
            end = surplus
            for one, step in path:
                moves[one.name] = moves.get(one.name, 0) + step
                end = one.head if step > 0 else one.tail
            uneven[surplus] -= 1
            uneven[end] += 1
        return moves

    def _path(
        self, start: str, uneven: Counter[str], moves: Mapping[str, int], fast: Iterable[str]
    ) -> list[tuple[Number, int]] | None:
        """The cheapest way from a node where too much comes in to one where too little does."""
        waiting: list[tuple[int, str]] = [(0, start)]
        came: dict[str, tuple[Number, int]] = {}
        costs, done = {start: 0}, set()
        while waiting:
            cost, node = heappop(waiting)
            if node in done:
                continue
            done.add(node)
            if uneven[node] < 0:
                return list(_way_back(came, start, node))
            for one in self.beside[node]:
                step = 1 if one.tail == node else -1
                price = None
                if one.name not in fast:
                    price = self._price(one, moves.get(one.name, 0) + step)
                other = one.head if step > 0 else one.tail
                if price is not None and cost + price < costs.get(other, _ENDLESS):
                    costs[other], came[other] = cost + price, (one, step)
                    heappush(waiting, (cost + price, other))
        return None

    def _price(self, one: Number, by: int) -> int | None:
        """What it costs that a number differs by so much; None where it cannot."""
        if self._is_within(one, by, is_hidden=one.name in self.hidden):
            return 1 if one.name in self.shared else 0
        if not (self.may_hide and one.kind == CELL and one.number):
            return None
        return one.loss if self._is_within(one, by, is_hidden=True) else None

    def _is_within(self, one: Number, by: int, *, is_hidden: bool) -> bool:
        low, high = self.rule.bounds(one, is_hidden=is_hidden)
        return low <= one.number + by <= high


def _way_back(
    came: Mapping[str, tuple[Number, int]], start: str, node: str
) -> Iterator[tuple[Number, int]]:
    found = []
    while node != start:
        one, step = came[node]
        found.append((one, step))
        node = one.tail if step > 0 else one.head
    return reversed(found)
