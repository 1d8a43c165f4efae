"""Whether a trail holds, and whether how things stand follows from it.

A chain of digests finds what was changed, left out or put in. It cannot find that its end was
cut off or that all of it was written anew: for that, somebody must have kept a head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, select

from auditkit.errors import Refused
from auditkit.languages import said
from auditkit.problems import Problem, problem
from auditkit.store.current import Current
from auditkit.store.migrating import schema_in, schema_of_files
from auditkit.store.observing import entries_with_bodies, proof_of
from auditkit.store.replaying import Finding, Replay, own_tables
from auditkit.store.schema import tables_of
from auditkit.store.trail import Head, read_head
from auditkit.wording import shortened

Progress = Callable[[int], None]


def verify(
    connection: Connection, expect: Head | str | None = None, progress: Progress | None = None
) -> Head:
    """The head of a trail that holds, with all that follows from it.

    Raises `Refused` with the first bad entry (T030), where the head is not the one that was
    kept (T032, T033), and where the file is damaged in a place that holds no entry (T005).
    """
    wanted = read_head(expect) if isinstance(expect, str) else expect
    with _any_text(connection):
        return _verify(connection, wanted, progress)


def _verify(connection: Connection, wanted: Head | None, progress: Progress | None) -> Head:
    cursors = connection.execute(select(tables_of(connection)["cursors"])).mappings().all()
    kept = {row["seq"] for row in cursors} | ({wanted.seq} if wanted else set())
    with own_tables() as current:
        replay = Replay(current, kept)
        for row in entries_with_bodies(connection):
            replay.take(row)
            if progress:
                progress(row["seq"])
        findings = [
            *replay.findings(),
            *_bodies_without_entries(connection, replay.head.seq + 1),
            *replay.rows_apart(Current(connection)),
            *_cursors_apart(cursors, replay.digests),
        ]
        damage = _damage(connection)
    if findings:
        raise Refused(_said(findings))
    if damage:
        raise Refused([problem("T005", where=said("The database"), said=damage)])
    if wanted is not None:
        _compare(wanted, replay.head, replay.digests)
    return replay.head


@contextmanager
def _any_text(connection: Connection) -> Iterator[None]:
    """Read what is no text any more, too, so that the entry it belongs to can be named."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    kept, driver.text_factory = driver.text_factory, _as_it_is
    try:
        yield
    finally:
        driver.text_factory = kept


def _as_it_is(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _bodies_without_entries(connection: Connection, after: int) -> Iterator[Finding]:
    tables = tables_of(connection)
    entries, bodies = tables["entries"], tables["bodies"]
    asked = select(bodies.c.seq).where(bodies.c.seq.not_in(select(entries.c.seq)))
    for seq in connection.execute(asked).scalars():
        yield seq if seq > 0 else after, said("there is a body, and no entry")


def _cursors_apart(
    cursors: Sequence[Mapping[Any, Any]], digests: Mapping[int, str]
) -> Iterator[Finding]:
    for row in cursors:
        seq = row["seq"]
        if row["proof"] != proof_of(row["name"], seq, digests.get(seq, "")):
            yield seq, said('the cursor "{name}" was moved by hand', name=row["name"])


def _damage(connection: Connection) -> str:
    """What SQLite finds wrong with its file, its indexes included."""
    if connection.dialect.name != "sqlite":
        return ""
    if sorted(map(repr, schema_in(connection))) != sorted(map(repr, schema_of_files())):
        return "its tables are not those of a store"
    found = str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one())
    return "" if found == "ok" else shortened(found)


def _said(findings: Sequence[Finding]) -> list[Problem]:
    """The first bad entry, and how much more there is after it."""
    first, *others = sorted(set(findings))
    told = [problem("T030", seq=first[0], said=first[1])]
    return told + ([problem("T031", count=len(others))] if others else [])


def _compare(wanted: Head, head: Head, digests: Mapping[int, str]) -> None:
    """Hold the trail against a head that somebody kept."""
    if wanted.seq > head.seq:
        raise Refused([problem("T033", last=head.seq, seq=wanted.seq)])
    found = digests[wanted.seq]
    if found != wanted.digest:
        facts = {"seq": wanted.seq, "found": found, "expected": wanted.digest}
        raise Refused([problem("T032", **facts)])
