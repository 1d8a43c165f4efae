"""The record of a draw: kept, read back, drawn again, changed only by replacing."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from auditkit import AuditKit, Refused
from auditkit.draws.drawn_returns import against_draw, not_drawn
from auditkit.draws.inclusion import inclusions
from auditkit.draws.plain import draw_dict, draw_json, read_draw
from auditkit.draws.replacing import replaced
from auditkit.draws.showing import cases_table, counts_table, described
from auditkit.draws.verifying import differences, drawn_again, other_makers
from auditkit.frozen import changed
from auditkit.programme.history import PastAudit
from auditkit.testing import made_return, made_set

from .conftest import case, listed

PAST = [PastAudit(case_ref="CASE-0001", audit_date=date(2026, 1, 5))]


@pytest.fixture
def draw(kit, load):
    # Of the four other cases one is excluded: 2 and 2 are wanted, 5 and 3 eligible.
    return kit.draw(load(kit), "2026-04", [*listed(0, 4), *listed(5, 0, start=10)], past=PAST).draw


# Kept and read back


def test_a_draw_read_back_is_the_same(draw):
    text = draw_json(draw)
    assert read_draw(text.encode(), "draw.json") == draw
    assert draw_json(read_draw(text.encode(), "draw.json")) == text


def test_every_key_is_explained(draw):
    told = (Path(__file__).parents[2] / "docs/reference/draws.md").read_text("utf-8")

    def keys(value):
        if isinstance(value, dict):
            for key, below in value.items():
                yield key
                yield from keys(below)
        elif isinstance(value, list):
            for one in value:
                yield from keys(one)

    plain = draw_dict(replaced(draw, draw.taken[0].case_ref, because="On holiday"))
    ids = {"closed", "recent"}
    assert sorted({key for key in keys(plain) if f"`{key}`" not in told} - ids) == []


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("format",), "auditkit report", "expected the format auditkit draw 1"),
        (("format_version",), 2, "expected the format auditkit draw 1"),
        (("seed",), 5, "seed is 5, expected str"),
        (("extra",), 5, "it holds what no draw holds"),
        (("services", 0, "eligible"), 5, "or its sums do not agree"),
        (("services", 0, "strata", 0, "eligible"), "5", "eligible is '5', expected int"),
        (("services", 0, "strata", 0, "excluded"), [], "excluded is []"),
        (("taken", 0, "team"), 5, "team is 5, expected str | None"),
        (("taken", 0, "filled"), 1, "filled is 1, expected bool"),
        (("taken", 0, "colour"), "red", "not every value in it"),
        (("lists", "cases"), True, "cases is True"),
        (("policy",), [], "not every value in it"),
        (("taken",), 3, "not every value in it"),
        (("replacements",), [{"case_ref": "x"}], "not every value in it"),
    ],
)
def test_what_is_no_record_is_refused(draw, path, value, said):
    plain = draw_dict(draw)
    inside = plain
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    with pytest.raises(Refused) as refused:
        read_draw(json.dumps(plain).encode(), "draw.json")
    assert refused.value.problems[0].code == "D030"
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is no JSON from line 1 on"),
        (b"{}", 'it has no "format"'),
        (b"[]", "not every value in it is of the kind"),
        (b"\xff\xfe", "it is no text in UTF-8"),
        (b'{"format": NaN}', "found NaN"),
        (b'{"a": 1, "a": 2}', "a key stands twice"),
        (b"[" * 99_999, "not every value in it is of the kind"),
    ],
)
def test_what_is_no_json_is_refused(data, said):
    with pytest.raises(Refused) as refused:
        read_draw(data, "draw.json")
    assert refused.value.problems[0].code == "D030"
    assert said in str(refused.value)


def test_a_replacement_by_nobody_in_line_is_refused(draw):
    plain = draw_dict(replaced(draw, draw.taken[0].case_ref, because="On holiday"))
    plain["replacements"][0]["by"] = "CASE-9999"
    with pytest.raises(Refused):
        read_draw(json.dumps(plain).encode(), "draw.json")


# Replaced


def test_the_next_number_of_the_stratum_takes_the_place(draw):
    first = draw.taken[0]
    line = [one for one in draw.next if one.stratum == first.stratum]
    after = replaced(draw, first.case_ref.lower(), because="  Moved\naway ")
    entry = after.replacements[0]
    assert (entry.case_ref, entry.by, entry.because) == (
        first.case_ref,
        line[0].case_ref,
        "Moved away",
    )
    assert next(one.case_ref for one in after.cases()) == line[0].case_ref
    again = replaced(after, line[0].case_ref, because="Refused")
    assert again.replacements[1].by == line[1].case_ref
    assert len(list(again.cases())) == 4


def test_where_a_stratum_is_used_up_the_others_follow_and_then_nobody(draw):
    others = [one for one in draw.taken if one.stratum == "other"]
    found = replaced(draw, others[0].case_ref, because="a")  # the third and last other case
    found = replaced(found, others[1].case_ref, because="b")  # none is left: an increased one
    by = found.replacements[1].by
    assert by in {one.case_ref for one in draw.next if one.stratum == "increased"}
    for reason in "cd":
        found = replaced(found, next(iter(found.cases())).case_ref, because=reason)
    assert found.replacements[-1].by is not None
    last = replaced(found, next(iter(found.cases())).case_ref, because="e")
    assert last.replacements[-1].by is None
    assert len(list(last.cases())) == 3
    assert any("no case is left" in line for line in described(last))


def test_a_case_is_replaced_once_and_for_a_reason(draw):
    first = draw.taken[0].case_ref
    after = replaced(draw, first, because="Moved away")
    for case_ref, because, code in (
        (first, "Again", "D032"),
        ("CASE-9999", "Unknown", "D031"),
        (draw.taken[1].case_ref, " \n", "D034"),
    ):
        with pytest.raises(Refused) as refused:
            replaced(after, case_ref, because=because)
        assert refused.value.problems[0].code == code


def test_a_line_that_is_used_up_is_said(kit, load):
    draw = kit.draw(load(kit), "2026-04", listed(0, 40), past=[]).draw
    # 4 are taken and, with 2 places of the stratum, 14 more are kept
    assert len(draw.next) == 14
    for _ in range(14):
        draw = replaced(draw, next(iter(draw.cases())).case_ref, because="Moved away")
    with pytest.raises(Refused) as refused:
        replaced(draw, next(iter(draw.cases())).case_ref, because="Moved away")
    assert refused.value.problems[0].code == "D033"


# Drawn again


def test_the_same_draw_differs_in_nothing(kit, load, draw):
    again = kit.draw(load(kit), "2026-04", [*listed(5, 0, start=10), *listed(0, 4)], past=PAST).draw
    kept = replaced(draw, draw.taken[0].case_ref, because="Moved away")
    found, lost = drawn_again(again, kept)
    assert (differences(kept, found), lost) == ((), ())


def test_another_list_differs_line_by_line(kit, load, draw):
    cases = [*listed(0, 4), *listed(4, 0, start=10)]
    again = kit.draw(load(kit), "2026-04", cases, past=PAST).draw
    lines = differences(draw, again)
    assert 'lists.cases: the record says "9", drawn again "8"' in lines
    assert (
        'services[older_people].strata[increased].eligible: the record says "5", drawn again "4"'
        in lines
    )
    assert any("in the record, not drawn again" in line for line in lines)


def test_a_tampered_record_is_seen(kit, load, draw):
    again = kit.draw(load(kit), "2026-04", [*listed(0, 4), *listed(5, 0, start=10)], past=PAST).draw
    swapped = changed(draw, taken=(*draw.taken[1::-1], *draw.taken[2:]))
    assert differences(swapped, again) == ("taken: in another order",)
    other = changed(draw, taken=(*draw.taken[1:], draw.next[0]), next=draw.next[1:])
    assert f"taken[{draw.taken[0].case_ref}]: drawn again, not in the record" in differences(
        other, again
    )


def test_a_replacement_that_cannot_be_made_again_is_said(kit, load, draw):
    kept = replaced(draw, draw.taken[0].case_ref, because="Moved away")
    cases = [*listed(0, 4), case(900), case(901)]
    _again, lost = drawn_again(kit.draw(load(kit), "2026-04", cases, past=PAST).draw, kept)
    assert len(lost) == 1
    assert "cannot be made again" in lost[0]


def test_another_version_is_told_apart_from_another_draw(draw):
    later = changed(draw, auditkit="9.9.9")
    assert differences(draw, later) == ()
    assert other_makers(draw, later) == (
        f'auditkit: the record says "{draw.auditkit}", drawn again "9.9.9"',
    )


# Returns held against it


def test_a_return_of_a_case_that_was_not_drawn(draw):
    questions = made_set()
    known = draw.taken[0].case_ref
    after = replaced(draw, draw.taken[1].case_ref, because="Moved away")
    told = [
        {"case_ref": known.lower()},
        {"case_ref": known, "period": "2026-04"},
        {"case_ref": known, "period": "2026-05"},
        {"case_ref": known.replace("CASE", "CSAE")},
        {"case_ref": "0123456789"},
        {"case_ref": draw.taken[1].case_ref},
        {"case_ref": ""},
    ]
    returns = [made_return(questions, {"plan": "Yes"}, **one) for one in told]
    found = not_drawn(returns, after)
    assert [one.code for one in found] == ["D037", "D035", "D035", "D036"]
    assert f'The nearest drawn is "{known}"' in found[1].message
    assert "nearest" not in found[2].message
    held = [one.is_held for one in against_draw(returns, after)]
    assert held[:6] == [False, False, True, True, True, True]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("case 142", "CASE-0142"),
        ("CASE-142", "CASE-0142"),
        ("CASE-01142", "CASE-0142"),
        ("CASE-012", "CASE-0142"),
        ("CASE-O142", "CASE-0142"),
        ("CSAE-0142", "CASE-0142"),
        ("CASE-0124", "CASE-0142"),
        ("CASE-4142", "CASE-0142"),
        # No slip of the hand: the likest of those beside it in their order.
        ("CASE-0399", "CASE-0377"),
        ("CASE-0277", "CASE-0377"),
        ("CASE-9999", "CASE-0377"),
    ],
)
def test_the_nearest_drawn_is_named(draw, typed, near):
    taken = [changed(draw.taken[0], case_ref=name) for name in ("CASE-0377", "CASE-0142")]
    told = made_return(made_set(), {"plan": "Yes"}, case_ref=typed)
    (found,) = not_drawn([told], changed(draw, taken=tuple(taken)))
    assert f'The nearest drawn is "{near}".' in found.message


def test_what_is_not_like_any_drawn_case_has_none_near(draw):
    for typed, taken in (("CASE-0142", ()), ("AAA", draw.taken), ("PSN-5542", draw.taken)):
        told = made_return(made_set(), {"plan": "Yes"}, case_ref=typed)
        (found,) = not_drawn([told], changed(draw, taken=taken))
        assert found.facts["hint"] == ""


def test_of_several_near_the_one_with_the_fewest_other_signs_is_named(draw):
    taken = [changed(draw.taken[0], case_ref=name) for name in ("CASE-1421", "CASE-1429")]
    told = made_return(made_set(), {"plan": "Yes"}, case_ref="CASE-4429")
    (found,) = not_drawn([told], changed(draw, taken=tuple(taken)))
    assert 'The nearest drawn is "CASE-1429".' in found.message


# Inclusion


def test_inclusion_is_completed_by_eligible(draw):
    completed = [one.case_ref for one in draw.taken[:3]]
    found = {(one.service, one.stratum): one for one in inclusions(draw, [*completed, "CASE-9999"])}
    # 2 of 5 increased and 1 of 3 others; nothing was eligible in Mental Health
    assert found["older_people", "increased"].probability == Fraction(2, 5)
    assert found["older_people", "other"].probability == Fraction(1, 3)
    assert found["mental_health", "other"].probability is None


def test_ineligible_cases_leave_both(draw):
    first = draw.taken[0]
    after = replaced(draw, first.case_ref, because="Not ours", ineligible=True)
    completed = [first.case_ref, *(one.case_ref for one in after.cases())]
    found = next(one for one in inclusions(after, completed) if one.stratum == "increased")
    assert (found.completed, found.eligible, found.period) == (2, 4, "2026-04")


# Shown


def test_a_draw_is_shown(draw):
    assert counts_table(draw)[2] == ("Older People", "Other", "4", "1", "3", "2", "2")
    assert len(cases_table(draw)) == 5
    lines = list(described(draw))
    assert lines[0] == "Period 2026-04, purpose audit, seed 20237331128159211123 (the programme's)"
    assert "Excluded: 1 case: Audited lately" in lines
    assert "Shortfall: Mental Health, Increased: 2 wanted, 0 eligible (no case is listed)" in lines
    assert "Shortfall: Mental Health: 4 wanted, 0 eligible, 0 taken (no case is listed)" in lines
    assert lines[-1].endswith(f"2026-04 audit {draw.taken[0].case_ref} | sha256sum")


def test_what_fills_a_place_and_what_replaces_is_noted(kit, load):
    draw = kit.draw(load(kit), "2026-04", listed(1, 9)).draw
    notes = [row[-1] for row in cases_table(draw)[1:]]
    assert notes == ["", "", "", "fills a place left over"]
    after = replaced(draw, draw.taken[0].case_ref, because="Moved away", ineligible=True)
    assert cases_table(after)[1][-1] == f"instead of {draw.taken[0].case_ref}"
    lines = list(described(after))
    assert "Earlier audits: not given" in lines
    assert any("(Moved away, not eligible)" in line for line in lines)


def test_an_empty_draw_has_no_number_to_check(kit, load):
    assert "sha256sum" not in "".join(described(kit.draw(load(kit), "2026-04", []).draw))


def test_facts_that_the_return_asks_for_are_kept(load):
    kit = AuditKit(discover=False)
    cases = [case(n, review_type="planned", weekly_cost_change=n, note="x") for n in (1, 2)]
    draw = kit.draw(load(kit), "2026-04", cases, past=[]).draw
    assert {name for one in draw.taken for name in one.facts} == {
        "review_type",
        "weekly_cost_change",
    }
