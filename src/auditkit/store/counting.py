"""What is in a store, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from auditkit.frozen import frozen
from auditkit.store.schema import tables_of
from auditkit.store.trail import Head
from auditkit.store.writing import head_of


@frozen(kw_only=True)
class Stats:
    """What is in a store: entries by kind, audits by stage, actions by status; the cases, and
    the times of the first and last entry.
    """

    head: Head
    entries: Mapping[str, int]
    audits: Mapping[str, int]
    actions: Mapping[str, int]
    cases: int
    erased: int
    first_at: str | None
    last_at: str | None

    def as_dict(self) -> dict[str, Any]:
        """The numbers in the terms of JSON."""
        return {
            "entries": dict(self.entries),
            "audits": dict(self.audits),
            "actions": dict(self.actions),
            "cases": self.cases,
            "erased_bodies": self.erased,
            "first_entry": self.first_at,
            "last_entry": self.last_at,
            "head": str(self.head),
        }


def count(connection: Connection) -> Stats:
    """The numbers of a store."""
    tables = tables_of(connection)
    entries, bodies, audits = tables["entries"], tables["bodies"], tables["audits"]

    def by(table: str, column: str) -> dict[str, int]:
        found = tables[table].c[column]
        asked = select(found, func.count()).group_by(found)
        return dict(sorted(tuple(row) for row in connection.execute(asked)))

    def number(asked: object) -> int:
        return int(connection.execute(asked).scalar_one())  # type: ignore[call-overload]

    all_entries = number(select(func.count()).select_from(entries))
    first, last = connection.execute(select(func.min(entries.c.at), func.max(entries.c.at))).one()
    return Stats(
        head=head_of(connection),
        entries=by("entries", "kind"),
        audits=by("audits", "stage"),
        actions=by("actions", "status"),
        cases=number(select(func.count(audits.c.case_ref.distinct()))),
        erased=all_entries - number(select(func.count()).select_from(bodies)),
        first_at=first,
        last_at=last,
    )
