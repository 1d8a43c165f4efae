"""Stores of earlier versions brought up to date by a later auditkit, their copies kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from audits import AT, LEADER, a_return
from filled import fill
from sqlalchemy import create_engine, text

import auditkit
from auditkit import Refused
from auditkit.store import open_store
from auditkit.store.addresses import Address
from auditkit.store.schema import VERSION
from auditkit.store.upgrading import upgrade_store

RELEASED = Path(__file__).parent / "released"
LATER = '''"""A version to come, with one more column."""

from alembic import op

revision = "{number}"
down_revision = "{before}"


def upgrade():
    name = "auditkit.cursors" if op.get_bind().dialect.name == "postgresql" else "auditkit_cursors"
    op.execute(f"ALTER TABLE {{name}} ADD COLUMN note TEXT")
    {more}
'''


@pytest.fixture
def later(tmp_path):
    """Runs a program with an auditkit that has one more version of the store."""
    root = tmp_path / "later"
    package = Path(auditkit.__file__).parent
    shutil.copytree(package, root / "auditkit", ignore=shutil.ignore_patterns("__pycache__"))
    store = root / "auditkit/store"
    schema = (store / "schema.py").read_text("utf-8")
    number = VERSION + 1
    (store / "schema.py").write_text(
        schema.replace(f"VERSION = {VERSION}\n", f"VERSION = {number}\n"), "utf-8"
    )

    def run(*lines: str, more: str = "") -> str:
        migration = LATER.format(number=number, before=VERSION, more=more)
        versions = store / "migrations/versions"
        (versions / f"version_{number}.py").write_text(migration, "utf-8")
        program = "\n".join(["import os", "from auditkit.errors import *", *lines])
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program],
            env={**os.environ, "PYTHONPATH": str(root)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


UPGRADE = (
    "from auditkit.store.upgrading import upgrade_store",
    "found = upgrade_store({where!r})",
    "print(found.head, found.backup)",
    "from auditkit.store import open_store",
    "with open_store({where!r}, entropy=os.urandom) as store:",
    "    assert store.verify() == found.head",
)


def upgrade(later, where) -> list[str]:
    return later(*(line.format(where=where) for line in UPGRADE)).split()


def test_an_older_store_says_so_and_can_be_upgraded(later, store, where):
    fill(store)
    head = store.head()
    store.close()
    refused = later(
        "from auditkit.store import open_store",
        "try:",
        f"    open_store({where!r}, entropy=os.urandom)",
        "except Refused as refused:",
        "    print(refused.problems[0].code)",
    )
    assert refused == "T004"
    found, backup = upgrade(later, where)
    assert found == str(head)
    with pytest.raises(Refused) as refused:
        open_store(where, entropy=os.urandom)
    assert refused.value.problems[0].code == "T003"
    if backup != "None":
        with open_store(backup, entropy=os.urandom) as before:
            assert before.verify() == head


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(later, store, where):
    fill(store)
    head = store.head()
    store.close()
    later(
        "from auditkit.store.upgrading import upgrade_store",
        "try:",
        f"    upgrade_store({where!r})",
        "except Refused:",
        "    pass",
        more='op.execute("SELECT * FROM nowhere")',
    )
    with open_store(where, entropy=os.urandom) as again:
        assert again.verify() == head


def test_copies_of_several_upgrades_stand_side_by_side(later, tmp_path, opened):
    path = tmp_path / "audits.sqlite"
    opened(path).close()
    data = path.read_bytes()
    assert upgrade(later, str(path))[1].endswith(f".version-{VERSION}.backup")
    path.write_bytes(data)
    assert upgrade(later, str(path))[1].endswith(f".version-{VERSION}.backup-2")


def test_a_store_that_is_up_to_date_is_left_alone(store, where):
    store.record(a_return(), actor=LEADER, at=AT)
    found = upgrade_store(where)
    assert (found.version_before, found.backup, found.head) == (VERSION, None, store.head())


def test_nothing_is_upgraded_where_there_is_no_store(tmp_path, emptied):
    for where in (tmp_path / "none.sqlite", emptied):
        with pytest.raises(Refused) as refused:
            upgrade_store(where)
        assert refused.value.problems[0].code == "T001"


def test_a_newer_store_is_not_upgraded(emptied, opened):
    opened(emptied).close()
    engine = create_engine(Address(emptied).url)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE auditkit.version SET version_num = '{VERSION + 1}'"))
    engine.dispose()
    with pytest.raises(Refused) as refused:
        upgrade_store(emptied)
    assert refused.value.problems[0].code == "T003"


@pytest.mark.parametrize("path", sorted(RELEASED.glob("*.sqlite")), ids=lambda path: path.stem)
def test_a_file_of_every_released_version_can_be_upgraded(path, tmp_path, opened):
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    upgrade_store(copy)
    store = opened(copy, create=False)
    assert store.verify().seq > 0
    store.record(a_return("CASE-0999"), actor=LEADER, at=AT)
    store.verify()


@pytest.mark.parametrize("path", sorted(RELEASED.glob("*.sql")), ids=lambda path: path.stem)
def test_a_dump_of_every_released_version_can_be_upgraded(path, emptied, opened):
    engine = create_engine(Address(emptied).url)
    with engine.begin() as connection:
        driver = connection.connection.driver_connection
        for statement in path.read_text("utf-8").split(";\n"):
            driver.execute(statement)
    engine.dispose()
    upgrade_store(emptied)
    store = opened(emptied, create=False)
    assert store.verify().seq > 0
    store.record(a_return("CASE-0999"), actor=LEADER, at=AT)
    store.verify()


def test_there_is_a_file_a_dump_and_an_export_of_every_version():
    names = {path.name for path in RELEASED.iterdir()}
    assert names == {
        f"{number}.{kind}"
        for number in range(1, VERSION + 1)
        for kind in ("sqlite", "sql", "jsonl")
    }
