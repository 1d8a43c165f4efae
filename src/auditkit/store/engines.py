"""Connections as a store needs them: durable, and one writer at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text

from auditkit.errors import ExtraMissing, Refused
from auditkit.problems import problem
from auditkit.store.addresses import Address

BUSY_SECONDS = 30
# What a file of ours says it is: the letters "aukt".
APPLICATION_ID = 0x61756B74
# Any number will do, if nobody else's program locks the same one in the same database.
_LOCK = 0x61756469746B6974 >> 1
_BEGIN = "auditkit_begin"

# Two thousand simulated power cuts lose nothing with a rollback journal and EXTRA; the usual
# settings lose commits that were acknowledged.
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",
)


def engine_of(address: Address, connect: Callable[[], Any] | None = None) -> Engine:
    """The engine of an address; `connect` makes its connections in another way."""
    if address.is_postgresql:
        return _postgresql(address)
    made = {"creator": connect} if connect else {}
    return prepared(create_engine(address.url, hide_parameters=True, **made))


def _postgresql(address: Address) -> Engine:
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise ExtraMissing("A store in PostgreSQL", "postgres") from None
    engine = create_engine(address.url, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {BUSY_SECONDS * 1000}")
        connection.commit()

    return engine


def prepared(engine: Engine) -> Engine:
    """An SQLite engine whose transactions begin when they are said to, under our settings."""

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: object) -> None:
        # Otherwise Python's driver begins transactions by itself, and late.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(pragma)
        if cursor.execute("PRAGMA journal_mode").fetchone()[0] not in ("delete", "memory"):
            cursor.execute("PRAGMA journal_mode = DELETE")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        begin = connection.get_execution_options().get(_BEGIN, "BEGIN")
        connection.exec_driver_sql(begin)

    return engine


def writing(connection: Connection) -> Connection:
    """A connection that has begun nothing yet, so that its transaction takes the only place
    for writing at once: one that asks for it late fails where others write.
    """
    return connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def one_at_a_time(connection: Connection) -> None:
    """Wait within a transaction until no other one writes to the store; it is held to its end.

    SQLite has no more than one writer anyhow, once a transaction is one for writing.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    elif not connection.connection.in_transaction:
        # A host's connection, whose driver would begin one only with the first change.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def joined(connection: Connection) -> Iterator[None]:
    """A part of a host's transaction, alone in writing to the store: there whole or not at all,
    and what is refused in it leaves what the host did alone.

    Raises `Refused` where the connection commits every statement by itself (T015).
    """
    if not connection.in_transaction():
        connection.begin()  # so that a host's engine does what it does then, before one looks
    if _commits_by_itself(connection):
        raise Refused([problem("T015")])
    one_at_a_time(connection)
    with connection.begin_nested():
        yield


def _commits_by_itself(connection: Connection) -> bool:
    """Whether the driver was told to leave transactions alone, and nobody has begun one."""
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "postgresql":
        return bool(driver.autocommit and not driver.info.transaction_status)
    is_told = driver.isolation_level is None or getattr(driver, "autocommit", None) is True
    return is_told and not driver.in_transaction
