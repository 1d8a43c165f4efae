"""Weighted shares and means, against published ones and by hand."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.estimates.intervals import Interval, wilson_of_share
from auditkit.estimates.stratified import (
    Collapse,
    Stratum,
    collapse,
    mean_of_all,
    share_of_all,
)


def stratum(name: str, eligible: int, sampled: int, yes: int, kind: str | None = None) -> Stratum:
    values = (Fraction(1),) * yes + (Fraction(0),) * (sampled - yes)
    return Stratum(name=name, kind=kind or name, eligible=eligible, values=values)


# Schools in California by kind (R's survey::apistrat): 152 of 200 sampled met the growth target.
SCHOOLS = [
    stratum("elementary", 4421, 100, 91),
    stratum("middle", 755, 50, 26),
    stratum("high", 1018, 50, 35),
]


def test_the_published_weighted_share_with_its_error():
    found = share_of_all(SCHOOLS)
    assert float(found.value) == pytest.approx(0.8279480, abs=5e-8)
    assert found.error == pytest.approx(0.0243448, abs=5e-8)
    assert (found.sampled, found.eligible, found.listed) == (200, 6194, 6194)


def test_without_the_finite_population_correction_the_published_error_is_larger():
    # The correction is taken out again: a million times as many cases in each stratum.
    vast = [
        Stratum(name=one.name, kind=one.kind, eligible=one.eligible * 10**6, values=one.values)
        for one in SCHOOLS
    ]
    assert share_of_all(vast).error == pytest.approx(0.0247568, abs=5e-8)


def test_over_sampled_cases_do_not_bias_the_share():
    # 10% of 1,000 cases have increased cost, half of the sample: 40% yes there, 80% elsewhere.
    # 0.1 x 0.4 + 0.9 x 0.8 = 0.76; the plain share of the sample would be 0.6.
    found = share_of_all([stratum("increased", 100, 10, 4), stratum("other", 900, 10, 8)])
    assert found.value == Fraction("0.76")


def test_the_effective_size_is_that_of_a_variance_between_the_strata_and_the_weights():
    found = share_of_all([stratum("increased", 100, 10, 4), stratum("other", 900, 10, 8)])
    # increased: 0.1^2 x 0.9 x (0.4 x 0.6 x 10/9)/10 = 0.00024
    # other: 0.9^2 x (89/90) x (0.8 x 0.2 x 10/9)/10 = 0.01424; together 0.01448
    assert found.error == pytest.approx(sqrt(0.01448))
    # By weights: 0.1^2 x 0.9 / 10 = 0.0009 and 0.9^2 x (89/90) / 10 = 0.0801 make 0.081; degrees:
    # 0.081^2 / (0.0009^2/9 + 0.0801^2/9) = 9.202171; 0.76 x 0.24 x 0.081 = 0.0147744
    moderated = (9.202171 * 0.01448 + 30 * 0.0147744) / 39.202171
    assert found.effective == pytest.approx(0.76 * 0.24 / moderated)
    assert found.interval == wilson_of_share(0.76, found.effective)


def test_strata_that_happen_to_be_all_alike_within_do_not_make_a_share_sure():
    # Pairs of two services, all alike within, as half of all pairs are where 7 in 10 are good:
    # no error, and for all that an interval about as wide as four cases of twenty can give.
    found = share_of_all([stratum("a", 10, 2, 2, "x"), stratum("b", 10, 2, 0, "x")])
    # By weights twice 0.5^2 x 0.8 / 2 = 0.1, together 0.2; degrees 0.2^2 / (0.1^2 + 0.1^2) = 2
    moderated = (2 * 0 + 30 * 0.25 * 0.2) / 32
    assert found.error == 0
    assert found.effective == pytest.approx(0.25 / moderated)
    assert found.interval == wilson_of_share(0.5, found.effective)


def test_large_strata_speak_for_themselves():
    # A thousand of a million each, as in the case above: degrees 2 x 999 against 30.
    found = share_of_all([stratum("a", 10**6, 1000, 900), stratum("b", 10**6, 1000, 100)])
    # 0.25 x 0.999 x (0.9 x 0.1 x 1000/999) / 1000 of each, together 0.000045; by weights
    # 0.25 x 0.25 x 0.999 / 1000 of each, together 0.000124875
    moderated = (1998 * 0.000045 + 30 * 0.000124875) / 2028
    assert found.effective == pytest.approx(0.25 / moderated)
    assert found.effective > 0.97 * 0.25 / 0.000045


def test_where_all_are_alike_the_size_follows_from_the_weights():
    found = share_of_all([stratum("increased", 100, 10, 10), stratum("other", 900, 10, 10)])
    # 1 / (0.1^2 x 0.9 / 10 + 0.9^2 x (89/90) / 10) = 1 / (0.0009 + 0.0801) = 1 / 0.081
    assert found.effective == pytest.approx(1 / 0.081)
    assert found.interval.high == 1.0
    assert found.interval.low < 0.9


def test_where_every_case_was_audited_nothing_is_left_to_chance():
    found = share_of_all([stratum("increased", 4, 4, 1), stratum("other", 1, 1, 1)])
    assert (found.value, found.error) == (Fraction(2, 5), 0)
    assert found.interval == Interval(0.4, 0.4)
    assert found.effective is None


def test_where_every_case_was_audited_and_all_are_alike():
    assert share_of_all([stratum("all", 3, 3, 3)]).interval == Interval(1.0, 1.0)


def test_cases_that_a_question_does_not_concern_stand_for_others_like_them():
    # Of 10 sampled of 100 the question concerns 5, so of about 50; of 10 of 900 it concerns all.
    some = (Fraction(1),) * 3 + (Fraction(0),) * 2 + (None,) * 5
    found = share_of_all(
        [
            Stratum(name="increased", kind="increased", eligible=100, values=some),
            stratum("other", 900, 10, 8),
        ]
    )
    # (10 x 3 + 90 x 8) / (10 x 5 + 90 x 10) = 750 / 950 = 15/19
    assert (found.value, found.sampled) == (Fraction(15, 19), 15)
    assert (found.eligible, found.listed) == (1000, 1000)
    # Differences from it, 0 for the five: 4/19 three times, -15/19 twice; their sum is -18/19, the
    # sum of their squares 498/361, so that their variance is (498 - 18^2/10)/361/9 = 465.6/3249.
    # Of the others 4/19 eight times and -15/19 twice: (578 - 2^2/10)/361/9 = 577.6/3249.
    increased = (100 / 950) ** 2 * 0.9 / 10
    other = (900 / 950) ** 2 * (890 / 900) / 10
    variance = increased * 465.6 / 3249 + other * 577.6 / 3249
    assert found.error == pytest.approx(sqrt(variance))
    # By weights, half of the first are concerned; degrees with 9 of each.
    half = increased / 2
    degrees = 9 * (half + other) ** 2 / (half**2 + other**2)
    spread = 15 / 19 * 4 / 19
    moderated = (degrees * variance + 30 * spread * (half + other)) / (degrees + 30)
    assert found.effective == pytest.approx(spread / moderated)


def test_where_a_question_concerns_no_sampled_case_there_is_no_share():
    assert share_of_all([Stratum(name="a", kind="a", eligible=5, values=(None, None))]) is None


def test_a_stratum_that_a_question_does_not_concern_changes_nothing():
    nobody = Stratum(name="b", kind="b", eligible=50, values=(None, None, None))
    only = stratum("a", 100, 10, 4)
    alone, beside = share_of_all([only]), share_of_all([only, nobody])
    assert (beside.value, beside.error, beside.effective) == pytest.approx(
        (alone.value, alone.error, alone.effective)
    )
    assert (beside.eligible, beside.listed) == (150, 150)


def test_where_all_whom_a_question_concerns_were_audited_nothing_is_left_to_chance():
    every = stratum("a", 4, 4, 1)
    nobody = Stratum(name="b", kind="b", eligible=50, values=(None, None, None))
    assert share_of_all([every, nobody]).interval == Interval(0.25, 0.25)


def test_a_mean_of_amounts():
    amounts = tuple(map(Fraction, (100, 140)))
    other = tuple(map(Fraction, (50, 70, 60)))
    found = mean_of_all(
        [
            Stratum(name="increased", kind="increased", eligible=10, values=amounts),
            Stratum(name="other", kind="other", eligible=30, values=other),
        ]
    )
    # (10 x 120 + 30 x 60) / 40 = 75; variances 800 and 100:
    # 0.25^2 x 0.8 x 800/2 + 0.75^2 x 0.9 x 100/3 = 20 + 16.875
    assert found.value == 75
    assert found.error == pytest.approx(sqrt(36.875))
    # By weights 0.25^2 x 0.8 / 2 = 0.025 and 0.75^2 x 0.9 / 3 = 0.16875; degrees
    # 0.19375^2 / (0.025^2/1 + 0.16875^2/2) = 2.5244, of which 2 are whole: t is 4.302653
    assert found.interval.high - found.interval.low == pytest.approx(2 * 4.302653 * sqrt(36.875))


def test_a_mean_of_all_cases_is_sure():
    amounts = tuple(map(Fraction, (100, 140)))
    every = Stratum(name="all", kind="all", eligible=2, values=amounts)
    assert mean_of_all([every]).interval == Interval(120.0, 120.0)


def test_amounts_that_are_all_nothing_have_no_effective_size_to_ask_for():
    zeros = Stratum(name="a", kind="a", eligible=9, values=(Fraction(0),) * 3)
    assert mean_of_all([zeros]).interval == Interval(0.0, 0.0)


def test_a_thin_stratum_is_put_together_with_the_smallest_of_its_kind():
    strata = [
        stratum("Mental Health", 5, 1, 1, "increased"),
        stratum("Older People", 50, 2, 1, "increased"),
        stratum("Learning Disability", 20, 2, 0, "increased"),
        stratum("the rest", 60, 4, 4, "other"),
    ]
    merged, told, left_out = collapse(strata)
    assert told == (Collapse(kind="increased", names=("Mental Health", "Learning Disability")),)
    assert [one.name for one in merged] == [
        "Older People",
        "Mental Health + Learning Disability",
        "the rest",
    ]
    assert (merged[1].eligible, merged[1].sampled, left_out) == (25, 3, ())


def test_thin_strata_are_enough_together():
    strata = [stratum("a", 5, 1, 1, "x"), stratum("b", 6, 1, 0, "x"), stratum("c", 7, 2, 0, "x")]
    merged, told, _ = collapse(strata)
    assert [one.name for one in merged] == ["c", "a + b"]
    assert told == (Collapse(kind="x", names=("a", "b")),)


def test_a_single_eligible_case_that_was_audited_is_not_thin():
    strata = [stratum("a", 1, 1, 1, "x"), stratum("b", 6, 2, 0, "x")]
    assert collapse(strata) == (tuple(strata), (), ())


def test_a_stratum_without_eligible_cases_goes():
    kept = stratum("b", 6, 2, 0, "x")
    assert collapse([stratum("a", 0, 0, 0, "x"), kept]) == ((kept,), (), ())


def test_a_kind_of_which_nothing_was_sampled_is_left_out_and_told():
    found = share_of_all([stratum("increased", 30, 0, 0), stratum("other", 70, 10, 5)])
    assert (found.eligible, found.listed, found.left_out) == (70, 100, ("increased",))


def test_a_kind_with_one_case_alone_has_a_share_and_no_interval():
    found = share_of_all([stratum("increased", 30, 1, 1), stratum("other", 70, 10, 5)])
    assert found.value == Fraction(65, 100)
    assert (found.error, found.interval, found.effective) == (None, None, None)


def test_nothing_sampled_is_no_share():
    assert share_of_all([stratum("increased", 30, 0, 0)]) is None
    assert mean_of_all([]) is None


def test_more_sampled_than_eligible():
    with pytest.raises(ValueError, match="increased: 3 sampled of 2 eligible"):
        stratum("increased", 2, 3, 1)


def test_a_share_of_amounts():
    amounts = Stratum(name="a", kind="a", eligible=5, values=(Fraction(3),))
    with pytest.raises(ValueError, match="a share is made of values 0 and 1"):
        share_of_all([amounts])


SAMPLES = st.lists(
    st.tuples(st.integers(2, 12), st.integers(0, 12), st.integers(0, 40)).map(
        lambda told: (told[0] + told[2], told[0], min(told[1], told[0]))
    ),
    min_size=1,
    max_size=6,
)


@given(SAMPLES)
def test_the_share_lies_between_those_of_the_strata_and_in_its_interval(told):
    strata = [stratum(str(at), *one) for at, one in enumerate(told)]
    found = share_of_all(strata)
    shares = [Fraction(sum(one.values), one.sampled) for one in strata]
    assert min(shares) <= found.value <= max(shares)
    assert found.interval.low <= float(found.value) <= found.interval.high
