"""What was audited of what was drawn, as the report tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from council import ANALYST, AT, PROGRAMME, Council, council
from found import is_publishable, rows_of, section_of, tables_of, texts_of

from auditkit.draws.replacing import replaced
from auditkit.kept_draws import keep_draw
from auditkit.report.model import ReportModel

pytest.importorskip("sqlalchemy", reason="the extra store is not installed")


@pytest.fixture
def anytown(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path) as found:
        yield found


def report(council: Council, period: str = "2026-27-Q1", language: str = "en") -> ReportModel:
    return council.kit.report(evidence=council.evidence(period), language=language)


def audit_all(council: Council, period: str, *, but: int = 0, older: int = 4, mental: int = 4):
    """Draw from cases of both services, half of them with increased cost, and audit all but the
    last so many.
    """
    cases = [
        *council.cases("older_people", older // 2, older - older // 2),
        *council.cases("mental_health", mental // 2, mental - mental // 2),
    ]
    draw = council.draw(period, cases)
    for one in tuple(draw.cases())[: len(draw.taken) - but]:
        council.audit(one.case_ref, period, service=one.service)
    return draw


def test_activity_stands_against_plan_by_service_and_period(anytown: Council):
    audit_all(anytown, "2026-04")
    audit_all(anytown, "2026-05", but=1)
    made = report(anytown)
    # Planned, drawn, audited, still to be audited, re-audits, moderations.
    assert rows_of(made, "drawn-services") == {
        "Older People": (4, 4, 4, 0, 0, 0),
        "Mental Health": (4, 4, 3, 1, 0, 0),
        "All services": (8, 8, 7, 1, 0, 0),
    }
    assert rows_of(made, "drawn-periods") == {
        "April 2026": (4, 4, 4, 0, 0, 0),
        "May 2026": (4, 4, 3, 1, 0, 0),
    }
    told = texts_of(section_of(made, "audited"))
    assert "Audited 7 of 8 planned. Still to be audited: 1." in told


def test_one_period_has_no_table_of_periods(anytown: Council):
    audit_all(anytown, "2026-04")
    assert "drawn-periods" not in tables_of(report(anytown, "2026-04"))


def test_one_stage_of_one_service_is_told_in_one_row(tmp_path: Path):
    first_alone = PROGRAMME[: PROGRAMME.index("  - {stage: reaudit")]
    with council(tmp_path, first_alone.replace(", {service: mental_health}", "")) as found:
        draw = found.draw("2026-04", found.cases("older_people", 1, 1))
        found.audit(next(draw.cases()).case_ref, "2026-04")
        made = report(found)
        assert rows_of(made, "drawn-services") == {"Older People": (2, 2, 1, 1)}
        assert "Re-audits" not in tables_of(made)["drawn-services"].note


def test_later_stages_are_counted_among_the_audited(anytown: Council):
    draw = audit_all(anytown, "2026-04")
    first, second, *_ = [one for one in draw.cases() if one.service == "older_people"]
    anytown.audit(first.case_ref, "2026-04", "reaudit")
    anytown.audit(first.case_ref, "2026-04", "moderation")
    anytown.audit(second.case_ref, "2026-04", "reaudit")
    assert rows_of(report(anytown), "drawn-services")["Older People"][-2:] == (2, 1)


def test_shortfalls_are_told_with_their_reasons(anytown: Council):
    for period in ("2026-04", "2026-06"):
        audit_all(anytown, period, mental=1)
    made = report(anytown)
    told = texts_of(section_of(made, "audited"))
    assert "Audited 6 of 8 planned. Shortfall: Mental Health 2, over 2 months." in told
    # One case, without an increase: the place of the other stratum stays empty.
    assert tables_of(made)["shortfalls"].rows[:2] == (
        ("April 2026", "Mental Health", "Increased cost", 1, 0, 0, "no case is listed"),
        ("April 2026", "Mental Health", "All", 2, 1, 1, "1 case is listed"),
    )


def test_the_periods_of_a_shortfall_may_be_quarters(anytown: Council):
    audit_all(anytown, "2026-27-Q1", mental=1)
    told = texts_of(section_of(report(anytown), "audited"))
    assert "Shortfall: Mental Health 1." in told


def test_replacements_are_told_with_their_reasons(anytown: Council):
    draw = anytown.draw("2026-04", anytown.cases("older_people", 2, 2))
    taken = {one.stratum: one.case_ref for one in draw.cases()}
    after = replaced(draw, taken["increased"], because="Moved away", ineligible=True)
    keep_draw(anytown.store, after, actor=ANALYST, at=AT)
    after = replaced(after, taken["other"], because="File not found")
    (left,) = [one.case_ref for one in after.cases() if one.stratum == "other"]
    after = replaced(after, left, because="File not found")
    keep_draw(anytown.store, after, actor=ANALYST, at=AT)
    rows = tables_of(report(anytown, "2026-04"))["replacements"].rows
    assert rows == (
        ("April 2026", "Older People", "Moved away", "no", "the next case"),
        ("April 2026", "Older People", "File not found", "yes", "the next case"),
        ("April 2026", "Older People", "File not found", "yes", "none: no case was left"),
    )


def test_cases_that_no_draw_has_are_counted_apart(anytown: Council):
    audit_all(anytown, "2026-04")
    anytown.audit("ELSEWHERE-1", "2026-04")
    made = report(anytown)
    assert rows_of(made, "drawn-services")["All services"][2] == 4
    assert "1 case was audited that no draw has" in texts_of(section_of(made, "audited"))


def test_overridden_rules_are_told_in_words(anytown: Council):
    audit_all(anytown, "2026-04")
    told = texts_of(section_of(report(anytown), "audited"))
    assert "No rule of separation was overridden." in told
    anytown.audit("CASE-1", "2026-04")
    anytown.audit("CASE-1", "2026-04", "moderation", auditor="TL-1", override="Nobody else is in")
    made = report(anytown)
    assert rows_of(made, "overrides")["Who moderates an audit did not audit the case."] == (1,)
    assert "No rule" not in texts_of(section_of(made, "audited"))


def test_anybody_can_draw_again(anytown: Council):
    draw = audit_all(anytown, "2026-04")
    anytown.kit.draw(anytown.loaded, "2026-05", anytown.cases("older_people", 2, 2))
    seed = "31415926535"
    other = anytown.kit.draw(
        anytown.loaded, "2026-05", anytown.cases("older_people", 2, 2), seed=seed
    ).draw
    keep_draw(anytown.store, other, actor=ANALYST, at=AT)
    assert rows_of(report(anytown), "draws") == {
        "April 2026": (8, draw.lists.cases_hash, "20237331128159211123", "yes"),
        "May 2026": (4, other.lists.cases_hash, seed, "no"),
    }


def test_without_a_draw_nothing_was_planned(anytown: Council):
    anytown.audit("CASE-1", "2026-04")
    told = texts_of(section_of(report(anytown), "audited"))
    assert "No draw is kept for this period, so that nothing was planned." in told
    assert "1 case was audited that no draw has" in told


def test_a_service_that_the_programme_has_no_more_keeps_its_title(anytown: Council):
    audit_all(anytown, "2026-04")
    later = PROGRAMME.replace(", {service: mental_health}", ", {service: carers}")
    path = Path(anytown.loaded.path).parent / "later.yaml"
    path.write_text(later, "utf-8")
    anytown.loaded = anytown.kit.load_programme(path)
    rows = rows_of(report(anytown), "drawn-services")
    assert [*rows] == ["Older People", "Mental Health", "All services"]


def test_the_plan_can_be_published(anytown: Council):
    audit_all(anytown, "2026-04")
    audit_all(anytown, "2026-05")
    assert is_publishable(report(anytown), ["drawn-services", "drawn-periods", "draws"])


def test_what_was_audited_in_welsh(anytown: Council):
    audit_all(anytown, "2026-04", mental=1, but=1)
    audit_all(anytown, "2026-05", mental=1)
    english, welsh = (section_of(report(anytown, language=one), "audited") for one in ("en", "cy"))
    assert not set(texts_of(english).splitlines()) & set(texts_of(welsh).splitlines())
    assert "dros 2 fis" in texts_of(welsh)
