"""Whether a trail holds, and whether how things stand follows from it.

A chain of digests finds what was changed, left out or put in. It cannot find that its end was
cut off or that all of it was written anew: for that, somebody must have kept a head.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, Self

from sqlalchemy import Connection, create_engine, select
from sqlalchemy.pool import StaticPool

from auditkit.errors import Refused
from auditkit.problems import Problem, problem
from auditkit.store.changes import Recording, apply, case_of
from auditkit.store.current import Current, Row
from auditkit.store.migrating import schema_in, schema_of_files
from auditkit.store.observing import entries_with_bodies, proof_of
from auditkit.store.schema import CURRENT, tables_of
from auditkit.store.trail import SALT, START, Head, digest_of, read_head, seal
from auditkit.wording import shortened

Progress = Callable[[int], None]
# What does not hold: the number of the entry, and what is wrong with it.
Finding = tuple[int, str]


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
    with Replay(kept) as replay:
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
        raise Refused([problem("T005", where="The database", said=damage)])
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


class Replay:
    """A trail played again from its first entry, into tables of its own.

    `digests` are those of the entries asked for, and of the start.
    """

    def __init__(self, kept: Iterable[int] = ()) -> None:
        # Without foreign keys, for the entries that rows refer to stand elsewhere.
        self._engine = create_engine("sqlite://", poolclass=StaticPool)
        self._connection = self._engine.connect()
        for *_, made in schema_of_files():
            if made is not None:
                self._connection.exec_driver_sql(made)
        self.current = Current(self._connection)
        self.head = START
        self.digests: dict[int, str] = {0: START.digest}
        self._kept = frozenset(kept)
        self._found: list[Finding] = []
        self._unread: set[int] = set()
        self._missing: set[int] = set()
        self._erased: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._engine.dispose()

    def take(self, row: Row) -> None:
        """Check the next entry, and play it where its body is what it was."""
        seq = row["seq"]
        if seq != self.head.seq + 1:
            self._distrust(self.head.seq + 1, "it is missing")
        elif row["previous"] != self.head.digest:
            self._found.append((seq, "it does not follow on the entry before it"))
        try:
            self._check(seq, row)
        except Exception as error:
            # Whatever stands there may have been put there by anybody.
            self._found.append((seq, f"it cannot be read ({type(error).__name__})"))
        self.head = Head(seq, row["digest"])
        if seq in self._kept:
            self.digests[seq] = row["digest"]

    def _check(self, seq: int, row: Row) -> None:
        told = (row["at"], row["actor"], row["kind"], row["retry"], row["sealed"])
        if digest_of(seq, *told, row["previous"]) != row["digest"]:
            self._distrust(seq, "it was changed")
        if row["body_of"] is None:
            self._missing.add(seq)
            return
        if not SALT.fullmatch(row["salt"]) or seal(row["salt"], row["body"]) != row["sealed"]:
            self._distrust(seq, "its body was changed")
            return
        entry = recording_of(row)
        if row["case_ref"] != case_of(entry.body):
            self._found.append((seq, "its case was changed"))
        if entry.kind == "erasure":
            self._erased.update(entry.body["targets"])
        apply(self.current, entry)

    def _distrust(self, seq: int, said: str) -> None:
        self._found.append((seq, said))
        self._unread.add(seq)

    def findings(self) -> list[Finding]:
        """What does not hold, once the last entry was taken."""
        unread = sorted(self._unread)
        found = []
        for seq in self._missing - self._erased:
            # An entry that cannot be trusted may have been the one that erased it.
            later = next((one for one in unread if one > seq), seq)
            found.append((later, f"the body of entry {seq} is gone, and no entry erased it"))
        again = (seq for seq in self._erased if seq not in self._missing)
        found += ((seq, "its body was erased, and is there again") for seq in again)
        return self._found + found

    def rows_apart(self, actual: Current) -> list[Finding]:
        """Rows that are not as the trail makes them, each with the entry that wrote it last.

        Rows that follow from nothing name an entry of their own choice, so they are told only
        where no other row is missing, whose place they may have taken.
        """
        self.current.flush()
        apart: list[Finding] = []
        others: list[Finding] = []
        for name in CURRENT:
            wanted, found = _rows(self.current, name), _rows(actual, name)
            for key, (seq, row) in wanted.items():
                if key not in found:
                    apart.append((seq, f"what it wrote into {name} is gone"))
                elif found[key][1] != row:
                    writer = self._writer(seq, found[key][0])
                    apart.append((writer, f"what it wrote into {name} was changed"))
            said = f"it did not write a row that stands in {name}"
            others += [(_number(found[key][0]), said) for key in found.keys() - wanted.keys()]
        return apart or others

    def _writer(self, played: int, said: Any) -> int:
        """The entry that wrote a row last: the one that was played, unless the trail has bad
        entries and the row says that it comes from one of those.
        """
        is_bad = said in self._unread or said in self._missing - self._erased
        return int(said) if is_bad else played


def _number(seq: object) -> int:
    return seq if isinstance(seq, int) else 0


def recording_of(row: Row) -> Recording:
    """An entry with its body, as its changes see it."""
    body = json.loads(row["body"])
    return Recording(row["seq"], row["at"], row["actor"], row["kind"], body, row["body"])


def _bodies_without_entries(connection: Connection, after: int) -> Iterator[Finding]:
    tables = tables_of(connection)
    entries, bodies = tables["entries"], tables["bodies"]
    asked = select(bodies.c.seq).where(bodies.c.seq.not_in(select(entries.c.seq)))
    for seq in connection.execute(asked).scalars():
        yield seq if seq > 0 else after, "there is a body, and no entry"


def _rows(current: Current, name: str) -> dict[tuple[Any, ...], tuple[Any, bytes]]:
    """The rows of a table by their keys: the entry of each, and a digest of the whole of it."""
    table = current.tables[name]
    keys = [column.name for column in table.primary_key]
    asked = select(table).execution_options(yield_per=1000)
    return {
        tuple(row[key] for key in keys): (
            row["seq"],
            sha256(repr(tuple(row.values())).encode("utf-8", "surrogateescape")).digest(),
        )
        for row in current.connection.execute(asked).mappings()
    }


def _cursors_apart(
    cursors: Sequence[Mapping[Any, Any]], digests: Mapping[int, str]
) -> Iterator[Finding]:
    for row in cursors:
        seq = row["seq"]
        if row["proof"] != proof_of(row["name"], seq, digests.get(seq, "")):
            yield seq, f'the cursor "{row["name"]}" was moved by hand'


def _damage(connection: Connection) -> str:
    """What SQLite finds wrong with its file, its indexes included."""
    if connection.dialect.name != "sqlite":
        return ""
    if sorted(map(repr, schema_in(connection))) != sorted(map(repr, schema_of_files())):
        return "its tables are not those of a store"
    said = str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one())
    return "" if said == "ok" else shortened(said)


def _said(findings: Sequence[Finding]) -> list[Problem]:
    """The first bad entry, and how much more there is after it."""
    first, *others = sorted(set(findings))
    said = [problem("T030", seq=first[0], said=first[1])]
    return said + ([problem("T031", count=len(others))] if others else [])


def _compare(wanted: Head, head: Head, digests: Mapping[int, str]) -> None:
    """Hold the trail against a head that somebody kept."""
    if wanted.seq > head.seq:
        raise Refused([problem("T033", last=head.seq, seq=wanted.seq)])
    found = digests[wanted.seq]
    if found != wanted.digest:
        facts = {"seq": wanted.seq, "found": found, "expected": wanted.digest}
        raise Refused([problem("T032", **facts)])
