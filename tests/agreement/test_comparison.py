"""A first audit and its moderation, question by question."""

from __future__ import annotations

from fractions import Fraction

import pytest

from auditkit import Refused
from auditkit.agreement.comparison import Missing, compared, compared_choices
from auditkit.agreement.scale import Scale, declared_scale

SCALE = declared_scale(["no", "partly", "mostly", "yes"])
NA, BLANK = Missing("not_applicable"), Missing("not_assessed")
PAIRS = [
    ("yes", "yes"),
    ("yes", "mostly"),
    ("yes", "no"),
    ("partly", "no"),
    ("no", "partly"),
    ("no", "no"),
    ("yes", NA),
    (NA, NA),
    (BLANK, "no"),
    ("yes", NA),
]


@pytest.fixture
def found():
    return compared(SCALE, PAIRS)


def test_the_square_table_has_the_first_rating_down(found):
    assert found.table == ((1, 1, 0, 0), (1, 0, 0, 0), (0, 0, 0, 0), (1, 0, 1, 1))


def test_the_second_rating_is_lower_the_same_or_higher(found):
    assert (found.lower, found.same, found.higher, found.pairs) == (3, 2, 1, 6)


def test_shares_exact_and_within_one_step(found):
    assert (found.exact, found.share_exact) == (2, Fraction(1, 3))
    assert (found.within_one, found.share_within_one) == (5, Fraction(5, 6))


def test_pairs_without_a_rating_are_counted_by_their_states(found):
    assert found.dropped == 4
    assert found.states == {
        ("answered", "not_applicable"): 2,
        ("not_applicable", "not_applicable"): 1,
        ("not_assessed", "answered"): 1,
    }
    assert list(found.states) == sorted(found.states)


def test_statistics_are_over_the_complete_pairs(found):
    kappa = next(one for one in found.estimates() if one.statistic == "cohen_kappa")
    # Observed 2/6; by chance (2*3 + 1*1 + 0*1 + 3*1)/36 = 10/36.
    assert kappa.value == pytest.approx((12 - 10) / 26)
    assert kappa.n == 6


def test_options_with_the_same_score_are_neither_higher_nor_lower():
    scale = Scale(options=("no", "unclear", "yes"), scores=(Fraction(0), Fraction(0), Fraction(1)))
    found = compared(scale, [("no", "unclear"), ("unclear", "yes"), ("yes", "no")])
    assert (found.lower, found.same, found.higher) == (1, 1, 1)
    assert (found.exact, found.within_one) == (0, 3)


def test_nothing_compared_has_no_shares():
    found = compared(SCALE, [("yes", NA)])
    assert (found.pairs, found.share_exact, found.share_within_one) == (0, None, None)
    assert found.table == ((0,) * 4,) * 4


def test_a_rating_off_the_scale_is_refused():
    with pytest.raises(Refused, match='Found "perhaps"'):
        compared(SCALE, [("yes", "perhaps")])


CHOICES = [
    (["transport", "housing"], ["housing", "transport"]),
    (["transport"], ["transport", "equipment"]),
    ([], []),
    (["equipment"], []),
    (NA, ["housing"]),
]


def test_several_options_are_compared_one_by_one():
    found = compared_choices(["transport", "housing", "equipment"], CHOICES)
    assert list(found.options) == ["transport", "housing", "equipment"]
    equipment = found.options["equipment"]
    assert equipment.ratings.scale.options == ("not chosen", "chosen")
    assert equipment.table == ((2, 1), (1, 0))
    assert (equipment.lower, equipment.same, equipment.higher) == (1, 2, 1)


def test_the_share_of_choices_that_are_the_same():
    found = compared_choices(["transport", "housing", "equipment"], CHOICES)
    assert (found.pairs, found.identical, found.share_identical) == (4, 2, Fraction(1, 2))
    assert (found.dropped, found.states) == (1, {("not_applicable", "answered"): 1})


def test_no_choices_have_no_share():
    found = compared_choices(["transport"], [(NA, NA)])
    assert (found.pairs, found.share_identical, found.dropped) == (0, None, 1)


def test_every_choice_that_is_not_declared_is_refused():
    with pytest.raises(Refused) as refused:
        compared_choices(["transport"], [(["transport", "bus"], ["car"])])
    found = [one.facts["found"] for one in refused.value.problems]
    assert found == ["bus", "car"]
