"""Change over time: points of ten cases, charts by stratum, words where there are too few."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from council import PROGRAMME, Council, council
from found import (
    charts_of,
    has_section,
    rows_of,
    section_of,
    tables_of,
    texts_of,
)

from auditkit import AuditKit
from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.periods import period
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.report.model import ReportModel
from auditkit.report.publishing import Disclosure, published
from auditkit.report.series import Dated, mean_series, share_series
from auditkit.report.values import best_answer, chosen_option, has_best_answer, score
from auditkit.testing import made_return, made_set

pytest.importorskip("sqlalchemy", reason="the extra store is not installed")

MONTHS = tuple(f"{2025 + (month + 3) // 12}-{(month + 3) % 12 + 1:02}" for month in range(12))
KIT = AuditKit(discover=False)
SET = made_set("plan", "voice")


def dated(month: str, **answers: str) -> Any:
    return period(month), KIT.score(made_return(SET, answers, case_ref="CASE-1"), SET)


def months(*counts: tuple[int, int]) -> Dated:
    """So many cases a month, of which so many have the best answer."""
    return [
        dated(month, plan="yes" if at < best else "no")
        for month, (cases, best) in zip(MONTHS, counts, strict=False)
        for at in range(cases)
    ]


PLAN = best_answer(SET, SET.questions["plan"])


def test_a_month_with_ten_cases_is_a_point():
    found = share_series(months((10, 7), (12, 3)), PLAN)
    assert [(one.first.name, one.mean) for one in found.points] == [
        ("2025-04", Fraction(7, 10)), ("2025-05", Fraction(3, 12)),
    ]  # fmt: skip
    assert (found.waiting, found.chart, found.latest) == (0, None, 12)


def test_months_with_fewer_cases_are_joined_and_the_last_ones_wait():
    found = share_series(months((4, 1), (5, 2), (3, 3), (9, 9)), PLAN)
    (point,) = found.points
    assert (point.first.name, point.last.name, point.mean) == (
        "2025-04",
        "2025-06",
        Fraction(6, 12),
    )
    assert found.waiting == 9


def test_seven_points_make_a_chart():
    assert share_series(months(*[(10, 5)] * 6), PLAN).chart is None
    found = share_series(months(*[(10, 5)] * 6, (10, 6)), PLAN)
    assert found.chart is not None
    # 36 of 70.
    assert found.chart.mean == Fraction(36, 70)
    assert not found.has_signal
    assert not found.is_flat
    assert share_series(months(*[(10, 5)] * 7), PLAN).is_flat


def test_a_chart_looks_no_further_back_than_twenty_four_points():
    cards = [
        (period(f"{2020 + month // 12}-{month % 12 + 1:02}"), dated("2025-04", plan="yes")[1])
        for month in range(30)
        for _ in range(10)
    ]
    found = share_series(cards, PLAN)
    assert (len(found.points), found.points[0].first.name) == (24, "2020-07")


def test_nothing_followed_is_no_point():
    found = mean_series([], score)
    assert (found.points, found.latest, found.has_signal) == ((), 0, False)


def test_what_a_card_says_of_a_question():
    plan = SET.questions["plan"]
    cards = {answer: dated("2025-04", plan=answer)[1] for answer in ("yes", "partly", "na")}
    assert [PLAN(one) for one in cards.values()] == [1, 0, None]
    partly = chosen_option(plan, "partly")
    assert [partly(one) for one in cards.values()] == [0, 1, None]


def test_of_several_answers_each_may_be_followed():
    several = made_set(
        "plan",
        sections=[{"section": "all", "title": "All", "questions": [
            {"question": "plan", "text": "Plan?", "scale": "evidenced"},
            {"question": "why", "text": "Why?", "type": "choices", "scale": "evidenced"},
        ]}],
    )  # fmt: skip
    answers = {"plan": "yes", "why": ["yes", "no"]}
    card = KIT.score(made_return(several, answers, case_ref="CASE-1"), several)
    why = several.questions["why"]
    assert [chosen_option(why, one)(card) for one in ("no", "partly")] == [1, 0]
    assert not has_best_answer(several, why)
    assert best_answer(several, why)(card) is None


def test_a_score_is_exact_and_may_be_missing():
    # Of two questions, one yes (1) and one partly (0.5): 1.5 of 2.
    assert score(dated("2025-04", plan="yes", voice="partly")[1]) == 75
    assert score(dated("2025-04", plan="na", voice="na")[1]) is None


@pytest.fixture
def anytown(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path, PROGRAMME.replace("per_service: 2", "per_service: 20")) as found:
        yield found


def history(anytown: Council, plans: list[int], **told: str) -> Evidence:
    """Months in which ten cases of each stratum are drawn and audited; of those with increased
    cost so many have a plan, of the others all.
    """
    for month, plan in zip(MONTHS, plans, strict=False):
        cases = [
            changed(one, case_ref=f"{month}-{one.case_ref}")
            for one in anytown.cases("older_people", 10, 10)
        ]
        left = plan
        for one in anytown.draw(month, cases).cases():
            is_poor = one.stratum == "increased" and left <= 0
            left -= one.stratum == "increased"
            answer = "no" if is_poor else "yes"
            anytown.audit(one.case_ref, month, **{**told, "contingency_plan": answer})
    return anytown.evidence(MONTHS[len(plans) - 1])


@pytest.fixture(scope="module")
def improving(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Nine months, in the last of which nearly all have a plan."""
    folder = tmp_path_factory.mktemp("improving")
    with council(folder, PROGRAMME.replace("per_service: 2", "per_service: 20")) as found:
        return history(found, [2, 1, 2, 3, 2, 3, 2, 1, 9], health_needs="no")


