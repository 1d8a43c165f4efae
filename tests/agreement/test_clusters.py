"""Questions pooled over cases: errors that leave out each case with all that belongs to it."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.agreement.coefficients import gwet_ac
from auditkit.agreement.cohen import cohen_kappa
from auditkit.agreement.estimate import CHANCE_IS_ALL, NOT_COMPARED
from auditkit.agreement.jackknife import clustered, jackknife_error
from auditkit.agreement.overall import overall
from auditkit.agreement.ratings import pooled, rated
from auditkit.agreement.scale import declared_scale
from auditkit.agreement.weights import linear, unweighted
from auditkit.quantiles import t_quantile

SCALE = declared_scale(["A", "B", "C"])
YES_NO = declared_scale(["no", "yes"])
WEIGHTS = linear(SCALE)

pairs = st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC")), min_size=1, max_size=4)


def kappa(ratings):
    return cohen_kappa(ratings, WEIGHTS)


@given(st.lists(pairs, min_size=2, max_size=6))
def test_each_cluster_is_left_out_in_turn(clusters):
    parts = [rated(SCALE, rows, raters=2) for rows in clusters]
    found = clustered(kappa, parts)
    whole = [row for rows in clusters for row in rows]
    assert found.value == kappa(rated(SCALE, whole, raters=2)).value
    if found.value is None:
        return
    left = [kappa(pooled([*parts[:at], *parts[at + 1 :]])).value for at in range(len(parts))]
    assert (found.n, found.clusters, found.method) == (
        len(whole), len(parts), "jackknife by cluster",
    )  # fmt: skip
    if None in left:
        assert (found.se, found.ci95) == (None, None)
        return
    count = len(left)
    mean = sum(left) / count
    error = sqrt((count - 1) / count * sum((one - mean) ** 2 for one in left))
    assert found.se == pytest.approx(error, abs=1e-12)
    low = found.value - t_quantile(0.95, count - 1) * found.se
    assert found.ci95[0] == pytest.approx(low, abs=1e-9)
    assert found.ci95[1] <= 1


def test_one_cluster_has_no_error():
    found = clustered(kappa, [rated(SCALE, ["AA", "BC", "AB"], raters=2)])
    assert found.value is not None
    assert (found.se, found.ci95, found.clusters) == (None, None, 1)


def test_what_is_not_defined_has_no_error_either():
    one = rated(SCALE, ["AA"], raters=2)
    found = clustered(kappa, [one, one])
    assert (found.value, found.se, found.ci95) == (None, None, None)
    assert found.reason == "not defined: only one grade occurs"


def test_few_cases_with_many_questions_are_few():
    # 40 pairs, which alone would be adequate, from 8 cases.
    cases = [rated(SCALE, ["AA", "BC", "AB", "CC", "BB"], raters=2)] * 8
    found = clustered(kappa, cases)
    assert (found.n, found.reliability) == (40, "too few")


def test_alike_parts_may_be_counted_together():
    # Mean 2, squares 3 * 1 + 1 * 9 = 12, times 3/4.
    assert jackknife_error([(3, 1.0), (1, 5.0)]) == pytest.approx(3)
    assert jackknife_error([(1, 1.0)] * 3 + [(1, 5.0)]) == pytest.approx(3)


@pytest.mark.parametrize("values", [[], [(1, 0.5)], [(2, 0.5), (1, None)]])
def test_no_error_without_a_value_for_every_part(values):
    assert jackknife_error(values) is None


def by_case(scale, **cases):
    return {name: rated(scale, rows, raters=2) for name, rows in cases.items()}


@pytest.fixture
def two_questions():
    return [
        by_case(SCALE, one=["AA"], two=["BC"], three=["CC"]),
        by_case(YES_NO, one=[("yes", "yes")], two=[("no", "no")], four=[("no", "yes")]),
    ]


def found_in(questions):
    return {(one.statistic, one.weights): one for one in overall(questions)}


def test_questions_on_scales_of_their_own_are_averaged(two_questions):
    found = found_in(two_questions)
    # Observed 2/3 and 2/3. Cohen, first question: A once and once, B once and never, C once and
    # twice: (1*1 + 1*0 + 1*2)/9 = 3/9; second: no twice and once, yes once and twice: 4/9.
    # (4/6 - 7/18) / (1 - 7/18) = (5/18) / (11/18).
    assert found["percent_agreement", "unweighted"].value == pytest.approx(4 / 6)
    assert found["cohen_kappa", "unweighted"].value == pytest.approx(5 / 11)
    # Linear, first question: observed (1 + 1/2 + 1)/3 = 5/6, second as before: (5/6 + 4/6)/2.
    assert found["percent_agreement", "linear"].value == pytest.approx(9 / 12)
    assert [one.n for one in found.values()] == [6] * 6
    assert [one.clusters for one in found.values()] == [4] * 6


def test_a_question_with_more_pairs_weighs_more():
    questions = [by_case(YES_NO, one=[("yes", "no")]), by_case(YES_NO, two=[("no", "no")] * 3)]
    assert found_in(questions)["percent_agreement", "unweighted"].value == pytest.approx(3 / 4)


def test_one_question_is_the_statistic_itself():
    rows = {"one": ["AA", "AB"], "two": ["BB"], "three": ["CB", "CC"]}
    question = by_case(SCALE, **rows)
    found = found_in([question])
    for weigh in (unweighted, linear):
        for statistic in (cohen_kappa, gwet_ac):
            expected = clustered(
                lambda ratings, of=statistic, by=weigh: of(ratings, by(SCALE)), [*question.values()]
            )
            one = found[expected.statistic, expected.weights]
            assert one.value == pytest.approx(expected.value, abs=1e-15)
            assert one.se == pytest.approx(expected.se, abs=1e-15)
            assert one.ci95 == pytest.approx(expected.ci95, abs=1e-12)


def test_a_case_is_left_out_with_all_its_questions(two_questions):
    found = found_in(two_questions)["percent_agreement", "unweighted"]
    # Without one 2 of 4, without two 3 of 4, without three 3 of 5, without four 4 of 5.
    left = [2 / 4, 3 / 4, 3 / 5, 4 / 5]
    mean = sum(left) / 4
    assert found.se == pytest.approx(sqrt(3 / 4 * sum((one - mean) ** 2 for one in left)))
    assert found.method == "jackknife by cluster"


def test_nothing_to_compare_is_said():
    nothing = by_case(SCALE, one=[["A", None]])
    for one in overall([nothing, {}]):
        assert (one.value, one.reason, one.n, one.clusters) == (None, NOT_COMPARED, 0, 0)
    assert [one.reason for one in overall([])] == [NOT_COMPARED] * 6


def test_one_grade_in_every_question_leaves_no_kappa():
    same = by_case(SCALE, one=["AA"], two=["AA"])
    found = found_in([same, by_case(YES_NO, one=[("yes", "yes")])])
    assert found["cohen_kappa", "linear"].reason == CHANCE_IS_ALL
    assert found["gwet_ac", "linear"].value == 1.0


def test_a_case_without_a_pair_is_no_cluster():
    question = by_case(SCALE, one=["AA"], two=["AB"], three=[["A", None]])
    assert {one.clusters for one in overall([question])} == {2}
