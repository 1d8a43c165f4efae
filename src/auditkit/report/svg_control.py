"""A control chart: points in the order of time, the mean they lie around, and their limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from auditkit.report.model import Chart, DataTable, Number
from auditkit.report.shown import shown_cell
from auditkit.report.svg import element, label, lines_of, percent

_HEIGHT = 200
_TOP = 116
_SIDE = 8

Numbers = Sequence[Number | None]
Down = Callable[[Number], int]


def control(chart: Chart, table: DataTable) -> tuple[int, list[str]]:
    """How high the chart is, and what is drawn."""
    values, means, lowers, uppers = (table.numbers(name) for name in chart.series[:4])
    signals = table.column(chart.series[4])
    known = [one for column in (values, means, lowers, uppers) for one in column if one is not None]
    if not known:
        return 1, []
    down = _down(min(known), max(known))
    marks = [
        *_legend([table.heading(name) for name in chart.series]),
        *_steps(means, down, "mean"),
        *_steps(lowers, down, "limit"),
        *_steps(uppers, down, "limit"),
        *_line(values, down),
        *_points(values, signals, down),
        *(_figure(column, down) for column in (means, lowers, uppers)),
        *_ends(table),
    ]
    return _TOP + _HEIGHT + 30, marks


def _down(least: Number, most: Number) -> Down:
    """How far down a number is drawn."""
    low, reach = Fraction(least), Fraction(most) - Fraction(least)
    return lambda number: _TOP + _HEIGHT - round((Fraction(number) - low) / (reach or 1) * _HEIGHT)


def _across(at: int, count: int) -> str:
    return percent(Fraction(2 * at + 1, 2 * count))


def _steps(numbers: Numbers, down: Down, kind: str) -> Iterator[str]:
    for at, number in enumerate(numbers):
        if number is not None:
            start, end = Fraction(at, len(numbers)), Fraction(at + 1, len(numbers))
            place = {"x1": percent(start), "x2": percent(end), "y1": down(number)}
            yield element("line", {"class": kind, **place, "y2": down(number)})


def _line(values: Numbers, down: Down) -> Iterator[str]:
    for at, (one, other) in enumerate(pairwise(values)):
        if one is not None and other is not None:
            across = {"x1": _across(at, len(values)), "x2": _across(at + 1, len(values))}
            yield element("line", {"class": "run", **across, "y1": down(one), "y2": down(other)})


def _points(values: Numbers, signals: Sequence[object], down: Down) -> Iterator[str]:
    """A dot; a square where it is more than chance."""
    for at, (value, signal) in enumerate(zip(values, signals, strict=True)):
        if value is not None:
            yield _point(_across(at, len(values)), down(value), is_signal=signal is not None)


def _point(x: str, y: int, *, is_signal: bool) -> str:
    if not is_signal:
        return element("circle", {"class": "s0", "cx": x, "cy": y, "r": 5})
    place = {"x": x, "y": y - _SIDE, "width": 2 * _SIDE, "height": 2 * _SIDE}
    return element("rect", {"class": "s3 edge", **place, "transform": f"translate(-{_SIDE} 0)"})


def _legend(headings: Sequence[str]) -> Iterator[str]:
    value, mean, lower, upper, signal = (lines_of(one, 1)[0] for one in headings)
    yield _point("16", 12, is_signal=False)
    yield label("38", 17, value)
    yield _point("16", 36, is_signal=True)
    yield label("38", 41, signal)
    for kind, y, text in (("mean", 60, mean), ("limit", 84, f"{lower}, {upper}")):
        yield element("line", {"class": kind, "x1": 2, "x2": 30, "y1": y, "y2": y})
        yield label("38", y + 5, lines_of(text, 1)[0])


def _figure(numbers: Numbers, down: Down) -> str:
    """What the mean is, or a limit, as the series begins."""
    first = next((one for one in numbers if one is not None), None)
    return "" if first is None else label("0", down(first) - 5, shown_cell(first), "figure")


def _ends(table: DataTable) -> Iterator[str]:
    """The first and the last time."""
    first, last = (lines_of(shown_cell(table.rows[at][0]), 1)[0][:16] for at in (0, -1))
    yield label("0", _TOP + _HEIGHT + 28, first)
    yield label("100%", _TOP + _HEIGHT + 28, last, "label end")
