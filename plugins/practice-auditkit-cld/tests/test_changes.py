"""Price and volume: by hand, and that they always add up."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest
from auditkit_cld.changes import Change, is_increased, pairs, split
from auditkit_cld.costs import Key, ServiceRow, weekly_cost
from hypothesis import given
from hypothesis import strategies as st

HOME = Key("community", "home support", "managed", "1-100")
OTHER_PROVIDER = HOME._replace(provider="1-200")
EARLY, LATE = date(2020, 4, 1), date(2024, 9, 1)


def row(
    rate: int, units: int = 1, key: Key = HOME, start: date = EARLY, basis: str = "hour"
) -> ServiceRow:
    return ServiceRow(key, basis, Fraction(rate), Fraction(units), start)


def price_and_volume(
    before: list[ServiceRow], after: list[ServiceRow]
) -> tuple[Fraction, Fraction]:
    change = split(before, after)
    return change.price, change.volume


def test_a_higher_rate_is_price() -> None:
    # 10 x (22 - 20)
    assert price_and_volume([row(20, 10)], [row(22, 10)]) == (20, 0)


def test_more_units_are_volume() -> None:
    assert price_and_volume([row(20, 10)], [row(20, 15)]) == (0, 100)


def test_price_is_reckoned_at_the_later_units() -> None:
    # 200 became 330: price 15 x 2 = 30, volume 5 x 20 = 100
    assert price_and_volume([row(20, 10)], [row(22, 15)]) == (30, 100)


@pytest.mark.parametrize("part", Key._fields)
def test_another_service_or_provider_is_volume(part: str) -> None:
    other = HOME._replace(**{part: "other"})
    assert price_and_volume([row(20, 10)], [row(22, 10, other)]) == (0, 20)


def test_a_row_that_was_added_is_volume() -> None:
    before, after = [row(100), row(50)], [row(105), row(52), row(300, start=LATE)]
    # 5 + 2 by price; the third is new, though its rate is the highest
    assert price_and_volume(before, after) == (7, 300)


def test_a_row_that_ended_is_volume() -> None:
    assert price_and_volume([row(100), row(50)], [row(50)]) == (0, -100)


def test_an_hourly_rate_is_not_compared_with_a_weekly_one() -> None:
    assert price_and_volume([row(200, basis="week")], [row(21, 10)]) == (0, 10)


def test_where_starts_were_reset_the_nearest_rates_are_matched() -> None:
    before = [row(100), row(50)]
    after = [row(300, start=LATE), row(104, start=LATE), row(51, start=LATE)]
    assert price_and_volume(before, after) == (5, 300)


def test_rows_that_keep_their_start_are_compared_whatever_their_rates() -> None:
    before = [row(100, start=EARLY), row(50, start=LATE)]
    after = [row(60, 2, start=EARLY), row(110, start=LATE)]
    # 2 x (60 - 100) + (110 - 50), and one unit more at 100; by the nearest rates price were 30
    assert price_and_volume(before, after) == (-20, 100)


@given(st.lists(st.integers(1, 60), max_size=4), st.lists(st.integers(1, 60), max_size=6))
def test_the_nearest_rates_are_matched(few: list[int], many: list[int]) -> None:
    before = [row(rate, start=date(2001, 1, 1 + n)) for n, rate in enumerate(few)]
    after = [row(rate, start=date(2002, 1, 1 + n)) for n, rate in enumerate(many)]
    found = sum(abs(late.rate - early.rate) for early, late in pairs(before, after))
    short, long = sorted((few, many), key=len)
    best = min(
        sum(abs(one - other) for one, other in zip(short, chosen, strict=True))
        for chosen in permutations(long, len(short))
    )
    assert found == best


def test_the_order_of_rows_is_of_no_account() -> None:
    before, after = [row(100), row(50, 2)], [row(53, 3, start=LATE), row(104), row(9)]
    assert split(before, after) == split(before[::-1], after[::-1])


def test_a_row_in_both_is_matched_once() -> None:
    twice = row(20, 10)
    assert len(list(pairs([twice, twice], [twice]))) == 1


@pytest.mark.parametrize(
    ("before", "volume", "expected"),
    [
        (400, 50, False),  # only reaches £50
        (400, 51, True),  # 12.75%
        (510, 51, False),  # only reaches 10%
        (2000, 150, False),  # 7.5%
        (0, 51, True),  # served before, at no cost
    ],
)
def test_increased_is_above_both_limits(before: int, volume: int, expected: bool) -> None:
    change = Change(Fraction(before), Fraction(before + volume + 30), Fraction(30))
    assert is_increased(change, Fraction(50), Fraction(10)) is expected


AMOUNTS = st.fractions(min_value=0, max_value=2_000, max_denominator=5_200)
ROWS = st.lists(
    st.builds(
        ServiceRow,
        st.sampled_from([HOME, OTHER_PROVIDER]),
        st.sampled_from(["hour", "week"]),
        AMOUNTS,
        AMOUNTS,
        st.sampled_from([EARLY, LATE]),
    ),
    max_size=6,
)


@given(ROWS, ROWS)
def test_price_and_volume_are_the_change_exactly(
    before: list[ServiceRow], after: list[ServiceRow]
) -> None:
    change = split(before, after)
    assert change.price + change.volume == weekly_cost(after) - weekly_cost(before)


@given(ROWS)
def test_where_nothing_changed_there_is_neither(rows: list[ServiceRow]) -> None:
    assert (split(rows, rows).price, split(rows, rows).volume) == (0, 0)


@given(ROWS, st.integers(1, 50))
def test_an_uplift_of_everything_has_no_volume(rows: list[ServiceRow], percent: int) -> None:
    raised = [one._replace(rate=one.rate * (100 + percent) / 100) for one in rows]
    starts = [one._replace(start=date(2000, 1, 1 + n)) for n, one in enumerate(rows)]
    ends = [one._replace(start=date(2000, 1, 1 + n)) for n, one in enumerate(raised)]
    assert split(starts, ends).volume == 0


@given(ROWS, ROWS)
def test_every_row_is_matched_at_most_once(
    before: list[ServiceRow], after: list[ServiceRow]
) -> None:
    found = list(pairs(before, after))
    assert all(early.key == late.key and early.basis == late.basis for early, late in found)
    assert len({id(early) for early, _ in found}) == len({id(late) for _, late in found})
    # As many as can be matched are.
    for key in (HOME, OTHER_PROVIDER):
        for basis in ("hour", "week"):
            sides = [
                sum((one.key, one.basis) == (key, basis) for one in rows)
                for rows in (before, after)
            ]
            matched = sum((early.key, early.basis) == (key, basis) for early, _ in found)
            assert matched == min(sides)


def test_very_many_rows_of_one_service_take_no_time() -> None:
    before = [row(n % 97 + 1, 1, start=EARLY) for n in range(3_000)]
    after = [row(n % 89 + 2, 1, start=LATE) for n in range(4_000)]
    assert split(before, after).total == weekly_cost(after) - weekly_cost(before)
