"""10,000 returns scored and recorded into a store in SQLite, against inserting the same rows."""

from __future__ import annotations

import gc
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from measuring import ratio

from auditkit import AuditKit, AuditReturn
from auditkit.__main__ import seldom_look_for_cycles
from auditkit.actors import Actor
from auditkit.store.engines import PRAGMAS

RETURNS = 10_000
ME = Actor("TL1")
AT = datetime(2026, 4, 14, 9, 30, tzinfo=UTC)
# Those that refer to others come after them.
TABLES = ("entries", "bodies", "question_sets", "audits", "actions")


def returns_of(kit: AuditKit, count: int) -> list[AuditReturn]:
    """Returns as readers make them, every comment given that the set asks for."""
    questions = kit.question_set("managing-cost-of-care")
    offered = {
        name: [option.id for option in questions.options(question)]
        for name, question in questions.questions.items()
        if question.type in ("choice", "choices")
    }
    required = {name: one.comment_required for name, one in questions.questions.items()}
    chance = Random(1)
    found = []
    for number in range(count):
        answers = {
            name: options[0] if chance.random() < 0.8 else chance.choice(options)
            for name, options in offered.items()
        }
        about = {
            "case_ref": f"CASE-{number:05}",
            "service": chance.choice(["Older People", "Mental Health"]),
            "period": "2026-04",
            "auditor": f"TL{number % 9}",
            "audit_date": date(2026, 4, 13),
        }
        needed = (name for name in answers if answers[name] in required[name])
        comments = dict.fromkeys(needed, "As noted in the support plan of 2 March")
        case = {"review_type": chance.choice(["planned", "unplanned"])}
        read = kit.read_answers(questions, answers, comments=comments, case=case, about=about)
        assert not read.problems, read.problems
        found.append(read.audit_return)
    return found


def record(kit: AuditKit, path: Path, returns: list[AuditReturn]) -> float:
    """CPU seconds to score and record them; the store is made before."""
    with kit.open_store(path, entropy=os.urandom, create=True) as store:
        return spent(lambda: store.record_all(returns, actor=ME, at=AT))


def insert(path: Path, rows: dict[str, list[tuple]]) -> float:
    """CPU seconds to insert the same rows, under the same settings."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)

    def run() -> None:
        connection.execute("BEGIN IMMEDIATE")
        for table, found in rows.items():
            if found:
                marks = ", ".join("?" * len(found[0]))
                connection.executemany(f"INSERT INTO auditkit_{table} VALUES ({marks})", found)
        connection.execute("COMMIT")

    taken = spent(run)
    connection.close()
    return taken


def rows_in(path: Path) -> dict[str, list[tuple]]:
    connection = sqlite3.connect(path)
    found = {
        table: connection.execute(f"SELECT * FROM auditkit_{table} ORDER BY rowid").fetchall()
        for table in TABLES
    }
    connection.close()
    return found


def spent(run: Callable[[], object]) -> float:
    """CPU seconds; what was made before is not looked through again while it runs."""
    gc.collect()
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    seldom_look_for_cycles()
    kit = AuditKit(discover=False)
    returns = returns_of(kit, RETURNS)
    recorded, inserted = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(5):
            path, other = Path(folder, f"{number}.sqlite"), Path(folder, f"{number}-rows.sqlite")
            recorded.append(record(kit, path, returns))
            rows = rows_in(path)
            kit.open_store(other, entropy=os.urandom, create=True).close()
            inserted.append(insert(other, rows))
    each = 1e6 / RETURNS
    count = sum(map(len, rows.values()))
    print(
        f"{RETURNS:,} returns, {count:,} rows: recorded and scored {min(recorded) * each:.0f} µs"
        f" each, rows inserted {min(inserted) * each:.0f} µs"
    )
    ratio("recording and scoring to executemany of the same rows", min(recorded), min(inserted), 3)


if __name__ == "__main__":
    main()
