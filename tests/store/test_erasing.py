"""Erasing a case: nothing of it is left, and the trail still verifies."""

from __future__ import annotations

import sqlite3

import pytest
from audits import AT, HEAD_OF_SERVICE, LEADER, a_return, an_action
from sqlalchemy import text

from auditkit import Refused
from auditkit.errors import Conflict

SECRET = "Said at the door in confidence"


@pytest.fixture
def erased(store):
    """A store in which one of two cases was recorded, corrected, acted on, and erased."""
    one = a_return(comments={"voice": SECRET}, said=SECRET)
    store.record(one, actor=LEADER, at=AT, key="form-1")
    store.record(a_return("CASE-0150"), actor=LEADER, at=AT)
    store.correct(
        "CASE-0142", question="voice", answer="Yes", because=SECRET, period="2026-04",
        actor=HEAD_OF_SERVICE, at=AT,
    )  # fmt: skip
    store.add_action(an_action(finding=SECRET), actor=LEADER, at=AT)
    store.erase("CASE-0142", actor=HEAD_OF_SERVICE, at=AT, because="Kept long enough")
    return store


def test_the_trail_still_verifies(erased):
    assert erased.verify() == erased.head()


def test_the_other_case_is_left(erased):
    assert [one.audit_return.case_ref for one in erased.audits()] == ["CASE-0150"]
    assert erased.actions() == ()


def test_the_erasure_names_its_entries_and_not_the_case(erased):
    entry = erased.entries()[-1]
    # 1 is the question set and 3 the other case.
    assert entry.body == {"targets": [2, 4, 5], "because": "Kept long enough"}
    assert [one.seq for one in erased.entries() if one.body is None] == [2, 4, 5]


def test_nothing_of_it_is_left_in_any_table(erased):
    with erased._transactions.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            driver = connection.connection.driver_connection
            kept = "\n".join(driver.iterdump())
        else:
            names = connection.execute(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'auditkit'")
            ).scalars()
            kept = "\n".join(
                str(connection.execute(text(f"SELECT * FROM auditkit.{name}")).all())
                for name in names.all()
            )
    assert "CASE-0150" in kept
    assert SECRET not in kept
    assert "CASE-0142" not in kept


def test_nothing_of_it_is_left_in_the_file(tmp_path, opened):
    path = tmp_path / "audits.sqlite"
    store = opened(path)
    store.record(a_return(comments={"voice": SECRET}), actor=LEADER, at=AT)
    store.close()
    assert SECRET.encode() in path.read_bytes()
    store.erase("CASE-0142", actor=LEADER, at=AT, because="Kept long enough")
    store.close()
    assert SECRET.encode() not in path.read_bytes()
    assert b"CASE-0142" not in path.read_bytes()


def test_a_case_that_was_erased_can_be_recorded_anew_and_erased_again(erased):
    erased.record(a_return(), actor=LEADER, at=AT)
    erased.verify()
    erased.erase("CASE-0142", actor=LEADER, at=AT, because="By mistake")
    erased.verify()


def test_a_retry_of_what_was_erased_since_says_so_and_records_nothing(erased):
    before = erased.head()
    with pytest.raises(Conflict) as refused:
        erased.record(a_return(comments={"voice": SECRET}), actor=LEADER, at=AT, key="form-1")
    assert [(one.code, one.facts["seq"]) for one in refused.value.problems] == [("T029", 2)]
    assert erased.head() == before


def test_a_key_of_what_was_erased_is_no_key_for_anything_else(erased):
    with pytest.raises(Conflict) as refused:
        erased.add_action(an_action("A-9"), actor=LEADER, at=AT, key="form-1")
    assert [one.code for one in refused.value.problems] == ["T021"]


def test_what_was_erased_and_put_back_is_found(tmp_path, opened):
    path = tmp_path / "audits.sqlite"
    store = opened(path)
    store.record(a_return(), actor=LEADER, at=AT)
    connection = sqlite3.connect(path)
    bodies = connection.execute("SELECT * FROM auditkit_bodies WHERE seq = 2").fetchall()
    store.erase("CASE-0142", actor=LEADER, at=AT, because="Kept long enough")
    with connection:
        connection.executemany("INSERT INTO auditkit_bodies VALUES (?, ?, ?, ?)", bodies)
    connection.close()
    with pytest.raises(Refused) as refused:
        store.verify()
    assert refused.value.problems[0].facts["seq"] == 2


@pytest.mark.parametrize(
    ("case_ref", "because", "code"),
    [("CASE-0142", " ", "T014"), ("CASE-9999", "Kept long enough", "T023")],
)
def test_an_erasure_needs_a_reason_and_something_to_erase(store, case_ref, because, code):
    store.record(a_return(), actor=LEADER, at=AT)
    with pytest.raises(Refused) as refused:
        store.erase(case_ref, actor=LEADER, at=AT, because=because)
    assert [one.code for one in refused.value.problems] == [code]
    assert len(store.audits()) == 1
