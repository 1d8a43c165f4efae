"""Bringing a store of an earlier version up to date, with a copy of it put aside first."""

from __future__ import annotations

import os
import sqlite3

from sqlalchemy import Connection, Engine

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.problems import problem
from auditkit.store.addresses import Address
from auditkit.store.engines import engine_of, one_at_a_time, writing
from auditkit.store.migrating import mark, migrate, version_of
from auditkit.store.opening import refuse_strangers, told
from auditkit.store.schema import VERSION
from auditkit.store.trail import Head
from auditkit.store.verifying import verify
from auditkit.store.writing import head_of
from auditkit.tables.files import AnyPath


@frozen(kw_only=True)
class Upgraded:
    """What an upgrade came to: the version before, the copy that was put aside, the head."""

    version_before: int
    backup: str | None
    head: Head


def upgrade_store(url_or_path: AnyPath) -> Upgraded:
    """Bring a store up to date, in one transaction; one that is, is left as it is.

    A store in SQLite is copied first. One in PostgreSQL is yours to back up. The trail is
    verified before the transaction ends. Raises `Refused` where there is no store, or one of a
    newer version, or one that does not verify.
    """
    address = Address(url_or_path)
    refuse_strangers(address)
    engine = engine_of(address)
    try:
        with told(address):
            with engine.connect() as connection:
                before, head = _version(address, connection), head_of(connection)
            if before == VERSION:
                return Upgraded(version_before=before, backup=None, head=head)
            backup = None
            if address.path:
                backup = free_path(f"{address.path}.version-{before}.backup")
                back_up(engine, backup)
            head = _upgraded(engine)
    finally:
        engine.dispose()
    return Upgraded(version_before=before, backup=backup, head=head)


def _version(address: Address, connection: Connection) -> int:
    found = version_of(connection)
    if found is None:
        raise Refused([problem("T001", where=address)])
    if found > VERSION:
        raise Refused([problem("T003", where=address, found=found, known=VERSION)])
    return found


def _upgraded(engine: Engine) -> Head:
    with engine.connect() as connection, writing(connection).begin():
        one_at_a_time(connection)
        migrate(connection)
        mark(connection)
        return verify(connection)


def back_up(engine: Engine, path: str) -> None:
    """Copy a store in SQLite to another file, whole, whoever works with it meanwhile."""
    part = f"{path}.part"
    target = sqlite3.connect(part)
    try:
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.backup(target)
    finally:
        target.close()
    os.replace(part, path)


def free_path(path: str) -> str:
    """A path where nothing is yet: this one, or the same with a number."""
    found, number = path, 1
    while os.path.exists(found):
        number += 1
        found = f"{path}-{number}"
    return found
