"""The kernel: from record batches of returns to record batches of scorecards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow

from auditkit.frames.cells import cell_text
from auditkit.frames.columns import scorecard_schema
from auditkit.frames.one_by_one import OneByOne
from auditkit.frames.recipe import Recipe, recipe
from auditkit.returns import Row

if TYPE_CHECKING:
    from auditkit.kit import AuditKit
    from auditkit.matching.mapping import ColumnsMap
    from auditkit.questions.model import QuestionSet


class Kernel:
    """Scores record batches under one set. Columns are found as in files of returns: by id,
    label, text or synonym, or by a mapping; what is missing or unknown is among `problems`.

    It can be pickled, for the workers of a cluster. Raises `Refused` where a scored question has
    no column.
    """

    def __init__(
        self,
        kit: AuditKit,
        question_set: QuestionSet,
        columns: Sequence[str],
        mapping: ColumnsMap | None = None,
    ) -> None:
        self._begin(recipe(kit, question_set, columns, mapping))

    def _begin(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.problems = recipe.problems
        self.rows = OneByOne(recipe)
        self.schema = scorecard_schema(
            recipe.scoring.question_set, is_overlay=recipe.base is not None, is_whole=True
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return _kernel, (self.recipe,)

    def score(self, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
        """The scorecards of a batch with the columns that the kernel was made for, row by row;
        the columns are those of `schema`.
        """
        columns = [list(map(cell_text, column.to_pylist())) for column in batch.columns]
        cells = zip(*columns, strict=True) if columns else iter(())
        rows = [Row(number, one) for number, one in enumerate(cells, 2)]
        return pyarrow.RecordBatch.from_pylist(self.rows.flat(rows), self.schema)


def _kernel(recipe: Recipe) -> Kernel:
    kernel = Kernel.__new__(Kernel)
    kernel._begin(recipe)  # noqa: SLF001  # the kernel's own other way to begin
    return kernel
