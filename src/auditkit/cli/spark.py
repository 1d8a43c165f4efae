"""``auditkit score --engine spark``: files scored by a cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditkit.cli.bulk import one_set, output_in_bulk, say_found, say_wrote, write_summary
from auditkit.cli.language import language_spoken, words_spoken
from auditkit.cli.session import say_left_out
from auditkit.errors import Refused
from auditkit.frames import spark_files
from auditkit.problems import Place, problem
from auditkit.return_files import columns_map

if TYPE_CHECKING:
    from auditkit.frames.admission import Admission
    from auditkit.kit import AuditKit


def score_on_spark(
    kit: AuditKit,
    returns: Sequence[str],
    set_names: Sequence[str],
    output: str | None,
    columns: str | None,
    summary: bool,
    problems: str | None,
    force: bool,
    master: str | None,
    admission: Admission,
) -> int:
    """Score files into a folder, or only count what is in them; the exit code."""
    question_set = one_set(kit, set_names)
    mapping = None if columns is None else columns_map(columns)
    for path in filter(None, (output, problems)):
        if os.path.exists(path) and not force:
            raise Refused([problem("F018", Place(file=path))])
    target = "" if summary else output_in_bulk(output)
    # Workers in this machine run the Python that has auditkit.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    files = spark_files.SparkFiles(
        spark_files.session(master or spark_files.LOCAL),
        kit,
        question_set,
        returns,
        mapping=mapping,
        admission=admission,
        problems=problems,
        language=language_spoken(),
        replace=force,
    )
    if summary:
        rows, found = files.summarise()
        write_summary(rows, output, force)
    else:
        found = files.score(target)
        say_wrote(target, found.rows, found.held)
    say_left_out(kit, words_spoken())
    say_found(found)
    return 1 if found.tally.has_error() else 0
