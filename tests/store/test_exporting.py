"""A store as a file, and the same store again in either engine."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import pytest
from audits import AT, LEADER, a_return
from filled import fill

from auditkit import Refused

RELEASED = Path(__file__).parent / "released"


def exported(store) -> bytes:
    stream = io.BytesIO()
    assert store.export(stream) == store.head()
    return stream.getvalue()


def refusal(store, data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        store.import_from(io.BytesIO(data))
    assert store.head().seq == 0
    assert store.audits() == ()
    return refused.value.problems[0].code


@pytest.fixture
def filled(store):
    fill(store)
    return store


@pytest.fixture
def other(opened, tmp_path):
    """An empty store in a file."""
    return opened(tmp_path / "other.sqlite")


def test_an_export_makes_the_same_store_again(filled, other):
    assert other.import_from(io.BytesIO(exported(filled))) == filled.head()
    assert other.verify() == filled.head()
    assert other.audits() == filled.audits()
    assert other.actions() == filled.actions()
    assert other.programmes() == filled.programmes()
    assert other.entries() == filled.entries()
    assert other.cursor("webhook") == filled.cursor("webhook") == 3
    assert exported(other) == exported(filled)


def test_an_export_of_a_file_goes_into_postgresql(other, emptied, opened):
    fill(other)
    store = opened(emptied)
    store.import_from(io.BytesIO(exported(other)))
    assert store.verify() == other.head()
    store.record(a_return("CASE-0300"), actor=LEADER, at=AT)
    assert exported(store).startswith(b'{"auditkit_store":1,')


def test_both_engines_write_the_same_export_of_the_same_changes(opened, tmp_path, emptied):
    stores = [opened(tmp_path / "one.sqlite"), opened(emptied)]
    for store in stores:
        fill(store)
    one, another = map(exported, stores)
    assert one == another


def test_an_empty_store_is_exported_and_imported(store, other):
    assert other.import_from(io.BytesIO(exported(store))).seq == 0


def test_an_export_goes_into_an_empty_store_only(filled):
    data = exported(filled)
    with pytest.raises(Refused) as refused:
        filled.import_from(io.BytesIO(data))
    assert refused.value.problems[0].code == "T043"


def test_more_entries_than_are_written_at_once(opened, tmp_path, other):
    store = opened(tmp_path / "many.sqlite")
    store.record_all([a_return(f"C-{n}") for n in range(2_100)], actor=LEADER, at=AT)
    other.import_from(io.BytesIO(exported(store)))
    assert other.verify() == store.head()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "T040"),
        (b"case_ref,service\n", "T040"),
        (b"[" * 100_000, "T040"),
        (b'{"case_ref":"CASE-0142"}\n', "T040"),
        (b'{"auditkit_store":2,"head":"0:","version":1}\n', "T044"),
        (b'{"auditkit_store":1,"head":"0:","version":99}\n', "T044"),
        (b'{"auditkit_store":1,"head":"0:","version":1}\n', "T041"),
    ],
)
def test_what_is_no_export_is_refused(other, data, code):
    assert refusal(other, data) == code


def test_a_file_that_was_cut_off_is_refused(filled, other):
    lines = exported(filled).splitlines(keepends=True)
    for end in range(1, len(lines) - 1):
        assert refusal(other, b"".join(lines[:end])) == "T042"
    assert refusal(other, b"".join(lines)[:-20]) == "T041"


def test_a_line_that_is_gone_twice_or_elsewhere_is_refused(filled, other):
    lines = exported(filled).splitlines(keepends=True)
    for number in range(1, len(lines) - 1):
        gone = lines[:number] + lines[number + 1 :]
        assert refusal(other, b"".join(gone)) in ("T041", "T042"), number
        twice = lines[: number + 1] + lines[number:]
        assert refusal(other, b"".join(twice)) == "T041"
    assert refusal(other, b"".join([*lines, lines[3]])) == "T041"


def test_any_changed_byte_of_an_export_is_refused(filled, other):
    data = exported(filled)
    chance = random.Random(3)
    for at in chance.sample(range(len(data)), 150):
        changed = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        assert refusal(other, changed) in ("T040", "T041", "T042", "T044"), at


def test_an_entry_with_other_keys_is_refused(filled, other):
    lines = exported(filled).splitlines(keepends=True)
    told = json.loads(lines[1])
    for line in ({**told, "more": 1}, {"seq": 1}):
        text = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert refusal(other, lines[0] + text.encode() + b"\n") == "T041"


def test_an_export_that_ends_elsewhere_than_it_says_is_refused(filled, other):
    lines = exported(filled).splitlines(keepends=True)
    told = json.loads(lines[0])
    for head in (f"{filled.head().seq}:{'0' * 64}", f"3:{'0' * 64}"):
        begin = json.dumps({**told, "head": head}, sort_keys=True, separators=(",", ":"))
        assert refusal(other, begin.encode() + b"\n" + b"".join(lines[1:])) == "T041"


@pytest.mark.parametrize("path", sorted(RELEASED.glob("*.jsonl")), ids=lambda path: path.stem)
def test_an_export_of_every_released_version_can_be_imported(path, store):
    with path.open("rb") as lines:
        head = store.import_from(lines)
    assert store.verify() == head


def test_numbers_of_a_store(filled):
    found = filled.stats().as_dict()
    assert found["entries"] == {
        "action": 1,
        "action_changed": 1,
        "audit": 7,
        "confirmation": 1,
        "correction": 2,
        "decision": 1,
        "draw": 1,
        "erasure": 1,
        "override": 1,
        "programme": 2,
        "question_set": 1,
    }
    assert found["audits"] == {"first": 3, "moderation": 2, "reaudit": 1}
    assert found["actions"] == {"open": 1}
    assert (found["cases"], found["erased_bodies"]) == (3, 1)
    assert found["first_entry"] == found["last_entry"] == "2026-04-14T09:30:00.000000+00:00"
    assert found["head"] == str(filled.head())
