"""A store as a file of JSON Lines, whole and without loss, and a store made of such a file.

The first line says what the file is and where its trail ends; each entry follows with its body
and salt, then the cursors of observers. Every line is canonical, and every entry is checked
against the one before as it is read, so that a file that was changed or cut off is refused.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import Connection, func, select

from auditkit.errors import Refused
from auditkit.languages import said
from auditkit.problems import problem
from auditkit.store.addresses import Address
from auditkit.store.current import Current, Row
from auditkit.store.engines import engine_of, one_at_a_time, writing
from auditkit.store.observing import entries_with_bodies, proof_of
from auditkit.store.opening import check, make, refuse_strangers, told
from auditkit.store.replaying import Replay
from auditkit.store.schema import VERSION, tables_of
from auditkit.store.trail import Head, read_head
from auditkit.store.verifying import Progress, verify
from auditkit.store.writing import head_of

if TYPE_CHECKING:
    from auditkit.tables.files import AnyPath

FORMAT = 1
_ENTRY = ("seq", "at", "actor", "kind", "retry", "sealed", "previous", "digest")
_BODY = ("case_ref", "salt", "body")


def export(connection: Connection, stream: BinaryIO, progress: Progress | None = None) -> Head:
    """Write everything that is in a store, and return the head."""
    head = head_of(connection)
    begin = {"auditkit_store": FORMAT, "version": VERSION, "head": str(head)}
    stream.write(_line(begin))
    for row in entries_with_bodies(connection):
        found = {name: row[name] for name in _ENTRY}
        if row["body_of"] is not None:
            found |= {name: row[name] for name in _BODY}
        stream.write(_line(found))
        if progress:
            progress(row["seq"])
    cursors = tables_of(connection)["cursors"]
    for cursor in connection.execute(select(cursors).order_by(cursors.c.name)).mappings():
        found = {"cursor": cursor["name"], "seq": cursor["seq"], "proof": cursor["proof"]}
        stream.write(_line(found))
    return head


def import_store(
    url_or_path: AnyPath, lines: Iterable[bytes], progress: Progress | None = None
) -> Head:
    """Make a store of an export, or fill an empty one, and verify it: one transaction. Returns
    its head.

    Raises `Refused` as `import_into` and `verify` do; where there was no store, none is left.
    """
    address = Address(url_or_path)
    is_new = bool(address.path) and not os.path.exists(address.path)
    if not is_new:
        refuse_strangers(address)
    engine = engine_of(address)
    try:
        with told(address), engine.connect() as connection, writing(connection).begin():
            one_at_a_time(connection)
            make(address, connection)
            check(address, connection)
            import_into(Current(connection), str(address), lines, progress)
            return verify(connection)
    finally:
        engine.dispose()
        if is_new:
            _remove_empty(address.path)


def _remove_empty(path: str) -> None:
    """Take away the file that SQLite makes for a transaction which was then given up."""
    if os.path.exists(path) and not os.path.getsize(path):
        os.remove(path)


def import_into(
    current: Current, where: str, lines: Iterable[bytes], progress: Progress | None = None
) -> Head:
    """Fill an empty store from the lines of an export, and return its head.

    Raises `Refused` for what is no export (T040), for one that was changed (T041) or cut off
    (T042), for one of a newer version (T044), and for a store that is not empty (T043).
    """
    _refuse_full(current, where)
    numbered = enumerate(lines, 1)
    head = _begun(numbered)
    cursors: list[Row] = []
    replay = Replay(current)
    number = 1
    for number, line in numbered:
        found = _told(number, line)
        if "cursor" in found:
            cursors.append(found)
            continue
        _take(replay, number, found, head)
        if progress:
            progress(replay.head.seq)
    if replay.head.seq < head.seq:
        raise Refused([problem("T042", found=replay.head.seq, expected=head.seq)])
    findings = replay.findings()
    if findings or replay.head != head:
        seq, why = min(findings, default=(head.seq, said("the trail has another head")))
        raise _damaged(number, said("entry {seq}: {why}", seq=seq, why=why))
    current.flush()
    for cursor in cursors:
        _take_cursor(current, cursor, number)
    current.flush()
    return head


def _line(told: Mapping[str, Any]) -> bytes:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _refuse_full(current: Current, where: str) -> None:
    asked = select(func.count()).select_from(current.tables["entries"])
    found = current.connection.execute(asked).scalar_one()
    if found:
        raise Refused([problem("T043", where=where, count=found)])


def _begun(numbered: Iterator[tuple[int, bytes]]) -> Head:
    _, line = next(numbered, (1, b""))
    told = _told(1, line, "T040")
    if "auditkit_store" not in told:
        raise Refused([problem("T040", line=1, said=said("it does not begin as one"))])
    for found, known in ((told["auditkit_store"], FORMAT), (told.get("version"), VERSION)):
        if not isinstance(found, int) or found > known:
            raise Refused([problem("T044", found=found, known=known)])
    try:
        return read_head(str(told.get("head")))
    except Refused:
        raise _damaged(1, said("it says no head")) from None


def _told(number: int, line: bytes, code: str = "T041") -> dict[str, Any]:
    """What a line says, if it is written as an export writes it, to the byte."""
    try:
        told = json.loads(line)
        is_ours = isinstance(told, dict) and _line(told) == line
    except (ValueError, RecursionError):
        is_ours = False
    if not is_ours:
        raise Refused([problem(code, line=number, said=said("it is not as an export writes it"))])
    found: dict[str, Any] = told
    return found


def _take(replay: Replay, number: int, told: Row, head: Head) -> None:
    """Write an entry and its body, and what follows from them."""
    keys = set(told)
    if keys != set(_ENTRY) and keys != {*_ENTRY, *_BODY}:
        raise _damaged(number, said("it is no entry"))
    entry = {name: told[name] for name in _ENTRY}
    body = {"seq": told["seq"], **{name: told.get(name) for name in _BODY}}
    has_body = "body" in told
    replay.current.add("entries", entry)
    if has_body:
        replay.current.add("bodies", body)
    replay.take({**entry, **body, "body_of": told["seq"] if has_body else None})
    if not replay.is_sound or replay.head.seq > head.seq:
        late = said("it comes after the end")
        seq, why = min(replay.findings(), default=(replay.head.seq, late))
        raise _damaged(number, said("entry {seq}: {why}", seq=seq, why=why))


def _take_cursor(current: Current, told: Row, number: int) -> None:
    entries = current.tables["entries"]
    seq = told.get("seq")
    asked = select(entries.c.digest).where(entries.c.seq == seq)
    digest = current.connection.execute(asked).scalar_one_or_none() if seq else "0" * 64
    row = {"name": told["cursor"], "seq": seq, "proof": told.get("proof")}
    if row["proof"] != proof_of(str(row["name"]), seq or 0, digest or ""):
        raise _damaged(number, said('the cursor "{name}" was moved by hand', name=row["name"]))
    current.add("cursors", row)


def _damaged(number: int, why: str) -> Refused:
    return Refused([problem("T041", line=number, said=why)])
