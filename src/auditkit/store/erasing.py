"""Erasing what is kept of a case, so that nobody can bring it back from the store."""

from __future__ import annotations

from sqlalchemy import select

from auditkit.errors import Refused
from auditkit.languages import said
from auditkit.problems import problem
from auditkit.store.current import in_parts
from auditkit.store.recording import Recorded
from auditkit.store.writing import Writing


def erase(writing: Writing, case_ref: str, because: str) -> Recorded:
    """Take away the bodies and salts of a case and all that follows from them.

    The entry of it names the entries that it erased, not the case.
    """
    if not because.strip():
        raise Refused([problem("T014", what=said("Erasing a case"))])
    bodies = writing.current.tables["bodies"]
    asked = select(bodies.c.seq).where(bodies.c.case_ref == case_ref).order_by(bodies.c.seq)
    targets = list(writing.connection.execute(asked).scalars())
    if not targets:
        raise Refused([problem("T023", what=said("case of that reference"))])
    entry = writing.append("erasure", {"targets": targets, "because": because.strip()})
    for some in in_parts(targets):
        writing.connection.execute(bodies.delete().where(bodies.c.seq.in_(some)))
    return Recorded(seq=entry.seq)
