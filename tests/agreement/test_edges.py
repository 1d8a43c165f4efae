"""What is not defined, or only just: no value without its reason, no error out of nothing."""

from __future__ import annotations

import pytest

from auditkit.agreement.coefficients import NOT_SYMMETRIC, fleiss_kappa, gwet_ac, percent_agreement
from auditkit.agreement.cohen import cohen_kappa
from auditkit.agreement.estimate import CHANCE_IS_ALL, NOT_COMPARED, ONE_GRADE, reliability
from auditkit.agreement.krippendorff import METRICS, NEGATIVE, NO_SCORES, krippendorff_alpha
from auditkit.agreement.measures import measured
from auditkit.agreement.weights import STANDARD, linear, own_weights, unweighted

ALL = ("percent_agreement", "cohen_kappa", "gwet_ac", "fleiss_kappa", "krippendorff_alpha")


def test_every_statistic_comes_with_every_weighting(ratings):
    found = [(one.statistic, one.weights) for one in measured(ratings("AB", "AB"))]
    weights = ("unweighted", "linear", "quadratic", "ordinal")
    assert found == [(name, one) for name in ALL[:4] for one in weights] + [
        (ALL[4], metric) for metric in METRICS
    ]


@pytest.mark.parametrize("name", ["percent_agreement", "gwet_ac"])
def test_one_grade_throughout_is_full_agreement_for_these(ratings, statistic, name):
    found = statistic(ratings("CCCCCCCCCC", "CCCCCCCCCC"), name)
    assert (found.value, found.se, found.ci95) == (1.0, 0.0, (1.0, 1.0))


@pytest.mark.parametrize(
    ("name", "weights"),
    [("cohen_kappa", "linear"), ("fleiss_kappa", "linear"), ("krippendorff_alpha", "ordinal")],
)
def test_one_grade_throughout_is_not_defined_for_those(ratings, statistic, name, weights):
    found = statistic(ratings("CCCCCCCCCC", "CCCCCCCCCC"), name, weights)
    assert (found.value, found.se, found.ci95, found.reason) == (None, None, None, ONE_GRADE)
    assert (found.n, found.reliability) == (10, "low")


def test_one_grade_is_told_of_the_units_that_are_compared(ratings, statistic):
    found = statistic(ratings("CCA", "CC."), "cohen_kappa")
    assert (found.value, found.reason) == (None, ONE_GRADE)
    # The third unit has one rating only: it counts among the shares of Fleiss' kappa.
    assert statistic(ratings("CCA", "CC."), "fleiss_kappa").value == 1.0


def test_no_unit_rated_twice_leaves_nothing_to_say(ratings):
    for one in measured(ratings("A.", ".B", scale="1A2B")):
        if one.weights not in ("interval", "ratio"):
            assert (one.value, one.reason, one.n) == (None, NOT_COMPARED, 0)
            assert (one.se, one.ci95, one.reliability) == (None, None, "too few")


def test_no_unit_at_all_leaves_nothing_to_say(ratings, statistic):
    found = statistic(ratings("", ""), "gwet_ac")
    assert (found.value, found.reason) == (None, NOT_COMPARED)


@pytest.mark.parametrize("name", ALL[:4])
def test_of_one_unit_there_is_no_error(ratings, statistic, name):
    found = statistic(ratings("A", "B"), name)
    assert found.value is not None
    assert (found.se, found.ci95, found.n, found.reliability) == (None, None, 1, "too few")


@pytest.mark.parametrize("metric", METRICS)
def test_of_one_unit_alpha_has_no_error(ratings, statistic, metric):
    found = statistic(ratings("1", "2", scale="123"), "krippendorff_alpha", metric)
    # Two values that differ within the unit differ as much as any two: 1 - 1.
    assert (found.value, found.se, found.ci95) == (0.0, None, None)


@pytest.mark.parametrize("weights", [make.__name__ for make in STANDARD])
@pytest.mark.parametrize("name", ALL[:4])
def test_perfect_agreement_over_several_grades_is_one(ratings, statistic, name, weights):
    found = statistic(ratings("ABCA", "ABCA"), name, weights)
    assert (found.value, found.se, found.ci95) == (1.0, 0.0, (1.0, 1.0))


@pytest.mark.parametrize("metric", METRICS)
def test_perfect_agreement_is_an_alpha_of_one(ratings, statistic, metric):
    found = statistic(ratings("1231", "1231", scale="123"), "krippendorff_alpha", metric)
    assert (found.value, found.se, found.ci95) == (1.0, 0.0, (1.0, 1.0))


def test_cohens_kappa_is_of_two_raters(ratings, statistic):
    found = statistic(ratings("AB", "AB", "AA"), "cohen_kappa")
    assert found.value is None
    assert found.reason == "Cohen's kappa compares two raters, and here are 3"