def report(evidence: Evidence, **told: Any) -> ReportModel:
    return KIT.report(evidence=evidence, **told)


def test_improved_needs_a_signal_and_strata_stand_apart(improving: Evidence):
    # Mean 25 of 90; the limit of ten cases is 3 x sqrt(0.278 x 0.722 / 10) = 0.425 away, at 70%.
    made = report(improving)
    found = rows_of(made, "change-managing-cost-of-care")
    assert found["Contingency plan"] == (
        "Improved: the last point lies outside the limits.",
        "No change beyond chance.",
    )
    assert [*found][:2] == ["Mean score", "Contingency plan"]
    charts = charts_of(made)
    # A line that is flat is not drawn: all else is the best answer throughout.
    assert [one for one in charts if one.startswith("trend")] == [
        "trend-increased-score-chart",
        "trend-increased-contingency_plan-chart",
    ]
    chart = charts["trend-increased-contingency_plan-chart"]
    assert chart.title == "Contingency plan: Increased cost"
    assert chart.description == (
        "9 points, April to December 2025, around a mean of 27.8%. Improved: the last point lies"
        " outside the limits."
    )
    last = tables_of(made)["trend-increased-contingency_plan"].rows[-1]
    assert last == (
        "December 2025", 10, 9, Decimal("90.0"), Decimal("27.8"), Decimal("0.0"),
        Decimal("70.3"), "outside the limits",
    )  # fmt: skip


def test_points_look_back_too_far_to_be_published(improving: Evidence):
    made = published(report(improving), Disclosure(suppress_below=5))
    assert not [name for name in tables_of(made) if name.startswith(("trend", "change"))]
    assert not [name for name in charts_of(made) if name.startswith("trend")]


def test_with_too_few_points_there_are_words_and_no_chart(anytown: Council):
    made = report(history(anytown, [5, 5]), trends=["contingency_plan"])
    told = texts_of(section_of(made, "change"))
    assert "There are 2 points so far" in told
    assert "Contingency plan, Increased cost: no chart yet, with 2 of 7 points." in told
    assert not charts_of(made).keys() & {"trend-increased-contingency_plan-chart"}


