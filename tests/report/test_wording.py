"""What a report may say of its figures, and what it may not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from auditkit.estimates.control_charts import xmr_chart
from auditkit.estimates.intervals import Interval
from auditkit.estimates.stratified import Stratum, share_of_all
from auditkit.languages import words_in
from auditkit.report.wording import (
    all_cases_words,
    change_arrow,
    change_words,
    coverage_words,
    interval_words,
    pairs_words,
    percentage,
    share_words,
)

EN, CY = words_in("en"), words_in("cy")


@pytest.mark.parametrize(
    ("count", "of", "said"),
    [
        (0, 0, "0 of 0"),
        (7, 8, "7 of 8"),
        (9, 9, "9 of 9"),
        (7, 10, "7 of 10 (70%)"),
        # 31 ÷ 34 = 0.9118
        (31, 34, "31 of 34 (91%)"),
        # 1 ÷ 200 = 0.5%, halves up
        (1, 200, "1 of 200 (1%)"),
        # 25 ÷ 200 = 12.5%
        (25, 200, "25 of 200 (13%)"),
        (0, 34, "0 of 34 (0%)"),
        (34, 34, "34 of 34 (100%)"),
    ],
)
def test_a_share_has_a_percentage_from_ten_cases(count, of, said):
    assert share_words(count, of, EN) == said


def test_nearly_none_is_not_none_and_nearly_all_is_not_all():
    # 1 ÷ 400 = 0.25%, 399 ÷ 400 = 99.75%
    assert (percentage(1, 400), percentage(399, 400)) == (1, 99)


@pytest.mark.parametrize(("count", "of"), [(-1, 10), (11, 10)])
def test_a_count_is_among_its_cases(count, of):
    with pytest.raises(ValueError, match="a count of 0 to 10"):
        share_words(count, of, EN)


def test_an_interval_in_both_languages():
    interval = Interval(0.0, 0.2775)
    assert interval_words(interval, EN) == "95% interval 0% to 28%"
    assert interval_words(interval, CY) == "cyfwng 95% 0% i 28%"


def stratum(kind: str, eligible: int, ones: int, zeros: int) -> Stratum:
    values = (Fraction(1),) * ones + (Fraction(0),) * zeros
    return Stratum(name=kind, kind=kind, eligible=eligible, values=values)


def test_without_an_estimate_there_is_no_share_of_all_cases():
    told = all_cases_words(None, EN)
    assert told == "No share of all cases: that needs the records of the draws."


def test_a_share_of_all_cases_is_the_weighted_one_with_its_interval():
    # 10 × 0.8 + 90 × 0.4 = 44 of 100; the plain share of the audited would be 60%.
    found = share_of_all([stratum("up", 10, 4, 1), stratum("other", 90, 2, 3)])
    assert found is not None
    told = all_cases_words(found, EN)
    assert told.startswith("about 44% of all cases (95% interval ")
    assert told.endswith("; 10 audits)")
    assert "60%" not in told


def test_too_few_audits_give_no_share_of_all_cases():
    found = share_of_all([stratum("up", 10, 4, 1), stratum("other", 90, 2, 2)])
    assert all_cases_words(found, EN) == "No share of all cases: 9 audits are too few."


def test_a_share_of_all_cases_without_an_interval_says_why():
    found = share_of_all([stratum("up", 10, 8, 1), stratum("other", 90, 1, 0)])
    told = all_cases_words(found, EN)
    assert told.endswith("(10 audits; too few of some kind of case for an interval)")


def test_what_an_estimate_does_not_cover_is_told():
    part = share_of_all([stratum("up", 10, 8, 2), stratum("other", 90, 0, 0)])
    whole = share_of_all([stratum("up", 10, 8, 2)])
    assert coverage_words(part, EN) == (
        "The estimate covers 10 of 100 eligible cases. Nothing was audited of: other."
    )
    assert coverage_words(whole, EN) == ""


STEADY = [50, 52, 49, 51, 50, 48, 51, 50, 52, 49, 51]


@pytest.mark.parametrize(
    ("values", "rise_is_good", "said", "arrow"),
    [
        ([*STEADY, 50], True, "No change beyond chance.", ""),
        ([*STEADY, 70], True, "Improved: the last point lies outside the limits.", "↑"),
        ([*STEADY, 70], False, "Worse: the last point lies outside the limits.", "↑"),
        ([*STEADY, 30], False, "Improved: the last point lies outside the limits.", "↓"),
        ([*STEADY, 30], None, "Changed: the last point lies outside the limits.", "↓"),
        (
            # Seven that fall, all above the mean, which the many low ones before hold down.
            [0] * 30 + [52, 51, 50, 49, 48, 47, 46],
            True,
            "Improved: the last point lies outside the limits.",
            "↑",
        ),
        (
            [50, 40, 52, 41, 49, 43, 55, 54, 53, 52, 51, 50, 49],
            True,
            "Worse: seven points or more in a row go the same way.",
            "↓",
        ),
    ],
)
def test_a_change_is_told_only_where_it_is_more_than_chance(values, rise_is_good, said, arrow):
    chart = xmr_chart(values)
    assert change_words(chart, 40, EN, rise_is_good=rise_is_good) == said
    assert change_arrow(chart, 40) == arrow


@pytest.mark.parametrize("chart", [None, xmr_chart([*STEADY, 70])])
def test_few_cases_or_no_chart_say_nothing_of_change(chart):
    few = 9 if chart else 40
    assert change_words(chart, few, EN) == "Too few cases to say whether it changed."
    assert change_arrow(chart, few) == ""


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (1, "1 pair, 0 graded lower, 0 higher; too few for statistics"),
        (9, "9 pairs, 0 graded lower, 0 higher; too few for statistics"),
        (10, "10 pairs, 0 graded lower, 0 higher; low reliability"),
        (29, "29 pairs, 0 graded lower, 0 higher; low reliability"),
        (30, "30 pairs, 0 graded lower, 0 higher"),
    ],
)
def test_pairs_say_what_their_number_bears(pairs, said):
    assert pairs_words(pairs, 0, 0, EN) == said
