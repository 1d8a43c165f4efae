"""How the audited cases of one stratum fared over time: points of at least ten cases each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import groupby

from auditkit.estimates.control_charts import ControlChart, p_chart, xmr_chart
from auditkit.frozen import frozen
from auditkit.periods import Period
from auditkit.report.wording import FEWEST_FOR_PERCENT
from auditkit.scoring.scorecard import Scorecard

# The rules look for runs of seven points: fewer cannot show one.
FEWEST_POINTS = 7
# As far back as a chart looks: what was so long ago says little of what is usual now.
MOST_POINTS = 24

# The scorecards that count, each with the period of its case, in the order of time.
Dated = Sequence[tuple[Period, Scorecard]]
# What a case brings in; None where the question does not concern it.
Value = Callable[[Scorecard], Fraction | None]
# A chart of points; None where there are too few of them to draw one.
Charted = Callable[[Sequence["Point"]], ControlChart | None]


@frozen(kw_only=True)
class Point:
    """The cases of a period, or of several that follow each other, and their values."""

    first: Period
    last: Period
    values: tuple[Fraction, ...]

    @property
    def total(self) -> Fraction:
        return sum(self.values, Fraction(0))

    @property
    def mean(self) -> Fraction:
        return self.total / len(self.values)


@frozen(kw_only=True)
class Series:
    """The latest `MOST_POINTS` points in the order of time, and their control chart, None for
    fewer than `FEWEST_POINTS`.
    `waiting` counts the cases since the last point, which are too few for one of their own.
    """

    points: tuple[Point, ...]
    waiting: int
    chart: ControlChart | None

    @property
    def latest(self) -> int:
        """How many cases the last point is made from."""
        return len(self.points[-1].values) if self.points else 0

    @property
    def is_flat(self) -> bool:
        """Whether all points have the same value."""
        return len({point.mean for point in self.points}) < 2

    @property
    def has_signal(self) -> bool:
        """Whether the last point is more than chance."""
        return self.chart is not None and self.chart.points[-1].signal is not None


def share_series(cards: Dated, value: Value) -> Series:
    """The share of cases that the value is 1 for, on a p chart."""
    return _series(
        cards,
        value,
        lambda points: p_chart(
            [int(one.total) for one in points], [len(one.values) for one in points]
        ),
    )


def mean_series(cards: Dated, value: Value) -> Series:
    """The mean of a value, on an XmR chart."""
    return _series(cards, value, lambda points: xmr_chart([one.mean for one in points]))


def _series(cards: Dated, value: Value, charted: Charted) -> Series:
    points, waiting = _points(cards, value)
    points = points[-MOST_POINTS:]
    chart = charted(points) if len(points) >= FEWEST_POINTS else None
    return Series(points=points, waiting=waiting, chart=chart)


def _points(cards: Dated, value: Value) -> tuple[tuple[Point, ...], int]:
    """A point for each period; one with fewer than ten cases is joined with those that follow."""
    points: list[Point] = []
    first: Period | None = None
    gathered: list[Fraction] = []
    for period, found in groupby(cards, key=lambda dated: dated[0]):
        gathered += _known(value(card) for _, card in found)
        first = first or period
        if len(gathered) >= FEWEST_FOR_PERCENT:
            points.append(Point(first=first, last=period, values=tuple(gathered)))
            first, gathered = None, []
    return tuple(points), len(gathered)


def _known(values: Iterable[Fraction | None]) -> list[Fraction]:
    return [one for one in values if one is not None]
