"""Charts as SVG that stands in a page: named, described, and drawn as wide as there is room.

Across, everything is in per cent, so that a chart fills a page of paper and a telephone alike
and its texts keep their size. Colours are classes, whose meaning the page's style gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from html import escape

from auditkit.report.model import STACKED_BARS, Chart, DataTable
from auditkit.report.shown import on_one_line

# So many characters of a text of this size stand side by side on the narrowest screen.
_ACROSS = 36
LINE = 19
_LEGEND_ROW = 24
_TILE = 8
_PATTERNS = (
    "",
    "M0 8L8 0M-2 2L2 -2M6 10L10 6",
    "M2 2h2v2h-2zM6 6h2v2h-2z",
    "M0 4H8",
    "M4 0V8",
    "M0 0L8 8M8 0L0 8",
)


def svg(chart: Chart, table: DataTable, id: str) -> str:
    """A chart of its table; `id` begins the ids within, and is no other's on the page."""
    from auditkit.report.svg_bars import bars
    from auditkit.report.svg_control import control

    is_bars = chart.kind == STACKED_BARS
    height, marks = bars(chart, table, id) if is_bars else control(chart, table)
    named = (
        element("title", {"id": f"{id}-title"}, text=chart.title),
        element("desc", {"id": f"{id}-desc"}, text=chart.description),
    )
    about = {
        "class": "chart",
        "role": "img",
        "aria-labelledby": f"{id}-title",
        "aria-describedby": f"{id}-desc",
        "width": "100%",
        "height": height,
    }
    return element("svg", about, *named, *marks)


def element(
    name: str, attributes: Mapping[str, object], *within: str, text: str | None = None
) -> str:
    """An element with what is in it, which is markup already, or a text, which is not."""
    given = "".join(f' {key}="{escape(str(value))}"' for key, value in attributes.items())
    inside = "".join(within) if text is None else escape(on_one_line(text))
    return f"<{name}{given}>{inside}</{name}>" if inside else f"<{name}{given}/>"


def percent(share: Fraction) -> str:
    """A share of the width, to the hundredth of a per cent."""
    hundredths = round(share * 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02}%"


def lines_of(text: str, most: int = 2) -> list[str]:
    """A text in a few lines that are short enough; what does not fit is left out, with dots."""
    found = [""]
    for word in on_one_line(text[: _ACROSS * most * 4]).split():
        longer = f"{found[-1]} {word}".lstrip()
        if len(longer) <= _ACROSS or not found[-1]:
            found[-1] = longer
        else:
            found.append(word)
    kept = [_cut(line) for line in found[:most]]
    if len(found) > most:
        kept[-1] = _cut(kept[-1] + "…" if len(kept[-1]) < _ACROSS else kept[-1] + " …")
    return kept


def _cut(line: str) -> str:
    return line if len(line) <= _ACROSS else line[: _ACROSS - 1].rstrip(" …") + "…"


def label(x: str, y: int, text: str, kind: str = "label") -> str:
    return element("text", {"class": kind, "x": x, "y": y}, text=text)


def patterns(id: str, count: int) -> str:
    """What the series are filled with: a colour each, and marks that tell them apart without it."""
    made = [
        element(
            "pattern",
            {
                "id": f"{id}-p{at}",
                "width": _TILE,
                "height": _TILE,
                "patternUnits": "userSpaceOnUse",
            },
            element("rect", {"class": f"s{at}", "width": _TILE, "height": _TILE}),
            *([element("path", {"class": f"m{at}", "d": marks})] if marks else []),
        )
        for at, marks in enumerate(_PATTERNS[:count])
    ]
    return element("defs", {}, *made)


def legend(id: str, headings: Iterable[str]) -> Iterator[str]:
    """A swatch of each series and what it is, one below the other."""
    for at, heading in enumerate(headings):
        top = at * _LEGEND_ROW
        swatch = {"x": 1, "y": top + 1, "width": 28, "height": 18, "fill": f"url(#{id}-p{at})"}
        yield element("rect", {"class": "edge", **swatch})
        yield label("38", top + 15, lines_of(heading, 1)[0])


def legend_height(count: int) -> int:
    return count * _LEGEND_ROW + 8