@pytest.mark.parametrize("metric", ["interval", "ratio"])
def test_options_without_numbers_have_no_intervals(ratings, statistic, metric):
    found = statistic(ratings("AB", "AB"), "krippendorff_alpha", metric)
    assert (found.value, found.reason) == (None, NO_SCORES)


def test_numbers_below_nothing_have_no_ratios(ratings, statistic):
    below = ratings("AB", "AC", scale="ABC", scores=[-1, 0, 1])
    found = statistic(below, "krippendorff_alpha", "ratio")
    assert (found.value, found.reason) == (None, NEGATIVE)
    assert statistic(below, "krippendorff_alpha", "interval").value is not None


def test_nothing_is_as_far_from_any_number_as_ratios_go(ratings, statistic):
    found = statistic(ratings("0012", "0112", scale="012"), "krippendorff_alpha", "ratio")
    # Coincidences 00: 2, 01 and 10: 1, 11: 2, 22: 2; values 3, 3, 2 of 8. Differences 01: 1,
    # 02: 1, 12: 1/9. Observed 2; expected (2/7)(9 + 6 + 6/9) = 94/21. 1 - 42/94 = 26/47.
    assert found.value == pytest.approx(26 / 47, abs=1e-15)


def test_options_with_the_same_number_do_not_differ(ratings, statistic):
    same = ratings("AB", "BA", scale="ABC", scores=[1, 1, 2])
    found = statistic(same, "krippendorff_alpha", "interval")
    assert (found.value, found.reason) == (None, CHANCE_IS_ALL)


def test_weights_that_tell_raters_apart_suit_cohens_kappa_alone(ratings):
    pair = ratings("ABCA", "ABAB", scale="ABC")
    own = own_weights("own", pair.scale, [[0, 1, 4], [1, 0, 6], [2, 2, 0]])
    assert cohen_kappa(pair, own).value is not None
    for statistic in (percent_agreement, gwet_ac, fleiss_kappa):
        found = statistic(pair, own)
        assert (found.value, found.reason, found.weights) == (None, NOT_SYMMETRIC, "own")


def test_disagreement_that_costs_nothing_is_full_agreement_by_chance(ratings):
    pair = ratings("AB", "BA", scale="ABC")
    own = own_weights("own", pair.scale, [[0, 0, 1], [0, 0, 1], [1, 1, 0]])
    for statistic in (cohen_kappa, fleiss_kappa):
        assert (statistic(pair, own).value, statistic(pair, own).reason) == (None, CHANCE_IS_ALL)


def test_errors_are_told_with_where_they_come_from(ratings, statistic):
    pair = ratings("1232", "1223", scale="123")
    assert statistic(pair, "cohen_kappa").method == "large sample (Fleiss, Cohen, Everitt)"
    assert statistic(pair, "gwet_ac").method == "linearised (Gwet)"
    assert statistic(pair, "krippendorff_alpha", "ratio").method == "linearised (Gwet)"
    assert statistic(pair, "krippendorff_alpha", "ordinal").method == "jackknife by unit"
    asked = krippendorff_alpha(pair, "nominal", jackknife=True)
    assert asked.method == "jackknife by unit"


def test_the_interval_of_kappa_may_pass_one_and_that_of_gwet_may_not(ratings, statistic):
    pair = ratings("ABABA", "ABABB", scale="AB")
    assert statistic(pair, "cohen_kappa").ci95[1] > 1
    assert statistic(pair, "gwet_ac").ci95[1] == 1.0


@pytest.mark.parametrize(
    ("n", "word"), [(0, "too few"), (9, "too few"), (10, "low"), (29, "low"), (30, "adequate")]
)
def test_reliability_in_a_word(n, word):
    assert reliability(n) == word


def test_an_estimate_in_the_terms_of_json(ratings, statistic):
    found = statistic(ratings("AB", "AB"), "cohen_kappa").as_dict()
    assert found == {
        "statistic": "cohen_kappa",
        "weights": "unweighted",
        "value": 1.0,
        "se": 0.0,
        "ci95": [1.0, 1.0],
        "n": 2,
        "reliability": "too few",
    }
    missing = statistic(ratings("AA", "AA"), "cohen_kappa").as_dict()
    assert missing == {
        "statistic": "cohen_kappa",
        "weights": "unweighted",
        "value": None,
        "se": None,
        "ci95": None,
        "n": 2,
        "reliability": "too few",
        "reason": "not defined: only one grade occurs",
    }


def test_singly_rated_units_count_among_the_degrees_of_freedom(ratings):
    # Three units, two of them compared: t with 2 degrees of freedom is 4.302653.
    found = gwet_ac(ratings("ABB", "AA.", scale="ABCD"), unweighted(ratings("A", "A").scale))
    assert found.n == 2
    assert found.value - found.ci95[0] == pytest.approx(4.302652729749464 * found.se, rel=1e-12)


def test_linear_weights_of_two_options_are_no_weights(ratings):
    scale = ratings("A", "A", scale="AB").scale
    assert linear(scale).matrix == unweighted(scale).matrix
