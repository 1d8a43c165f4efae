"""One transaction that changes a store: entries appended, and how things stand kept in step."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from auditkit.actors import Actor
from auditkit.errors import Conflict, Refused
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.problems import problem
from auditkit.store.changes import Recording, apply, case_of
from auditkit.store.current import Current
from auditkit.store.schema import tables_of
from auditkit.store.trail import (
    SALT_BYTES,
    START,
    Head,
    body_text,
    digest_of,
    instant,
    seal,
)

Entropy = Callable[[int], bytes]
_SALTS = 32
_AHEAD = 1_024


@frozen
class By:
    """Who changes something, and when."""

    actor: str
    at: str


class Earlier(NamedTuple):
    """The entry that a retry key has made already, and its body."""

    key: str
    seq: int
    body: Mapping[str, Any]

    def conflict(self, offered: object) -> Conflict:
        """That the key comes back with something else."""
        return _key_conflict(self.key, self.seq, self.body, offered)


def by(actor: Actor, at: datetime) -> By:
    """Who changes something, and when. Raises `Refused` for nobody, and for a time without a
    zone.
    """
    if not actor.id.strip():
        raise Refused([problem("T012")])
    if "\0" in actor.id:
        raise Refused(
            [problem("T011", found=said("the character NUL"), where=said("the code of an actor"))]
        )
    return By(actor.id, instant(at))


def head_of(connection: Connection) -> Head:
    """The head of the trail in this database."""
    entries = tables_of(connection)["entries"]
    last = select(entries.c.seq, entries.c.digest).order_by(entries.c.seq.desc()).limit(1)
    found = connection.execute(last).one_or_none()
    return START if found is None else Head(found.seq, found.digest)


def salts(entropy: Entropy) -> Iterator[str]:
    """Salts, drawn many at a time: to ask for chance takes longer than to get it."""
    while True:
        drawn = entropy(_SALTS * SALT_BYTES).hex()
        for start in range(0, len(drawn), 2 * SALT_BYTES):
            yield drawn[start : start + 2 * SALT_BYTES]


def drawn_ahead(entropy: Entropy) -> Entropy:
    """The same chance for one transaction, drawn many bytes at a time: the ids of actions need
    few bytes each, and asking the system for them takes longer than all else about an id.
    """
    drawn, at = b"", 0

    def draw(count: int) -> bytes:
        nonlocal drawn, at
        if at + count > len(drawn):
            drawn, at = entropy(max(count, _AHEAD)), 0
        at += count
        return drawn[at - count : at]

    return draw


class Writing:
    """What is appended within one transaction by one actor; written by `current.flush`."""

    def __init__(self, connection: Connection, entropy: Entropy, who: By) -> None:
        self.connection = connection
        self.current = Current(connection)
        # Whoever has a source of their own, such as one that counts, gets ids from it one by one.
        self.entropy = drawn_ahead(entropy) if entropy is os.urandom else entropy
        self.by = who
        self.seq, self.digest = head_of(connection)
        self._salts = salts(entropy)

    def append(
        self,
        kind: str,
        body: Mapping[str, Any],
        key: str | None = None,
        text: str | None = None,
        content: str | None = None,
    ) -> Recording:
        """Append an entry, and bring how things stand along. `text` is the body's, and `content`
        that of an action within it, if they are there already.
        """
        who = self.by
        text = body_text(body) if text is None else text
        salt = next(self._salts)
        sealed = seal(salt, text)
        seq, previous = self.seq + 1, self.digest
        digest = digest_of(seq, who.at, who.actor, kind, key, sealed, previous)
        told = (seq, who.at, who.actor, kind, key, sealed, previous, digest)
        self.current.add_entry(told, (seq, case_of(body), salt, text))
        self.seq, self.digest = seq, digest
        entry = Recording(seq, who.at, who.actor, kind, body, text, content)
        apply(self.current, entry)
        return entry

    def earlier(self, key: str | None, kind: str) -> Earlier | None:
        """The entry that this retry key has made already, if it has.

        Raises `Conflict` where it was for something else, or what it made was erased.
        """
        if key is None:
            return None
        if not key or "\0" in key:
            raise Refused(
                [problem("T011", found=said("nothing or NUL"), where=said("a retry key"))]
            )
        self.current.flush()
        entries, bodies = self.current.tables["entries"], self.current.tables["bodies"]
        asked = (
            select(entries.c.seq, entries.c.kind, bodies.c.body)
            .join(bodies, bodies.c.seq == entries.c.seq, isouter=True)
            .where(entries.c.retry == key)
        )
        found = self.connection.execute(asked).one_or_none()
        if found is None:
            return None
        if found.kind != kind:
            raise _key_conflict(key, found.seq)
        if found.body is None:
            raise Conflict([problem("T029", key=key, seq=found.seq)])
        return Earlier(key, found.seq, json.loads(found.body))


def _key_conflict(key: str, seq: int, recorded: object = None, offered: object = None) -> Conflict:
    """That a retry key comes back with something else."""
    return Conflict([problem("T021", key=key, seq=seq)], recorded, offered)
