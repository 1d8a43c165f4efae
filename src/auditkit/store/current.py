"""How things stand now: rows that follow from the trail, and from nothing else.

The same changes make them when something is recorded and when a trail is played again to be
compared, so that there is one rule for what an entry means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, and_, select, true

from auditkit.store.schema import CURRENT, tables_of

Row = dict[str, Any]
T = TypeVar("T")
_MOST_WAITING = 2_000


class Current:
    """The rows of one transaction. Rows that are added wait until something else is asked, or
    there are many, so that those of many entries are written together.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.tables = tables_of(connection)
        self._waiting: dict[str, list[Row]] = {}

    def add(self, table: str, row: Row) -> None:
        """Add a row, with the values of all of its columns."""
        waiting = self._waiting.get(table)
        if waiting is None:
            waiting = self._waiting[table] = []
        waiting.append(row)
        if len(waiting) == _MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        waiting, self._waiting = self._waiting, {}
        for name in ("entries", "bodies", *CURRENT, "cursors"):
            if name in waiting:
                self._insert(name, waiting[name])

    def _insert(self, name: str, rows: list[Row]) -> None:
        """Insert rows by the driver itself: SQLAlchemy takes as long to prepare each of them as
        the database takes to write it.
        """
        compiled = self.tables[name].insert().compile(dialect=self.connection.dialect)
        order = getattr(compiled, "positiontup", None)
        values = list(map(itemgetter(*order), rows)) if order else rows
        self.connection.exec_driver_sql(str(compiled), values)

    def find(self, table: str, **equal: Any) -> list[Row]:
        """The rows that have these values, in the order of their entries."""
        self.flush()
        found = self.tables[table]
        asked = select(found).where(_where(found, equal)).order_by(found.c.seq, *found.primary_key)
        return [dict(row) for row in self.connection.execute(asked).mappings()]

    def get(self, table: str, **key: Any) -> Row | None:
        """The row of this key, if there is one."""
        return next(iter(self.find(table, **key)), None)

    def among(self, table: str, column: str, values: Sequence[str]) -> list[Row]:
        """The rows whose column has one of these values."""
        self.flush()
        found = self.tables[table]
        rows: list[Row] = []
        for some in in_parts(values):
            asked = select(found).where(found.c[column].in_(some))
            rows += (dict(row) for row in self.connection.execute(asked).mappings())
        return rows

    def change(self, table: str, key: Row, values: Row) -> int:
        """Set values of the rows of this key; how many there were."""
        self.flush()
        found = self.tables[table]
        changed = found.update().where(_where(found, key)).values(values)
        return self.connection.execute(changed).rowcount

    def remove_written_by(self, table: str, entries: Sequence[int]) -> None:
        """Take away the rows that these entries wrote last."""
        self.flush()
        found = self.tables[table]
        for some in in_parts(entries):
            self.connection.execute(found.delete().where(found.c.seq.in_(some)))


def in_parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Values a few hundred at a time: some builds of SQLite take no more than 999 at once."""
    for start in range(0, len(values), 500):
        yield values[start : start + 500]


def _where(table: Table, equal: Row) -> ColumnElement[bool]:
    return and_(true(), *(table.c[name] == value for name, value in equal.items()))
