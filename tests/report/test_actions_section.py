"""The actions of a council as its report tells of them: by kind and service, and nobody named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from council import ANALYST, PROGRAMME, Council, council
from found import has_section, is_publishable, rows_of, section_of, tables_of, texts_of

from auditkit.actions.model import Action
from auditkit.report.action_effects import effects
from auditkit.report.as_json import report_json
from auditkit.report.model import ReportModel

pytest.importorskip("sqlalchemy", reason="the extra store is not installed")

ESCALATING = (
    PROGRAMME
    + """\
actions: {escalate: [{after: 5 working days, to: head_of_service}]}
"""
)
ON = date(2026, 7, 21)


@pytest.fixture
def anytown(tmp_path: Path) -> Iterator[Council]:
    with council(tmp_path, ESCALATING) as found:
        yield found


def act(anytown: Council, id: str, *, raised: str = "2026-05-01", **told: Any) -> None:
    """Raise an action by hand."""
    day = date.fromisoformat(raised)
    known: dict[str, Any] = {
        "id": id, "programme": "anytown", "service": "Older People", "kind": "training",
        "title": "Ask Jo Bloggs", "owner": "OWNER-77", "due": date(2026, 7, 1),
        "raised_on": day, "raised_by": "AN-01", **told,
    }  # fmt: skip
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    anytown.store.add_action(Action(**known), actor=ANALYST, at=at)


def close(anytown: Council, id: str, status: str, on: str, **told: Any) -> None:
    (action,) = anytown.store.actions(id=id)
    day = date.fromisoformat(on)
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    anytown.store.update_action(
        id, version=action.version, status=status, actor=ANALYST, at=at, **told
    )


def report(anytown: Council, language: str = "en", period: str = "2026-27-Q1") -> ReportModel:
    return anytown.kit.report(evidence=anytown.evidence(period, ON), language=language)


def test_actions_are_counted_by_kind_and_service(anytown: Council):
    act(anytown, "A-1")
    act(anytown, "A-2", raised="2026-03-02", due=date(2026, 8, 3))
    act(anytown, "A-3", service="mental_health", kind="other")
    act(anytown, "A-4", service="Elsewhere")
    close(anytown, "A-3", "cancelled", "2026-06-01", because="Moved away")
    made = report(anytown)
    # New, open, overdue, done, verified, cancelled.
    assert rows_of(made, "actions-by-kind") == {
        "Training": (2, 3, 2, 0, 0, 0),
        "Other": (1, 0, 0, 0, 0, 1),
    }
    assert rows_of(made, "actions-by-service") == {
        "Older People": (1, 2, 1, 0, 0, 0),
        "Mental Health": (1, 0, 0, 0, 0, 1),
        "No service of the programme": (1, 1, 1, 0, 0, 0),
    }
    assert is_publishable(made, ["actions-by-kind", "actions-by-service"])
    assert texts_of(section_of(made, "actions")).startswith(
        "3 new in the period; 3 open now, 2 of them overdue and 0 done but not verified;"
        " 1 closed in the period."
    )


def test_what_is_overdue_for_longest(anytown: Council):
    act(anytown, "A-1", due=date(2026, 7, 10))
    act(anytown, "A-2", due=date(2026, 6, 1))
    act(anytown, "A-3", due=date(2026, 7, 20), kind="other")
    # From 1 June to 21 July 2026: 29 + 21 days.
    table = tables_of(report(anytown))["actions-overdue"]
    assert table.rows == (
        ("Training", "Older People", 2, "1 June 2026", 50),
        ("Other", "Older People", 1, "20 July 2026", 1),
    )


def test_an_escalation_is_counted_by_role(anytown: Council):
    # Five working days after 10 July 2026, a Friday, is 17 July; after 20 July it is 27 July.
    act(anytown, "A-1", due=date(2026, 7, 10))
    act(anytown, "A-2", due=date(2026, 7, 20), kind="other")
    assert rows_of(report(anytown), "actions-escalated") == {"Head of Service": (1,)}


def audited_twice(anytown: Council, ref: str, before: str, after: str) -> None:
    """A case whose first answer raised an action, which an audit in May looks back on."""
    anytown.audit(ref, "2026-01", contingency_plan=before, audit_date="2026-01-20")
    anytown.audit(ref, "2026-05", contingency_plan=after, audit_date="2026-05-20")


def test_the_effect_is_what_audits_of_the_period_show(anytown: Council):
    answers = [("no", "yes"), ("no", "partly"), ("no", "no"), ("partly", "no"), ("no", "na")]
    for at, (before, after) in enumerate(answers):
        audited_twice(anytown, f"CASE-{at}", before, after)
    # Better, the same, worse, not comparable.
    made = report(anytown)
    assert rows_of(made, "actions-effect") == {"Practice or learning support": (2, 1, 1, 1)}
    assert is_publishable(made, ["actions-effect"])


def test_an_action_that_was_cancelled_had_nothing_to_bring_about(anytown: Council):
    audited_twice(anytown, "CASE-1", "no", "yes")
    (action,) = anytown.store.actions()
    close(anytown, action.id, "cancelled", "2026-06-01", because="Raised by mistake")
    assert effects(anytown.evidence("2026-27-Q1")) == ()


def test_an_action_from_before_every_audit_has_nothing_to_be_held_against(anytown: Council):
    act(anytown, "A-1", case_ref="CASE-1", question="contingency_plan")
    anytown.audit("CASE-1", "2026-05", audit_date="2026-05-20")
    assert effects(anytown.evidence("2026-27-Q1")) == ()


def test_without_another_audit_in_the_period_nothing_is_said_of_effects(anytown: Council):
    audited_twice(anytown, "CASE-1", "no", "yes")
    made = report(anytown, period="2026-06")
    assert "nothing can be said of the effect" in texts_of(section_of(made, "actions"))


def test_nobody_and_no_case_is_named(anytown: Council):
    act(anytown, "A-1", case_ref="CASE-9", team="East", finding="Jo Bloggs forgot")
    written = report_json(report(anytown)).decode()
    for name in ("Bloggs", "OWNER-77", "CASE-9", "A-1", "East"):
        assert name not in written


def test_a_store_without_actions_says_so(anytown: Council):
    assert texts_of(section_of(report(anytown), "actions")) == "No action was raised yet."


def test_from_returns_alone_there_is_no_such_section(anytown: Council):
    assert not has_section(anytown.kit.report([]), "actions")


def test_every_published_column_says_what_its_cells_are(anytown: Council):
    act(anytown, "A-1")
    names = ("actions-by-kind", "actions-by-service")
    assert is_publishable(report(anytown), names)


def test_in_welsh(anytown: Council):
    act(anytown, "A-1")
    assert section_of(report(anytown, "cy"), "actions").title == "Camau gweithredu"
