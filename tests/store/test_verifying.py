"""What verifying finds: any change of the trail or behind it, by the first bad entry."""

from __future__ import annotations

import random
import sqlite3

import pytest
from audits import AT, HEAD_OF_SERVICE, LEADER, a_return
from filled import fill
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from auditkit import Refused
from auditkit.store import open_store
from auditkit.store.schema import CURRENT, tables_of


@pytest.fixture
def filled(store):
    """A store with entries of every kind."""
    fill(store)
    store.verify()
    return store


def findings(store, expect=None) -> list[tuple[str, object]]:
    with pytest.raises(Refused) as refused:
        store.verify(expect)
    return [(one.code, one.facts.get("seq")) for one in refused.value.problems]


def execute(store, statement: str, **values) -> None:
    """Change something behind the store's back, whatever the constraints say."""
    schema = "auditkit." if store._transactions.engine.dialect.name == "postgresql" else "auditkit_"
    is_file = schema == "auditkit_"
    off, on = ("OFF", "ON") if is_file else ("replica", "DEFAULT")
    setting = "PRAGMA foreign_keys =" if is_file else "SET session_replication_role ="
    with store._transactions.engine.connect() as connection:
        # By the driver, for within a transaction SQLite does not listen.
        driver = connection.connection.driver_connection
        driver.execute(f"{setting} {off}")
        try:
            connection.execute(text(statement.replace("@", schema)), values)
            connection.commit()
        finally:
            connection.rollback()
            driver.execute(f"{setting} {on}")
            driver.commit()


def test_an_empty_trail_holds(store):
    assert str(store.verify()) == f"0:{'0' * 64}"


def test_a_head_that_was_kept_is_found_again(filled):
    kept = filled.head()
    filled.record(a_return("CASE-0200"), actor=LEADER, at=AT)
    assert filled.verify(kept) == filled.head()
    assert filled.verify(str(kept)) == filled.head()


def test_a_head_that_is_none_of_this_trail_is_told(filled):
    assert findings(filled, f"3:{'0' * 64}") == [("T032", 3)]
    assert findings(filled, f"999:{'0' * 64}") == [("T033", 999)]
    assert findings(filled, "3") == [("T034", None)]


def test_a_cut_tail_is_found_by_the_head_that_was_kept(filled):
    filled.record(a_return("CASE-0200"), actor=LEADER, at=AT)
    kept = filled.head()
    for table in ("audits", "bodies", "entries"):
        execute(filled, f"DELETE FROM @{table} WHERE seq = {kept.seq}")
    # Without the head, nobody can tell.
    filled.verify()
    assert findings(filled, kept) == [("T033", kept.seq)]


@pytest.mark.parametrize("seq", [1, 4, 7])
def test_an_entry_that_is_gone_is_named(filled, seq):
    execute(filled, f"DELETE FROM @bodies WHERE seq = {seq}")
    execute(filled, f"DELETE FROM @entries WHERE seq = {seq}")
    assert findings(filled)[0] == ("T030", seq)


@pytest.mark.parametrize("seq", [1, 4, 7])
def test_a_body_that_is_gone_without_an_erasure_is_named(filled, seq):
    execute(filled, f"DELETE FROM @bodies WHERE seq = {seq}")
    assert findings(filled)[0] == ("T030", seq)


def test_two_entries_in_another_order_are_named(filled):
    for one, other in ((4, 900), (5, 4), (900, 5)):
        for table in ("bodies", "entries"):
            execute(filled, f"UPDATE @{table} SET seq = {other} WHERE seq = {one}")
    assert findings(filled)[0] == ("T030", 4)


def test_a_body_without_an_entry_is_named(filled):
    seq = filled.head().seq + 1
    execute(filled, f"INSERT INTO @bodies VALUES ({seq}, NULL, '{'0' * 32}', '{{}}')")
    assert findings(filled) == [("T030", seq)]


def test_a_row_that_follows_from_no_entry_is_named(filled):
    execute(
        filled,
        "INSERT INTO @programmes (programme, version, content, seq) VALUES ('other', 1, '{}', 5)",
    )
    assert findings(filled) == [("T030", 5)]


