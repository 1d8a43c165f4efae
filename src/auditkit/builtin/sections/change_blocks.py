"""The table of what changed, and a control chart with its table for what is worth a look."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import floor

from auditkit.builtin.sections.followed import SCORE, Followed, Line
from auditkit.estimates.control_charts import ONE_SIDE, OUTSIDE, TWO_OF_THREE, ControlChart
from auditkit.estimates.control_charts import TREND as RUN
from auditkit.frozen import frozen
from auditkit.languages import Words, noted
from auditkit.questions.model import worded
from auditkit.report.material import ReportMaterial
from auditkit.report.model import (
    CONTROL,
    Block,
    Cell,
    Chart,
    Column,
    DataTable,
    Paragraph,
)
from auditkit.report.series import FEWEST_POINTS, Point, Series
from auditkit.report.trends import Trend
from auditkit.report.wording import change_words
from auditkit.wording import month_words

_SIGNALS = {
    OUTSIDE: noted("outside the limits"),
    RUN: noted("one of seven or more in one direction"),
    TWO_OF_THREE: noted("one of two in three near a limit"),
    ONE_SIDE: noted("one of seven or more on one side of the mean"),
}
_DRAWN = ("value", "mean", "lower", "upper", "signal")


def change_table(found: Followed, words: Words) -> DataTable:
    """What each line says of its last point, those that changed first."""
    lines = sorted(filter(_is_told, found.lines), key=lambda one: not one.has_signal)
    return DataTable(
        name=f"change-{found.question_set.id}",
        caption=words.translate(
            "{title}: change in the mean score and in the share of best answers",
            title=worded(found.question_set.title, words.language),
        ),
        columns=(
            Column(name="question", heading=words.translate("Question")),
            *(Column(name=name, heading=title) for name, title in found.strata.items()),
        ),
        rows=tuple(
            (one.label, *(_change(one, one.series[name], words) for name in found.strata))
            for one in lines
        ),
    )


def _is_told(line: Line) -> bool:
    return any(one.points or one.waiting for one in line.series.values())


def _change(line: Line, series: Series, words: Words) -> str:
    if series.chart is None:
        return words.translate(
            "{count} of {needed} points", count=len(series.points), needed=FEWEST_POINTS
        )
    return change_words(series.chart, series.latest, words, rise_is_good=line.rise_is_good)


def chart_blocks(found: Followed, material: ReportMaterial) -> Iterator[Block]:
    """A chart with its table of what changed, of the strongest and the weakest question, of the
    score, and of what somebody asked for; words where that has too few points.
    """
    for name, title in found.strata.items():
        for line in _worth_a_look(found, name):
            series = line.series[name]
            if series.chart is not None:
                yield from _charted(_Place(name, title, found), line, series, material)
            else:
                told = material.words.translate(
                    "{label}, {stratum}: no chart yet, with {count} of {needed} points.",
                    label=line.label,
                    stratum=title,
                    count=len(series.points),
                    needed=FEWEST_POINTS,
                )
                yield Paragraph(told)


def _worth_a_look(found: Followed, stratum: str) -> Iterator[Line]:
    """The lines that are drawn, in their order."""
    for line in found.lines:
        is_asked = Trend(question=line.question, option=line.option) in found.asked
        series = line.series[stratum]
        is_end = line.question in found.ends and line.option is None
        is_notable = line.question == SCORE or series.has_signal or is_end
        if is_asked or (series.chart is not None and is_notable and not series.is_flat):
            yield line


@frozen
class _Place:
    """The stratum that a chart is of, with its title, and what it is among."""

    stratum: str
    title: str
    found: Followed


def _charted(
    place: _Place, line: Line, series: Series, material: ReportMaterial
) -> Iterator[Block]:
    words, chart = material.words, series.chart
    assert chart is not None  # only such series are drawn
    name = "-".join(("trend", place.stratum, line.question or "score", *_option(line)))
    title = words.translate("{label}: {stratum}", label=line.label, stratum=place.title)
    first, last = series.points[0].first, series.points[-1].last
    yield Chart(
        name=f"{name}-chart",
        kind=CONTROL,
        title=title,
        description=words.translate(
            "{count} points, {months}, around a mean of {mean}%. {change}",
            count=len(series.points),
            months=month_words(first.first, last.last, words.language),
            mean=_percent(chart.mean * _scale(line)),
            change=_change(line, series, words),
        ),
        table=name,
        series=_DRAWN,
        note=_waiting(series, words),
    )
    yield DataTable(
        name=name,
        caption=words.translate("{title}, point by point", title=title),
        columns=tuple(_columns(line, words)),
        rows=tuple(_rows(line, series, chart, words)),
    )


def _option(line: Line) -> tuple[str, ...]:
    return () if line.option is None else (line.option,)


def _scale(line: Line) -> int:
    """Shares are of 1, scores of 100."""
    return 1 if line.question == SCORE else 100


def _waiting(series: Series, words: Words) -> str:
    if not series.waiting:
        return ""
    return words.plural(
        "{count} case since then is too few for a point.",
        "{count} cases since then are too few for a point.",
        series.waiting,
    )


def _columns(line: Line, words: Words) -> Iterator[Column]:
    """The period of each point, its cases, what the chart draws. They do not say what is counted:
    points look back further than every other table, so that nothing could be held against them,
    and what others hide might follow.
    """
    yield Column(name="months", heading=words.translate("Months"))
    yield Column(name="cases", heading=words.translate("Cases"), is_number=True)
    value = words.translate("Mean score (%)")
    if line.question != SCORE:
        is_best = line.option is None
        heading = words.translate("Best answer") if is_best else words.translate("So answered")
        yield Column(name="best", heading=heading, is_number=True)
        value = words.translate("Share (%)")
    for name, heading in (
        ("value", value),
        ("mean", words.translate("Mean (%)")),
        ("lower", words.translate("Lower limit (%)")),
        ("upper", words.translate("Upper limit (%)")),
    ):
        yield Column(name=name, heading=heading, is_number=True)
    yield Column(name="signal", heading=words.translate("More than chance"))


def _rows(
    line: Line, series: Series, chart: ControlChart, words: Words
) -> Iterator[tuple[Cell, ...]]:
    scale = _scale(line)
    for point, charted in zip(series.points, chart.points, strict=True):
        best = () if line.question == SCORE else (int(point.total),)
        yield (
            _months(point, words),
            len(point.values),
            *best,
            _percent(charted.value * scale),
            _percent(chart.mean * scale),
            _percent(max(charted.lower * scale, Fraction(0))),
            _percent(min(charted.upper * scale, Fraction(100))),
            words.translate(_SIGNALS[charted.signal]) if charted.signal else None,
        )


def _months(point: Point, words: Words) -> str:
    return month_words(point.first.first, point.last.last, words.language)


def _percent(number: Fraction) -> Decimal:
    """With one place, halves up."""
    return Decimal(floor(number * 10 + Fraction(1, 2))).scaleb(-1)
