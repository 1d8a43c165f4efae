"""Recording, recognising, conflicts and corrections, the same in either engine."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from audits import AT, HEAD_OF_SERVICE, KIT, LEADER, PROGRAMME, QUESTIONS, a_return, made_entropy

from auditkit import Answer, Refused, problem
from auditkit.actors import Actor
from auditkit.errors import Conflict, InvalidReturn, NotAllowed
from auditkit.frozen import changed
from auditkit.problems import NOWHERE, Place
from auditkit.store.writing import drawn_ahead

NO_ZONE = datetime.fromisoformat("2026-04-14T09:30:00")


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.problems]


def record(store, one=None, **told):
    return store.record(one or a_return(), **{"actor": LEADER, "at": AT, **told})


def correct(store, **told):
    asked = {"question": "voice", "answer": "Yes", "because": "Misread", "period": "2026-04"}
    return store.correct("CASE-0142", **{**asked, "actor": LEADER, "at": AT, **told})


def test_a_return_comes_back_as_it_was_recorded(store):
    one = a_return(
        seen=date(2026, 4, 12),
        hours="7.50",
        said="Dw i'n hapus: “ŵ” \\u0000 \U0001f600",
        case={"review_type": "unplanned", "weekly_cost": "812.40", "opened": "2025-11-03"},
        comments={"voice": "Heard twice\nby phone"},
        practitioner="P-7",
        team="North",
    )
    record(store, one)
    (audit,) = store.audits()
    assert audit.audit_return == changed(one, place=NOWHERE, problems=())
    assert audit.audit_return.answers["hours"].value == Decimal("7.50")
    assert audit.audit_return.case["opened"] == date(2025, 11, 3)


def test_several_chosen_options_and_the_time_of_sending_come_back(store):
    answers = {"plan": Answer("answered", "yes"), "voice": Answer("not_applicable", "na", "N/A")}
    sent = datetime.fromisoformat("2026-04-13T17:05:00")
    one = changed(a_return(), answers=answers, submitted=sent)
    record(store, one)
    assert store.audits()[0].audit_return.submitted == sent
    assert store.audits()[0].audit_return.answers == answers


def test_numbers_that_are_equal_come_back_each_as_it_was_written(store):
    for case_ref, hours in (("A", "7.5"), ("B", "7.50"), ("C", "7.5")):
        answer = Answer("answered", Decimal(hours), "7,5")
        one = a_return(case_ref)
        record(store, changed(one, answers={**one.answers, "hours": answer}))
    kept = [str(one.audit_return.answers["hours"].value) for one in store.audits()]
    assert kept == ["7.5", "7.50", "7.5"]


def test_recording_gives_the_scorecard(store):
    # plan Yes 1, voice Partly 0.5: 1.5 of 2
    assert record(store).card.score == 75


def test_an_audit_says_who_recorded_it_and_when(store):
    record(store, at=datetime(2026, 4, 14, 10, 30, tzinfo=timezone(timedelta(hours=1))))
    (audit,) = store.audits()
    assert (audit.recorded_by, audit.recorded_at) == (
        "TL1",
        datetime(2026, 4, 14, 9, 30, tzinfo=UTC),
    )


def test_the_same_return_again_is_recognised(store):
    first = record(store)
    again = record(store, changed(a_return(), place=Place(file="other.csv")))
    assert (again.seq, again.is_new) == (first.seq, False)
    assert store.head().seq == first.seq


def test_the_same_answers_typed_otherwise_are_the_same_return(store):
    record(store, a_return(voice="Partly"))
    assert not record(store, a_return(voice="partly")).is_new


def test_another_return_for_the_same_audit_is_a_conflict_that_shows_both(store):
    record(store, a_return(voice="Partly"))
    head = store.head()
    with pytest.raises(Conflict) as refused:
        record(store, a_return(voice="No", comments={"voice": "Not heard"}))
    assert codes(refused) == ["T020"]
    assert 'voice: recorded "partly", offered "no"' in str(refused.value)
    assert "Not heard" not in str(refused.value)
    assert refused.value.recorded.answers["voice"].value == "partly"
    assert refused.value.offered.answers["voice"].value == "no"
    assert refused.value.status == 409
    assert store.head() == head


def test_another_stage_or_period_of_the_case_is_another_audit(store):
    record(store)
    record(store, a_return(stage="reaudit"))
    record(store, a_return(period="2026-05"))
    assert len(store.audits()) == 3
    assert [one.audit_return.stage for one in store.audits(period="2026-04")] == [
        "first",
        "reaudit",
    ]


def test_a_body_is_canonical_json(store):
    record(store, a_return(said='Dw i\'n "hapus"\n\\ ŵ', comments={"voice": "\t"}))
    with store._transactions.reading() as connection:
        bodies = connection.exec_driver_sql(
            "SELECT body FROM "
            + ("auditkit.bodies" if store.address.is_postgresql else "auditkit_bodies")
        )
        for body in bodies.scalars():
            told = json.loads(body)
            again = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            assert body == again


def test_a_key_makes_a_retry_harmless(store):
    first = record(store, key="form-1")
    again = record(store, key="form-1")
    assert (again.seq, again.is_new) == (first.seq, False)


def test_a_key_with_another_return_is_a_conflict(store):
    record(store, key="form-1")
    with pytest.raises(Conflict) as refused:
        record(store, a_return("CASE-0150"), key="form-1")
    assert codes(refused) == ["T021"]


def test_a_key_of_a_correction_is_none_for_a_return(store):
    record(store)
    correct(store, key="form-1")
    with pytest.raises(Conflict) as refused:
        record(store, a_return("CASE-0150"), key="form-1")
    assert codes(refused) == ["T021"]


def test_a_held_return_is_invalid(store):
    with pytest.raises(InvalidReturn) as refused:
        record(store, a_return(voice="Perhaps"))
    assert codes(refused) == ["R012"]
    assert refused.value.status == 422


def test_a_missing_comment_that_the_set_asks_for_is_invalid(store):
    with pytest.raises(InvalidReturn) as refused:
        record(store, a_return(plan="No"))
    assert codes(refused) == ["C003"]
    assert store.audits() == ()


def test_a_return_under_an_unknown_set_is_invalid(store):
    with pytest.raises(InvalidReturn):
        record(store, changed(a_return(), question_set="nowhere"))


def test_a_return_without_a_case_is_invalid(store):
    with pytest.raises(InvalidReturn) as refused:
        record(store, changed(a_return(), case_ref=""))
    assert codes(refused) == ["T023"]


@pytest.mark.parametrize("at", [NO_ZONE, NO_ZONE.date()])
def test_a_time_without_a_zone_is_refused(store, at):
    with pytest.raises(Refused) as refused:
        record(store, at=at)
    assert codes(refused) == ["T010"]


def test_somebody_must_act(store):
    with pytest.raises(Refused) as refused:
        record(store, actor=Actor(" "))
    assert codes(refused) == ["T012"]


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_what_no_database_keeps_is_refused_before_anything_is_written(store, text):
    for told in ({"case_ref": text}, {"comments": {"plan": text}}):
        one = changed(a_return(), **told)
        with pytest.raises(Refused) as refused:
            record(store, one)
        assert codes(refused) == ["T011"]
    assert store.head().seq == 0


@pytest.mark.parametrize("told", [{"key": "a\0"}, {"key": ""}, {"actor": Actor("a\0")}])
def test_a_key_or_actor_that_no_database_keeps_is_refused(store, told):
    with pytest.raises(Refused) as refused:
        record(store, **told)
    assert codes(refused) == ["T011"]


def test_a_file_goes_in_wholly(store):
    found = store.record_all([a_return(f"CASE-{n:04}") for n in range(1, 8)], actor=LEADER, at=AT)
    # One entry for the set, then one for each return.
    assert [one.seq for one in found] == [2, 3, 4, 5, 6, 7, 8]
    assert store.verify().seq == 8


@pytest.mark.parametrize(
    ("one", "error", "code"),
    [
        (a_return("CASE-0003", voice="Perhaps"), InvalidReturn, "R012"),
        (a_return("CASE-0001", voice="No"), Conflict, "T020"),
    ],
)
def test_a_file_with_one_that_cannot_be_recorded_does_not_go_in(store, one, error, code):
    with pytest.raises(error) as refused:
        store.record_all([a_return("CASE-0001"), a_return("CASE-0002"), one], actor=LEADER, at=AT)
    assert codes(refused) == [code]
    assert store.head().seq == 0


def test_a_file_twice_writes_nothing_the_second_time(store):
    returns = [a_return(f"CASE-{n:04}") for n in range(3)]
    store.record_all(returns, actor=LEADER, at=AT)
    head = store.head()
    found = store.record_all(returns, actor=LEADER, at=AT)
    assert [one.is_new for one in found] == [False, False, False]
    assert store.head() == head


def test_a_case_twice_in_a_file_is_recorded_once_where_both_are_the_same(store):
    found = store.record_all([a_return(), a_return()], actor=LEADER, at=AT)
    assert [one.is_new for one in found] == [True, False]


def test_a_correction_changes_what_holds_and_says_what_was(store):
    record(store)
    found = correct(store, actor=HEAD_OF_SERVICE)
    (audit,) = store.audits()
    assert audit.audit_return.answers["voice"] == Answer("answered", "yes", "Yes")
    assert (audit.version, audit.corrected_by) == (2, ("HOS1",))
    assert found.card.score == 100
    entry = store.entries()[-1]
    assert (entry.kind, entry.actor) == ("correction", "HOS1")
    assert entry.body["old"]["answer"] == ["answered", "partly", "Partly"]
    assert entry.body["new"]["answer"] == ["answered", "yes", "Yes"]
    assert entry.body["because"] == "Misread"


def test_a_comment_alone_can_be_corrected(store):
    record(store)
    correct(store, comment="Heard", answer="Partly")
    (audit,) = store.audits()
    assert dict(audit.audit_return.comments) == {"voice": "Heard"}


def test_a_return_as_it_was_submitted_is_still_recognised_after_a_correction(store):
    record(store)
    correct(store)
    assert not record(store).is_new
    assert not record(store, a_return(voice="Yes")).is_new
    with pytest.raises(Conflict):
        record(store, a_return(voice="No"))


def test_a_correction_makes_the_moderation_stale(store):
    record(store)
    record(store, a_return(stage="moderation", auditor="M1"), actor=Actor("M1"))
    found = correct(store)
    stale = {one.audit_return.stage: one.stale_since for one in store.audits()}
    assert stale == {"first": None, "moderation": found.seq}
    store.verify()


@pytest.mark.parametrize(
    ("told", "error", "code"),
    [
        ({"because": " "}, Refused, "T014"),
        ({"stage": "reaudit"}, Refused, "T023"),
        ({"answer": "Perhaps"}, InvalidReturn, "R012"),
        ({"question": "tea"}, InvalidReturn, "R035"),
        ({"question": "plan", "answer": "No"}, InvalidReturn, "C003"),
        ({"answer": "Partly"}, Conflict, "T024"),
        ({"version": 2}, Conflict, "T022"),
        ({"at": NO_ZONE}, Refused, "T010"),
    ],
)
def test_a_correction_that_cannot_be_made_changes_nothing(store, told, error, code):
    head = record(store).seq
    with pytest.raises(error) as refused:
        correct(store, **told)
    assert codes(refused) == [code]
    assert store.head().seq == head


def test_a_correction_to_a_version_that_another_has_corrected_shows_who(store):
    record(store)
    correct(store, version=1, actor=HEAD_OF_SERVICE)
    with pytest.raises(Conflict) as refused:
        correct(store, version=1, answer="No")
    assert "at version 2 by now, changed by HOS1" in str(refused.value)
    assert refused.value.recorded.audit_return.answers["voice"].value == "yes"
    assert refused.value.offered.answer == "No"


def test_a_correction_retried_with_its_key_is_made_once(store):
    record(store)
    first = correct(store, key="c-1")
    assert correct(store, key="c-1").seq == first.seq
    with pytest.raises(Conflict) as refused:
        correct(store, key="c-1", answer="No")
    assert codes(refused) == ["T021"]


def test_a_set_is_kept_so_that_a_return_is_scored_under_it_for_ever(store):
    record(store)
    kept = store.question_set(store.audits()[0].set_hash)
    assert kept.content_hash == QUESTIONS.content_hash
    assert KIT.kit.score(store.audits()[0].audit_return, kept).score == 75
    assert store.question_set("made@1").content_hash == QUESTIONS.content_hash
    for unknown in ("0" * 64, "made@2"):
        with pytest.raises(Refused):
            store.question_set(unknown)


def test_without_a_kit_the_bundled_sets_are_known(opened, where):
    store = opened(where, kit=None)
    kit = KIT.kit
    questions = kit.question_set("chc-checklist")
    name = next(iter(questions.questions))
    read = kit.read_answers(questions, {name: "A"}, about={"case_ref": "CASE-0001"})
    assert record(store, read.audit_return).card.question_set.id == "chc-checklist"
    assert not record(store, read.audit_return).is_new


class NobodyTwice:
    """A rule: nobody who recorded a stage of a case records another."""

    def __call__(self, history, audit_return, actor):
        if any(one.recorded_by == actor.id for one in history):
            yield problem("T012", rule="not_twice")


def test_a_rule_that_is_broken_is_not_allowed(opened, where):
    store = opened(where, rules=NobodyTwice())
    record(store)
    with pytest.raises(NotAllowed) as refused:
        record(store, a_return(stage="reaudit"))
    assert refused.value.status == 403
    record(store, a_return(stage="reaudit"), actor=HEAD_OF_SERVICE)
    with pytest.raises(NotAllowed):
        store.record_all([a_return(stage="moderation")], actor=LEADER, at=AT)


def test_a_rule_broken_for_a_reason_is_an_entry(opened, where):
    store = opened(where, rules=NobodyTwice())
    record(store)
    record(store, a_return(stage="reaudit"), override="Everybody else is on leave")
    entry = store.entries()[-1]
    assert (entry.kind, entry.body["rules"]) == ("override", ["not_twice"])
    assert entry.body["because"] == "Everybody else is on leave"
    store.verify()


def test_the_stages_of_an_adopted_programme_are_kept_to(store):
    store.adopt(PROGRAMME, actor=HEAD_OF_SERVICE, at=AT)
    record(store)
    with pytest.raises(NotAllowed) as refused:
        record(store, a_return("CASE-0150", auditor="HOS1"), actor=HEAD_OF_SERVICE)
    assert codes(refused) == ["A001"]
    record(store, a_return("CASE-0150", auditor="HOS1"), actor=HEAD_OF_SERVICE, override="On leave")
    assert store.entries()[-1].body["rules"] == ["auditor_holds_role"]


def test_a_kit_opens_stores_with_its_own_sets(where):
    kit = KIT.kit
    questions = kit.question_set("chc-checklist")
    read = kit.read_answers(questions, {}, about={"case_ref": "CASE-0001"})
    with kit.open_store(where, entropy=made_entropy(), create=True) as store:
        assert record(store, read.audit_return).is_new


def test_who_joins_needs_a_connection_or_an_engine():
    from auditkit.store import Store

    with pytest.raises(TypeError):
        Store(entropy=made_entropy())


def test_chance_is_drawn_ahead_and_never_given_twice():
    asked = []

    def entropy(count):
        asked.append(count)
        return bytes(len(asked) for _ in range(count))

    draw = drawn_ahead(entropy)
    assert [draw(5), draw(1_019), draw(5), draw(2_000)] == [
        b"\1" * 5,
        b"\1" * 1_019,
        b"\2" * 5,
        b"\3" * 2_000,
    ]
    assert asked == [1_024, 1_024, 2_000]