def test_a_row_that_is_gone_is_named_by_the_entry_that_wrote_it(filled):
    seq = filled.audits(case_ref="CASE-0150", stage="first")[0].seq
    execute(filled, "DELETE FROM @audits WHERE case_ref = 'CASE-0150' AND stage = 'first'")
    assert findings(filled) == [("T030", seq)]


def test_an_entry_put_between_and_chained_anew_is_found_by_what_follows(filled):
    """Whoever writes the digests anew must write all of them anew."""
    from auditkit.store.trail import digest_of

    with filled._transactions.engine.connect() as connection:
        entries = tables_of(connection)["entries"]
        row = connection.execute(select(entries).where(entries.c.seq == 4)).mappings().one()
    told = (row["at"], "TL9", row["kind"], row["retry"], row["sealed"], row["previous"])
    execute(
        filled,
        f"UPDATE @entries SET actor = 'TL9', digest = '{digest_of(4, *told)}' WHERE seq = 4",
    )
    # The row of that entry says another actor, the next one has another digest before it.
    assert findings(filled)[0] in [("T030", 4), ("T030", 5)]


def cells(store):
    """Every cell of every table of a store but its version, with its table and row."""
    with store._transactions.engine.connect() as connection:
        for name, table in tables_of(connection).items():
            keys = [one.name for one in table.primary_key]
            for row in connection.execute(select(table)).mappings().all():
                for column in table.columns:
                    yield name, column, {key: row[key] for key in keys}, row


def changed_byte(value: object, chance: random.Random, *, is_number: bool) -> object:
    """A value that differs in one byte; of an ASCII letter, its case alone."""
    if value is None:
        return 7 if is_number else "x"
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(8))
    if not value:
        return "x"
    found = str(value)
    at = chance.randrange(len(found))
    other = chr(ord(found[at]) ^ 0x20) if found[at].isalpha() and found[at].isascii() else "~"
    return found[:at] + other + found[at + 1 :]


def test_one_changed_byte_in_any_column_of_any_table_is_found(filled):
    chance = random.Random(1)
    every = list(cells(filled))
    assert {name for name, *_ in every} == {"entries", "bodies", "cursors", *CURRENT}
    tried = set()
    for name, column, key, row in every:
        is_number = "INT" in str(column.type).upper()
        value = changed_byte(row[column.name], chance, is_number=is_number)
        try:
            put(filled, name, column.name, value, key)
        except IntegrityError:
            continue
        tried.add((name, column.name))
        # A cursor is no entry's: it is named where it stands.
        wanted = value if (name, column.name) == ("cursors", "seq") else row["seq"]
        assert findings(filled)[0] == ("T030", wanted), (name, column.name, key, value)
        moved = {**key, column.name: value} if column.name in key else key
        put(filled, name, column.name, row[column.name], moved)
    filled.verify()
    # A status is one of five words, and any other is kept out by its constraint.
    assert {(name, one.name) for name, one, *_ in every} - tried <= {("actions", "status")}


def put(store, table: str, column: str, value: object, key: dict[str, object]) -> None:
    where = " AND ".join(f"{one} = :key_{one}" for one in key)
    told = {f"key_{one}": found for one, found in key.items()}
    execute(store, f"UPDATE @{table} SET {column} = :value WHERE {where}", value=value, **told)


def test_any_byte_of_the_file_of_a_small_store_matters_or_is_noticed(tmp_path, opened):
    """A byte is in what is kept, and found, or in no table, and changes nothing."""
    path = tmp_path / "audits.sqlite"
    store = opened(path)
    store.record(a_return(), actor=LEADER, at=AT)
    store.correct(
        "CASE-0142", period="2026-04", question="voice", answer="Yes", because="Misread",
        actor=HEAD_OF_SERVICE, at=AT,
    )  # fmt: skip
    store.close()
    data = path.read_bytes()
    rows = _dump(path)
    chance = random.Random(2)
    found = {"noticed": 0, "without meaning": 0}
    for at in chance.sample(range(len(data)), 300):
        path.write_bytes(
            data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        )
        try:
            with open_store(path, entropy=bytes) as again:
                again.verify()
        except Refused:
            found["noticed"] += 1
        else:
            assert _dump(path) == rows, at
            found["without meaning"] += 1
    assert min(found.values()) > 20, found


def _dump(path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()
