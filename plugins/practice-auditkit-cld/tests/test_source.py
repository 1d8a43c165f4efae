"""From two extracts to cases: every rule, seen through the source as programs use it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from auditkit_cld.source import ClientLevelData
from cld_rows import EARLIER, HEADINGS, Write, row

from auditkit import AuditKit, Refused
from auditkit.cases import Case, Cases

AT = date(2026, 3, 31)


def read(path: Path, earlier: Path | None = None, **options: str) -> Cases:
    return ClientLevelData().read(path, at=AT, earlier=earlier, options=options)


def only(path: Path, earlier: Path | None = None, **options: str) -> Case:
    (case,) = read(path, earlier, **options).cases
    return case


def codes(found: Cases) -> list[str]:
    return [one.code for one in found.problems]


def test_the_source_is_found_by_its_name() -> None:
    registered = AuditKit().plugins.registry("auditkit_case_sources")["cld"]
    assert registered.origin.distribution == "practice-auditkit-cld"


def test_a_case_has_its_cost_its_service_and_its_route(write: Write) -> None:
    case = only(write(row()))
    assert (case.case_ref, case.service) == ("P1", "Mental Health Support")
    assert case.facts == {
        "weekly_cost": Decimal("200.00"),
        "cost_complete": "yes",
        "budget_route": "council_managed",
    }


def test_rows_of_one_person_are_summed_and_never_thinned_out(write: Write) -> None:
    assert only(write(row(), row(), row(cost="-30", units="1"))).facts["weekly_cost"] == 430


def test_one_off_payments_and_ended_rows_do_not_count(write: Write) -> None:
    gone = row(cost="500", end="30/03/2026")
    to_come = row(cost="500", start="01/04/2026")
    found = only(write(row(), row(cost="900", frequency="ONE-OFF"), gone, to_come))
    assert found.facts["weekly_cost"] == 200


def test_who_has_no_open_service_is_no_case(write: Write) -> None:
    found = read(write(row(event="Request"), row(event="Assessment"), row(end="01/01/2026")))
    assert (found.cases, codes(found)) == ((), ["cld-no-cases"])


def test_cases_come_in_the_order_of_their_references(write: Write) -> None:
    found = read(write(row(ref="P10"), row(ref="P2"), row(ref="P1")))
    assert [case.case_ref for case in found.cases] == ["P1", "P10", "P2"]


@pytest.mark.parametrize("release", [1, 2])
def test_case_and_release_are_of_no_account(write: Write, release: int) -> None:
    headings = HEADINGS if release == 1 else tuple(one.lower() for one in HEADINGS)
    told = row(event="SERVICE", frequency="HOURLY", mechanism="direct payment")
    rows = {new: told.get(old, "") for old, new in zip(HEADINGS, headings, strict=True)}
    facts = only(write(rows, headings=headings)).facts
    assert (facts["weekly_cost"], facts["budget_route"]) == (200, "direct_payment")


def test_headings_as_database_columns_are_known(write: Write) -> None:
    headings = tuple(one.replace(" ", "_").replace("(", "").replace(")", "") for one in HEADINGS)
    rows = {new: row().get(old, "") for old, new in zip(HEADINGS, headings, strict=True)}
    assert only(write(rows, headings=headings)).facts["weekly_cost"] == 200


def test_null_is_nothing(write: Write) -> None:
    assert only(write(row(end="NULL", frequency="Weekly", units="NULL"))).facts["weekly_cost"] == 20


# Change


def test_price_and_volume_are_told(write: Write) -> None:
    facts = only(write(row(cost="22", units="15")), write(row(), name="earlier.csv")).facts
    # 200 became 330: price 15 x 2 = 30, volume 100, which is 50% of 200
    assert [
        str(facts[name]) for name in ("weekly_cost_change", "price_change", "volume_change")
    ] == [
        "130.00",
        "30.00",
        "100.00",
    ]
    assert (facts["increased_cost"], facts["new_person"]) == ("yes", "no")


def test_an_uplift_alone_is_not_increased_cost(write: Write) -> None:
    case = only(write(row(cost="40")), write(row(), name="earlier.csv"))
    assert (case.facts["price_change"], case.facts["increased_cost"]) == (200, "no")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "yes"),
        ({"pounds": "100"}, "no"),
        ({"percent": "50"}, "no"),
        ({"pounds": "99.99"}, "yes"),
    ],
)
def test_the_limits_are_declared(write: Write, options: dict[str, str], expected: str) -> None:
    later, earlier = write(row(units="15")), write(row(), name="earlier.csv")
    assert only(later, earlier, **options).facts["increased_cost"] == expected


@pytest.mark.parametrize("before", [{"ref": "P9"}, {"event": "Assessment"}, {"end": "30/03/2025"}])
def test_new_people_are_never_increased(write: Write, before: dict[str, str]) -> None:
    facts = only(write(row()), write(row(**before), name="earlier.csv")).facts
    assert (facts["new_person"], facts["increased_cost"]) == ("yes", "no")
    assert not {"weekly_cost_before", "weekly_cost_change"} & facts.keys()


def test_each_extract_is_looked_at_on_its_own_day(write: Write) -> None:
    earlier = write(row(end="31/03/2025"), row(start="01/04/2025"), name="earlier.csv")
    assert only(write(row()), earlier).facts["weekly_cost_before"] == 200
    assert only(write(row()), earlier, earlier_at="2025-04-01").facts["weekly_cost_before"] == 200
    assert only(write(row()), earlier, earlier_at="31/12/2024").facts["new_person"] == "no"


def test_an_earlier_extract_that_is_not_earlier_is_refused(write: Write) -> None:
    with pytest.raises(Refused, match="wrong way round"):
        read(write(row(), period=EARLIER), write(row(), name="other.csv"))


def test_an_earlier_extract_without_a_period_needs_a_day(write: Write) -> None:
    later, earlier = write(row()), write(row(), name="earlier.csv", period={})
    with pytest.raises(Refused, match="--earlier-at"):
        read(later, earlier)
    assert only(later, earlier, earlier_at="2025-03-31").facts["new_person"] == "no"


def test_a_service_renamed_by_release_2_is_the_same_service(write: Write) -> None:
    later = write(row(cost="22", component="Home support or domiciliary care"))
    facts = only(later, write(row(), name="earlier.csv")).facts
    assert (facts["price_change"], facts["volume_change"]) == (20, 0)


def test_without_providers_in_one_extract_both_go_without(write: Write) -> None:
    headings = tuple(one for one in HEADINGS if not one.startswith("Provider"))
    later = write(row(cost="22", provider="1-200"), headings=headings)
    found = read(later, write(row(), name="earlier.csv"))
    assert found.cases[0].facts["price_change"] == 20
    assert codes(found) == ["cld-field-missing"]


def test_a_cost_that_is_not_whole_leaves_the_change_open(write: Write) -> None:
    found = read(write(row(), row(units="")), write(row(), name="earlier.csv"))
    facts = found.cases[0].facts
    assert (facts["weekly_cost"], facts["cost_complete"]) == (200, "no")
    assert "increased_cost" not in facts
    assert codes(found) == ["cld-no-units", "cld-undecided"]


@pytest.mark.parametrize("is_turned", [False, True])
def test_a_cost_that_was_not_recorded_is_no_increase(write: Write, is_turned: bool) -> None:
    bare = (row(), row(cost="", provider="1-200"))
    told = (row(), row(cost="30", provider="1-200"))
    later, earlier = (bare, told) if is_turned else (told, bare)
    found = read(write(*later), write(*earlier, name="earlier.csv"))
    assert "increased_cost" not in found.cases[0].facts
    assert codes(found) == ["cld-undecided"]


def test_a_cost_of_nothing_is_no_cost(write: Write) -> None:
    later, earlier = write(row()), write(row(cost="0.00"), name="earlier.csv")
    assert codes(read(later, earlier)) == ["cld-undecided"]


def test_beside_a_service_that_never_had_a_cost_another_is_volume(write: Write) -> None:
    bare = row(cost="")
    later, earlier = write(row(), row(), bare), write(row(), bare, name="earlier.csv")
    assert only(later, earlier).facts["volume_change"] == 200


def test_services_without_a_cost_in_both_change_nothing(write: Write) -> None:
    rows = (row(), row(cost="0.00", component="Equipment"))
    found = read(write(*rows), write(*rows, name="earlier.csv"))
    assert (found.cases[0].facts["increased_cost"], codes(found)) == ("no", [])


# Reviews, routes, services


def review(on: str, reason: str) -> dict[str, str]:
    return row(event="Review", start=on, end=on, reason=reason)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("Planned", "planned"),
        ("PLANNED", "planned"),
        ("Unplanned - Provider Failure", "unplanned"),
        ("unplanned: safeguarding concern", "unplanned"),
        ("Review of short term support", None),
    ],
)
def test_a_review_is_planned_or_not_by_how_its_reason_begins(
    write: Write, reason: str, expected: str | None
) -> None:
    facts = only(write(row(), review("01/02/2026", reason))).facts
    assert facts["last_review"] == date(2026, 2, 1)
    assert facts.get("review_type") == expected


def test_the_last_review_before_the_day_counts(write: Write) -> None:
    rows = (review("01/02/2026", "Unplanned - Other Reason"), review("01/04/2026", "Planned"))
    assert (
        only(write(row(), *rows, review("01/01/2026", "Planned"))).facts["review_type"]
        == "unplanned"
    )


def test_a_review_on_the_day_counts(write: Write) -> None:
    facts = only(write(row(), review("31/03/2026", "Planned"))).facts
    assert facts["last_review"] == AT


def test_a_review_may_be_in_the_earlier_extract_alone(write: Write) -> None:
    earlier = write(row(), review("01/02/2025", "Planned"), name="earlier.csv")
    assert only(write(row()), earlier).facts["last_review"] == date(2025, 2, 1)


@pytest.mark.parametrize(
    ("mechanisms", "expected"),
    [
        (["CASSR managed personal budget"], "council_managed"),
        (["CASSR Commissioned Support"], "council_managed"),
        (["Individual Service Fund"], "third_party_managed"),
        (["Direct payment"], "direct_payment"),
        (["Direct Payment", "CASSR Managed Personal Budget"], "mixed"),
        (["Self-Funder Metering Only"], None),
        ([""], None),
    ],
)
def test_the_delivery_mechanism_tells_the_route(
    write: Write, mechanisms: list[str], expected: str | None
) -> None:
    found = read(write(*(row(mechanism=one) for one in mechanisms)))
    assert (found.cases[0].facts.get("budget_route"), codes(found)) == (expected, [])


def test_a_direct_payment_by_component_is_one(write: Write) -> None:
    case = only(write(row(component="Direct Payment", mechanism="")))
    assert case.facts["budget_route"] == "direct_payment"


def test_the_service_is_that_of_most_cost_as_it_is_mostly_written(write: Write) -> None:
    rows = [row(support="MENTAL HEALTH SUPPORT"), row(ref="P2"), row(ref="P3")]
    found = read(write(*rows, row(cost="1", support="Learning Disability Support")))
    assert {case.service for case in found.cases} == {"Mental Health Support"}


def test_the_service_may_stand_in_another_field(write: Write) -> None:
    headings = (*HEADINGS, "Team")
    path = write({**row(), "Team": "North"}, headings=headings)
    assert only(path, service_field="team").service == "North"


@pytest.mark.parametrize(
    "options", [{"pounds": "many"}, {"percent": "-1"}, {"earlier_at": "soon"}, {"pence": "1"}]
)
def test_an_option_that_is_none_is_refused(write: Write, options: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        read(write(row()), **options)
    assert [one.code for one in refused.value.problems] == ["cld-option"]
