"""Charts of a Word document: drawn by Word itself, from the figures of their tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditkit.frozen import frozen
from auditkit.report.docx_styles import FONT
from auditkit.report.model import STACKED_BARS, Chart, DataTable, Number
from auditkit.report.palette import LIGHT
from auditkit.report.shown import on_one_line, shown_cell

if TYPE_CHECKING:
    from jinja2 import Environment

_PATTERNS = ("", "wdUpDiag", "pct10", "ltDnDiag", "pct25", "lgGrid")
_MOST_IN_LABEL = 60


@frozen(kw_only=True)
class _Series:
    """A series as it is drawn: its number and heading, and what tells it from others."""

    at: int
    heading: str
    numbers: tuple[Number | None, ...]
    pattern: str = ""
    colour: int = 0
    symbol: str = "none"
    dash: bool = False


def chart_part(chart: Chart, table: DataTable, language: str, templates: Environment) -> bytes:
    """A chart in DrawingML; its figures stand in it, without a workbook behind."""
    series = _bars(chart, table) if chart.kind == STACKED_BARS else _control(chart, table)
    page = templates.get_template("chart.xml").render(
        chart=chart,
        labels=[on_one_line(shown_cell(row[0]))[:_MOST_IN_LABEL] for row in table.rows],
        series=list(series),
        language=language,
        font=FONT,
        colours=[one.removeprefix("#") for one in LIGHT.series],
        inks=[one.removeprefix("#") for one in LIGHT.inks],
    )
    return page.encode()


def _bars(chart: Chart, table: DataTable) -> Iterator[_Series]:
    for at, name in enumerate(chart.series):
        heading = on_one_line(table.heading(name))
        yield _Series(at=at, heading=heading, numbers=table.numbers(name), pattern=_PATTERNS[at])


def _control(chart: Chart, table: DataTable) -> Iterator[_Series]:
    value, mean, lower, upper, signal = (on_one_line(table.heading(one)) for one in chart.series)
    values, means, lowers, uppers = (table.numbers(one) for one in chart.series[:4])
    signals = table.column(chart.series[4])
    special = tuple(
        None if why is None else number for number, why in zip(values, signals, strict=True)
    )
    yield _Series(at=0, heading=value, numbers=values, symbol="circle")
    yield _Series(at=1, heading=mean, numbers=means, colour=2)
    yield _Series(at=2, heading=lower, numbers=lowers, colour=4, dash=True)
    yield _Series(at=3, heading=upper, numbers=uppers, colour=4, dash=True)
    yield _Series(at=4, heading=signal, numbers=special, colour=3, symbol="diamond")
