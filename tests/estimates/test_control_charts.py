"""Control charts, against published limits and the rules by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.estimates.control_charts import p_chart, xmr_chart

ONE_ODD = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


def limits(chart):
    return tuple(round(float(one), 6) for one in (chart.points[0].lower, chart.points[0].upper))


def test_one_odd_value_with_screened_ranges():
    chart = xmr_chart(ONE_ODD)
    assert round(float(chart.mean), 6) == 1.944444
    assert limits(chart) == (-0.715556, 4.604444)
    assert chart.signals == {5: "outside"}


def test_without_screening_the_odd_value_widens_the_limits():
    assert limits(xmr_chart(ONE_ODD, screened=False)) == (-3.062614, 6.951503)


def test_a_rise_of_seven():
    chart = xmr_chart([5, 6, 5, 6, 5, 6, 1, 2, 3, 4, 5, 6, 7, 8])
    assert round(float(chart.mean), 6) == 4.928571
    assert limits(chart) == (2.268571, 7.588571)
    # 1, 2 and 8 lie outside; the values from 1 to 8 rise without a break.
    assert chart.signals == {
        7: "outside",
        8: "outside",
        **dict.fromkeys(range(9, 14), "trend"),
        14: "outside",
    }


def test_a_flat_line_has_no_signal():
    chart = xmr_chart([5] * 7)
    assert chart.signals == {}
    assert (chart.mean, *limits(chart)) == (5, 5, 5)


def test_six_rising_are_no_trend_and_seven_are():
    # Among values that go up and down by more, so that no other rule applies.
    around = [0, 9, 0, 9, 0, 9, 0, 9]
    assert "trend" not in xmr_chart([*around, 1, 2, 3, 4, 5, 6]).signals.values()
    found = xmr_chart([*around, 1, 2, 3, 4, 5, 6, 7]).signals
    assert found == dict.fromkeys(range(9, 16), "trend")


def test_a_fall_of_seven():
    found = xmr_chart([0, 9, 0, 9, 0, 9, 0, 9, 7, 6, 5, 4, 3, 2, 1]).signals
    # From the 9 before it, the fall is eight long.
    assert found == dict.fromkeys(range(8, 16), "trend")


def test_equal_neighbours_break_a_trend():
    assert xmr_chart([0, 9, 0, 9, 0, 9, 0, 9, 1, 2, 3, 4, 4, 5, 6, 7]).signals == {}


def test_seven_on_one_side_and_six():
    # The mean of seven 6 and seven 4 is 5: each seven lies on one side.
    sides = [6, 5.5, 6, 5.5, 6, 5.5, 6, 4, 4.5, 4, 4.5, 4, 4.5, 4]
    found = xmr_chart([Fraction(one) for one in sides]).signals
    assert set(found.values()) >= {"one_side"}
    six = [6, 5, 6, 5, 6, 5, 3, 3, 4, 6, 5, 6]
    assert "one_side" not in xmr_chart(six).signals.values()


def test_a_value_on_the_mean_breaks_a_run_on_one_side():
    values = [6, 6, 6, 5, 6, 6, 6, 4, 4, 4, 5, 4, 4, 4]
    assert "one_side" not in xmr_chart(values).signals.values()


def test_two_of_three_beyond_two_thirds_of_a_limit():
    # Mean 0 and limits at 2.66: two thirds are 1.7733.
    # Moving ranges of 1 throughout: 0 1 0 -1 0 1 2 1 2 1 0 ... made to sum to nothing.
    values = [0, 1, 2, 1, 2, 1, 0, -1, -2, -1, -2, -1]
    chart = xmr_chart(values)
    assert (chart.mean, chart.points[0].upper) == (0, Fraction("2.66"))
    assert chart.signals == {
        3: "two_of_three",
        5: "two_of_three",
        9: "two_of_three",
        11: "two_of_three",
    }


def test_two_of_three_must_all_lie_on_one_side():
    # 2, -1, 2: the one between lies on the other side.
    values = [Fraction(one) for one in (2, -1, 2, -1, 0, -1, 0, -1)]
    assert "two_of_three" not in xmr_chart(values).signals.values()


def test_a_value_on_a_limit_is_not_outside():
    # Mean 0; the ranges 1.66 + 0.17 + 1.17, twice, are 6 in 6 steps, so that the limit is 2.66.
    values = ["-2.66", "-1", "-1.17", "0", "1.17", "1", "2.66"]
    chart = xmr_chart([Decimal(one) for one in values])
    assert chart.points[-1].upper == Fraction("2.66")
    assert chart.signals == {}


def test_too_few_for_a_chart():
    assert xmr_chart([5]) is None
    assert p_chart([1], [2]) is None


def test_shares_have_limits_by_their_own_sizes():
    chart = p_chart([5, 10, 45], [10, 20, 100])
    # 60 of 130; 3 x sqrt(6/13 x 7/13 / 10) = 0.47292..., and with 100 0.14955...
    assert chart.mean == Fraction(6, 13)
    assert float(chart.points[0].reach) == pytest.approx(0.4729353, abs=1e-6)
    assert float(chart.points[2].upper) == pytest.approx(6 / 13 + 0.1495553, abs=1e-6)
    assert chart.signals == {}


def test_limits_of_shares_end_at_none_and_all():
    chart = p_chart([0, 1, 0], [4, 4, 4])
    assert (chart.points[0].lower, chart.points[0].reach > chart.mean) == (0, True)


def test_a_share_outside_its_limits():
    # Mean 0.6725 and standard error 0.0469: 0.58 is 1.97 of them away, 0.95 is 5.9.
    chart = p_chart([58, 58, 58, 95], [100] * 4)
    assert chart.signals == {4: "outside"}


@pytest.mark.parametrize(("counts", "sizes"), [([1], [1, 2]), ([3, 1], [2, 2]), ([0, 0], [0, 1])])
def test_counts_that_are_not_among_their_sizes(counts, sizes):
    with pytest.raises(ValueError, match="for each count a size"):
        p_chart(counts, sizes)


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=40), st.integers(-9, 9))
def test_moving_every_value_moves_nothing_else(values, by):
    moved = xmr_chart([one + by for one in values])
    assert moved.signals == xmr_chart(values).signals


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=40))
def test_turning_the_chart_over_keeps_its_signals(values):
    assert xmr_chart([-one for one in values]).signals == xmr_chart(values).signals
