"""How far two stages agree over many cases."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit import AuditKit
from auditkit.agreement.comparison import Comparison
from auditkit.moderation.agreeing import agreement_by
from auditkit.moderation.sides import compare_stages
from auditkit.testing import made_return, made_set

GOOD = {"plan": "Yes", "missed": "No"}
POOR = {"plan": "No", "missed": "Yes"}


@pytest.fixture
def pairs(pair):
    """Four cases of two services and two auditors; the third was rated too high at first."""
    return [
        pair(GOOD, GOOD, case_ref="CASE-1", service="op", auditor="B"),
        pair(POOR, POOR, case_ref="CASE-2", service="op", auditor="A"),
        pair(GOOD, POOR, case_ref="CASE-3", service="mh", auditor="B", is_blind=False),
        pair({**GOOD, "kinds": ["Phone"]}, {"kinds": ["Phone"]}, case_ref="CASE-4", auditor="B"),
    ]


def test_over_all_cases_each_question_has_its_own_comparison(pairs):
    (found,) = agreement_by(pairs)
    assert (found.by, found.of, found.pairs, found.blind) == ("question", "", 4, 3)
    assert [one.question for one in found.questions] == ["plan", "missed", "kinds"]
    plan, missed, kinds = (one.comparison for one in found.questions)
    # CASE-4 has no second answer to either; of the other three, one went down from Yes to No.
    assert (plan.pairs, plan.same, plan.lower, plan.higher) == (3, 2, 1, 0)
    assert plan.states == {("answered", "not_assessed"): 1}
    assert (missed.pairs, missed.lower) == (3, 1)
    assert (kinds.pairs, kinds.identical) == (1, 1)


def test_ratings_are_compared_from_the_poorest_to_the_best(pairs):
    (found,) = agreement_by(pairs)
    assert found.rating is not None
    assert found.rating.ratings.scale.options[-1] == "good"
    assert (found.rating.pairs, found.rating.lower, found.rating.share_exact) == (
        3, 1, Fraction(2, 3)
    )  # fmt: skip
    assert found.rating.states == {("answered", "not_rated"): 1}


def test_services_and_auditors_stand_in_the_order_of_their_names(pairs):
    by_service = agreement_by(pairs, "service")
    assert [(one.of, one.pairs, one.blind) for one in by_service] == [
        ("", 1, 1),
        ("mh", 1, 0),
        ("op", 2, 2),
    ]
    assert [(one.of, one.pairs) for one in agreement_by(pairs, "auditor")] == [("A", 1), ("B", 3)]


def test_pooled_questions_are_counted_by_case(pairs):
    (found,) = agreement_by(pairs)
    percent = next(one for one in found.overall if one.statistic == "percent_agreement")
    # Three cases with two questions each: four answers of six are the same.
    assert (percent.n, percent.clusters) == (6, 3)
    assert percent.value == pytest.approx(4 / 6)


def test_a_set_without_ratings_has_no_agreement_on_them(card, unrated):
    audits = card(unrated, {"plan": "Yes"}), card(unrated, {"plan": "Yes"})
    (found,) = agreement_by([compare_stages(*audits, is_blind=True)])
    assert (found.rating, found.question_set) == (None, "unrated@1")


def test_sets_that_score_otherwise_stay_apart(card):
    found = agreement_by(
        compare_stages(card(one, {}), card(one, {}), is_blind=True)
        for one in (made_set("voice", version="2"), made_set("plan"))
    )
    assert [one.question_set for one in found] == ["made@1", "made@2"]


def test_without_pairs_there_is_nothing_to_say():
    assert agreement_by([]) == ()


QUESTIONS = made_set("plan", "voice")
KIT = AuditKit(discover=False)
ANSWERS = st.fixed_dictionaries(
    {
        name: st.sampled_from(["Yes", "Partly", "No", "Not applicable", None])
        for name in ("plan", "voice")
    }
)


def scored(answers, case: int):
    return KIT.score(made_return(QUESTIONS, answers, case_ref=f"CASE-{case}"), QUESTIONS)


@settings(max_examples=50)
@given(st.lists(st.tuples(ANSWERS, ANSWERS), min_size=1, max_size=5))
def test_what_is_higher_one_way_round_is_lower_the_other(told):
    audits = [(scored(one, at), scored(other, at)) for at, (one, other) in enumerate(told)]
    (forth,) = agreement_by(compare_stages(one, other, is_blind=True) for one, other in audits)
    (back,) = agreement_by(compare_stages(other, one, is_blind=True) for one, other in audits)
    for one, other in zip(forth.questions, back.questions, strict=True):
        assert isinstance(one.comparison, Comparison)
        assert isinstance(other.comparison, Comparison)
        assert (one.comparison.lower, one.comparison.same) == (
            other.comparison.higher,
            other.comparison.same,
        )
        assert one.comparison.pairs + one.comparison.dropped == len(told)
