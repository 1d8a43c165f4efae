"""Activity, weekly cost and outcomes, from the facts and answers of audited cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from council import AT, AUDITORS, PROGRAMME, Council, council
from found import has_section, is_publishable, rows_of, section_of, tables_of

from auditkit.frozen import changed
from auditkit.programme.report_keys import ReportKeys
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.report.measures import DOWN, SAME, UP, chosen, cost_change, direction, route
from auditkit.report.model import ReportModel

pytest.importorskip("sqlalchemy", reason="the extra store is not installed")

KEYS = ReportKeys()


@pytest.fixture
def anytown(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path, PROGRAMME.replace("per_service: 2", "per_service: 20")) as found:
        yield found


def drawn(anytown: Council, *, reasons: str = "mobility", rise: str = "80.00") -> Evidence:
    """Ten of 10 cases with increased cost, and ten of 30 others whose cost fell."""
    for one in anytown.draw("2026-04", anytown.cases("older_people", 10, 30)).cases():
        is_dearer = one.stratum == "increased"
        anytown.audit(
            one.case_ref,
            "2026-04",
            case={
                "weekly_cost_change": rise if is_dearer else "-10.00",
                "review_type": "unplanned" if is_dearer else "planned",
            },
            **({"increase_reasons": reasons, "increase_avoidable": "no"} if is_dearer else {}),
        )
    return anytown.evidence("2026-04")


def report(anytown: Council, evidence: Evidence, language: str = "en") -> ReportModel:
    return anytown.kit.report(evidence=evidence, language=language)


def with_facts(evidence: Evidence, **facts: Any) -> Evidence:
    """As if the returns of all cases told these facts, too."""

    def telling(case: AuditedCase) -> AuditedCase:
        card = case.card
        told = {**card.audit_return.case, **facts}
        other = changed(card, audit_return=changed(card.audit_return, case=told))
        cards = {**case.stages.cards, card.audit_return.stage: other}
        return changed(case, stages=changed(case.stages, cards=cards))

    return changed(evidence, cases=tuple(map(telling, evidence.cases)))


def test_the_cases_of_the_draws_and_the_reviews_behind_the_audited_ones(anytown: Council):
    evidence = drawn(anytown)
    anytown.audit("CASE-9", "2026-05")
    made = report(anytown, anytown.evidence("2026-27-Q1"))
    assert rows_of(made, "measures-activity") == {
        "April 2026": (40, 40, 20, 10, 10),
        "May 2026": (None, None, 1, 0, 0),
    }
    headings = [one.heading for one in tables_of(made)["measures-activity"].columns][-2:]
    assert headings == ["Planned review", "Unplanned review"]
    without = report(anytown, with_facts(evidence, review_type=None))
    assert rows_of(without, "measures-activity") == {"April 2026": (40, 40, 20)}


def test_the_mean_change_of_all_cases_is_weighted(anytown: Council):
    # (10 x 80 + 30 x -10) / 40 = 12.50; all that were sampled of a stratum are alike.
    found = rows_of(report(anytown, drawn(anytown)), "measures-cost")
    assert found == {
        "Increased cost": (10, Decimal("80.00"), Decimal("80.00"), Decimal("80.00")),
        "Other cases": (10, Decimal("-10.00"), Decimal("-10.00"), Decimal("-10.00")),
        "All cases, weighted": (20, Decimal("12.50"), Decimal("12.50"), Decimal("12.50")),
    }


def test_price_stands_apart_from_volume_where_it_is_known(anytown: Council):
    told = {
        "weekly_cost_before": Decimal(100),
        "weekly_cost": Decimal(130),
        "price_change": Decimal(4),
        "volume_change": Decimal(26),
    }
    made = report(anytown, with_facts(drawn(anytown), weekly_cost_change=None, **told))
    table = tables_of(made)["measures-cost"]
    assert [one.heading for one in table.columns[2:7]] == [
        "Mean before", "Mean now", "Mean change", "Of that, prices", "Of that, volume",
    ]  # fmt: skip
    assert table.rows[-1][2:7] == tuple(Decimal(f"{one}.00") for one in (100, 130, 30, 4, 26))


def test_means_by_service_reason_and_route(anytown: Council):
    evidence = with_facts(drawn(anytown, reasons="mobility; other"), budget_route="account")
    made = report(anytown, evidence)
    whole = (20, Decimal("12.50"), Decimal("12.50"), Decimal("12.50"))
    assert rows_of(made, "measures-cost-service") == {"Older People": whole}
    assert rows_of(made, "measures-cost-route") == {"account": whole}
    # Increased cost alone.
    dearer = (10, Decimal("80.00"), Decimal("80.00"), Decimal("80.00"))
    assert rows_of(made, "measures-cost-reason") == {
        "Reduced mobility or double-handed care": dearer, "Another reason": dearer,
    }  # fmt: skip


def test_fewer_than_ten_cases_have_no_mean(anytown: Council):
    for one in anytown.draw("2026-04", anytown.cases("older_people", 2, 2)).cases():
        anytown.audit(one.case_ref, "2026-04", case={"weekly_cost_change": "5.00"})
    found = rows_of(report(anytown, anytown.evidence("2026-04")), "measures-cost")
    assert found["All cases, weighted"] == (4, None, None, None)


def test_without_costs_there_are_none(anytown: Council):
    anytown.audit("CASE-1", "2026-04")
    made = report(anytown, anytown.evidence("2026-04"))
    assert [one for one in tables_of(made) if one.startswith("measures")] == ["measures-activity"]


def test_every_column_says_what_its_cells_are(anytown: Council):
    made = report(anytown, with_facts(drawn(anytown), budget_route="account"))
    told = {one for one in tables_of(made) if one.startswith("measures")}
    # Its numbers of cases are those of the reasons, but for costs that are not known.
    assert "measures-cost-reason" in told
    assert is_publishable(made, told - {"measures-cost-reason"})
    assert not is_publishable(made, ["measures-cost-reason"])


def test_without_a_case_there_is_no_such_section(anytown: Council):
    assert not has_section(report(anytown, anytown.evidence("2026-04")), "measures")


PERSONAL = PROGRAMME.replace("managing-cost-of-care@1.0", "personalised-commissioning@1.0")
ANSWERS = {
    "route": "direct_payment", "route_choice": "yes", "budget_shown": "yes", "budget_clear": "yes",
    "top_up": "no", "rate_buys_plan": "yes", "personal_assistant": "no",
    "outcomes_measurable": "yes", "outcomes_own_words": "yes", "outcomes_reviewed": "yes",
    "outcomes_achieved": "fully", "cost_change": "higher", "cost_linked": "yes",
    "cheaper_option": "no", "provider_choice": "yes", "monitoring": "yes", "more_control": "yes",
}  # fmt: skip


@pytest.fixture
def personal(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path, PERSONAL) as found:
        found.questions = found.kit.question_set("personalised-commissioning@1.0")
        yield found


def commissioned(personal: Council, ref: str, **answers: str) -> None:
    told = {**ANSWERS, **answers}
    comments = dict.fromkeys(personal.questions.questions, "As on the file")
    made = personal.kit.read_answers(
        personal.questions,
        told,
        comments=comments,
        about={
            "case_ref": ref, "period": "2026-04", "stage": "first", "service": "older_people",
            "auditor": "TL-1", "audit_date": "2026-04-20",
        },
    ).audit_return  # fmt: skip
    personal.store.record(made, actor=AUDITORS["first"], at=AT)


def test_outcomes_stand_against_what_happened_to_the_cost(personal: Council):
    commissioned(personal, "CASE-1")
    commissioned(personal, "CASE-2", outcomes_achieved="partly")
    commissioned(personal, "CASE-3", cost_change="lower", outcomes_achieved="not_recorded")
    commissioned(personal, "CASE-4", cost_change="same")
    made = report(personal, personal.evidence("2026-04"))
    # Went up, stayed the same, went down, not known.
    assert rows_of(made, "measures-outcomes-personalised-commissioning") == {
        "Fully achieved": (1, 1, 0, 0),
        "Partly achieved": (1, 0, 0, 0),
        "Not achieved": (0, 0, 0, 0),
    }


def test_where_no_outcome_is_recorded_there_is_no_such_table(personal: Council):
    commissioned(personal, "CASE-1", outcomes_achieved="not_recorded")
    made = report(personal, personal.evidence("2026-04"))
    assert "measures-outcomes-personalised-commissioning" not in tables_of(made)


def case_of(personal: Council, **answers: str) -> AuditedCase:
    commissioned(personal, "CASE-1", **answers)
    return personal.evidence("2026-04").now[0]


def test_routes_are_told_by_answers_where_no_fact_is_known(personal: Council):
    case = case_of(personal)
    assert route(KEYS, case) == "direct_payment"
    assert chosen(case, "no_such_question") is None
    assert chosen(case, "cost_reason") is None


@pytest.mark.parametrize(("answer", "way"), [("higher", UP), ("same", SAME), ("lower", DOWN)])
def test_the_direction_of_the_cost_is_that_of_the_answer(personal: Council, answer, way):
    assert direction(KEYS, case_of(personal, cost_change=answer)) == way


def test_figures_tell_the_direction_before_answers_do(anytown: Council):
    def way(**facts: Mapping[str, Any] | Any) -> str | None:
        return direction(KEYS, with_facts(evidence, **facts).now[0])

    anytown.audit("CASE-1", "2026-04")
    evidence = anytown.evidence("2026-04")
    assert way() is None
    found = [way(weekly_cost_change=Decimal(one)) for one in ("0.01", "0", "-0.01")]
    assert found == [UP, SAME, DOWN]
    assert way(weekly_cost=Decimal(2), weekly_cost_before=Decimal(1)) == UP
    change = cost_change(KEYS)
    both = with_facts(evidence, weekly_cost=Decimal(2), weekly_cost_before=Decimal("0.5"))
    assert change(both.now[0]) == Fraction(3, 2)
    assert change(with_facts(evidence, weekly_cost=Decimal(2)).now[0]) is None


def test_a_route_that_the_set_does_not_know_is_told_as_it_is(anytown: Council):
    evidence = with_facts(drawn(anytown), budget_route="council_managed")
    assert [*rows_of(report(anytown, evidence), "measures-cost-route")] == ["council_managed"]


def test_in_welsh(anytown: Council):
    made = report(anytown, drawn(anytown), "cy")
    assert section_of(made, "measures").title == "Gweithgarwch, cost a chanlyniadau"
