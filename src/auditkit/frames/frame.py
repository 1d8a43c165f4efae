"""Frames of any kind, scored and given back as the same kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar
from warnings import warn

from auditkit.errors import Refused
from auditkit.frames.columns import FACTS
from auditkit.frames.kernel import Kernel
from auditkit.kit import AuditKit
from auditkit.matching.dates import DateColumn
from auditkit.problems import problem
from auditkit.return_files import columns_map

if TYPE_CHECKING:
    from auditkit.matching.mapping import ColumnsMap
    from auditkit.questions.model import QuestionSet
    from auditkit.tables.files import AnyPath

Frame = TypeVar("Frame")
_CASE = "case."
# Engines to which `Score` and `score` are one name.
_IGNORING_CASE = ("of_duckdb", "of_spark")
_SLOWER = "F055"
# Any text that may be a date with the month first, among others: day-first ones are none, unless
# something in them cannot be seen.
_MAY_BE_MONTH_FIRST = r"^[^0-9]*(?:0?[1-9]|1[0-2])[/.-](?:1[3-9]|2[0-9]|3[01])[/.-]|[^ -~]"


def score_frame(
    frame: Frame,
    question_set: QuestionSet | str,
    *,
    kit: AuditKit | None = None,
    columns: ColumnsMap | AnyPath | None = None,
) -> Frame:
    """A frame of returns, one a row, with the columns of their scorecards.

    `frame` is a Polars frame (eager or lazy), a pandas frame, an Arrow table, a DuckDB relation, a
    PySpark or a Dask frame; the same kind comes back, unevaluated where the engine can wait. Its
    columns are kept, and those of the CSV of scorecards follow; facts that both have, such as
    ``case_ref``, stand once, as the scorecard tells them. `columns` is a mapping file. Each row
    is taken by itself: whether a case is there twice is for whoever has the whole. Columns of
    dates as text are looked through at once, for a month that comes first. Warns where a
    plugin's scorer is slow in bulk.

    Raises `Refused` where a scored question has no column, where a column would hide a result,
    and for a frame of another kind.
    """
    kit = kit or AuditKit()
    wanted = kit.question_set(question_set) if isinstance(question_set, str) else question_set
    module = import_module(f"auditkit.frames.{_module(frame)}")
    headings: list[str] = module.headings(frame)
    kernel = Kernel(kit, wanted, headings, None if columns is None else columns_map(columns))
    alike = str.lower if _module(frame) in _IGNORING_CASE else str
    results = {name for name in kernel.schema.names if not _is_fact(name)}
    hidden = sorted(one for one in set(headings) if alike(one) in results)
    if hidden:
        raise Refused([problem("F053", columns=", ".join(hidden))])
    for one in kernel.problems:
        if one.code == _SLOWER:
            warn(str(one), RuntimeWarning, stacklevel=2)
    scored: Frame = module.scored(frame, knowing_dates(frame, kernel, module))
    return scored


def knowing_dates(frame: object, kernel: Kernel, module: Any) -> Kernel:
    """The kernel, told of the columns of dates as text in which one has the month first, wherever
    it stands: it makes the others doubtful, so that the whole column must be seen before any row
    is scored.
    """
    found = {one: module.texts(frame, one, _MAY_BE_MONTH_FIRST) for one in kernel.date_columns}
    return kernel.knowing([one for one, texts in found.items() if DateColumn(texts).is_month_first])


def _is_fact(column: str) -> bool:
    return column in FACTS or column.startswith(_CASE)


def _module(frame: object) -> str:
    """The module for a kind of frame; narwhals knows them without importing their libraries."""
    from narwhals import dependencies as known

    kinds: Mapping[str, Callable[[Any], bool]] = {
        "of_polars": known.is_polars_dataframe,
        "of_polars_lazy": known.is_polars_lazyframe,
        "of_pandas": known.is_pandas_dataframe,
        "of_arrow": known.is_pyarrow_table,
        "of_duckdb": known.is_duckdb_relation,
        "of_spark": known.is_pyspark_dataframe,
        "of_dask": known.is_dask_dataframe,
    }
    for name, is_kind in kinds.items():
        if is_kind(frame):
            return name
    raise Refused([problem("F054", found=type(frame).__qualname__)])
