"""A trail played again: each entry checked, and applied where its body is what it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine, create_engine, select
from sqlalchemy.pool import NullPool

from auditkit.languages import said
from auditkit.store.changes import Recording, apply, case_of
from auditkit.store.current import Current, Row
from auditkit.store.migrating import schema_of_files
from auditkit.store.schema import CURRENT
from auditkit.store.trail import SALT, START, Head, digest_of, seal

# What does not hold: the number of the entry, and what is wrong with it.
Finding = tuple[int, str]


@contextmanager
def own_tables() -> Iterator[Current]:
    """Empty tables in memory, where a trail can be played again.

    They have no foreign keys, for the entries that rows refer to stand elsewhere.
    """
    with _memory().connect() as connection:
        for *_, made in schema_of_files():
            if made is not None:
                connection.exec_driver_sql(made)
        yield Current(connection)


@cache
def _memory() -> Engine:
    """Each connection is to a database of its own. What is asked of them all is put into SQL
    once, which takes longer than to answer it.
    """
    return create_engine("sqlite://", poolclass=NullPool)


class Replay:
    """A trail played again from its first entry.

    `digests` are those of the entries asked for, and of the start.
    """

    def __init__(self, current: Current, kept: Iterable[int] = ()) -> None:
        self.current = current
        self.head = START
        self.digests: dict[int, str] = {0: START.digest}
        self._kept = frozenset(kept)
        self._found: list[Finding] = []
        self._unread: set[int] = set()
        self._missing: set[int] = set()
        self._erased: set[int] = set()

    def take(self, row: Row) -> None:
        """Check the next entry, and play it where its body is what it was."""
        seq = row["seq"]
        if seq != self.head.seq + 1:
            self._distrust(self.head.seq + 1, said("it is missing"))
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
            self._distrust(seq, said("it was changed"))
        if row["body_of"] is None:
            self._missing.add(seq)
            return
        if not SALT.fullmatch(row["salt"]) or seal(row["salt"], row["body"]) != row["sealed"]:
            self._distrust(seq, said("its body was changed"))
            return
        entry = recording_of(row)
        if row["case_ref"] != case_of(entry.body):
            self._found.append((seq, "its case was changed"))
        if entry.kind == "erasure":
            self._erased.update(entry.body["targets"])
        apply(self.current, entry)

    def _distrust(self, seq: int, why: str) -> None:
        self._found.append((seq, why))
        self._unread.add(seq)

    @property
    def is_sound(self) -> bool:
        """Whether nothing bad was found so far."""
        return not self._found

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
                    apart.append((seq, said("what it wrote into {table} is gone", table=name)))
                elif found[key][1] != row:
                    writer = self._writer(seq, found[key][0])
                    apart.append(
                        (writer, said("what it wrote into {table} was changed", table=name))
                    )
            stray = said("it did not write a row that stands in {table}", table=name)
            others += [(_number(found[key][0]), stray) for key in found.keys() - wanted.keys()]
        return apart or others

    def _writer(self, played: int, told: Any) -> int:
        """The entry that wrote a row last: the one that was played, unless the trail has bad
        entries and the row says that it comes from one of those.
        """
        is_bad = told in self._unread or told in self._missing - self._erased
        return int(told) if is_bad else played


def _number(seq: object) -> int:
    return seq if isinstance(seq, int) else 0


def recording_of(row: Row) -> Recording:
    """An entry with its body, as its changes see it."""
    body = json.loads(row["body"])
    return Recording(row["seq"], row["at"], row["actor"], row["kind"], body, row["body"])


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
