"""Stacked bars: one for each row of a table, with the number in each stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditkit.report.model import Chart, DataTable, Number
from auditkit.report.shown import shown_cell
from auditkit.report.svg import (
    LINE,
    element,
    label,
    legend,
    legend_height,
    lines_of,
    patterns,
    percent,
)

_BAR = 26
_BELOW = 14
# A number is printed in its stretch where this share of the width is there for each character.
_ROOM = Fraction(4, 100)
_CHARACTER = 9


def bars(chart: Chart, table: DataTable, id: str) -> tuple[int, list[str]]:
    """How high the chart is, and what is drawn."""
    columns = [table.numbers(name) for name in chart.series]
    rows = [[number or 0 for number in row] for row in zip(*columns, strict=True)]
    whole = max((sum(Fraction(number) for number in row) for row in rows), default=Fraction(0))
    top = legend_height(len(columns))
    marks = [patterns(id, len(columns)), *legend(id, map(table.heading, chart.series))]
    for named, numbers in zip(table.rows, rows, strict=True):
        lines = lines_of(shown_cell(named[0]))
        marks += [label("0", top + LINE * at - 4, line) for at, line in enumerate(lines, 1)]
        top += LINE * len(lines) + 2
        marks += _bar(id, numbers, whole or Fraction(1), top)
        top += _BAR + _BELOW
    return top, marks


def _bar(id: str, numbers: Sequence[Number], whole: Fraction, top: int) -> Iterator[str]:
    start = Fraction(0)
    for at, number in enumerate(numbers):
        share = Fraction(number) / whole
        if share:
            place = {"x": percent(start), "y": top, "width": percent(share), "height": _BAR}
            yield element("rect", {"class": "edge", **place, "fill": f"url(#{id}-p{at})"})
            yield from _number(shown_cell(number), at, start + share / 2, share, top)
        start += share


def _number(printed: str, at: int, middle: Fraction, share: Fraction, top: int) -> Iterator[str]:
    """The number on a plate of its colour, so that no pattern runs through it."""
    if share < _ROOM * len(printed):
        return
    width = _CHARACTER * len(printed) + 6
    plate = {"x": percent(middle), "y": top + 4, "width": width, "height": _BAR - 8}
    yield element("rect", {"class": f"s{at}", **plate, "transform": f"translate(-{width // 2} 0)"})
    yield label(percent(middle), top + 18, printed, f"number i{at}")
