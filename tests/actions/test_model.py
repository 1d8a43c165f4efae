"""Actions, how they change, and who may change them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from action_examples import RAISED, action, done
from hypothesis import given
from hypothesis import strategies as st

from auditkit import Refused
from auditkit.actions.changing import RULES, change
from auditkit.actions.model import KINDS, PRIORITIES, STATUSES
from auditkit.actions.plain import action_dict, action_from

LATER = date(2026, 4, 24)
EVIDENCE = "File note of 20 April 2026"
AT = {
    "open": action(),
    "in_progress": action(status="in_progress"),
    "done": done(),
    "verified": done(status="verified", closed_on=LATER, closed_by="HOS-1"),
    "cancelled": action(
        status="cancelled", because="The person died", closed_on=LATER, closed_by="HOS-1"
    ),
}


def refused(one, **changes):
    with pytest.raises(Refused) as caught:
        change(one, **{"by": "HOS-1", "on": LATER, **changes})
    return [one.code for one in caught.value.problems]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, ("case", "CASE-0142")),
        ({"case_ref": None}, ("team", "north")),
        ({"case_ref": None, "team": None}, ("service", "older_people")),
        (
            {"case_ref": None, "team": None, "service": None},
            ("programme", "anytown-2026-27"),
        ),
        (
            {"case_ref": None, "team": None, "service": None, "programme": None},
            ("programme", ""),
        ),
    ],
)
def test_an_action_concerns_the_narrowest_thing_it_names(known, expected):
    assert action(**known).subject == expected


def test_a_quality_conversation_is_supervision():
    assert "Quality Conversation" in KINDS["supervision"]


# Steps


@pytest.mark.parametrize("wanted", STATUSES)
@pytest.mark.parametrize("found", STATUSES)
def test_the_steps_there_are_and_no_others(found, wanted):
    allowed = {
        ("open", "in_progress"),
        ("open", "done"),
        ("open", "cancelled"),
        ("in_progress", "open"),
        ("in_progress", "done"),
        ("in_progress", "cancelled"),
        ("done", "verified"),
        ("done", "in_progress"),
        ("done", "cancelled"),
        ("verified", "in_progress"),
        ("cancelled", "open"),
    }
    changes = {"status": wanted, "because": "A reason", "evidence": EVIDENCE}
    if found == wanted:
        assert change(AT[found], by="HOS-1", on=LATER, status=wanted) is AT[found]
    elif (found, wanted) in allowed:
        after = change(AT[found], by="HOS-1", on=LATER, **changes)
        assert (after.status, after.version) == (wanted, 2)
    else:
        assert refused(AT[found], **changes) == ["X001"]


def test_a_refused_step_says_which_there_are():
    with pytest.raises(Refused, match="is Open and cannot become Verified") as caught:
        change(action(), by="HOS-1", on=LATER, status="verified")
    assert "From here it can become: In progress, Done, Cancelled." in str(caught.value)


@pytest.mark.parametrize(
    ("found", "wanted", "needs_reason"),
    [
        ("open", "in_progress", False),
        ("open", "done", False),
        ("open", "cancelled", True),
        ("in_progress", "open", False),
        ("in_progress", "done", False),
        ("in_progress", "cancelled", True),
        ("done", "verified", False),
        ("done", "in_progress", True),
        ("done", "cancelled", True),
        ("verified", "in_progress", True),
        ("cancelled", "open", True),
    ],
)
@pytest.mark.parametrize("because", ["", " \n"])
def test_a_step_back_and_a_cancellation_need_a_reason(found, wanted, needs_reason, because):
    changes = {"status": wanted, "because": because, "evidence": EVIDENCE}
    if needs_reason:
        assert refused(AT[found], **changes) == ["X005"]
    else:
        assert change(AT[found], by="HOS-1", on=LATER, **changes).status == wanted


def test_the_reason_given_before_is_none_for_the_next_step():
    again = change(AT["cancelled"], by="HOS-1", on=LATER, status="open", because="A mistake")
    assert again.because == "A mistake"
    assert refused(again, status="cancelled") == ["X005"]
    assert change(again, by="TL-03", on=LATER, status="in_progress").because == ""


def test_the_same_reason_may_be_given_again():
    after = change(AT["cancelled"], by="HOS-1", on=LATER, status="open", because="The person died")
    assert after.because == "The person died"


def test_an_action_is_done_only_with_evidence():
    assert refused(action(), status="done") == ["X002"]
    assert refused(action(), status="done", evidence="  ") == ["X002"]
    after = change(action(), by="TL-03", on=LATER, status="done", evidence=EVIDENCE)
    assert (after.done_by, after.done_on, after.evidence) == ("TL-03", LATER, EVIDENCE)


def test_who_did_it_stays_whoever_changes_something_else():
    after = change(done(), by="HOS-1", on=LATER, priority="high")
    assert (after.done_by, after.done_on) == ("TL-03", date(2026, 4, 20))


def test_evidence_of_what_is_done_cannot_be_taken_away():
    assert refused(done(), evidence="") == ["X002"]


def test_who_closed_an_action_is_kept_and_forgotten_when_it_is_taken_up_again():
    closed = change(done(), by="HOS-1", on=LATER, status="verified")
    assert (closed.closed_by, closed.closed_on, closed.done_by) == ("HOS-1", LATER, "TL-03")
    again = change(closed, by="HOS-1", on=LATER, status="in_progress", because="Came back")
    assert (again.closed_by, again.closed_on, again.done_by, again.done_on) == (None,) * 4


def test_a_cancelled_action_keeps_who_had_done_it():
    after = change(done(), by="HOS-1", on=LATER, status="cancelled", because="A duplicate")
    assert (after.done_by, after.closed_by) == ("TL-03", "HOS-1")


# Who


@pytest.mark.parametrize("by", ["TL-03", "tl-03 "])
def test_an_owner_does_not_verify(by):
    assert refused(done(done_by="TL-09"), by=by, status="verified") == ["X003"]


def test_who_did_it_does_not_verify():
    assert refused(done(owner=None), by="TL-03", status="verified") == ["X004"]


def test_every_rule_that_is_broken_is_told():
    assert refused(done(), by="TL-03", status="verified") == ["X003", "X004"]


def test_a_rule_is_overridden_with_a_reason_that_stays():
    told = "The only leader of this service"
    after = change(done(), by="TL-03", on=LATER, status="verified", override=told)
    assert after.override == f"verifier_is_not_owner, verifier_is_not_doer: {told}"
    assert list(RULES) == ["verifier_is_not_owner", "verifier_is_not_doer"]


def test_an_override_that_was_not_needed_is_not_kept():
    after = change(done(), by="HOS-1", on=LATER, status="verified", override="to be sure")
    assert after.override == ""


def test_an_owner_cannot_hand_over_what_is_done_and_then_verify_it():
    assert refused(done(), by="TL-03", owner="TL-09") == ["X007"]
    assert refused(done(done_by="TL-09"), by="TL-03", owner="X", status="verified") == ["X007"]


def test_sent_back_an_action_may_have_another_owner():
    after = change(
        done(), by="HOS-1", on=LATER, status="in_progress", because="Not signed", owner="TL-09"
    )
    assert after.owner == "TL-09"


# Other changes


def test_what_is_changed_counts_up_and_the_rest_stays():
    after = change(action(version=4), by="HOS-1", on=LATER, priority="high", owner=None)
    assert after == action(version=5, priority="high", owner=None)


def test_a_change_that_changes_nothing_is_none():
    one = action()
    assert change(one, by="HOS-1", on=LATER, title=one.title, due=one.due) is one


@pytest.mark.parametrize("status", ["verified", "cancelled"])
def test_a_closed_action_stays_as_it_is(status):
    assert refused(AT[status], title="Another") == ["X006"]


@pytest.mark.parametrize("field", ["id", "version", "raised_on", "done_by", "colour"])
def test_what_cannot_be_changed_is_a_mistake_of_the_program(field):
    with pytest.raises(TypeError, match=field):
        change(action(), by="HOS-1", on=LATER, **{field: 1})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"due": date(2026, 4, 12)}, "X008"),
        ({"kind": "trainin"}, "X009"),
        ({"status": "closed"}, "X009"),
        ({"priority": "urgent"}, "X009"),
        ({"title": " "}, "X010"),
        ({"title": "x" * 10_001}, "X011"),
        ({"finding": "a\0b"}, "X011"),
        ({"finding": "a\ud800b"}, "X011"),
        ({"owner": "TL\u200b-03"}, "X011"),
        ({"owner": ""}, "X011"),
        ({"owner": "x" * 201}, "X011"),
    ],
)
def test_what_an_action_cannot_hold_is_refused(changes, code):
    assert refused(action(), **changes) == [code]


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"id": "ACT 1"}, "X012"),
        ({"id": "-"}, "X012"),
        ({"programme": None, "service": None, "team": None, "case_ref": None}, "X010"),
        ({"status": "cancelled", "closed_on": RAISED, "closed_by": "X"}, "X005"),
        ({"status": "cancelled", "because": "x"}, "X010"),
        ({"closed_on": RAISED, "closed_by": "X"}, "X010"),
        ({"status": "done", "evidence": "x"}, "X010"),
        ({"status": "done", "evidence": "x", "done_on": RAISED}, "X010"),
        ({"status": "done", "evidence": "x", "done_by": "X"}, "X010"),
        ({"status": "cancelled", "because": "x", "closed_on": RAISED}, "X010"),
        ({"status": "done", "done_on": RAISED, "done_by": "X"}, "X002"),
        ({"raised_by": " "}, "X010"),
    ],
)
def test_what_cannot_be_an_action_is_not_read_as_one(known, code):
    with pytest.raises(Refused) as caught:
        action_from(action_dict(action(**known)))
    assert code in [one.code for one in caught.value.problems]


@pytest.mark.parametrize(("field", "most"), [("title", 10_000), ("owner", 200)])
def test_a_text_may_be_so_long_and_no_longer(field, most):
    assert change(action(), by="X", on=LATER, **{field: "x" * most})
    with pytest.raises(Refused, match=f"Expected a text of at most {most:,} characters"):
        change(action(), by="X", on=LATER, **{field: "x" * (most + 1)})


def test_every_field_that_can_be_changed_can_be_changed_at_once():
    told = {
        "title": "Another",
        "finding": "Another",
        "kind": "training",
        "owner_role": "trainer",
        "owner": "TR-1",
        "due": date(2026, 5, 1),
        "priority": "low",
        "status": "done",
        "evidence": EVIDENCE,
        "because": "As agreed",
    }
    after = change(action(), by="TL-09", on=LATER, **told)
    assert {name: getattr(after, name) for name in told} == told


def test_words_misspelt_are_put_right():
    with pytest.raises(Refused, match='Did you mean "training"'):
        change(action(), by="X", on=LATER, kind="trainin")


def test_paragraphs_tabs_and_joined_emoji_may_stand_in_a_text():
    told = "First\r\nsecond\n\tthird 👩\u200d👧"
    assert change(action(), by="X", on=LATER, finding=told).finding == told


# JSON


def test_an_action_as_json_holds_what_there_is_under_the_name_of_its_field():
    assert action_dict(action(case_ref="CASE-é")) == {
        "case_ref": "CASE-é",
        "due": "2026-04-27",
        "finding": "No contingency plan on the file",
        "id": "ACT-7K2M",
        "kind": "practice_support",
        "owner": "TL-03",
        "owner_role": "team_leader",
        "priority": "normal",
        "programme": "anytown-2026-27",
        "question": "contingency_plan",
        "raised_by": "HOS-1",
        "raised_on": "2026-04-13",
        "service": "older_people",
        "source": "hand",
        "status": "open",
        "team": "north",
        "title": "Write a contingency plan with the person",
        "version": 1,
    }


names = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=20)
maybe = st.none() | names
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=50)
actions = st.builds(
    action,
    case_ref=maybe,
    team=maybe,
    question=maybe,
    finding=texts,
    title=texts.filter(str.strip),
    kind=st.sampled_from(list(KINDS)),
    priority=st.sampled_from(list(PRIORITIES)),
    owner=maybe,
    due=st.dates(RAISED),
    version=st.integers(1, 2**40),
)


@given(actions)
def test_an_action_comes_back_from_json_as_it_was(one):
    assert action_from(json.loads(json.dumps(action_dict(one)))) == one


@pytest.mark.parametrize("one", AT.values(), ids=AT)
def test_an_action_of_any_status_comes_back_from_json(one):
    assert action_from(json.loads(json.dumps(action_dict(one)))) == one


@pytest.mark.parametrize(
    ("key", "value", "code", "said"),
    [
        ("version", 0, "X012", "a whole number from 1"),
        ("version", True, "X012", "a whole number from 1"),
        ("version", "1", "X012", "a whole number from 1"),
        ("due", "27/04/2026", "X012", "a date such as 2026-10-01"),
        ("due", "20260427", "X012", "a date such as 2026-10-01"),
        ("due", 20260427, "X012", "a date such as 2026-10-01"),
        ("owner", "", "X012", "a text"),
        ("owner", None, "X012", "a text"),
        ("titel", "x", "X012", "title"),
    ],
)
def test_values_of_another_kind_are_refused(key, value, code, said):
    with pytest.raises(Refused) as caught:
        action_from({**action_dict(action()), key: value})
    (found,) = caught.value.problems
    assert found.code == code
    assert said in found.message


@pytest.mark.parametrize("key", ["id", "title", "due", "raised_on", "raised_by"])
def test_what_is_needed_is_named(key):
    values = action_dict(action())
    del values[key]
    with pytest.raises(Refused, match=f"needs a {key.replace('_', '.')}"):
        action_from(values)
