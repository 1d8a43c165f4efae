"""Version 1: the trail, its bodies, and how things stand.

In SQL and not by the tables of today, which will have changed when this is run again.
"""

from __future__ import annotations

from alembic import op

revision = "1"
down_revision = None

_TABLES = """
CREATE TABLE {in_}entries (
    seq {number} NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    retry TEXT,
    sealed TEXT NOT NULL,
    previous TEXT NOT NULL,
    digest TEXT NOT NULL,
    CONSTRAINT auditkit_entries_seq CHECK (seq > 0),
    CONSTRAINT auditkit_entries_retry UNIQUE (retry)
);
CREATE TABLE {in_}bodies (
    seq {number} NOT NULL PRIMARY KEY REFERENCES {in_}entries (seq),
    case_ref TEXT,
    salt TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX auditkit_bodies_case ON {in_}bodies (case_ref);
CREATE TABLE {in_}question_sets (
    content_hash TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    seq {number} NOT NULL REFERENCES {in_}entries (seq)
);
CREATE TABLE {in_}programmes (
    programme TEXT NOT NULL PRIMARY KEY,
    version {number} NOT NULL,
    content TEXT NOT NULL,
    seq {number} NOT NULL REFERENCES {in_}entries (seq)
);
CREATE TABLE {in_}audits (
    case_ref TEXT NOT NULL,
    programme TEXT NOT NULL,
    period TEXT NOT NULL,
    stage TEXT NOT NULL,
    service TEXT,
    team TEXT,
    practitioner TEXT,
    auditor TEXT,
    audit_date TEXT,
    question_set TEXT NOT NULL,
    set_hash TEXT NOT NULL REFERENCES {in_}question_sets (content_hash),
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    corrected_by TEXT NOT NULL,
    version {number} NOT NULL,
    stale_since {number},
    content TEXT NOT NULL,
    seq {number} NOT NULL REFERENCES {in_}entries (seq),
    PRIMARY KEY (case_ref, programme, period, stage),
    CONSTRAINT auditkit_audits_named CHECK (case_ref <> '' AND stage <> ''),
    CONSTRAINT auditkit_audits_version CHECK (version > 0)
);
CREATE TABLE {in_}corrections (
    seq {number} NOT NULL PRIMARY KEY REFERENCES {in_}entries (seq),
    case_ref TEXT NOT NULL,
    programme TEXT NOT NULL,
    period TEXT NOT NULL,
    stage TEXT NOT NULL,
    question TEXT NOT NULL,
    corrected_by TEXT NOT NULL,
    corrected_at TEXT NOT NULL,
    content TEXT NOT NULL,
    FOREIGN KEY (case_ref, programme, period, stage)
        REFERENCES {in_}audits (case_ref, programme, period, stage)
);
CREATE TABLE {in_}overrides (
    seq {number} NOT NULL REFERENCES {in_}entries (seq),
    rule TEXT NOT NULL,
    case_ref TEXT NOT NULL,
    programme TEXT NOT NULL,
    period TEXT NOT NULL,
    stage TEXT NOT NULL,
    overridden_by TEXT NOT NULL,
    because TEXT NOT NULL,
    PRIMARY KEY (seq, rule),
    FOREIGN KEY (case_ref, programme, period, stage)
        REFERENCES {in_}audits (case_ref, programme, period, stage)
);
CREATE TABLE {in_}decisions (
    case_ref TEXT NOT NULL,
    programme TEXT NOT NULL,
    period TEXT NOT NULL,
    stage TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    version {number} NOT NULL,
    content TEXT NOT NULL,
    seq {number} NOT NULL REFERENCES {in_}entries (seq),
    PRIMARY KEY (case_ref, programme, period, stage),
    FOREIGN KEY (case_ref, programme, period, stage)
        REFERENCES {in_}audits (case_ref, programme, period, stage),
    CONSTRAINT auditkit_decisions_version CHECK (version > 0)
);
CREATE TABLE {in_}draws (
    programme TEXT NOT NULL,
    period TEXT NOT NULL,
    purpose TEXT NOT NULL,
    version {number} NOT NULL,
    content TEXT NOT NULL,
    seq {number} NOT NULL REFERENCES {in_}entries (seq),
    PRIMARY KEY (programme, period, purpose)
);
CREATE TABLE {in_}actions (
    action TEXT NOT NULL PRIMARY KEY,
    programme TEXT,
    service TEXT,
    team TEXT,
    case_ref TEXT,
    question TEXT,
    owner TEXT,
    due TEXT NOT NULL,
    status TEXT NOT NULL,
    version {number} NOT NULL,
    changed_by TEXT NOT NULL,
    content TEXT NOT NULL,
    seq {number} NOT NULL REFERENCES {in_}entries (seq),
    CONSTRAINT auditkit_actions_status CHECK (status IN ('open', 'in_progress', 'done', 'verified', 'cancelled')),
    CONSTRAINT auditkit_actions_version CHECK (version > 0)
);
CREATE UNIQUE INDEX auditkit_actions_once ON {in_}actions (case_ref, question)
    WHERE status IN ('open', 'in_progress') AND question IS NOT NULL;
CREATE TABLE {in_}cursors (
    name TEXT NOT NULL PRIMARY KEY,
    seq {number} NOT NULL,
    proof TEXT NOT NULL,
    CONSTRAINT auditkit_cursors_seq CHECK (seq >= 0)
)
"""


def upgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    words = {
        "in_": "auditkit." if is_postgresql else "auditkit_",
        "number": "BIGINT" if is_postgresql else "INTEGER",
    }
    for statement in _TABLES.format(**words).split(";"):
        op.execute(statement)
