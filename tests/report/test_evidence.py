"""What a store has to say to a report, and the shares and means that it gives of all cases."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from council import ANALYST, AT, AUDITORS, Council, council

from auditkit.draws.replacing import replaced
from auditkit.errors import Refused
from auditkit.kept_draws import keep_draw
from auditkit.report.evidence import AuditedCase
from auditkit.report.weighting import weighted_mean, weighted_share, weighted_strata

pytest.importorskip("sqlalchemy", reason="the extra store is not installed")


@pytest.fixture
def anytown(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path) as found:
        yield found


def refs(cases: tuple[AuditedCase, ...]) -> list[str]:
    return [one.case_ref for one in cases]


def has_plan(case: AuditedCase) -> Fraction | None:
    found = case.card.questions["contingency_plan"]
    return Fraction(found.option == "yes") if found.state == "answered" else None


def test_a_period_has_its_months_and_what_was_before_stands_beside(anytown: Council):
    for period in ("2026-03", "2026-04", "2026-06", "2026-07"):
        anytown.audit(f"CASE-{period[-1]}", period)
    found = anytown.evidence("2026-27-Q1")
    assert refs(found.now) == ["CASE-4", "CASE-6"]
    assert refs(found.cases) == ["CASE-3", "CASE-4", "CASE-6"]
    assert [*found.periods] == ["2026-04", "2026-06"]
    assert [*found.all_periods] == ["2026-03", "2026-04", "2026-06"]
    assert found.cards == tuple(one.card for one in found.now)


def test_a_case_without_a_period_belongs_to_the_month_of_its_audit_else_to_none(anytown: Council):
    anytown.audit("CASE-1", None)
    anytown.audit("CASE-2", None, audit_date=None)
    found = anytown.evidence("2026-04")
    assert (refs(found.now), found.unplaced) == (["CASE-1"], 1)


def test_a_drawn_case_has_its_stratum_and_another_has_none(anytown: Council):
    draw = anytown.draw("2026-04", anytown.cases("older_people", 3, 3))
    for one in draw.cases():
        anytown.audit(one.case_ref, "2026-04")
    anytown.audit("CASE-9", "2026-04")
    found = anytown.evidence("2026-04")
    strata = {one.case_ref: one.stratum for one in found.now}
    assert strata == {**{one.case_ref: one.stratum for one in draw.cases()}, "CASE-9": None}
    assert found.drawn == (draw,)
    assert {one.service for one in found.now} == {"older_people"}


def test_the_audit_that_counts_is_the_official_one(anytown: Council):
    anytown.audit("CASE-1", "2026-04", contingency_plan="no")
    anytown.audit("CASE-1", "2026-04", "reaudit")
    (case,) = anytown.evidence("2026-04").now
    assert (case.is_settled, case.card.audit_return.stage) == (True, "reaudit")


def test_what_was_first_submitted_is_kept_beside_what_was_corrected_since(anytown: Council):
    anytown.audit("CASE-1", "2026-04", contingency_plan="no")
    anytown.audit("CASE-2", "2026-04")
    anytown.store.correct(
        "CASE-1", question="contingency_plan", answer="yes", because="Found on the file",
        period="2026-04", actor=AUDITORS["first"], at=AT,
    )  # fmt: skip
    one, other = anytown.evidence("2026-04").now
    options = {
        name: stages.cards["first"].questions["contingency_plan"].option
        for name, stages in (("stands", one.stages), ("submitted", one.as_submitted))
    }
    assert options == {"stands": "yes", "submitted": "no"}
    assert (other.submitted, other.as_submitted) == ({}, other.stages)


def test_while_two_auditors_have_not_decided_the_first_audit_counts(anytown: Council):
    anytown.audit("CASE-1", "2026-04")
    anytown.audit("CASE-1", "2026-04", "moderation", contingency_plan="no")
    (case,) = anytown.evidence("2026-04").now
    assert (case.is_settled, case.card.audit_return.stage) == (False, "first")


def test_once_they_have_decided_the_audit_that_stands_counts(anytown: Council):
    anytown.audit("CASE-1", "2026-04")
    anytown.audit("CASE-1", "2026-04", "moderation", contingency_plan="no")
    anytown.store.moderation.decide(
        "CASE-1", stands="moderation", by=["TL-1", "MO-1"], because="No plan on the file",
        period="2026-04", actor=ANALYST, at=AT,
    )  # fmt: skip
    (case,) = anytown.evidence("2026-04").now
    assert (case.is_settled, case.card.audit_return.stage) == (True, "moderation")


def test_a_period_that_there_is_not_is_refused(anytown: Council):
    with pytest.raises(Refused, match="P030"):
        anytown.evidence("2026-13")


def test_a_share_of_all_cases_weighs_each_stratum_by_its_eligible_cases(anytown: Council):
    # 2 cases with increased cost and 8 others, one of each drawn: only the former has no plan,
    # so that 8 of 10 have one.
    draw = anytown.draw("2026-04", anytown.cases("older_people", 2, 8))
    for one in draw.cases():
        answer = "no" if one.stratum == "increased" else "yes"
        anytown.audit(one.case_ref, "2026-04", contingency_plan=answer)
    found = anytown.evidence("2026-04")
    everybody = weighted_share(found, has_plan)
    assert everybody is not None
    assert (everybody.value, everybody.sampled, everybody.eligible) == (Fraction(8, 10), 2, 10)
    increased = weighted_share(found, has_plan, stratum="increased")
    assert increased is not None
    assert (increased.value, increased.sampled, increased.eligible) == (0, 1, 2)


def test_a_case_that_a_question_does_not_concern_stands_for_others_like_it(anytown: Council):
    # 4 places: 2 of 6 with increased cost, 2 of 6 others. One of the others needs no plan, so
    # that 3 of the 6 are taken to need one: (6 x 1/2 + 3 x 1) / 9.
    cases = anytown.cases("older_people", 6, 0) + anytown.cases("mental_health", 0, 6)
    draw = anytown.draw("2026-04", cases)
    answers = {"increased": iter(("no", "yes")), "other": iter(("na", "yes"))}
    for one in draw.cases():
        told = {"service": one.service, "contingency_plan": next(answers[one.stratum])}
        anytown.audit(one.case_ref, "2026-04", **told)
    found = weighted_mean(anytown.evidence("2026-04"), has_plan)
    assert found is not None
    assert (found.value, found.sampled, found.eligible) == (Fraction(6, 9), 3, 12)


def test_nothing_follows_from_cases_that_were_not_drawn(anytown: Council):
    anytown.audit("CASE-1", "2026-04")
    assert weighted_share(anytown.evidence("2026-04"), has_plan) is None


def test_a_case_found_to_be_ineligible_is_counted_nowhere(anytown: Council):
    draw = anytown.draw("2026-04", anytown.cases("older_people", 4, 4))
    (gone,) = [one for one in draw.cases() if one.stratum == "increased"]
    after = replaced(draw, gone.case_ref, because="Moved away", ineligible=True)
    keep_draw(anytown.store, after, actor=ANALYST, at=AT)
    for one in after.cases():
        anytown.audit(one.case_ref, "2026-04")
    sizes = {
        one.kind: one.eligible
        for one in weighted_strata(anytown.evidence("2026-04"), has_plan)
        if one.sampled
    }
    assert sizes == {"increased": 3, "other": 4}


def test_rules_that_were_overridden_are_counted(anytown: Council):
    anytown.audit("CASE-1", "2026-04")
    anytown.audit("CASE-1", "2026-04", "moderation", auditor="TL-1", override="Nobody else is in")
    assert anytown.evidence("2026-04").overrides == {
        "moderator_is_not_auditor": 1,
        "moderator_is_not_importer": 1,
    }
    assert anytown.evidence("2026-05").overrides == {}
