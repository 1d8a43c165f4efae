"""As much of Python's driver for SQLite as SQLAlchemy asks for, over a recorded disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import apsw
from recorded_disk import NAME


class Connection:
    """A connection whose files are recorded. `synchronous` takes the place of the setting that
    the store asks for, where one is given.
    """

    isolation_level = None

    def __init__(self, path: str, synchronous: str | None = None) -> None:
        self.apsw = apsw.Connection(path, vfs=NAME)
        self.synchronous = synchronous
        self.text_factory: Any = str

    @property
    def in_transaction(self) -> bool:
        return self.apsw.in_transaction

    def cursor(self) -> Cursor:
        return Cursor(self)

    def commit(self) -> None:
        if self.in_transaction:
            self.apsw.execute("COMMIT")

    def rollback(self) -> None:
        if self.in_transaction:
            self.apsw.execute("ROLLBACK")

    def close(self) -> None:
        self.apsw.close()

    def create_function(self, name: str, number: int, function: Any, **_: Any) -> None:
        self.apsw.create_scalar_function(name, function, number)


class Cursor:
    """A cursor that has read all of its rows."""

    arraysize = 1
    lastrowid = None

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.description: Any = None
        self.rowcount = -1
        self.rows: Iterator[Any] = iter(())

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Cursor:
        own = self.connection.synchronous
        if own and statement.startswith("PRAGMA synchronous"):
            statement = f"PRAGMA synchronous = {own}"
        cursor = self.connection.apsw.cursor()
        self.description = None

        def traced(running: Any, *_: Any) -> bool:
            self.description = [(*one, *(None,) * 5) for one in running.get_description()] or None
            return True

        cursor.exec_trace = traced
        self.rows = iter(cursor.execute(statement, tuple(values)).fetchall())
        self.rowcount = self.connection.apsw.changes()
        return self

    def executemany(self, statement: str, all_values: Iterable[Sequence[Any]]) -> Cursor:
        for values in all_values:
            self.execute(statement, values)
        return self

    def fetchone(self) -> Any:
        return next(self.rows, None)

    def fetchmany(self, size: int = 1) -> list[Any]:
        return [row for row, _ in zip(self.rows, range(size), strict=False)]

    def fetchall(self) -> list[Any]:
        return list(self.rows)

    def close(self) -> None:
        self.rows = iter(())
