"""Cases given to staff: nobody gets a case they may not audit, and no allocation is more even."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.actors import Actor
from auditkit.cases import Case
from auditkit.programme.model import Stage
from auditkit.stages.allocation import allocated
from auditkit.stages.separation import Audited, eligible

FIRST = Stage(stage="first", role="team_leader")
REAUDIT = Stage(stage="reaudit", role="team_leader")


def leader(id: str, *services: str) -> Actor:
    return Actor(id, ("team_leader",), services)


def cases(*services: str) -> list[Case]:
    return [
        Case(case_ref=f"CASE-{number}", service=service)
        for number, service in enumerate(services, 1)
    ]


def test_cases_are_shared_evenly_in_their_order():
    found = allocated(FIRST, cases("op", "op", "op", "op"), [leader("A"), leader("B")])
    assert found.auditors == {"CASE-1": "A", "CASE-2": "B", "CASE-3": "A", "CASE-4": "B"}
    assert found.loads == {"A": 2, "B": 2}
    assert found.unallocated == {}


def test_who_can_do_less_keeps_what_only_they_can_do():
    # B alone may audit the last two; A's cases move so that nobody has more than two.
    staff = [leader("A", "op"), leader("B", "op", "mh")]
    found = allocated(FIRST, cases("op", "op", "mh", "mh"), staff)
    assert found.auditors == {"CASE-1": "A", "CASE-2": "A", "CASE-3": "B", "CASE-4": "B"}


def test_a_chain_of_moves_evens_out_the_load():
    # C may audit only ld, B mh and ld, A op and mh: the last case reaches A through B.
    staff = [leader("C", "ld"), leader("B", "mh", "ld"), leader("A", "op", "mh")]
    found = allocated(FIRST, cases("mh", "ld", "ld", "ld", "mh"), staff)
    assert found.loads == {"C": 2, "B": 2, "A": 1}


def test_what_somebody_has_already_counts():
    found = allocated(FIRST, cases("op", "op"), [leader("A"), leader("B")], already={"A": 2})
    assert found.auditors == {"CASE-1": "B", "CASE-2": "B"}
    assert found.loads == {"A": 2, "B": 2}


def test_a_case_that_nobody_may_audit_is_told_with_reasons():
    one = Case(case_ref="CASE-1", service="op", practitioner="A")
    found = allocated(FIRST, [one], [leader("A"), Actor("B", ("moderator",)), leader("C", "mh")])
    assert found.auditors == found.loads == {}
    reasons = found.unallocated["CASE-1"]
    assert {id: [rule.rule for rule in rules] for id, rules in reasons.items()} == {
        "A": ["auditor_is_not_practitioner"],
        "B": ["auditor_holds_role"],
        "C": ["auditor_works_there"],
    }


def test_a_case_without_staff_is_told_without_reasons():
    assert allocated(FIRST, cases("op"), []).unallocated == {"CASE-1": {}}


def test_who_audited_a_case_does_not_get_it_again():
    history = {"CASE-1": [Audited(stage="first", auditor="A")]}
    found = allocated(REAUDIT, cases("op", "op"), [leader("A"), leader("B")], history)
    assert found.auditors == {"CASE-1": "B", "CASE-2": "A"}


def test_a_thousand_cases_are_given_out_at_once():
    staff = [leader(f"TL-{number}", *("op", "mh", "ld")[number % 3 :]) for number in range(40)]
    found = allocated(FIRST, cases(*("op", "mh", "ld", "ld", "ld") * 200), staff)
    assert len(found.auditors) == 1_000
    assert max(found.loads.values()) - min(found.loads.values()) <= 1


SERVICES = st.sampled_from(["op", "mh", "ld"])
STAFF = st.lists(st.sets(SERVICES, min_size=1), min_size=1, max_size=3).map(
    lambda services: [leader("ABC"[at], *sorted(one)) for at, one in enumerate(services)]
)
LISTS = st.lists(SERVICES, max_size=6).map(lambda services: cases(*services))
ALREADY = st.dictionaries(st.sampled_from("ABC"), st.integers(0, 3))


def most_even(listed: list[Case], staff: list[Actor], already: dict[str, int]) -> list[int]:
    """The loads of the most even allocation there is, the largest first: all are tried."""
    choices = [eligible(FIRST, staff, case).people for case in listed]
    choices = [people for people in choices if people]
    found = []
    for chosen in product(*choices):
        loads = [already.get(one.id, 0) + chosen.count(one) for one in staff]
        found.append(sorted(loads, reverse=True))
    return min(found)


@settings(max_examples=300)
@given(LISTS, STAFF, ALREADY)
def test_no_allocation_is_more_even(listed, staff, already):
    found = allocated(FIRST, listed, staff, already=already)
    loads = [already.get(one.id, 0) for one in staff]
    for auditor in found.auditors.values():
        loads[[one.id for one in staff].index(auditor)] += 1
    assert sorted(loads, reverse=True) == most_even(listed, staff, already)
    assert all(
        found.loads[one.id] == load
        for one, load in zip(staff, loads, strict=True)
        if one.id in found.loads
    )


@given(LISTS, STAFF)
def test_everybody_may_audit_what_they_get_and_every_case_is_told_of_once(listed, staff):
    found = allocated(FIRST, listed, staff)
    for case in listed:
        people = [one.id for one in eligible(FIRST, staff, case).people]
        if people:
            assert found.auditors[case.case_ref] in people
        assert (case.case_ref in found.auditors) is (case.case_ref not in found.unallocated)
