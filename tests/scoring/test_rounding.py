"""Rounding: declared, and done once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_sets import MODES, many
from reference import rounded
from small_sets import document, exact, printed, question, rated, scale, score

from auditkit.errors import Refused
from auditkit.scoring.scorecard import Scorecard


def percentage(
    part: object, whole: object, rating: dict[str, Any] | None = None, **rounding: Any
) -> Scorecard:
    """The card of one answer that earns `part` of `whole`, rounded like this."""
    told = document(
        question("a", scale="one"),
        scales={"one": scale(part, whole)},
        scoring={"rounding": rounding},
        rating=rated(**(rating or {})),
    )
    return score(told, {"a": "s0"})


@pytest.mark.parametrize(
    ("part", "mode", "expected"),
    [
        # 1/8 = 12.5%: a tie, the even neighbour below
        (1, "half_up", "13"),
        (1, "half_even", "12"),
        (1, "ceiling", "13"),
        (1, "floor", "12"),
        # 3/8 = 37.5%: a tie, the even neighbour above
        (3, "half_up", "38"),
        (3, "half_even", "38"),
        (3, "ceiling", "38"),
        (3, "floor", "37"),
        # -1/8 = -12.5%: half up is away from zero
        (-1, "half_up", "-13"),
        (-1, "half_even", "-12"),
        (-1, "ceiling", "-12"),
        (-1, "floor", "-13"),
        # -3/8 = -37.5%
        (-3, "half_up", "-38"),
        (-3, "half_even", "-38"),
        (-3, "ceiling", "-37"),
        (-3, "floor", "-38"),
        # 4/8 = 50%: nothing to round
        (4, "half_up", "50"),
        (4, "half_even", "50"),
        (4, "ceiling", "50"),
        (4, "floor", "50"),
        # -4/8 = -50%
        (-4, "half_up", "-50"),
        (-4, "floor", "-50"),
    ],
)
def test_a_tie_is_rounded_as_declared(part: int, mode: str, expected: str) -> None:
    assert printed(percentage(part, 8, mode=mode, places=0)) == expected


@pytest.mark.parametrize(
    ("part", "mode", "expected"),
    [
        # 1/3 = 33.33…%
        (1, "half_up", "33.3"),
        (1, "half_even", "33.3"),
        (1, "ceiling", "33.4"),
        (1, "floor", "33.3"),
        # 2/3 = 66.66…%
        (2, "half_up", "66.7"),
        (2, "half_even", "66.7"),
        (2, "ceiling", "66.7"),
        (2, "floor", "66.6"),
        # -2/3
        (-2, "half_up", "-66.7"),
        (-2, "half_even", "-66.7"),
        (-2, "ceiling", "-66.6"),
        (-2, "floor", "-66.7"),
    ],
)
def test_what_is_no_tie_is_rounded_as_declared(part: int, mode: str, expected: str) -> None:
    assert printed(percentage(part, 3, mode=mode, places=1)) == expected


@pytest.mark.parametrize(
    ("places", "expected"), [(0, "79"), (1, "78.6"), (2, "78.57"), (6, "78.571429")]
)
def test_the_places_are_those_declared(places: int, expected: str) -> None:
    # 5.5 / 7 = 78.571428571…%
    assert printed(percentage("5.5", 7, places=places)) == expected


def test_without_a_word_on_it_rounding_is_half_up_to_one_place() -> None:
    # 1/16 = 6.25%
    assert printed(percentage(1, 16)) == "6.3"


def test_the_exact_figure_stays_beside_the_rounded_one() -> None:
    assert exact(percentage("5.5", 7)) == Fraction(11, 14)


def test_a_whole_percentage_is_printed_with_its_places() -> None:
    assert printed(percentage(1, 2, places=2)) == "50.00"


def test_as_many_places_as_a_set_may_have_are_printed_exactly() -> None:
    # 1/3 with 12 places
    assert printed(percentage(1, 3, places=12)) == "33." + "3" * 12


def test_more_places_than_can_be_printed_exactly_are_refused() -> None:
    with pytest.raises(Refused, match="from 0 to 12"):
        percentage(1, 3, places=13)


def test_a_small_percentage_is_printed_without_an_exponent() -> None:
    # 0% with 8 places
    assert str(percentage(0, 3, places=8).overall) == "0.00000000%"


@many
@given(
    part=st.integers(-400, 400),
    whole=st.sampled_from([3, 7, 8, 16, 40, 200, 400]),
    mode=st.sampled_from(MODES),
    places=st.integers(0, 3),
)
def test_every_percentage_is_rounded_as_the_words_say(
    part: int, whole: int, mode: str, places: int
) -> None:
    if part >= whole:
        part = -part
    card = percentage(part, whole, mode=mode, places=places)
    assert card.overall is not None
    expected = rounded(Fraction(part, whole) * 100 * 10**places, mode)
    assert card.overall.rounded == expected


# The band is decided on what is printed


def band(part: object, whole: object, **keys: Any) -> str | None:
    return percentage(part, whole, **keys).rating


def test_the_band_is_decided_on_the_rounded_figure() -> None:
    # 87.95% is printed as 88.0%
    assert band("87.95", 100) == "outstanding"


def test_just_below_the_tie_the_band_is_the_lower_one() -> None:
    # 87.949% is printed as 87.9%
    assert band("87.949", 100) == "good"


def test_the_band_may_be_decided_on_the_exact_figure() -> None:
    assert band("87.95", 100, rating={"band_on": "exact"}) == "good"


def test_exactly_at_its_start_a_band_is_reached_by_the_exact_figure() -> None:
    assert band(88, 100, rating={"band_on": "exact"}) == "outstanding"


def test_rounding_down_keeps_the_lower_band() -> None:
    assert band("87.99", 100, mode="floor") == "good"


def test_rounding_up_lifts_to_the_higher_band() -> None:
    assert band("87.91", 100, mode="ceiling") == "outstanding"


def test_a_band_that_begins_between_two_printed_figures_is_reached_by_the_higher() -> None:
    # 62.5% rounds to 63, and the band begins at 62.7
    bands = [
        {"band": "good", "label": "Good", "from": "62.7"},
        {"band": "poor", "label": "Poor", "from": 0},
    ]
    assert band(5, 8, places=0, rating={"bands": bands}) == "good"


def test_a_figure_below_the_lowest_band_has_no_rating() -> None:
    assert band(-1, 8) is None


def test_no_score_has_no_band() -> None:
    told = document(question("a"), rating=rated())
    assert score(told, {"a": "na"}).rating is None
