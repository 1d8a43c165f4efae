"""The version of a store, and the migrations that bring it up to date."""

from __future__ import annotations

import os
from functools import cache

from sqlalchemy import Connection, create_engine, inspect, text

from auditkit.store.engines import APPLICATION_ID, joined
from auditkit.store.schema import SCHEMA, VERSION

MIGRATIONS = os.path.join(os.path.dirname(__file__), "migrations")


def version_of(connection: Connection) -> int | None:
    """The version of the store in this database, or None where there is none."""
    is_postgresql = connection.dialect.name == "postgresql"
    schema = SCHEMA if is_postgresql else None
    table = "version" if is_postgresql else "auditkit_version"
    if not inspect(connection).has_table(table, schema=schema):
        return None
    name = f"{schema}.{table}" if schema else table
    found = connection.execute(text(f"SELECT version_num FROM {name}")).scalars().all()  # noqa: S608
    return int(found[0]) if len(found) == 1 and found[0].isascii() and found[0].isdigit() else None


def migrate(connection: Connection, scripts: str = MIGRATIONS) -> None:
    """Bring the store of a transaction up to date; from nothing, where there is none."""
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    config = Config()
    config.set_main_option("script_location", scripts.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@cache
def schema_of_files() -> tuple[tuple[str | None, ...], ...]:
    """What the migrations make of an empty file: each table and index with its definition."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        migrate(connection)
        found = schema_in(connection)
    engine.dispose()
    return found


def schema_in(connection: Connection) -> tuple[tuple[str | None, ...], ...]:
    """The tables and indexes of a store in a file."""
    asked = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type DESC, rowid"
    found = connection.exec_driver_sql(asked)
    return tuple(tuple(row) for row in found if str(row.tbl_name).startswith(f"{SCHEMA}_"))


def create_within(connection: Connection) -> None:
    """Make a store in the database of a host, within its transaction, where there is none."""
    with joined(connection):
        if version_of(connection) is None:
            migrate(connection)


def mark(connection: Connection, version: int = VERSION) -> None:
    """Say in a file of our own whose it is, and of which version."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")
