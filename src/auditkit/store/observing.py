"""The trail read by those who follow it: entry by entry, each at its own pace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, select

from auditkit.errors import Conflict, Refused
from auditkit.languages import said
from auditkit.problems import problem
from auditkit.store.current import Current, Row
from auditkit.store.schema import tables_of
from auditkit.store.trail import START, Entry


def read_entries(connection: Connection, after: int, limit: int | None) -> tuple[Entry, ...]:
    """The entries after a number, in their order, at most so many."""
    rows = entries_with_bodies(connection, after, limit)
    return tuple(entry_of(row) for row in rows)


def entries_with_bodies(
    connection: Connection, after: int = 0, limit: int | None = None
) -> Iterator[Row]:
    """The entries of a trail in their order, each with its body, where there is one."""
    tables = tables_of(connection)
    entries, bodies = tables["entries"], tables["bodies"]
    asked = (
        select(
            entries,
            bodies.c.seq.label("body_of"),
            bodies.c.case_ref,
            bodies.c.salt,
            bodies.c.body,
        )
        .join(bodies, bodies.c.seq == entries.c.seq, isouter=True)
        .where(entries.c.seq > after)
        .order_by(entries.c.seq)
        .limit(limit)
        .execution_options(yield_per=1000)
    )
    for row in connection.execute(asked).mappings():
        yield dict(row)


def entry_of(row: Row) -> Entry:
    """An entry for those who read the trail."""
    told = {name: row[name] for name in ("seq", "actor", "kind", "digest")}
    body = None if row["body_of"] is None else json.loads(row["body"])
    return Entry(**told, at=datetime.fromisoformat(row["at"]), key=row["retry"], body=body)


def cursor(current: Current, name: str) -> int:
    """The entry up to which an observer has read, 0 for one that is new."""
    row = current.get("cursors", name=name)
    return 0 if row is None else int(row["seq"])


def advance(current: Current, name: str, seq: int, expected: int) -> None:
    """Move a cursor that stands where it is expected.

    Raises `Conflict` where it stands elsewhere, `Refused` for an entry that is not there.
    """
    found = cursor(current, name)
    if found != expected:
        facts = {"name": name, "found": found, "expected": expected}
        raise Conflict([problem("T025", **facts)], found, seq)
    entries = current.tables["entries"]
    digest = START.digest
    if seq:
        asked = select(entries.c.digest).where(entries.c.seq == seq)
        digest = current.connection.execute(asked).scalar_one_or_none() or ""
        if not digest:
            raise Refused([problem("T023", what=said("entry {seq}", seq=seq))])
    values = {"seq": seq, "proof": proof_of(name, seq, digest)}
    if not current.change("cursors", {"name": name}, values):
        current.add("cursors", {"name": name, **values})


def proof_of(name: str, seq: int, digest: str) -> str:
    """What a cursor says of the entry that it stands at, so that it cannot be moved by hand."""
    return sha256(f"{name}\n{seq}\n{digest}".encode()).hexdigest()
