"""Files scored return by return, Parquet among them: what bulk is held against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow
import pyarrow.parquet

from auditkit.errors import Refused
from auditkit.frames.cells import cells_of
from auditkit.frames.columns import scorecard_schema
from auditkit.frames.one_by_one import told_what_changed
from auditkit.frames.recipe import since_published
from auditkit.frames.score_files import PARQUET, Inputs
from auditkit.frames.sizes import ratio_type
from auditkit.frames.sources import Parquet
from auditkit.frozen import changed
from auditkit.matching.intake import Intake
from auditkit.problems import Place, problem
from auditkit.return_files import FileReaders, read_files
from auditkit.returns import AuditReturn, Row, Table
from auditkit.scoring.plain import flat_scorecard
from auditkit.scoring.scorecard import Results
from auditkit.tables.files import name_of, suffix_of

if TYPE_CHECKING:
    from auditkit.frames.admission import Admission
    from auditkit.kit import AuditKit
    from auditkit.matching.mapping import ColumnsMap
    from auditkit.questions.model import QuestionSet


def score_rows(
    kit: AuditKit,
    question_set: QuestionSet,
    inputs: Inputs,
    mapping: ColumnsMap | None,
    admission: Admission,
) -> Results:
    """The scorecards of the returns in files, Parquet among them. Raises `Refused`."""
    intake = Intake(kit.question_set, question_set, mapping)
    readers = FileReaders(kit.plugins)
    returns: list[AuditReturn] = []
    problems = list(inputs.left_out)
    for path in inputs.files:
        try:
            if suffix_of(path) in PARQUET:
                found, told = intake.returns(_table(path))
            else:
                found, told = read_files(
                    readers, [path], intake, sheet=None, strict=False, progress=None
                )
        except Refused as refused:
            found, told = [], list(refused.problems)
        returns += found
        problems += told
    if not returns:
        raise Refused(problems or [problem("F031", Place(file=name_of(path)))])
    since = since_published(kit, question_set)
    kept, gone = admission.admitted([told_what_changed(one, since) for one in returns])
    return Results([kit.score(one) for one in kept], (*problems, *gone))


def write_parquet(
    results: Results, question_set: QuestionSet, stream: BinaryIO, kit: AuditKit
) -> None:
    """Scorecards as Parquet, with the columns of a frame."""
    is_overlay = any(card.base is not None for card in results.cards)
    schema = scorecard_schema(
        question_set, ratio_type(kit.plan(question_set)), is_overlay=is_overlay
    )
    rows: Sequence[dict[str, Any]] = [flat_scorecard(card) for card in results.cards]
    table = pyarrow.Table.from_pylist(rows, schema)
    pyarrow.parquet.write_table(table, stream, compression="zstd", store_schema=False)


def _table(path: str) -> Table:
    source = Parquet(path)
    batches = (job().rows for job, _ in source.jobs(frozenset()))
    cells = (row for batch in batches for row in zip(*map(cells_of, batch), strict=True))
    return changed(
        source.table,
        rows=[Row(number, row) for number, row in enumerate(cells, 1)],
        locate=lambda row, column: source.place(row.number, column, "").cell or "",
        locate_row=lambda row: source.place(row.number, None, "").cell or "",
    )
