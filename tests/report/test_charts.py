"""Charts as SVG: what is drawn, in what place, and that nobody needs to tell colours apart."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from report_examples import BAR_CHART, BARS, CONTROL_CHART, MONTHS, columns

from auditkit.frozen import changed
from auditkit.report.model import Chart, DataTable, Section
from auditkit.report.palette import DARK, LIGHT, Scheme
from auditkit.report.svg import lines_of, svg


def drawn(chart: Chart, table: DataTable) -> ET.Element:
    return ET.fromstring(svg(chart, table, "x"))


def texts(found: ET.Element) -> list[str]:
    return [one.text or "" for one in found.iter("text")]


def having(found: ET.Element, **wanted: str) -> list[Mapping[str, str]]:
    return [one.attrib for one in found.iter() if wanted.items() <= one.attrib.items()]


def test_a_chart_is_a_picture_with_a_name_and_a_description():
    found = drawn(BAR_CHART, BARS)
    assert (found.get("role"), found.get("width")) == ("img", "100%")
    names = {one.get("id"): one.text for one in found if one.tag in ("title", "desc")}
    assert names[found.get("aria-labelledby")] == "Answers at a glance"
    assert names[found.get("aria-describedby")] == "A bar for each question."


def test_stretches_are_shares_of_the_longest_bar():
    # Plan 6 + 2 = 8 is the longest; Voice is 1.5 of 8.
    bars = [one for one in drawn(BAR_CHART, BARS).iter("rect") if one.get("height") == "26"]
    assert [(one.get("x"), one.get("width")) for one in bars] == [
        ("0.00%", "75.00%"),
        ("75.00%", "25.00%"),
        ("0.00%", "18.75%"),
    ]


def test_bars_are_labelled_and_their_numbers_printed_where_there_is_room():
    said = texts(drawn(BAR_CHART, BARS))
    assert said == ["Best", "Poorest", "Plan", "6", "2", "Voice", "1.5"]


def test_a_number_without_room_is_left_to_the_table():
    table = changed(BARS, rows=(("Plan", 99, 1, 0),))
    assert texts(drawn(BAR_CHART, table))[3:] == ["99"]


def test_every_series_has_marks_of_its_own_beside_its_colour():
    names = tuple("abcdef")
    table = DataTable(
        name="t", caption="T", columns=columns("q", *names), rows=(("Q", 1, 1, 1, 1, 1, 1),)
    )
    chart = changed(BAR_CHART, table="t", series=names)
    made = [list(one) for one in drawn(chart, table).iter("pattern")]
    marks = [one[1].get("d") if len(one) > 1 else "" for one in made]
    assert len(set(marks)) == len(marks) == 6


def test_bars_of_nothing_are_labels_alone():
    table = changed(BARS, rows=(("Plan", 0, None, 0),))
    assert texts(drawn(BAR_CHART, table)) == ["Best", "Poorest", "Plan"]
    assert texts(drawn(BAR_CHART, changed(BARS, rows=()))) == ["Best", "Poorest"]


def test_points_lie_between_their_limits_and_a_signal_has_a_shape_of_its_own():
    found = drawn(CONTROL_CHART, MONTHS)
    # From 48.2 to 85 in 200 pixels: 60 lies 64, 57 48 and 85 200 above the lowest.
    lowest = 316
    dots = [(one.get("cx"), lowest - int(one.get("cy", 0))) for one in found.iter("circle")][1:]
    assert dots == [("12.50%", 64), ("37.50%", 48)]
    (_, square) = having(found, **{"class": "s3 edge"})
    assert (square["x"], lowest - int(square["y"])) == ("87.50%", 200 + 8)


def test_no_line_is_drawn_over_a_month_that_has_no_value():
    runs = having(drawn(CONTROL_CHART, MONTHS), **{"class": "run"})
    assert [(one["x1"], one["x2"]) for one in runs] == [("12.50%", "37.50%")]


def test_a_control_chart_says_its_limits_and_its_first_and_last_time():
    said = texts(drawn(CONTROL_CHART, MONTHS))
    assert said[:4] == ["Value", "Signal", "Mean", "Lower, Upper"]
    assert said[4:] == ["61", "48.2", "73.8", "April 2026", "July 2026"]


def test_a_control_chart_of_nothing_is_empty():
    assert texts(drawn(CONTROL_CHART, changed(MONTHS, rows=()))) == []
    same = changed(MONTHS, rows=(("April 2026", 5, 5, None, None, None),))
    assert texts(drawn(CONTROL_CHART, same))[4:] == ["5", "April 2026", "April 2026"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Plan", ["Plan"]),
        ("", [""]),
        (
            "Is a contingency plan in place for each carer?",
            ["Is a contingency plan in place for", "each carer?"],
        ),
        ("x" * 40, ["x" * 35 + "…"]),
        (
            "word " * 20,
            ["word word word word word word word", "word word word word word word word…"],
        ),
        ("one " + "x" * 36 + " two three", ["one", "x" * 35 + "…"]),
    ],
)
def test_a_label_is_broken_into_two_lines_at_most(text, lines):
    assert lines_of(text) == lines
    assert all(len(line) <= 36 for line in lines)


# What a chart can be made of


def made(**changes: Any) -> Section:
    return Section(title="S", blocks=(changed(BAR_CHART, **changes), BARS))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"table": "other"}, "chart bars-chart: no table other in its section"),
        ({"series": ("best", "worst")}, "chart bars-chart: no column worst in its table"),
        ({"series": ("question",)}, "chart bars-chart: a text cannot be drawn"),
        ({"kind": "pie"}, "chart bars-chart: no kind of chart is called 'pie'"),
        ({"kind": "control"}, "chart bars-chart: a control chart draws 5 columns"),
        ({"series": tuple("abcdefg")}, "chart bars-chart: at most 6 series"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused(changes, said):
    with pytest.raises(ValueError, match=said):
        made(**changes)


def test_a_bar_shorter_than_nothing_is_refused():
    table = changed(BARS, rows=(("Plan", -1, 0, 0),))
    with pytest.raises(ValueError, match="a bar cannot be shorter than nothing"):
        Section(title="S", blocks=(BAR_CHART, table))


# Colours (WCAG 2.2, relative luminance and contrast ratio)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_guidelines_do():
    assert contrast("#FFFFFF", "#000000") == 21
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48


schemes = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda one: one.name)


@schemes
def test_series_stand_out_from_the_paper_and_from_their_neighbours(scheme: Scheme):
    assert all(contrast(one, scheme.paper) >= 3 for one in scheme.series)
    assert all(contrast(one, other) >= 3 for one, other in pairwise(scheme.series))
    assert contrast(scheme.line, scheme.paper) >= 3


@schemes
def test_every_text_can_be_read(scheme: Scheme):
    on_paper = [scheme.ink, scheme.muted, scheme.link]
    assert all(contrast(one, scheme.paper) >= 4.5 for one in on_paper)
    assert all(contrast(*both) >= 4.5 for both in zip(scheme.series, scheme.inks, strict=True))


def test_light_is_the_palette_of_the_government_analysis_function():
    assert LIGHT.series == ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
