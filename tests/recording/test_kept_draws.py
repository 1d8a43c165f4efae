"""Draws that a store keeps: returns held against them, and what is still to be audited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest

from auditkit import AuditKit
from auditkit.actors import Actor
from auditkit.cases import Case
from auditkit.draws.record import Draw
from auditkit.draws.replacing import replaced
from auditkit.errors import Conflict
from auditkit.kept_draws import (
    against_draws,
    keep_draw,
    kept_draws,
    outstanding_audits,
    past_audits,
)
from auditkit.programme.reading import LoadedProgramme
from auditkit.returns import AuditReturn
from auditkit.store import Store, open_store
from auditkit.working_days import WorkingDays

AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
ANALYST = Actor("AN-01")
PROGRAMME = """\
programme: anytown
title: Practice audits
question_set: managing-cost-of-care@1.0
seed: "20237331128159211123"
per_service: 2
services: [{service: older_people}]
stages:
  - {stage: first, role: team_leader, due: 20 working days}
  - {stage: reaudit, role: head_of_service, due: 10 working days}
"""
CASES = [Case(case_ref=f"CASE-{number}", service="older_people") for number in range(1, 8)]
STAFF = (Actor("TL-1", ("team_leader",)), Actor("TL-2", ("team_leader",)))


@pytest.fixture
def kit() -> AuditKit:
    return AuditKit(discover=False)


@pytest.fixture
def programme(kit: AuditKit, tmp_path: Path) -> LoadedProgramme:
    (tmp_path / "programme.yaml").write_text(PROGRAMME)
    return kit.load_programme(tmp_path / "programme.yaml")


@pytest.fixture
def draw(kit: AuditKit, programme: LoadedProgramme) -> Callable[[str], Draw]:
    return lambda period: kit.draw(programme, period, CASES).draw


@pytest.fixture
def store(kit: AuditKit, programme: LoadedProgramme, tmp_path: Path) -> Iterator[Store]:
    numbers = count()
    with open_store(
        tmp_path / "audits.sqlite",
        entropy=lambda size: next(numbers).to_bytes(size, "big"),
        create=True,
        kit=kit,
    ) as store:
        store.adopt(programme.programme, actor=ANALYST, at=AT)
        yield store


def keep(store: Store, draw: Draw):
    return keep_draw(store, draw, actor=ANALYST, at=AT)


def one_return(case_ref: str, **told: object) -> AuditReturn:
    return AuditReturn(
        case_ref=case_ref,
        question_set="managing-cost-of-care",
        set_version="1.0",
        **{"service": "older_people", "auditor": "TL-1", **told},
    )


def drawn(draw: Draw) -> list[str]:
    return [one.case_ref for one in draw.cases()]


def test_a_draw_is_kept_as_it_is_with_the_day(store: Store, draw):
    assert keep(store, draw("2026-04")).is_new
    assert not keep(store, draw("2026-04")).is_new
    (kept,) = kept_draws(store)
    assert (kept.draw, kept.draw.stage, kept.on) == (draw("2026-04"), "first", date(2026, 4, 1))


def test_a_draw_with_a_case_replaced_takes_its_place(store: Store, draw):
    first = draw("2026-04")
    keep(store, first)
    after = replaced(first, drawn(first)[0], because="Moved away")
    assert keep(store, after).is_new
    assert kept_draws(store)[0].draw == after
    with pytest.raises(Conflict):
        keep(store, first)


def test_another_draw_for_the_same_period_is_a_conflict(store: Store, kit, programme, draw):
    keep(store, draw("2026-04"))
    with pytest.raises(Conflict):
        keep(store, kit.draw(programme, "2026-04", CASES[:5]).draw)


def test_a_return_of_a_case_that_was_not_drawn_is_held(store: Store, draw):
    keep(store, draw("2026-04"))
    (case, *_) = drawn(draw("2026-04"))
    others = [one.case_ref for one in CASES if one.case_ref not in drawn(draw("2026-04"))]
    found = against_draws([one_return(case), one_return(others[0])], kept_draws(store))
    assert [one.is_held for one in found] == [False, True]
    assert [one.code for one in found[1].problems] == ["D035"]


def test_a_return_without_a_period_gets_that_of_the_latest_draw_of_its_case(store: Store, draw):
    for period in ("2026-04", "2026-05"):
        keep(store, draw(period))
    both = set(drawn(draw("2026-04"))) & set(drawn(draw("2026-05")))
    alone = set(drawn(draw("2026-04"))) - set(drawn(draw("2026-05")))
    for case in both | alone:
        (found,) = against_draws([one_return(case)], kept_draws(store))
        assert found.period == ("2026-05" if case in both else "2026-04")


def test_a_return_of_a_period_or_stage_without_a_draw_is_left_alone(store: Store, draw):
    keep(store, draw("2026-04"))
    returns = [one_return("CASE-9", period="2026-06"), one_return("CASE-9", stage="reaudit")]
    assert against_draws(returns, kept_draws(store)) == tuple(returns)
    assert against_draws(returns, ()) == tuple(returns)


def test_what_was_drawn_is_outstanding_until_it_is_audited(store: Store, programme, draw):
    keep(store, draw("2026-04"))
    first, second = sorted(drawn(draw("2026-04")))
    found = outstanding_audits(store, programme.programme, date(2026, 5, 6), WorkingDays())
    # Drawn on 1 April, 20 working days over Easter end on 1 May; then 5 and 6 May, for 4 May is
    # a bank holiday.
    assert [(one.case_ref, one.due, one.days_late, one.auditor) for one in found] == [
        (first, date(2026, 5, 1), 2, None),
        (second, date(2026, 5, 1), 2, None),
    ]


def test_with_the_staff_it_is_told_who_has_which_case(store: Store, programme, draw):
    keep(store, draw("2026-04"))
    asked = (store, programme.programme, date(2026, 4, 2), WorkingDays())
    assert {one.auditor for one in outstanding_audits(*asked, STAFF)} == {"TL-1", "TL-2"}


def test_an_audited_case_waits_for_the_stage_after(store: Store, kit, programme, draw):
    keep(store, draw("2026-04"))
    case = drawn(draw("2026-04"))[0]
    questions = kit.question_set("managing-cost-of-care", "1.0")
    facts = {"case_ref": case, "service": "older_people", "auditor": "TL-1", "period": "2026-04"}
    store.record(
        kit.read_answers(questions, {}, about=facts).audit_return,
        actor=STAFF[0],
        at=datetime(2026, 4, 14, tzinfo=UTC),
    )
    found = outstanding_audits(store, programme.programme, date(2026, 4, 15), WorkingDays())
    assert [(one.case_ref, one.stage) for one in found if one.case_ref == case] == [
        (case, "reaudit")
    ]


def test_a_draw_for_a_stage_is_of_that_stage(store: Store, kit, programme):
    keep(store, kit.draw(programme, "2026-04", CASES, purpose="reaudit").draw)
    assert kept_draws(store)[0].draw.stage == "reaudit"


def test_who_audited_a_case_does_not_get_it_again(store: Store, kit, programme):
    heads = tuple(Actor(f"HS-{number}", ("head_of_service", "team_leader")) for number in (1, 2))
    questions = kit.question_set("managing-cost-of-care", "1.0")
    keep(store, kit.draw(programme, "2026-04", CASES[:2], purpose="reaudit").draw)
    # Of CASE-2 nobody is named, so who recorded it audited it; what was audited in May is another.
    audits = [("CASE-1", "HS-1", "04"), ("CASE-2", None, "04"), ("CASE-1", "HS-2", "05")]
    for case, auditor, month in audits:
        facts = {"case_ref": case, "service": "older_people", "period": f"2026-{month}"}
        told = kit.read_answers(questions, {}, about={**facts, "auditor": auditor}).audit_return
        store.record(told, actor=heads[1], at=AT)
    asked = (store, programme.programme, date(2026, 4, 15), WorkingDays())
    found = {
        one.case_ref: one.auditor
        for one in outstanding_audits(*asked, heads)
        if one.period == "2026-04"
    }
    assert found == {"CASE-1": "HS-2", "CASE-2": "HS-1"}


HEADS = (Actor("HOS-1", ("head_of_service",)), Actor("HOS-2", ("head_of_service",)))


def reaudits(store: Store, programme: LoadedProgramme, staff: tuple[Actor, ...]):
    found = outstanding_audits(store, programme.programme, date(2026, 4, 2), WorkingDays(), staff)
    return {one.case_ref: one.auditor for one in found if one.stage == "reaudit"}


def test_what_comes_to_a_later_stage_undrawn_is_given_evenly_to_who_may(
    store: Store, programme, draw
):
    keep(store, draw("2026-04"))
    cases = drawn(draw("2026-04"))
    for case in cases:
        store.record(one_return(case, period="2026-04"), actor=ANALYST, at=AT)
    assert reaudits(store, programme, (*STAFF, *HEADS)).keys() == set(cases)
    assert sorted(reaudits(store, programme, (*STAFF, *HEADS)).values()) == ["HOS-1", "HOS-2"]
    assert set(reaudits(store, programme, ()).values()) == {None}


def test_nobody_is_given_a_case_that_they_hold(store: Store, programme, draw):
    keep(store, draw("2026-04"))
    for case in drawn(draw("2026-04")):
        held = one_return(case, period="2026-04", practitioner="HOS-1")
        store.record(held, actor=ANALYST, at=AT)
    assert set(reaudits(store, programme, HEADS).values()) == {"HOS-2"}
    assert set(reaudits(store, programme, HEADS[:1]).values()) == {None}


def test_a_service_is_told_by_its_id_however_a_return_names_it(store: Store, programme, draw):
    keep(store, draw("2026-04"))
    case = drawn(draw("2026-04"))[0]
    named = one_return(case, period="2026-04", service="Older People")
    store.record(named, actor=ANALYST, at=AT)
    found = outstanding_audits(store, programme.programme, date(2026, 4, 2), WorkingDays())
    assert {one.service for one in found} == {"older_people"}


def test_earlier_audits_are_those_of_periods_before_and_what_waits_from_them(
    store, draw, programme
):
    keep(store, draw("2026-04"))
    keep(store, draw("2026-05"))
    first, second = (one.case_ref for one in draw("2026-04").cases())
    told = {"actor": STAFF[0], "at": AT}
    store.record(one_return(first, period="2026-04", audit_date=date(2026, 5, 13)), **told)
    store.record(one_return("CASE-8", audit_date=date(2026, 3, 2)), **told)
    store.record(one_return("CASE-9"), **told)
    known = past_audits(store, programme.programme, date(2026, 5, 1))
    assert {(one.case_ref, one.audit_date, one.stage) for one in known} == {
        (first, date(2026, 5, 13), "first"),
        ("CASE-8", date(2026, 3, 2), "first"),
        (second, date(2026, 4, 30), "first"),
    }
    store.record(one_return(second, period="2026-04"), **told)
    assert past_audits(store, programme.programme, date(2026, 4, 1))[0].case_ref == "CASE-8"
    days = {
        one.case_ref: one.audit_date
        for one in past_audits(store, programme.programme, date(2026, 5, 1))
    }
    assert days[second] == date(2026, 4, 30)
