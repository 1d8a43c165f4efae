"""Ratings of units by raters, each distinct row of them with how often it occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from auditkit.agreement.scale import Scale
from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.problems import problem
from auditkit.wording import listed

# One unit's ratings, a rater each: positions on the scale, None where there is none.
Row = tuple[int | None, ...]


@frozen(kw_only=True)
class Ratings:
    """Units rated by the same raters on one scale: how many units have which row of ratings."""

    scale: Scale
    raters: int
    rows: Mapping[Row, int]

    @property
    def units(self) -> int:
        """How many units there are, rated or not."""
        return sum(self.rows.values())

    @property
    def compared(self) -> int:
        """How many units have at least two ratings."""
        return sum(count for row, count in self.rows.items() if len(row) - row.count(None) > 1)

    @property
    def tallies(self) -> Counter[tuple[int, ...]]:
        """How often each option was given to a unit, by how many units; those without any
        rating are left out.
        """
        found: Counter[tuple[int, ...]] = Counter()
        for row, count in self.rows.items():
            tally = tuple(row.count(option) for option in range(len(self.scale)))
            if any(tally):
                found[tally] += count
        return found

    @property
    def pairs(self) -> Counter[tuple[int, int]]:
        """Of two raters: how often the first gave the one option and the second the other."""
        found: Counter[tuple[int, int]] = Counter()
        for (first, second), count in self.rows.items():
            if first is not None and second is not None:
                found[first, second] += count
        return found

    def without(self, other: Ratings) -> Ratings:
        """These ratings less others that are among them."""
        left = Counter(self.rows)
        left.subtract(other.rows)
        return Ratings(scale=self.scale, raters=self.raters, rows=+left)


def rated(scale: Scale, units: Iterable[Sequence[str | None]], *, raters: int) -> Ratings:
    """Ratings from a row of options for each unit, a rater each, None where one gave none.

    Raises `Refused` for a rating that is not on the scale.
    """
    positions = {option: position for position, option in enumerate(scale.options)}
    rows: Counter[Row] = Counter()
    for unit in units:
        if len(unit) != raters:
            raise ValueError(f"a unit has {len(unit)} ratings, with {raters} raters")
        try:
            rows[tuple(None if one is None else positions[one] for one in unit)] += 1
        except KeyError as unknown:
            facts = {"found": unknown.args[0], "hint": "", "known": listed(scale.options)}
            raise Refused([problem("G010", **facts)]) from None
    return Ratings(scale=scale, raters=raters, rows=rows)


def tabled(scale: Scale, counts: Sequence[Sequence[int]]) -> Ratings:
    """Ratings by two raters from a square table: how many units the first rated as the row says
    and the second as the column says, both in the order of the scale.
    """
    width = len(scale)
    if len(counts) != width or any(len(row) != width for row in counts):
        raise ValueError(f"a table on this scale has {width} rows of {width}")
    if any(count < 0 for row in counts for count in row):
        raise ValueError("a count is less than nothing")
    rows: dict[Row, int] = {
        (first, second): count
        for first, row in enumerate(counts)
        for second, count in enumerate(row)
        if count
    }
    return Ratings(scale=scale, raters=2, rows=rows)


def pooled(parts: Sequence[Ratings]) -> Ratings:
    """Ratings on one scale, by as many raters, put together."""
    rows: Counter[Row] = Counter()
    for part in parts:
        if (part.scale, part.raters) != (parts[0].scale, parts[0].raters):
            raise ValueError("ratings on unlike scales, or by more raters, cannot be pooled")
        rows.update(part.rows)
    return Ratings(scale=parts[0].scale, raters=parts[0].raters, rows=rows)
