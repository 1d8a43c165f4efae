"""How things stand now: rows that follow from the trail, and from nothing else.

The same changes make them when something is recorded and when a trail is played again to be
compared, so that there is one rule for what an entry means.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Dialect, Table, and_, select, true

from auditkit.store.schema import CURRENT, tables_of

Row = dict[str, Any]
Values = tuple[Any, ...]
T = TypeVar("T")
_MOST_WAITING = 20_000
# Some builds of SQLite take no more than 999 values with a statement.
_MOST_VALUES = 990


class Current:
    """The rows of one transaction. Rows that are added wait until something else is asked, or
    there are many, so that those of many entries are written together.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.tables = tables_of(connection)
        self._waiting: defaultdict[str, list[Any]] = defaultdict(list)

    def add(self, table: str, row: Row) -> None:
        """Add a row, with the values of all of its columns."""
        self.add_values(table, tuple([row[column.name] for column in self.tables[table].columns]))

    def add_values(self, table: str, values: Values) -> None:
        """Add a row by its values alone, in the order of the columns."""
        waiting = self._waiting[table]
        waiting += values
        if len(waiting) >= _MOST_WAITING:
            self.flush()

    def add_entry(self, entry: Values, body: Values) -> None:
        """Add an entry of the trail, and its body."""
        waiting = self._waiting
        waiting["entries"] += entry
        waiting["bodies"] += body
        if len(waiting["bodies"]) >= _MOST_WAITING:
            self.flush()

    def row(self, table: str, values: Values) -> Row:
        """The row of these values."""
        names = (column.name for column in self.tables[table].columns)
        return dict(zip(names, values, strict=True))

    def flush(self) -> None:
        """Write what is waiting."""
        waiting, self._waiting = self._waiting, defaultdict(list)
        for name in ("entries", "bodies", *CURRENT, "cursors"):
            if name in waiting:
                self._insert(self.tables[name], waiting[name])

    def _insert(self, table: Table, values: list[Any]) -> None:
        """Insert rows, as many with each statement as it takes values: one by one they take a
        quarter longer. By the driver itself, for SQLAlchemy takes as long to prepare each row as
        the database takes to write it.
        """
        width = len(table.columns)
        together = _MOST_VALUES // width
        whole = len(values) - len(values) % (together * width)
        for some, count in ((values[:whole], together), (values[whole:], 1)):
            if some:
                inserted = _insertion(table, count, self.connection.dialect)
                rows = list(map(tuple, in_parts(some, count * width)))
                self.connection.exec_driver_sql(inserted, rows)

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
        rows: list[Row] = []
        for some in in_parts(values):
            # By the driver itself, as rows are inserted.
            asked = _among(self.tables[table], column, len(some), self.connection.dialect)
            rows += map(dict, self.connection.exec_driver_sql(asked, tuple(some)).mappings())
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


def in_parts(values: Sequence[T], most: int = _MOST_VALUES) -> Iterator[Sequence[T]]:
    """Values so many at a time."""
    for start in range(0, len(values), most):
        yield values[start : start + most]


def _insertion(table: Table, count: int, dialect: Dialect) -> str:
    """The statement that inserts so many rows of values in the order of the columns."""
    name, columns = _written(table, dialect)
    row = f"({_marks(len(table.columns), dialect)})"
    rows = ", ".join([row] * count)
    return f"INSERT INTO {name} ({columns}) VALUES {rows}"  # noqa: S608 - names of ours


def _among(table: Table, column: str, count: int, dialect: Dialect) -> str:
    """The statement that finds the rows whose column has one of so many values."""
    name, columns = _written(table, dialect)
    quoted = dialect.identifier_preparer.quote(column)
    return f"SELECT {columns} FROM {name} WHERE {quoted} IN ({_marks(count, dialect)})"  # noqa: S608


def _written(table: Table, dialect: Dialect) -> tuple[str, str]:
    """A table and its columns as they are written in statements."""
    names = dialect.identifier_preparer
    return names.format_table(table), ", ".join(map(names.format_column, table.columns))


def _marks(count: int, dialect: Dialect) -> str:
    return ", ".join(["?" if dialect.paramstyle == "qmark" else "%s"] * count)


def _where(table: Table, equal: Row) -> ColumnElement[bool]:
    return and_(true(), *(table.c[name] == value for name, value in equal.items()))
