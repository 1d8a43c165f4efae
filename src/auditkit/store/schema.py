"""The tables of a store: the trail with its bodies, and behind it how things stand now.

Texts are kept as they are digested, times and JSON among them, so that both engines hold the
same. Every table of how things stand says in `seq` which entry wrote a row last.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

SCHEMA = "auditkit"
VERSION = 1
# Without the trail and its bodies: what can be made anew from them. Those that refer to others
# come after them.
CURRENT = (
    "question_sets",
    "programmes",
    "audits",
    "corrections",
    "overrides",
    "decisions",
    "draws",
    "actions",
)
Tables = Mapping[str, Table]


def tables_of(connection: Connection) -> Tables:
    """The tables by their names, as they are called in this database."""
    return _tables(connection.dialect.name == "postgresql")


@cache
def _tables(is_postgresql: bool) -> Tables:
    made = _Names(is_postgresql)
    for table in (_trail, _question_sets, _audits, _after_audits, _actions, _cursors):
        table(made)
    return made.tables


class _Names:
    """Names in the schema `auditkit`, or with it as their beginning where there are none."""

    def __init__(self, is_postgresql: bool) -> None:
        self.metadata = MetaData(schema=SCHEMA if is_postgresql else None)
        self.prefix = "" if is_postgresql else f"{SCHEMA}_"
        self.tables: dict[str, Table] = {}

    def table(self, name: str, *parts: Column[object] | CheckConstraint | object) -> None:
        self.tables[name] = Table(self.prefix + name, self.metadata, *parts)  # type: ignore[arg-type]

    def refers(self, table: str, column: str) -> ForeignKey:
        return ForeignKey(self.tables[table].c[column])

    def named(self, name: str) -> str:
        return f"{SCHEMA}_{name}"


def _number(name: str, *more: object, **options: object) -> Column[int]:
    # SQLite numbers rows by themselves only in a column that is called INTEGER.
    kind = BigInteger().with_variant(Integer, "sqlite")
    options.setdefault("nullable", False)
    return Column(name, kind, *more, autoincrement=False, **options)  # type: ignore[arg-type]


def _text(name: str, *more: object, **options: object) -> Column[str]:
    options.setdefault("nullable", False)
    return Column(name, Text, *more, **options)  # type: ignore[arg-type]


def _entry(made: _Names) -> Column[int]:
    return _number("seq", made.refers("entries", "seq"))


def _trail(made: _Names) -> None:
    made.table(
        "entries",
        _number("seq", primary_key=True),
        _text("at"),
        _text("actor"),
        _text("kind"),
        _text("retry", nullable=True),
        _text("sealed"),
        _text("previous"),
        _text("digest"),
        CheckConstraint("seq > 0", name=made.named("entries_seq")),
        UniqueConstraint("retry", name=made.named("entries_retry")),
    )
    made.table(
        "bodies",
        _number("seq", made.refers("entries", "seq"), primary_key=True),
        _text("case_ref", nullable=True),
        _text("salt"),
        _text("body"),
    )
    Index(made.named("bodies_case"), made.tables["bodies"].c.case_ref)


def _question_sets(made: _Names) -> None:
    made.table(
        "question_sets",
        _text("content_hash", primary_key=True),
        _text("name"),
        _text("content"),
        _entry(made),
    )
    made.table(
        "programmes",
        _text("programme", primary_key=True),
        _number("version"),
        _text("content"),
        _entry(made),
    )


def _audits(made: _Names) -> None:
    made.table(
        "audits",
        _text("case_ref", primary_key=True),
        _text("programme", primary_key=True),
        _text("period", primary_key=True),
        _text("stage", primary_key=True),
        _text("service", nullable=True),
        _text("team", nullable=True),
        _text("practitioner", nullable=True),
        _text("auditor", nullable=True),
        _text("audit_date", nullable=True),
        _text("question_set"),
        _text("set_hash", made.refers("question_sets", "content_hash")),
        _text("recorded_at"),
        _text("recorded_by"),
        _text("corrected_by"),
        _number("version"),
        _number("stale_since", nullable=True),
        _text("content"),
        _entry(made),
        CheckConstraint("case_ref <> '' AND stage <> ''", name=made.named("audits_named")),
        CheckConstraint("version > 0", name=made.named("audits_version")),
    )


def _after_audits(made: _Names) -> None:
    audit = ("case_ref", "programme", "period", "stage")
    columns = [made.tables["audits"].c[name] for name in audit]
    made.table(
        "corrections",
        _number("seq", made.refers("entries", "seq"), primary_key=True),
        *map(_text, audit),
        _text("question"),
        _text("corrected_by"),
        _text("corrected_at"),
        _text("content"),
        ForeignKeyConstraint(audit, columns),
    )
    made.table(
        "overrides",
        _number("seq", made.refers("entries", "seq"), primary_key=True),
        _text("rule", primary_key=True),
        *map(_text, audit),
        _text("overridden_by"),
        _text("because"),
        ForeignKeyConstraint(audit, columns),
    )
    made.table(
        "decisions",
        *(_text(name, primary_key=True) for name in audit),
        _text("decided_at"),
        _text("decided_by"),
        _number("version"),
        _text("content"),
        _entry(made),
        ForeignKeyConstraint(audit, columns),
        CheckConstraint("version > 0", name=made.named("decisions_version")),
    )
    made.table(
        "draws",
        _text("programme", primary_key=True),
        _text("period", primary_key=True),
        _text("purpose", primary_key=True),
        _number("version"),
        _text("content"),
        _entry(made),
    )


def _actions(made: _Names) -> None:
    made.table(
        "actions",
        _text("action", primary_key=True),
        *(_text(name, nullable=True) for name in ("programme", "service", "team", "case_ref")),
        _text("question", nullable=True),
        _text("owner", nullable=True),
        _text("due"),
        _text("status"),
        _number("version"),
        _text("changed_by"),
        _text("content"),
        _entry(made),
        CheckConstraint(
            "status IN ('open', 'in_progress', 'done', 'verified', 'cancelled')",
            name=made.named("actions_status"),
        ),
        CheckConstraint("version > 0", name=made.named("actions_version")),
    )
    actions = made.tables["actions"]
    is_open = text("status IN ('open', 'in_progress') AND question IS NOT NULL")
    Index(
        made.named("actions_once"),
        actions.c.case_ref,
        actions.c.question,
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _cursors(made: _Names) -> None:
    made.table(
        "cursors",
        _text("name", primary_key=True),
        _number("seq"),
        _text("proof"),
        CheckConstraint("seq >= 0", name=made.named("cursors_seq")),
    )
