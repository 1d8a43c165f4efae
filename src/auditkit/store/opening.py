"""Opening a store and making one: what is no store, or one of another version, is refused."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, exc

from auditkit.errors import Refused
from auditkit.languages import said
from auditkit.problems import problem
from auditkit.store.addresses import Address
from auditkit.store.engines import (
    APPLICATION_ID,
    BUSY_SECONDS,
    engine_of,
    one_at_a_time,
    writing,
)
from auditkit.store.migrating import mark, migrate, version_of
from auditkit.store.schema import VERSION
from auditkit.wording import shortened

if TYPE_CHECKING:
    from auditkit.actors import Actor
    from auditkit.store.kits import Kit
    from auditkit.store.recording import Rules
    from auditkit.store.store import Store
    from auditkit.store.writing import Entropy
    from auditkit.tables.files import AnyPath

_LOCKED_IN_POSTGRESQL = "55P03"
_FIRST_BYTES = b"SQLite format 3\0"


def open_store(
    url_or_path: AnyPath,
    *,
    entropy: Entropy,
    create: bool = False,
    kit: Kit | None = None,
    rules: Rules | None = None,
    staff: Mapping[str, Actor] | None = None,
    connect: Callable[[], Any] | None = None,
) -> Store:
    """Open the store in a file, or in PostgreSQL by its URL; with `create`, make it if need be.

    `entropy` gives random bytes, so many as it is asked for, such as ``os.urandom``. `kit` finds
    question sets and scores; without one, the bundled sets are known. `staff` are members of
    staff by code, for the rules of the stages that an adopted programme declares; `rules`
    tells in their place what a return breaks. `connect` makes connections to SQLite in another
    way than Python's driver does.

    Raises `Refused` where there is no store, or one of another version, or one that is damaged.
    """
    from auditkit.store.store import Store

    address = Address(url_or_path)
    if not create or os.path.exists(address.path):
        refuse_strangers(address)
    engine = engine_of(address, connect)
    try:
        with told(address):
            if create:
                _create(address, engine)
            with engine.connect() as connection:
                check(address, connection)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine=engine, address=address, entropy=entropy, kit=kit, rules=rules, staff=staff)


def check(address: Address, connection: Connection) -> None:
    """Refuse what is no store of ours, of another version, or damaged."""
    if connection.dialect.name == "sqlite" and address.path:
        _check_file(address, connection)
    found = version_of(connection)
    if found is None:
        raise Refused([problem("T001", where=address)])
    _check_version(address, found)


def _check_file(address: Address, connection: Connection) -> None:
    def pragma(name: str) -> Any:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()

    if pragma("application_id") != APPLICATION_ID:
        if not pragma("schema_version"):
            raise Refused([problem("T001", where=address)])
        why = said("it is a database of another program")
        raise Refused([problem("T002", where=address, said=why)])
    _check_version(address, pragma("user_version"))
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        raise Refused([problem("T005", where=address, said=shortened(found))])


def _check_version(address: Address, found: int) -> None:
    if found != VERSION:
        code = "T003" if found > VERSION else "T004"
        raise Refused([problem(code, where=address, found=found, known=VERSION)])


def refuse_strangers(address: Address) -> None:
    """Refuse a file that is not there, or is no database.

    SQLite would make the one, and say little of the other.
    """
    if not address.path:
        return
    if not os.path.exists(address.path):
        raise Refused([problem("T001", where=address)])
    try:
        with open(address.path, "rb") as stream:
            begin = stream.read(len(_FIRST_BYTES))
    except OSError as error:
        why = error.strerror or said("it cannot be opened")
        raise Refused([problem("T008", where=address, said=why)]) from None
    if begin and begin != _FIRST_BYTES:
        why = said("it is not a database at all")
        raise Refused([problem("T002", where=address, said=why)])


def _create(address: Address, engine: Engine) -> None:
    """Make the store where there is none, in one transaction: who else makes it waits."""
    with engine.connect() as connection, writing(connection).begin():
        one_at_a_time(connection)
        make(address, connection)


def make(address: Address, connection: Connection) -> None:
    """Make the store within a transaction, where there is nothing."""
    if version_of(connection) is not None:
        return
    if address.path and connection.exec_driver_sql("PRAGMA schema_version").scalar_one():
        return
    migrate(connection)
    mark(connection)


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Say what a database says as a problem, for a person."""
    try:
        yield
    except UnicodeDecodeError:
        raise Refused([problem("T005", where=address, said=said("a text that is none"))]) from None
    except UnicodeEncodeError:
        found = problem("T011", found=said("half a character"), where=said("a text"))
        raise Refused([found]) from None
    except exc.DBAPIError as error:
        why = _said(error)
        if "database is locked" in why or _state(error) == _LOCKED_IN_POSTGRESQL:
            found = problem("T007", where=address, seconds=BUSY_SECONDS)
        elif "malformed" in why or "not a database" in why:
            found = problem("T005", where=address, said=why)
        else:
            found = problem("T008", where=address, said=why)
        raise Refused([found]) from error


def _said(error: exc.DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines()
    return shortened(lines[0], 200) if lines else type(error.orig).__name__


def _state(error: exc.DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
