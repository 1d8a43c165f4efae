"""Files of audit returns recorded in a store: all of what is named, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from auditkit import AuditKit
from auditkit.actors import Actor
from auditkit.errors import Conflict, InvalidReturn, NotAllowed, Refused
from auditkit.privacy.keys import Key
from auditkit.privacy.pseudonyms import pseudonym
from auditkit.programme.reading import read_programme
from auditkit.recording import AsTold, RecordedFiles, record_files
from auditkit.store import Store, open_store

AT = datetime(2026, 4, 14, 9, 30, tzinfo=UTC)
ANALYST = Actor("AN-01")
KEY = Key(secret=bytes(range(32)))
SET = """\
question_set: small
version: "1"
title: A small set
scales:
  evidenced:
    - {option: yes, label: Yes, score: 1}
    - {option: no, label: "No", score: 0}
sections:
  - section: all
    title: All
    questions:
      - {question: plan, text: A plan?, scale: evidenced, comment_required: [no]}
rating: {bands: [{band: good, label: Good, from: 50}, {band: poor, label: Poor, from: 0}]}
"""
PROGRAMME = b"""\
programme: anytown
title: Practice audits
question_set: small@1
seed: "20237331128159211123"
per_service: 4
services: [{service: older_people, title: Older People}, {service: mental_health}]
stages:
  - {stage: first, role: team_leader}
  - {stage: reaudit, role: head_of_service}
