"""Numbers of cases of which some are the sums of others: what they may be, as far as is known.

Exact: whole numbers between bounds, narrowed by every sum until nothing changes, then tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

# So many sums are looked at for one question; what is not found by then counts as impossible.
_MOST_LOOKS, _MOST_FOR_ALL = 2_000, 100_000

_Bounds = tuple[list[int], list[int]]


class _Looks:
    """How many sums may still be looked at."""

    def __init__(self, left: int) -> None:
        self.left = left


class Sums:
    """So many numbers, each told by its position, and which are the sums of which.

    `add_up` holds, for each sum, the position of the total and those of its parts.
    """

    def __init__(self, size: int, add_up: Iterable[tuple[int, Sequence[int]]]) -> None:
        self.size = size
        self.equations = [((total, -1), *((part, 1) for part in parts)) for total, parts in add_up]
        self.of: list[list[int]] = [[] for _ in range(size)]
        for number, equation in enumerate(self.equations):
            for at, _ in equation:
                self.of[at].append(number)
        # For each number the others of the sums that it is in.
        self.beside = [
            sorted({other for number in self.of[at] for other, _ in self.equations[number]} - {at})
            for at in range(size)
        ]

    def parts_beside(self, at: int) -> set[int]:
        """The parts of the sums that this number is a part of."""
        return {
            part
            for number in self.of[at]
            if (at, 1) in self.equations[number]
            for part, sign in self.equations[number]
            if sign > 0
        }

    def times_total(self, at: int) -> int:
        """How many sums this number is the total of."""
        return sum((at, -1) in self.equations[number] for number in self.of[at])

    def together(self, at: int, among: Sequence[bool]) -> list[int]:
        """The numbers that hang together with this one through those that `among` is true of."""
        found, seen = [at], {at}
        for one in found:
            more = [other for other in self.beside[one] if among[other] and other not in seen]
            found += more
            seen.update(more)
        return found

    def solution(
        self, lowest: Sequence[int], highest: Sequence[int], near: Sequence[int]
    ) -> list[int] | None:
        """Numbers within the bounds that add up, near to those given; None where none are found."""
        bounds = self._narrowed(lowest, highest, range(len(self.equations)), _Looks(_MOST_FOR_ALL))
        if bounds is None:
            return None
        found = bounds[0][:]
        for part in self._parts(*bounds):
            made = self._tried(*bounds, part, near, (), _MOST_FOR_ALL)
            if made is None:
                return None
            for at in part:
                found[at] = made[at]
        return found

    def fixed(self, lowest: Sequence[int], highest: Sequence[int]) -> set[int]:
        """The numbers that the bounds and the sums leave one value only, as far as is plain."""
        looks = _Looks(_MOST_FOR_ALL)
        bounds = self._narrowed(lowest, highest, range(len(self.equations)), looks)
        if bounds is None:
            return set()
        return {at for at, (low, high) in enumerate(zip(*bounds, strict=True)) if low == high}

    def moves(
        self,
        lowest: Sequence[int],
        highest: Sequence[int],
        one: Sequence[int],
        watched: Iterable[int],
    ) -> dict[int, frozenset[int] | None]:
        """For each of the watched numbers, the numbers that differ from `one` solution in another
        in which it does; None where none is found, so that it can be one thing only.
        """
        bounds = self._narrowed(lowest, highest, range(len(self.equations)), _Looks(_MOST_FOR_ALL))
        found: dict[int, frozenset[int] | None] = {}
        seen: dict[int, frozenset[int]] = {}
        for at in watched:
            other = bounds and at not in seen and self._another(*bounds, one, at)
            if other:
                moved = frozenset(n for n in range(self.size) if other[n] != one[n])
                seen = dict.fromkeys(moved, moved) | seen
            found[at] = seen.get(at)
        return found

    def _another(
        self, lowest: list[int], highest: list[int], one: Sequence[int], at: int
    ) -> list[int] | None:
        """A solution in which the number at this position differs, and as few others as need be."""
        part = self.together(at, [low < high for low, high in zip(lowest, highest, strict=True)])
        for low, high in ((lowest[at], one[at] - 1), (one[at] + 1, highest[at])):
            if low <= high:
                lower, upper = _with(lowest, at, low), _with(highest, at, high)
                made = self._tried(lower, upper, part, one, self.of[at], _MOST_LOOKS)
                if made is not None:
                    other = list(one)
                    for number in part:
                        other[number] = made[number]
                    return other
        return None

    def _parts(self, lowest: Sequence[int], highest: Sequence[int]) -> Iterator[list[int]]:
        """The numbers that are still open, those together that hang together."""
        is_open = [low < high for low, high in zip(lowest, highest, strict=True)]
        done: set[int] = set()
        for at in range(self.size):
            if is_open[at] and at not in done:
                part = self.together(at, is_open)
                done.update(part)
                yield part

    def _tried(
        self,
        lowest: list[int],
        highest: list[int],
        part: Sequence[int],
        near: Sequence[int],
        changed: Iterable[int],
        most: int,
    ) -> list[int] | None:
        """Numbers of this part that add up, near to those given: where a sum is off, one of its
        numbers is made to mend it.
        """
        looks = _Looks(most)
        concerned = sorted({number for at in part for number in self.of[at]})
        waiting = [(lowest, highest, changed)]
        while waiting:
            bounds = self._narrowed(*waiting.pop(), looks)
            if bounds is None:
                continue
            lower, upper = bounds
            tried = [
                min(max(one, low), high) for one, low, high in zip(near, lower, upper, strict=True)
            ]
            mended = self._mended(concerned, tried, lower, upper)
            if mended is None:
                return tried
            at, value = mended
            for low, high in ((value + 1, upper[at]), (lower[at], value - 1), (value, value)):
                if low <= high:
                    waiting.append((_with(lower, at, low), _with(upper, at, high), self.of[at]))
        return None

    def _mended(
        self,
        concerned: Iterable[int],
        tried: Sequence[int],
        lower: Sequence[int],
        upper: Sequence[int],
    ) -> tuple[int, int] | None:
        """A number of the first sum that is off, and what it would have to be, as near as its
        bounds let it be; None where every sum adds up.
        """
        for number in concerned:
            off = sum(sign * tried[at] for at, sign in self.equations[number])
            if off:
                wanted = [
                    (at, min(max(tried[at] - sign * off, lower[at]), upper[at]))
                    for at, sign in self.equations[number]
                    if lower[at] < upper[at]
                ]
                return max(wanted, key=lambda one: abs(one[1] - tried[one[0]]))
        return None

    def _narrowed(
        self,
        lowest: Sequence[int],
        highest: Sequence[int],
        changed: Iterable[int],
        looks: _Looks,
    ) -> _Bounds | None:
        """The bounds that the sums leave, looking first at those that changed; None where nothing
        adds up within them, or nobody looks any more.
        """
        lower, upper = list(lowest), list(highest)
        waiting = dict.fromkeys(changed)
        while waiting:
            if not looks.left:
                return None
            looks.left -= 1
            number, _ = waiting.popitem()
            for at in self._narrow(number, lower, upper):
                if lower[at] > upper[at]:
                    return None
                waiting.update(dict.fromkeys(self.of[at]))
        return lower, upper

    def _narrow(self, number: int, lower: list[int], upper: list[int]) -> Iterator[int]:
        """Narrow the numbers of one sum, and tell which of them changed."""
        equation = self.equations[number]
        least = most = 0
        for at, sign in equation:
            low, high = (lower[at], upper[at]) if sign > 0 else (-upper[at], -lower[at])
            least, most = least + low, most + high
        for at, sign in equation:
            low, high = lower[at], upper[at]
            if low == high and least <= 0 <= most:
                continue
            if sign > 0:
                lower[at], upper[at] = max(low, high - most), min(high, low - least)
            else:
                lower[at], upper[at] = max(low, high + least), min(high, low + most)
            if (lower[at], upper[at]) != (low, high):
                yield at


def _with(numbers: Sequence[int], at: int, number: int) -> list[int]:
    changed = list(numbers)
    changed[at] = number
    return changed
