"""Which files and databases are stores, and under what settings they are worked with."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
from audits import AT, LEADER, a_return, made_entropy
from sqlalchemy import create_engine, inspect, text

from auditkit import Refused
from auditkit.store import open_store
from auditkit.store.addresses import Address
from auditkit.store.schema import VERSION, tables_of


def refusal(where, **told) -> str:
    with pytest.raises(Refused) as refused:
        open_store(where, entropy=made_entropy(), **told)
    (found,) = refused.value.problems
    return found.code


def run(path, *statements):
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.fixture
def made(tmp_path, opened):
    """A store in a file, closed."""
    path = tmp_path / "audits.sqlite"
    opened(path).close()
    return path


def test_a_store_that_is_not_there_is_not_made_unasked(tmp_path):
    assert refusal(tmp_path / "audits.sqlite") == "T001"
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_a_store_is_none(emptied):
    assert refusal(emptied) == "T001"


def test_an_empty_file_is_no_store_until_one_is_made_in_it(tmp_path, opened):
    path = tmp_path / "audits.sqlite"
    path.touch()
    assert refusal(path) == "T001"
    assert opened(path).head().seq == 0


def test_making_a_store_that_is_there_opens_it(store, where, opened):
    store.record(a_return(), actor=LEADER, at=AT)
    assert opened(where).head() == store.head()


def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Not a database, but long enough to be taken for something.")
    assert refusal(path, create=True) == "T002"
    assert path.read_text().startswith("Not a database")


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "visits.sqlite"
    run(path, "CREATE TABLE visits (day TEXT)")
    assert refusal(path) == "T002"
    assert refusal(path, create=True) == "T002"


def test_a_folder_is_no_store(tmp_path):
    assert refusal(tmp_path) == "T008"


def test_a_newer_store_is_refused_by_its_number(made):
    run(made, f"PRAGMA user_version = {VERSION + 1}")
    assert refusal(made) == "T003"
    assert refusal(made, create=True) == "T003"


def test_an_older_store_says_how_to_bring_it_up_to_date(made):
    run(made, "PRAGMA user_version = 0")
    assert refusal(made) == "T004"


def test_a_newer_store_in_postgresql_is_refused_by_its_number(emptied, opened):
    opened(emptied).close()
    engine = create_engine(Address(emptied).url)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE auditkit.version SET version_num = '{VERSION + 1}'"))
    engine.dispose()
    assert refusal(emptied) == "T003"


def test_a_store_without_its_version_is_none(made):
    run(made, "DELETE FROM auditkit_version")
    assert refusal(made) == "T001"


def test_a_damaged_file_is_refused(made):
    data = bytearray(made.read_bytes())
    # The second page is the root of the first table.
    data[4096:4200] = b"\xff" * 104
    made.write_bytes(bytes(data))
    assert refusal(made) == "T005"


def test_a_file_that_was_cut_off_is_refused(made):
    made.write_bytes(made.read_bytes()[:5000])
    assert refusal(made) == "T005"


@pytest.mark.parametrize("address", ["oracle://host/x", "sqlite://", "postgresql://h:port/x", ""])
def test_what_is_no_address_is_refused(address):
    assert refusal(address) == "T009"


def test_a_password_is_never_said():
    address = "postgresql://me:Geheim-1@localhost:1/audits?password=Geheim-2"
    assert str(Address(address)) == "postgresql://me:***@localhost:1/audits"
    with pytest.raises(Refused) as refused:
        open_store(address, entropy=made_entropy())
    assert [one.code for one in refused.value.problems] == ["T008"]
    assert "Geheim" not in str(refused.value)
    with pytest.raises(Refused) as refused:
        open_store("postgresql://me:Geheim@host:port/x", entropy=made_entropy())
    assert "Geheim" not in str(refused.value)


@pytest.mark.parametrize("kind", ["postgres", "postgresql+psycopg2"])
def test_postgresql_goes_by_several_names(emptied, opened, kind):
    assert opened(emptied.replace("postgresql", kind, 1)).head().seq == 0


def test_a_file_goes_by_its_url(tmp_path, opened):
    assert opened(f"sqlite:///{tmp_path}/a.sqlite").head().seq == 0
    assert (tmp_path / "a.sqlite").exists()


def test_the_settings_are_those_that_lose_nothing(tmp_path, opened):
    store = opened(tmp_path / "audits.sqlite")
    wanted = {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "busy_timeout": 30_000,
        "application_id": 0x61756B74,
        "user_version": VERSION,
    }
    with store._transactions.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
    assert found == wanted


def test_a_file_that_somebody_switched_to_another_journal_is_switched_back(made, opened):
    run(made, "PRAGMA journal_mode = WAL")
    store = opened(made)
    store.record(a_return(), actor=LEADER, at=AT)
    assert not os.path.exists(f"{made}-wal")


def test_the_migrations_make_the_tables_that_are_worked_with(store):
    with store._transactions.engine.connect() as connection:
        wanted = tables_of(connection)
        inspector = inspect(connection)
        schema = wanted["entries"].schema
        made = set(inspector.get_table_names(schema=schema))
        assert {table.name for table in wanted.values()} == {
            name for name in made if "version" not in name
        }
        for table in wanted.values():
            columns = {
                one["name"]: (str(one["type"]), one["nullable"])
                for one in inspector.get_columns(table.name, schema=schema)
            }
            kinds = {
                one.name: (one.type.compile(connection.dialect), one.nullable)
                for one in table.columns
            }
            assert columns == kinds, table.name
            key = inspector.get_pk_constraint(table.name, schema=schema)["constrained_columns"]
            assert key == [one.name for one in table.primary_key], table.name
            referred = inspector.get_foreign_keys(table.name, schema=schema)
            assert sorted(tuple(one["constrained_columns"]) for one in referred) == sorted(
                tuple(one.column_keys) for one in table.foreign_key_constraints
            ), table.name
            checks = {
                one["name"] for one in inspector.get_check_constraints(table.name, schema=schema)
            }
            named = {
                str(one.name) for one in table.constraints if "CHECK" in repr(type(one)).upper()
            }
            assert checks == named, table.name


@pytest.mark.parametrize(
    ("missing", "address", "extra"),
    [("sqlalchemy", "a.sqlite", "store"), ("psycopg", "postgresql://h/x", "postgres")],
)
def test_a_missing_extra_is_one_line_that_names_the_installation(missing, address, extra):
    program = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from auditkit.errors import ExtraMissing\n"
        "try:\n"
        "    from auditkit.store import open_store\n"
        f"    open_store({address!r}, entropy=bytes, create=True)\n"
        "except ExtraMissing as missing:\n"
        "    print(missing)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stdout.endswith(f"pip install 'practice-auditkit[{extra}]'\n"), done.stderr


def test_a_store_in_use_for_long_says_so(tmp_path, opened, monkeypatch):
    monkeypatch.setattr("auditkit.store.engines.PRAGMAS", ("PRAGMA busy_timeout = 1",))
    path = tmp_path / "audits.sqlite"
    store = opened(path)
    with sqlite3.connect(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused) as refused:
            store.record(a_return(), actor=LEADER, at=AT)
    other.close()
    assert [one.code for one in refused.value.problems] == ["T007"]


def test_a_copy_of_a_closed_store_is_the_store(made, tmp_path, opened):
    shutil.copy(made, tmp_path / "copy.sqlite")
    assert opened(tmp_path / "copy.sqlite", create=False).verify().seq == 0
