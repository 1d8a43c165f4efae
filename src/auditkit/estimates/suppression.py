"""Which numbers of a publication are hidden, so that no small one can be worked out.

Small numbers are hidden first (primary suppression), then others that they would follow from
(secondary suppression), or every number is rounded. Zeros are shown.

Which others are hidden follows from where the small numbers and the zeros stand, and from
nothing else: the choice is made on invented examples that have theirs in the same places. Who
knows the method therefore learns from it nothing that they did not take for known. Whether it
is enough is then asked of the true numbers; where it is not, everything that hangs together
with them is hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from auditkit.estimates.sums import Sums
from auditkit.frozen import changed, frozen

# A number that is not small is this many times the threshold in an example, or the threshold.
_LARGE = 8
# More than any number of an example.
_MOST = 100_000
# With more sums than these nothing is searched for: all that hangs together with a small number
# is hidden.
_MANY = 300


@frozen
class Sum:
    """A count that is the sum of others, all by name."""

    total: str
    parts: tuple[str, ...]


def suppressed(
    counts: Mapping[str, int], sums: Iterable[Sum], printed: Collection[str], below: int
) -> frozenset[str]:
    """The names of the printed counts to hide, so that those from 1 to one less than `below`,
    which is 3 at least, cannot be worked out, nor any other that is hidden.

    `counts` may hold some that are printed nowhere, such as what is left of a total: where they
    are small they are protected alike.
    """
    linked = _linked(counts, sums, printed, below)
    if len(linked.sums.equations) > _MANY:
        return _names(counts, linked.with_all_beside(linked.small))
    return _names(counts, linked.enough(linked.chosen()))


def rounded(count: int, to: int) -> int:
    """A count rounded to the nearest multiple, halves up.

    >>> [rounded(count, 5) for count in (0, 2, 3, 7, 8)]
    [0, 0, 5, 5, 10]
    """
    return (count + to // 2) // to * to


def exposed_by_rounding(
    counts: Mapping[str, int], sums: Iterable[Sum], printed: Collection[str], to: int
) -> frozenset[str]:
    """The names of the printed counts that cannot be printed rounded to multiples of `to` either,
    each for itself: together they would tell what one of them is. That is rare.
    """
    linked = _linked(counts, sums, printed, to)
    left_out: frozenset[int] = frozenset()
    while exposed := linked.exposed_when_rounded(left_out):
        left_out |= {*exposed, *linked.printed_parts_beside(exposed)}
    return _names(counts, left_out)


def _linked(
    counts: Mapping[str, int], sums: Iterable[Sum], printed: Collection[str], step: int
) -> _Linked:
    at = {name: number for number, name in enumerate(counts)}
    add_up = [(at[one.total], [at[part] for part in one.parts]) for one in sums]
    return _Linked(
        numbers=tuple(counts.values()),
        sums=Sums(len(counts), add_up),
        printed=frozenset(at[name] for name in printed),
        step=step,
    )


def _names(counts: Mapping[str, int], found: Collection[int]) -> frozenset[str]:
    return frozenset(name for at, name in enumerate(counts) if at in found)


@frozen(kw_only=True)
class _Linked:
    """Counts by position and what adds up to what; `printed` are those that would be printed.
    `step` is the threshold of small numbers, or what is rounded to.
    """

    numbers: tuple[int, ...]
    sums: Sums
    printed: frozenset[int]
    step: int

    @property
    def small(self) -> frozenset[int]:
        return frozenset(at for at, one in enumerate(self.numbers) if 0 < one < self.step)

    def is_open(self, hidden: Collection[int]) -> list[bool]:
        """Which numbers cannot be seen; a zero is always known."""
        return [
            at in hidden or (bool(one) and at not in self.printed)
            for at, one in enumerate(self.numbers)
        ]

    def moves(
        self, hidden: Collection[int], one: Sequence[int], watched: Iterable[int]
    ) -> dict[int, frozenset[int] | None]:
        """For each of the watched numbers, which numbers would differ were it another; None where
        it can be worked out by somebody who sees those that are printed and not hidden, and who
        knows of all others whether they are small or nothing. `one` solution is near those found.
        """
        return self.sums.moves(*self.bounds(hidden), one, watched)

    def bounds(self, hidden: Collection[int]) -> tuple[list[int], list[int]]:
        """What the numbers can be for such a one; it depends on what can be seen alone."""
        small, is_open = self.small, self.is_open(hidden)
        lowest, highest = list(self.numbers), list(self.numbers)
        seen = [one for one, open_ in zip(self.numbers, is_open, strict=True) if not open_]
        endless = _endless(seen, len(self.numbers), self.step)
        for at, open_ in enumerate(is_open):
            if open_:
                lowest[at] = 1 if at in small else min(self.numbers[at], self.step)
                highest[at] = self.step - 1 if at in small else endless
        return lowest, highest

    def always_known(self) -> set[int]:
        """Numbers that follow from where the small ones are, however much is hidden: four small
        ones whose sum is small too are 1 each.
        """
        return self.sums.fixed(*self.bounds(self.printed))

    def exposed(self, hidden: Collection[int], examples: Iterable[Sequence[int]]) -> list[int]:
        """The small and hidden ones of the true numbers that can be worked out; what is found
        begins near the examples, not near the true numbers.
        """
        watched = sorted({*hidden, *self.small})
        for near in examples:
            one = self.sums.solution(*self.bounds(hidden), near)
            if one is not None:
                return _settled(self.moves(hidden, one, watched))
        return watched

    def exposed_when_rounded(self, left_out: frozenset[int]) -> list[int]:
        """Printed numbers that somebody can work out who sees each of them rounded, but for
        those left out.
        """
        seen = {at: rounded(self.numbers[at], self.step) for at in self.printed - left_out}
        endless = _endless(seen.values(), len(self.numbers), self.step)
        lowest, highest = [0] * len(self.numbers), [endless] * len(self.numbers)
        for at, number in seen.items():
            lowest[at] = max(0, number - self.step // 2)
            highest[at] = number + (self.step - 1) // 2
        near = [seen.get(at, 0) for at in range(len(self.numbers))]
        one = self.sums.solution(lowest, highest, near)
        one = one or self.sums.solution(lowest, highest, self.numbers)
        watched = sorted(seen)
        if one is None:
            return watched
        return _settled(self.sums.moves(lowest, highest, one, watched))

    def chosen(self) -> frozenset[int]:
        """What is hidden where small numbers and zeros stand as they do in these counts."""
        hidden = set(self.small & self.printed)
        examples = list(self.examples())
        more: list[int] = []
        for example in examples:
            # What follows from a total being small, however much is hidden, is left to be so.
            given = example.always_known()
            while added := example.to_hide_beside(
                (at for at in example.exposed_here(hidden) if at not in given), hidden
            ):
                hidden.update(added)
                more += added
        return self.without_needless(hidden, more, examples)

    def exposed_here(self, hidden: Collection[int]) -> list[int]:
        """The small and hidden ones of an example that can be worked out."""
        watched = sorted({*hidden, *self.small})
        return _settled(self.moves(hidden, self.numbers, watched))

    def without_needless(
        self, hidden: set[int], more: Sequence[int], examples: Sequence[_Linked]
    ) -> frozenset[int]:
        """The hidden ones without those of the additional ones, the last first, that no example
        needs.
        """
        known = [
            example.moves(hidden, example.numbers, sorted({*hidden, *self.small}))
            for example in examples
        ]
        for one in reversed(more):
            left = hidden - {one}
            anew = []
            for example, moves in zip(examples, known, strict=True):
                asked = [at for at, moved in moves.items() if at != one and moved and one in moved]
                found = example.moves(left, example.numbers, asked)
                if _settled(found):
                    break
                anew.append(found)
            else:
                hidden = left
                for moves, found in zip(known, anew, strict=True):
                    moves.update(found)
                    moves.pop(one)
        return frozenset(hidden)

    def examples(self) -> Iterator[_Linked]:
        """Invented numbers that add up likewise, with small ones and zeros in the same places:
        small ones that are as small as can be, or as large, or by turns; large ones, or such as
        are just not small.
        """
        small, least, most, large = self.small, 1, self.step - 1, _LARGE * self.step
        lowest = [min(one, 1 if at in small else self.step) for at, one in enumerate(self.numbers)]
        highest = [
            (most if at in small else _MOST) if one else 0 for at, one in enumerate(self.numbers)
        ]
        for even, odd, other in (
            (least, most, large),
            (most, least, large),
            (least, least, large),
            (most, most, large),
        ):
            invented = [
                (odd if at % 2 else even) if at in small else other for at in range(len(lowest))
            ]
            alike = [
                invented[at] if at in small else number for at, number in enumerate(self.numbers)
            ]
            # Where there are very many numbers, some are found only near to the true ones.
            found = self.sums.solution(lowest, highest, invented)
            found = found or self.sums.solution(lowest, highest, alike) or list(self.numbers)
            yield changed(self, numbers=tuple(found))

    def to_hide_beside(self, exposed: Iterable[int], hidden: Collection[int]) -> list[int]:
        """Another printed number for each of these, so that it does not follow: in one of its
        own sums if there is one, a part rather than a total.
        """
        is_open = self.is_open(hidden)
        found = (self._beside(at, is_open) for at in exposed)
        return list(dict.fromkeys(one for one in found if one is not None))

    def _beside(self, at: int, is_open: Sequence[bool]) -> int | None:
        for one in self.sums.together(at, is_open):
            others = [
                other
                for other in self.sums.beside[one]
                if self.numbers[other] and not is_open[other]
            ]
            if others:
                return min(others, key=lambda other: (self.sums.times_total(other), other))
        return None

    def enough(self, hidden: frozenset[int]) -> frozenset[int]:
        """The hidden ones, and where these numbers are such that it is not enough, all that are
        parts of the same sums, zeros too; then the sums; then all that hangs together.
        """
        examples = [example.numbers for example in self.examples()]
        given = self.always_known()
        while exposed := {*self.exposed(hidden, examples)} - given:
            parts = self.printed_parts_beside(exposed)
            sums = {other for at in {*exposed, *parts} for other in self.sums.beside[at]}
            for wider in (parts, sums & self.printed, self.with_all_beside(exposed)):
                if not wider <= hidden:
                    hidden |= wider
                    break
            else:
                break
        return hidden

    def printed_parts_beside(self, exposed: Iterable[int]) -> frozenset[int]:
        found = {part for at in exposed for part in self.sums.parts_beside(at)}
        return frozenset(found & self.printed)

    def with_all_beside(self, exposed: Iterable[int]) -> frozenset[int]:
        """The printed numbers that hang together with these in any way."""
        everything = [True] * len(self.numbers)
        found = {other for at in exposed for other in self.sums.together(at, everything)}
        return frozenset(found & self.printed)


def _settled(moves: Mapping[int, frozenset[int] | None]) -> list[int]:
    return [at for at, moved in moves.items() if moved is None]


def _endless(seen: Iterable[int], size: int, step: int) -> int:
    """More than any solution needs, from what can be seen alone."""
    return 2 * sum(seen) + 2 * _LARGE * step * size + _MOST
