"""A case replaced in a draw that the store keeps."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from audits import AT, HEAD_OF_SERVICE, KIT, LEADER, a_return

from auditkit import Refused
from auditkit.cases import Case
from auditkit.draws.replacing import replaced
from auditkit.errors import Conflict
from auditkit.kept_draws import keep_draw, kept_draws
from auditkit.kept_replacements import replace_kept
from auditkit.programme.reading import read_programme

PROGRAMME = b"""\
programme: anytown
title: Practice audits
question_set: managing-cost-of-care@1.0
seed: "20237331128159211123"
per_service: 2
services: [{service: older_people, title: Older People}]
stages:
  - {stage: first, role: team_leader}
  - {stage: reaudit, role: head_of_service}
"""
LOADED = read_programme(PROGRAMME, "programme.yaml")
# Two of three cases are drawn, so that draws of two periods have a case in common.
CASES = [Case(case_ref=f"CASE-{number}", service="older_people") for number in (1, 2, 3)]


def drawn(period="2026-04", purpose="audit", cases=CASES):
    return KIT.kit.draw(LOADED, period, cases, purpose=purpose).draw


def references(draw):
    return [one.case_ref for one in draw.cases()]


def replace(store, case_ref, **told):
    about = {"because": "Moved away", "actor": LEADER, "at": AT, **told}
    return replace_kept(store, case_ref, **about)


def refusal(store, case_ref, **told):
    before = store.head()
    with pytest.raises(Refused) as refused:
        replace(store, case_ref, **told)
    assert store.head() == before
    (found,) = refused.value.problems
    return found.code, found.facts


@pytest.fixture
def kept(store):
    """A store that keeps the draw of April."""
    store.adopt(LOADED.programme, actor=HEAD_OF_SERVICE, at=AT)
    keep_draw(store, drawn(), actor=HEAD_OF_SERVICE, at=AT)
    return store


def test_the_next_number_takes_its_place_in_one_entry(kept):
    first = references(drawn())[0]
    found = replace(kept, first.lower(), ineligible=True)
    assert found == replaced(drawn(), first, because="Moved away", ineligible=True)
    assert [one.draw for one in kept_draws(kept)] == [found]
    entry = kept.entries()[-1]
    assert (entry.seq, entry.kind, entry.actor) == (3, "draw", "TL1")
    kept.verify()


def test_a_case_of_no_draw_is_told_with_the_nearest_that_was_drawn(kept):
    code, facts = refusal(kept, "CASE-11" if "CASE-1" in references(drawn()) else "CASE-22")
    assert (code, facts["hint"][:22]) == ("D031", " The nearest drawn is ")


def test_a_case_that_was_replaced_is_told_with_what_took_its_place(kept):
    first, _ = references(drawn())
    (third,) = {one.case_ref for one in CASES} - set(references(drawn()))
    replace(kept, first)
    assert refusal(kept, first) == ("D032", {"because": "Moved away", "by": third})


def test_a_replacement_needs_a_reason_and_a_draw(kept):
    first = references(drawn())[0]
    assert refusal(kept, first, because=" ")[0] == "D034"
    code, facts = refusal(kept, first, stage="moderation")
    assert (code, facts["known"]) == ("D041", "anytown 2026-04 (first)")


def test_where_no_draw_is_kept_it_says_so(store):
    code, facts = refusal(store, "CASE-1")
    assert (code, facts["known"]) == ("D041", "none")


def test_of_several_draws_the_one_is_meant_that_is_told(kept):
    keep_draw(kept, drawn("2026-05"), actor=HEAD_OF_SERVICE, at=AT)
    keep_draw(kept, drawn(purpose="reaudit"), actor=HEAD_OF_SERVICE, at=AT)
    both = set(references(drawn())) & set(references(drawn("2026-05")))
    case = next(one for one in references(drawn(purpose="reaudit")) if one in both)
    code, facts = refusal(kept, case)
    assert code == "D042"
    assert facts["draws"] == (
        "anytown 2026-04 (first), anytown 2026-05 (first), anytown 2026-04 (reaudit)"
    )
    assert replace(kept, case, period="2026-05").period == "2026-05"
    assert replace(kept, case, stage="reaudit").purpose == "reaudit"
    assert replace(kept, case, programme="anytown").period == "2026-04"


def test_a_draw_for_which_the_case_is_audited_already_is_not_meant(kept):
    keep_draw(kept, drawn("2026-05"), actor=HEAD_OF_SERVICE, at=AT)
    case = next(one for one in references(drawn()) if one in references(drawn("2026-05")))
    kept.record(a_return(case), actor=LEADER, at=AT)
    assert replace(kept, case).period == "2026-05"


@pytest.mark.parametrize("is_adopted", [True, False])
def test_an_audited_case_is_not_replaced(store, is_adopted):
    if is_adopted:
        store.adopt(LOADED.programme, actor=HEAD_OF_SERVICE, at=AT)
    keep_draw(store, drawn(), actor=HEAD_OF_SERVICE, at=AT)
    first = references(drawn())[0]
    store.record(a_return(first.lower()), actor=LEADER, at=AT)
    code, facts = refusal(store, first)
    assert (code, facts["case"]) == ("D043", first.lower())
    after = replaced(drawn(), first, because="Moved away")
    with pytest.raises(Conflict):
        keep_draw(store, after, actor=LEADER, at=AT)


def test_a_case_is_replaced_for_the_stage_that_it_was_not_audited_at(kept):
    case = references(drawn(purpose="reaudit"))[0]
    keep_draw(kept, drawn(purpose="reaudit"), actor=HEAD_OF_SERVICE, at=AT)
    kept.record(a_return(case), actor=LEADER, at=AT)
    assert replace(kept, case).purpose == "reaudit"


def test_of_two_at_once_one_is_told_of_the_other(kept, where, opened):
    cases, told = references(drawn()), []
    together = Barrier(2)

    def one(case):
        store = opened(where)
        draw = drawn()
        together.wait()
        try:
            after = replaced(draw, case, because="Moved away")
            told.append(keep_draw(store, after, actor=LEADER, at=AT).is_new)
        except Conflict as conflict:
            told.append(conflict.problems[0].code)

    threads = [Thread(target=one, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, told)) == ["T026", "True"]
    kept.verify()