def test_a_trend_that_was_asked_for_is_drawn_even_where_nothing_moves(improving: Evidence):
    made = report(improving, trends=["technology", "health_needs=no", "technology"])
    names = [one for one in charts_of(made) if one.startswith("trend-other")]
    assert names == ["trend-other-technology-chart", "trend-other-health_needs-no-chart"]
    rows = tables_of(made)["trend-other-health_needs-no"].rows
    assert rows[0][:4] == ("April 2025", 10, 10, Decimal("100.0"))


@pytest.mark.parametrize(
    ("asked", "code"),
    [("technolgy", "W020"), ("health_needs", "W021"), ("technology=often", "W022"),
     ("judgement_rationale", "W021")],
)  # fmt: skip
def test_a_trend_of_nothing_is_refused(anytown: Council, asked: str, code: str):
    anytown.audit("CASE-1", "2026-04")
    with pytest.raises(Refused, match=code):
        report(anytown.evidence("2026-04"), trends=[asked])


def test_cases_of_another_version_are_followed_where_it_asks_the_same(improving: Evidence):

    def under_another(case: AuditedCase, question: str) -> AuditedCase:
        """As if the case had been audited under a version that words one question otherwise."""
        ours = case.card.question_set
        sections = tuple(
            changed(
                section,
                questions=tuple(
                    changed(one, text="Other?") if one.id == question else one
                    for one in section.questions
                ),
            )
            for section in ours.sections
        )
        other = changed(ours, version="0.9", sections=sections)
        card = changed(case.card, question_set=other)
        stage = card.audit_return.stage
        return changed(case, stages=changed(case.stages, cards={stage: card}))

    cases = (
        *(under_another(one, "technology") for one in improving.cases[:60]),
        *improving.cases[60:],
    )
    made = report(changed(improving, cases=cases))
    found = rows_of(made, "change-managing-cost-of-care")
    assert found["Technology"] == ("6 of 7 points", "6 of 7 points")
    assert found["Contingency plan"] == (
        "Improved: the last point lies outside the limits.",
        "No change beyond chance.",
    )


def test_cases_that_were_not_drawn_are_in_no_chart(anytown: Council):
    history(anytown, [5])
    anytown.audit("CASE-1", "2025-04")
    told = texts_of(section_of(report(anytown.evidence("2025-04")), "change"))
    assert "1 audited case was not drawn and is in no chart." in told


def test_without_a_draw_nothing_is_said(anytown: Council):
    anytown.audit("CASE-1", "2025-04")
    told = texts_of(section_of(report(anytown.evidence("2025-04")), "change"))
    assert told == "Nothing is said of change over time: that needs the records of the draws."


def test_without_a_case_there_is_no_such_section(anytown: Council):
    assert not has_section(report(anytown.evidence("2025-04")), "change")


def test_a_stratum_that_the_programme_has_no_more_is_still_followed(anytown: Council):
    evidence = history(anytown, [5])
    strata = evidence.programme.strata[1:]
    without = changed(evidence, programme=changed(evidence.programme, strata=strata))
    assert "There is 1 point so far" in texts_of(section_of(report(without), "change"))


def test_the_last_cases_wait_for_a_point(improving: Evidence):
    waiting = [one for one in improving.cases if one.stratum == "increased"][:3]
    late = tuple(changed(one, period=period("2026-01")) for one in waiting)
    cases = (*improving.cases, *late)
    made = report(changed(improving, cases=cases, period=period("2025-26")))
    chart = charts_of(made)["trend-increased-contingency_plan-chart"]
    assert chart.note == "3 cases since then are too few for a point."


def test_in_welsh(anytown: Council):
    made = report(history(anytown, [5]), language="cy")
    assert section_of(made, "change").title == "Newid dros amser"