"""
STAFF = {
    "TL-04": Actor("TL-04", ("team_leader",), ("older_people",)),
    "HS-01": Actor("HS-01", ("head_of_service",)),
}
HEADINGS = "Case,Service,Practitioner,Auditor,Stage,Period,plan,plan.comment"
FIRST = "MC0142,Older People,SW-11,TL-04,First audit,2026-04,Yes,"
AGAIN = "MC0142,Older People,SW-11,HS-01,Re-audit,2026-04,No,Not on file"

Record = Callable[..., RecordedFiles]


@pytest.fixture
def kit(tmp_path: Path) -> AuditKit:
    (tmp_path / "small.yaml").write_text(SET)
    kit = AuditKit(discover=False)
    kit.load(tmp_path / "small.yaml")
    return kit


@pytest.fixture
def store(kit: AuditKit, tmp_path: Path) -> Iterator[Store]:
    numbers = count()
    with open_store(
        tmp_path / "audits.sqlite",
        entropy=lambda size: next(numbers).to_bytes(size, "big"),
        create=True,
        kit=kit,
        staff=STAFF,
    ) as store:
        store.adopt(read_programme(PROGRAMME, "p.yaml").programme, actor=ANALYST, at=AT)
        yield store


@pytest.fixture
def record(kit: AuditKit, store: Store, tmp_path: Path) -> Record:
    """Record rows of a file."""

    def record(*rows: str, headings: str = HEADINGS, **told: object) -> RecordedFiles:
        (tmp_path / "returns.csv").write_text("\n".join([headings, *rows]) + "\n")
        asked = AsTold(**{"questions": "small", **told})
        return record_files(kit, store, [tmp_path / "returns.csv"], asked, actor=ANALYST, at=AT)

    return record


def kept(store: Store) -> list[tuple[str, str, str | None]]:
    returns = [one.audit_return for one in store.audits()]
    return sorted((one.case_ref, one.stage, one.period) for one in returns)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.problems]


def test_returns_are_recorded_once(record: Record, store: Store):
    assert [one.is_new for one in record(FIRST).recorded] == [True]
    assert [one.is_new for one in record(FIRST).recorded] == [False]
    assert kept(store) == [("MC0142", "first", "2026-04")]


def test_stages_are_recorded_in_their_order_however_they_stand(record: Record, store: Store):
    found = record(AGAIN, FIRST)
    assert [one.card.audit_return.stage for one in found.recorded if one.card] == [
        "first",
        "reaudit",
    ]
    assert len(kept(store)) == 2


def test_nothing_is_recorded_where_one_return_is_held(record: Record, store: Store):
    with pytest.raises(InvalidReturn) as refused:
        record(FIRST, "MC0150,Older People,,TL-04,,2026-04,Perhaps,")
    assert codes(refused) == ["R012"]
    assert kept(store) == []


def test_nothing_is_recorded_where_a_comment_is_missing(record: Record, store: Store):
    with pytest.raises(InvalidReturn) as refused:
        record(FIRST, "MC0150,Older People,SW-11,TL-04,,2026-04,No,")
    assert codes(refused) == ["C003"]
    assert kept(store) == []


def test_nothing_is_recorded_where_a_file_cannot_be_used(kit, store: Store, tmp_path: Path):
    (tmp_path / "good.csv").write_text(f"{HEADINGS}\n{FIRST}\n")
    (tmp_path / "bad.csv").write_bytes(b"")
    files = [tmp_path / "good.csv", tmp_path / "bad.csv"]
    with pytest.raises(InvalidReturn) as refused:
        record_files(kit, store, files, AsTold(questions="small"), actor=ANALYST, at=AT)
    assert codes(refused) == ["F002"]
    assert kept(store) == []


def test_a_broken_rule_refuses_unless_there_is_a_reason(record: Record, store: Store):
    own = FIRST.replace("SW-11", "TL-04")
    with pytest.raises(NotAllowed) as refused:
        record(own)
    assert [one.facts["rule"] for one in refused.value.problems] == ["auditor_is_not_practitioner"]
    assert kept(store) == []
    record(own, override="Nobody else is left.")
    assert kept(store) == [("MC0142", "first", "2026-04")]


def test_a_reaudit_needs_its_first_audit(record: Record):
    with pytest.raises(NotAllowed) as refused:
        record(AGAIN)
    assert [one.facts["rule"] for one in refused.value.problems] == ["stages_in_order"]


def test_another_return_for_the_same_case_is_a_conflict(record: Record, store: Store):
    record(FIRST)
    with pytest.raises(Conflict):
        record(FIRST.replace("Yes,", "No,Nothing there"))
    assert store.audits()[0].audit_return.answers["plan"].value == "yes"


def test_stage_and_period_are_those_told_where_a_return_does_not_say(record: Record, store: Store):
    record("MC0142,Older People,SW-11,TL-04,,,Yes,", period="2026-04")
    record("MC0142,Older People,SW-11,HS-01,,,Yes,", period="2026-04", stage="reaudit")
    assert kept(store) == [("MC0142", "first", "2026-04"), ("MC0142", "reaudit", "2026-04")]


def test_a_return_that_says_another_stage_or_period_is_held(record: Record):
    with pytest.raises(InvalidReturn) as refused:
        record(AGAIN, stage="first", period="2026-05")
    assert codes(refused) == ["A020", "A021"]


def test_people_are_kept_out_and_what_is_left_out_is_named(record: Record, store: Store):
    found = record(
        "MC0142,Older People,,ann@council.example,A. Person,Yes,Rang 01632 960123",
        headings="Case,Service,Practitioner,Auditor,Client name,plan,plan.comment",
        key=KEY,
        codes={"ann@council.example": "TL-04"},
        programme="anytown",
    )
    assert [one.code for one in found.warnings] == ["N004", "N005", "A003"]
    (audit,) = store.audits()
    assert audit.audit_return.case_ref == pseudonym("MC0142", KEY)
    assert audit.audit_return.auditor == "TL-04"
    kept = "".join(str(entry.body) for entry in store.entries())
    assert "MC0142" not in kept
    assert "@" not in kept.replace("small@1", "").replace("made@", "")


def test_an_address_that_nobody_has_records_nothing(record: Record, store: Store):
    with pytest.raises(InvalidReturn) as refused:
        record(FIRST.replace("TL-04", "bob@council.example"))
    assert codes(refused) == ["N006"]
    assert kept(store) == []
