"""Control charts with the rules of Making Data Count (NHS England): what is more than chance.

Every comparison is exact: the factors are the decimals in print, so that a value on a limit
is not outside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from auditkit.frozen import changed, frozen

OUTSIDE, TREND, TWO_OF_THREE, ONE_SIDE = "outside", "trend", "two_of_three", "one_side"
_RUN = 7
_LIMIT = Fraction("2.66")
_SCREEN = Fraction("3.267")
# A square root to so many places decides no rule otherwise than the true one would, but for
# values that lie on a limit to thirty digits.
_ROOT_PLACES = 30

Number = int | Decimal | Fraction


@frozen
class Point:
    """One value of a chart, its limits, and the signal it is part of, if any.

    `reach` is how far the limits lie from the mean; a share's `lower` and `upper` end at 0 and 1.
    """

    value: Fraction
    reach: Fraction
    lower: Fraction
    upper: Fraction
    signal: str | None = None


@frozen
class ControlChart:
    """The points in time order, and the mean they lie around."""

    mean: Fraction
    points: tuple[Point, ...]

    @property
    def signals(self) -> dict[int, str]:
        """The signals by the number of their point, counted from 1."""
        return {at: one.signal for at, one in enumerate(self.points, 1) if one.signal}


def xmr_chart(values: Sequence[Number], *, screened: bool = True) -> ControlChart | None:
    """Single values with limits at 2.66 times their mean moving range; None for fewer than two.

    `screened` leaves moving ranges of 3.267 times their mean or more out, once, so that one
    odd value does not hide itself.
    """
    if len(values) < 2:
        return None
    exact = [Fraction(one) for one in values]
    mean = sum(exact, Fraction(0)) / len(exact)
    ranges = [abs(later - earlier) for earlier, later in pairwise(exact)]
    usual = sum(ranges, Fraction(0)) / len(ranges)
    if screened and usual:
        kept = [one for one in ranges if one < _SCREEN * usual]
        usual = sum(kept, Fraction(0)) / len(kept)
    reach = _LIMIT * usual
    return _charted(mean, [Point(one, reach, mean - reach, mean + reach) for one in exact])


def p_chart(counts: Sequence[int], sizes: Sequence[int]) -> ControlChart | None:
    """Shares with limits at three standard errors of the mean share, each by its own size;
    None for fewer than two. Limits end at 0 and 1.
    """
    if len(counts) != len(sizes) or not all(
        0 <= one <= of and of for one, of in zip(counts, sizes, strict=False)
    ):
        raise ValueError("for each count a size of at least 1 that it is among")
    if len(counts) < 2:
        return None
    mean = Fraction(sum(counts), sum(sizes))
    points = []
    for count, size in zip(counts, sizes, strict=True):
        reach = 3 * _root(mean * (1 - mean) / size)
        lower, upper = max(Fraction(0), mean - reach), min(Fraction(1), mean + reach)
        points.append(Point(Fraction(count, size), reach, lower, upper))
    return _charted(mean, points)


def _root(number: Fraction) -> Fraction:
    scale = 10**_ROOT_PLACES
    return Fraction(isqrt(number.numerator * scale * scale // number.denominator), scale)


def _charted(mean: Fraction, points: Sequence[Point]) -> ControlChart:
    chart = ControlChart(mean, tuple(points))
    found: dict[int, str] = {}
    for signal, find in _FINDERS.items():
        for at in find(chart):
            found.setdefault(at, signal)
    marked = (changed(one, signal=found.get(at)) for at, one in enumerate(points))
    return ControlChart(mean, tuple(marked))


def _outside(chart: ControlChart) -> set[int]:
    return {at for at, one in enumerate(chart.points) if abs(one.value - chart.mean) > one.reach}


def _trend(chart: ControlChart) -> set[int]:
    """Seven or more values, each above the one before, or each below."""
    values = [one.value for one in chart.points]
    steps = [_side(later - earlier) for earlier, later in pairwise(values)]
    return {at for start in _runs(steps, _RUN - 1) for at in range(start, start + _RUN)}


def _one_side(chart: ControlChart) -> set[int]:
    sides = [_side(one.value - chart.mean) for one in chart.points]
    return {at for start in _runs(sides, _RUN) for at in range(start, start + _RUN)}


def _two_of_three(chart: ControlChart) -> set[int]:
    """Two of three in a row beyond two thirds of the way to a limit, all three on its side."""
    sides = [_side(one.value - chart.mean) for one in chart.points]
    found: set[int] = set()
    for start in range(len(sides) - 2):
        window = range(start, start + 3)
        side = sides[start]
        if not side or any(sides[at] != side for at in window):
            continue
        far = [at for at in window if _is_far(chart, at)]
        if len(far) >= 2:
            found.update(far)
    return found


def _is_far(chart: ControlChart, at: int) -> bool:
    point = chart.points[at]
    return 3 * abs(point.value - chart.mean) > 2 * point.reach


def _side(difference: Fraction) -> int:
    return (difference > 0) - (difference < 0)


def _runs(sides: Sequence[int], length: int) -> list[int]:
    """Where so many in a row are the same and not 0."""
    return [
        start
        for start in range(len(sides) - length + 1)
        if sides[start] and len(set(sides[start : start + length])) == 1
    ]


# In this order: the first that a point is part of is its signal.
_FINDERS: dict[str, Callable[[ControlChart], set[int]]] = {
    OUTSIDE: _outside,
    TREND: _trend,
    TWO_OF_THREE: _two_of_three,
    ONE_SIDE: _one_side,
}
