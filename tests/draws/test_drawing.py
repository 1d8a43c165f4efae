"""Draws: what is taken, what is left out and counted, and that nothing else has a say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit import AuditKit, PluginFailed, Refused
from auditkit.cases import Case
from auditkit.draws.frozen_list import frozen_list
from auditkit.draws.numbers import draw_number
from auditkit.draws.plain import draw_json
from auditkit.draws.showing import described
from auditkit.programme.history import PastAudit

from .conftest import PROGRAMME, SEED, case, drawn, listed, references, taken, with_criterion

KIT = AuditKit(discover=False)


@pytest.fixture(scope="module")
def anytown(tmp_path_factory):
    path = tmp_path_factory.mktemp("programme") / "programme.yaml"
    path.write_text(PROGRAMME, "utf-8")
    return KIT.load_programme(path)


def by_number(cases, purpose="audit"):
    return sorted(cases, key=lambda one: draw_number(SEED, "2026-04", purpose, one.case_ref))


def test_the_lowest_numbers_of_each_stratum_are_taken(anytown):
    cases = listed(10, 20)
    drawing = KIT.draw(anytown, "2026-04", cases, past=[])
    expected = by_number(cases[:10])[:2] + by_number(cases[10:])[:2]
    assert drawn(drawing) == references(expected)
    assert [one.draw_number for one in drawing.draw.taken] == [
        draw_number(SEED, "2026-04", "audit", one.case_ref) for one in expected
    ]


def test_a_service_borrows_from_no_other(anytown):
    cases = [*listed(1, 1), *listed(10, 10, "mental_health", start=100)]
    drawing = KIT.draw(anytown, "2026-04", cases, past=[])
    assert (taken(drawing), taken(drawing, "mental_health")) == ([1, 1], [2, 2])


def test_excluded_cases_are_counted_by_the_first_reason(anytown):
    cases = listed(0, 10)
    cases[0] = case(1, closed="yes")
    cases[1] = case(2, closed="yes")
    past = [
        PastAudit(case_ref=ref, audit_date=date(2025, 9, 1))
        for ref in ("CASE-0002", "case-0003", "GONE-1")
    ]
    drawing = KIT.draw(anytown, "2026-04", cases, past=past)
    counts = drawing.draw.counts("older_people", "other")
    assert (counts.listed, dict(counts.excluded), counts.eligible) == (
        10,
        {"closed": 2, "recent": 1},
        7,
    )
    assert {"CASE-0001", "CASE-0002", "CASE-0003"}.isdisjoint(drawn(drawing))


def test_a_case_is_never_admitted_again_to_fill_a_place(anytown):
    cases = listed(0, 4)
    past = [PastAudit(case_ref="CASE-0001", audit_date=date(2026, 3, 31))]
    drawing = KIT.draw(anytown, "2026-04", cases, past=past)
    assert taken(drawing) == [0, 3]
    shortfall = drawing.draw.shortfalls[1]
    assert (shortfall.stratum, shortfall.wanted, shortfall.taken) == (None, 4, 3)
    assert shortfall.reason == "4 cases are listed, 1 of them excluded"


def test_another_seed_is_recorded(anytown):
    cases = listed(0, 30)
    own = KIT.draw(anytown, "2026-04", cases, past=[])
    other = KIT.draw(anytown, "2026-04", cases, past=[], seed="9876543210")
    assert (own.draw.is_seed_of_programme, other.draw.is_seed_of_programme) == (True, False)
    assert drawn(own) != drawn(other)
    assert "seed 9876543210 (not the programme's)" in next(described(other.draw))


@pytest.mark.parametrize("seed", ["123456789", "1234 567890", "123456789\n0", "é" * 12])
def test_a_seed_is_long_and_has_no_spaces(anytown, seed):
    with pytest.raises(Refused) as refused:
        KIT.draw(anytown, "2026-04", listed(0, 4), past=[], seed=seed)
    assert refused.value.problems[0].code == "D027"


def test_a_stage_is_drawn_from_completed_audits_by_its_share(load, kit):
    stages = "stages:\n  - {stage: first, role: team_leader}\n  - {stage: moderation, role: moderator, share: 10%, on_disagreement: joint_decision}\nper_service"
    loaded = load(kit, ("per_service", stages))
    cases = listed(5, 16)
    past = [PastAudit(case_ref=one.case_ref, audit_date=date(2026, 4, 9)) for one in cases]
    drawing = kit.draw(loaded, "2026-04", cases, past=past, purpose="moderation")
    # 10% of 21 is 2.1: three are drawn, and having been audited keeps none of them out
    assert taken(drawing) == [2, 1]
    assert drawn(drawing)[:2] == references(by_number(cases[:5], "moderation")[:2])
    assert drawing.draw.policy.exclusions == ()
    assert drawing.problems == ()


def test_a_stage_must_be_one_of_the_programme(anytown):
    with pytest.raises(Refused) as refused:
        KIT.draw(anytown, "2026-04", listed(0, 4), purpose="moderation")
    assert refused.value.problems[0].code == "D026"


def test_a_condition_over_case_fields_excludes(load, kit):
    condition = "'case.weekly_cost < 400.50 and case.team == \"North\"'"
    loaded = load(kit, ("{criterion: closed}", condition))
    cases = [case(number) for number in range(1, 4)]
    north = [
        Case(case_ref=f"N-{n}", service="older_people", team="North", facts=one.facts)
        for n, one in enumerate(cases)
    ]
    dear = Case(
        case_ref="N-9",
        service="older_people",
        team="North",
        facts={"weekly_cost": Decimal("400.50")},
    )
    unknown = Case(case_ref="N-8", service="older_people", team="North")
    drawing = kit.draw(loaded, "2026-04", [*cases, *north, dear, unknown], past=[])
    assert drawing.draw.counts("older_people", "other").excluded == {"closed": 3}


def test_numbers_beyond_the_declared_places_are_compared_as_they_are(load, kit):
    loaded = load(kit, ("{criterion: closed}", "'case.weekly_cost < 400'"))
    near = Case(case_ref="N-1", service="older_people", facts={"weekly_cost": Decimal("399.999")})
    drawing = kit.draw(loaded, "2026-04", [near], past=[])
    assert drawing.draw.counts("older_people", "other").excluded == {"closed": 1}


def test_a_list_of_no_case_is_all_shortfall(anytown):
    drawing = KIT.draw(anytown, "2026-04", [], past=[])
    assert [one.code for one in drawing.problems] == ["D024"]
    assert {one.reason for one in drawing.draw.shortfalls} == {"no case is listed"}


def test_what_the_list_does_not_tell_is_said(anytown):
    bare = [Case(case_ref=f"B-{n}", service="older_people") for n in range(3)]
    drawing = KIT.draw(anytown, "2026-04", bare)
    assert [(one.code, one.facts.get("fact")) for one in drawing.problems] == [
        ("D017", "weekly_cost"),
        ("D017", "weekly_cost_before"),
        ("D017", "closed"),
        ("D023", None),
    ]
    mixed = KIT.draw(anytown, "2026-04", [*bare, *listed(1, 1)], past=[])
    assert [(one.code, one.facts["count"]) for one in mixed.problems] == [("D018", 3)] * 3


@pytest.mark.parametrize(
    ("cases", "code"),
    [
        ([case(1), case(1)], "D004"),
        ([case(1), Case(case_ref="case-0001", service="older_people")], "D004"),
        ([Case(case_ref="", service="older_people")], "D001"),
        ([Case(case_ref=" A", service="older_people")], "D001"),
        ([Case(case_ref="A\nB", service="older_people")], "D001"),
        ([Case(case_ref="A")], "D006"),
        ([Case(case_ref="A", service="finance")], "D007"),
    ],
)
def test_a_list_that_cannot_be_drawn_from_is_refused(anytown, cases, code):
    with pytest.raises(Refused) as refused:
        KIT.draw(anytown, "2026-04", cases, past=[])
    assert refused.value.problems[0].code == code


@pytest.mark.parametrize(
    ("criterion", "said"),
    [
        (lambda case, history: 1 / 0, "criterion mine: ZeroDivisionError: division by zero"),
        (lambda case, history: 1, "criterion mine: TypeError: said 1, expected True or False"),
        (lambda case, history: None, "said None, expected True or False"),
        (lambda case, history: exit(3), "criterion mine: SystemExit: 3"),
    ],
)
@pytest.mark.parametrize("old", ["{criterion: increased_cost}", "{criterion: closed}"])
def test_a_criterion_that_fails_stops_the_draw_and_is_named(load, old, criterion, said):
    kit = with_criterion(criterion)
    loaded = load(kit, (old, "{criterion: mine}"))
    with pytest.raises(PluginFailed) as failed:
        kit.draw(loaded, "2026-04", [case(7)], past=[])
    assert "mine (given by the program -)" in str(failed.value)
    assert said in str(failed.value)
    assert "CASE-0007" in str(failed.value)


def test_a_criterion_of_a_plugin_is_recorded_with_its_sender(load):
    kit = with_criterion(lambda case, history: case.case_ref.endswith("1"))
    loaded = load(kit, ("{criterion: closed}", "{criterion: mine}"))
    drawing = kit.draw(loaded, "2026-04", listed(0, 12), past=[])
    used = {one.criterion: (one.plugin, one.distribution) for one in drawing.draw.policy.criteria}
    assert used["mine"] == ("mine", "given by the program")
    assert used["increased_cost"] == ("criteria", "practice-auditkit")
    assert drawing.draw.counts("older_people", "other").excluded == {"closed": 2}


def test_references_that_are_no_ascii_are_composed(anytown):
    cases = [Case(case_ref=f"\u00c9-{n}", service="older_people") for n in range(9)]
    drawing = KIT.draw(anytown, "2026-04", cases, past=[])
    assert drawn(drawing) == references(by_number(cases)[:4])


def test_progress_sees_every_case(anytown):
    seen = []

    def watch(cases):
        for one in cases:
            seen.append(one.case_ref)
            yield one

    KIT.draw(anytown, "2026-04", listed(2, 3), past=[], progress=watch)
    assert len(seen) == 5


def test_many_cases_give_the_same_as_few_do():
    """The cells keep only the lowest numbers; they must be those that sorting all would give."""
    cases = [case(number, increased=number % 5 == 0) for number in range(1, 2_000)]
    loaded = KIT_PROGRAMME
    drawing = KIT.draw(loaded, "2026-04", cases, past=[])
    increased = by_number([one for one in cases if one.facts["weekly_cost"] == 600])
    other = by_number([one for one in cases if one.facts["weekly_cost"] == 400])
    assert drawn(drawing) == references(increased[:2] + other[:2])
    assert [one.case_ref for one in drawing.draw.next] == references(increased[2:16] + other[2:16])


def _loaded():
    from auditkit.programme.reading import read_programme

    criteria = KIT.plugins.registry("auditkit_criteria")
    objects = {name: one.object for name, one in criteria.items()}
    return read_programme(PROGRAMME.encode(), "p.yaml", find_set=KIT.question_set, criteria=objects)


KIT_PROGRAMME = _loaded()
CASES = st.lists(
    st.tuples(
        st.integers(1, 400),
        st.sampled_from(["older_people", "mental_health"]),
        st.booleans(),
        st.sampled_from(["yes", "no"]),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda one: one[0],
).map(lambda rows: [case(n, service, increased=up, closed=shut) for n, service, up, shut in rows])


@given(CASES, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_list_has_no_say(cases, chance):
    shuffled = chance.sample(cases, len(cases))
    first = KIT.draw(KIT_PROGRAMME, "2026-04", cases, past=[]).draw
    again = KIT.draw(KIT_PROGRAMME, "2026-04", shuffled, past=[]).draw
    assert draw_json(first) == draw_json(again)


@given(CASES)
@settings(max_examples=60, deadline=None)
def test_every_case_is_counted_once_and_places_are_taken_while_there_is_anybody(cases):
    draw = KIT.draw(KIT_PROGRAMME, "2026-04", cases, past=[]).draw
    assert sum(one.listed for one in draw.services) == len(cases)
    for service in draw.services:
        for one in service.strata:
            assert one.listed == one.eligible + sum(one.excluded.values())
            assert one.taken <= one.eligible
        assert service.taken == min(service.places, service.eligible)
    shut = {one.case_ref for one in cases if one.facts["closed"] == "yes"}
    assert shut.isdisjoint(one.case_ref for one in (*draw.taken, *draw.next))


@given(CASES, st.integers(0, 39))
@settings(max_examples=60, deadline=None)
def test_a_case_that_is_not_drawn_may_be_missing_without_changing_the_rest(cases, at):
    draw = KIT.draw(KIT_PROGRAMME, "2026-04", cases, past=[]).draw
    left = [one for one in cases if one.case_ref != cases[at % len(cases)].case_ref]
    gone = cases[at % len(cases)].case_ref
    if left and gone not in {one.case_ref for one in draw.taken}:
        again = KIT.draw(KIT_PROGRAMME, "2026-04", left, past=[]).draw
        assert {one.case_ref for one in again.taken} == {one.case_ref for one in draw.taken}


def test_the_hash_of_a_list_is_of_what_is_known():
    plain = frozen_list([case(1), case(2)])
    assert frozen_list([case(2), case(1)]).list_hash == plain.list_hash
    longer = Decimal("400.00")
    assert frozen_list([case(1, weekly_cost=longer), case(2)]).list_hash == plain.list_hash
    assert frozen_list([case(1), case(2, closed="yes")]).list_hash != plain.list_hash
    dated = frozen_list([case(1, seen=date(2026, 1, 1)), case(2, zero=Decimal("0.00"))])
    assert dated.list_hash != plain.list_hash
