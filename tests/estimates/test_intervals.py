"""Wilson intervals, against published ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.estimates.intervals import wilson, wilson_of_share

# Newcombe 1998, table I, method 3; OHID's PHEindicatormethods for 65 of 100.
PUBLISHED = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("count", "of", "low", "high"), PUBLISHED)
def test_published_intervals(count, of, low, high):
    found = wilson(count, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_an_interval_to_full_precision():
    found = wilson(65, 100)
    assert found.low == pytest.approx(0.5525444329688797, abs=1e-14)
    assert found.high == pytest.approx(0.7363575175690247, abs=1e-14)


@given(st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share_and_mirrors(told):
    count, of = told
    low, high = wilson(count, of)
    assert 0 <= low <= count / of <= high <= 1
    mirrored = wilson(of - count, of)
    assert (1 - mirrored.high, 1 - mirrored.low) == pytest.approx((low, high), abs=1e-12)


def test_none_and_all_reach_the_ends_exactly():
    assert wilson(0, 7).low == 0.0
    assert wilson(7, 7).high == 1.0


def test_more_confidence_is_wider():
    wide, narrow = wilson(5, 10, 0.99), wilson(5, 10, 0.9)
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize(("count", "of"), [(0, 0), (-1, 5), (6, 5)])
def test_a_count_that_is_not_among_them(count, of):
    with pytest.raises(ValueError, match="a count of 0 to"):
        wilson(count, of)


@pytest.mark.parametrize(("share", "size"), [(1.1, 5), (-0.1, 5), (0.5, 0)])
def test_a_share_or_size_that_is_none(share, size):
    with pytest.raises(ValueError, match="a share from 0 to 1"):
        wilson_of_share(share, size)
