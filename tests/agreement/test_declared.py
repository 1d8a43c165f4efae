"""Scales, ratings and weights as they are declared; what cannot be is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from auditkit import Refused
from auditkit.agreement.ratings import pooled, rated, tabled
from auditkit.agreement.scale import declared_scale
from auditkit.agreement.weights import linear, ordinal, own_weights, quadratic, unweighted

ABC = declared_scale(["A", "B", "C"])


@pytest.mark.parametrize(
    ("options", "scores", "codes"),
    [
        ([], None, ["G001"]),
        (["A"], None, ["G001"]),
        (["A", "B", "A"], None, ["G002"]),
        (["Very good", "very  GOOD"], None, ["G002"]),
        (["1", "1.0"], None, ["G002"]),
        (["A", " ", "C"], None, ["G003"]),
        (["A", "B"], [1], ["G004"]),
        (["A"], [1, 2], ["G001", "G004"]),
    ],
)
def test_a_scale_that_cannot_be(options, scores, codes):
    with pytest.raises(Refused) as refused:
        declared_scale(options, scores)
    assert [one.code for one in refused.value.problems] == codes


def test_of_two_options_alike_both_are_named():
    with pytest.raises(Refused, match='"good" and "Good" cannot be told apart'):
        declared_scale(["Good", "Poor", "good"])


def test_a_blank_option_is_named_by_its_position():
    with pytest.raises(Refused, match="Option 2 of the scale is blank"):
        declared_scale(["A", "", "C"])


@pytest.mark.parametrize(
    ("options", "scores"),
    [
        (["1", "2"], (1, 2)),
        (["-0.5", "+2.25"], (Fraction(-1, 2), Fraction(9, 4))),
        (["1", "B"], None),
        (["1e3", "2"], None),
        (["NaN", "Infinity"], None),
        (["١", "٢"], None),
        (["9" * 16, "1"], None),
    ],
)
def test_options_that_are_all_numbers_are_their_own_scores(options, scores):
    assert declared_scale(options).scores == scores


def test_scores_given_stand_above_the_options_own():
    assert declared_scale(["1", "2"], [10, 20]).scores == (10, 20)


def test_levels_are_the_order_of_the_scores():
    assert ABC.levels == (0, 1, 2)
    assert declared_scale(["A", "B", "C", "D"], [5, 1, 1, 2]).levels == (2, 0, 0, 1)


def test_a_rating_that_is_not_on_the_scale_is_refused():
    with pytest.raises(Refused, match='Found "D"'):
        rated(ABC, [["A", "B"], ["D", "A"]], raters=2)


def test_every_unit_has_a_place_for_every_rater():
    with pytest.raises(ValueError, match="a unit has 3 ratings, with 2 raters"):
        rated(ABC, [["A", "B", "C"]], raters=2)


@pytest.mark.parametrize("counts", [[[1, 2], [3, 4]], [[1, 2, 3], [4, 5], [6, 7, 8]]])
def test_a_table_of_another_size_is_refused(counts):
    with pytest.raises(ValueError, match="a table on this scale has 3 rows of 3"):
        tabled(ABC, counts)


def test_a_count_below_nothing_is_refused():
    with pytest.raises(ValueError, match="a count is less than nothing"):
        tabled(ABC, [[1, 0, 0], [0, -1, 0], [0, 0, 1]])


def test_a_table_is_the_ratings_that_it_counts():
    counts = [[2, 1, 0], [0, 0, 0], [0, 1, 3]]
    rows = ["AA", "AA", "AB", "CB", "CC", "CC", "CC"]
    assert tabled(ABC, counts) == rated(ABC, rows, raters=2)


def test_pooled_ratings_are_counted_together():
    one, other = rated(ABC, ["AB", "AA"], raters=2), rated(ABC, ["AA", "CC"], raters=2)
    assert pooled([one, other]) == rated(ABC, ["AB", "AA", "AA", "CC"], raters=2)
    assert pooled([one, other]).without(other) == one


@pytest.mark.parametrize(
    "other",
    [rated(ABC, ["AAA"], raters=3), rated(declared_scale(["A", "B"]), ["AA"], raters=2)],
)
def test_ratings_on_unlike_scales_are_not_pooled(other):
    with pytest.raises(ValueError, match="cannot be pooled"):
        pooled([rated(ABC, ["AA"], raters=2), other])


def test_units_and_those_of_them_that_can_be_compared():
    found = rated(ABC, [["A", "B", None], ["A", None, None], [None] * 3], raters=3)
    assert (found.units, found.compared) == (3, 1)
    assert found.tallies == {(1, 1, 0): 1, (1, 0, 0): 1}


SIX, NINTH = Fraction(1, 6), Fraction(1, 9)


@pytest.mark.parametrize(
    ("weigh", "row"),
    [
        (unweighted, (1, 0, 0, 0)),
        (linear, (1, Fraction(2, 3), Fraction(1, 3), 0)),
        (quadratic, (1, 8 * NINTH, 5 * NINTH, 0)),
        # 1 - C(2, 2)/C(4, 2), 1 - C(3, 2)/C(4, 2): of six pairs one and three lie between.
        (ordinal, (1, 5 * SIX, 3 * SIX, 0)),
    ],
)
def test_weights_of_four_options(weigh, row):
    found = weigh(declared_scale(["A", "B", "C", "D"]))
    assert found.name == weigh.__name__
    assert found.matrix[0] == row
    assert found.matrix[3] == row[::-1]
    assert found.matrix[1][2] == row[1]
    assert found.is_symmetric


def test_weights_of_disagreement_become_those_of_agreement():
    found = own_weights("own", ABC, [[0, 1, 4], [1, 0, 2], [3, 2, 0]])
    quarter = Fraction(1, 4)
    assert found.matrix == (
        (1, 3 * quarter, 0),
        (3 * quarter, 1, 2 * quarter),
        (quarter, 2 * quarter, 1),
    )
    assert not found.is_symmetric


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ([[0, 1], [1, 0]], "G030"),
        ([[0, 1, 2], [1, 0], [2, 1, 0]], "G030"),
        ([], "G030"),
        ([[0, 1, 2], [1, 1, 1], [2, 1, 0]], "G032"),
        ([[2, 1, 0], [1, 2, 1], [0, 1, 2]], "G032"),
        ([[1, 2, 0], [2, 1, 0], [0, 0, 1]], "G032"),
        ([[0, -1, 0], [1, 0, 1], [0, 1, 0]], "G032"),
        ([[1, -1, 0], [1, 1, 1], [0, 1, 1]], "G032"),
        ([[0, 0, 0]] * 3, "G033"),
        ([[1, 1, 1]] * 3, "G033"),
    ],
)
def test_own_weights_that_cannot_be(table, code):
    with pytest.raises(Refused) as refused:
        own_weights("own", ABC, table)
    assert [one.code for one in refused.value.problems] == [code]


def test_a_table_of_weights_of_another_size_says_both_sizes():
    with pytest.raises(Refused, match="Found 2 by 2, expected a square table of 3 by 3"):
        own_weights("own", ABC, [[0, 1], [1, 0]])
