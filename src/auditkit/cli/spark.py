"""``auditkit score --engine spark``: files scored by a cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditkit.cli.bulk import one_set, output_in_bulk, say_wrote, write_counts
from auditkit.cli.language import words_spoken
from auditkit.cli.output import say_problems
from auditkit.cli.session import say_left_out
from auditkit.errors import Refused
from auditkit.frames import spark_files
from auditkit.problems import Place, problem
from auditkit.return_files import columns_map

if TYPE_CHECKING:
    from auditkit.kit import AuditKit


def score_on_spark(
    kit: AuditKit,
    returns: Sequence[str],
    set_names: Sequence[str],
    output: str | None,
    columns: str | None,
    summary: bool,
    force: bool,
    master: str | None,
) -> int:
    """Score files into a folder, or only count what is in them; the exit code."""
    question_set = one_set(kit, set_names)
    mapping = None if columns is None else columns_map(columns)
    if output is not None and os.path.exists(output) and not force:
        raise Refused([problem("F018", Place(file=output))])
    target = "" if summary else output_in_bulk(output)
    # Workers in this machine run the Python that has auditkit.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = spark_files.session(master or spark_files.LOCAL)
    if summary:
        rows = spark_files.summarise_files(spark, kit, question_set, returns, mapping=mapping)
        write_counts(rows, output, force)
        return 0
    found = spark_files.score_files(
        spark, kit, question_set, returns, target, mapping=mapping, replace=force
    )
    say_left_out(kit, words_spoken())
    say_wrote(target, found.rows, found.held)
    if found.twice:
        say_problems([problem("F060", count=found.twice)])
    return 1 if found.held or found.twice else 0
