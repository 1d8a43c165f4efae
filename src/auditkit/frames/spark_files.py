"""Files of returns scored by Spark where they lie: no row passes through the machine that asks.

What comes is a folder with a file for each partition, as Spark writes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow
import pyarrow.compute

from auditkit.errors import ExtraMissing, Refused
from auditkit.frames.frame import knowing_dates
from auditkit.frames.kernel import Kernel
from auditkit.frames.summary import COLUMNS, Summary, in_order
from auditkit.frames.texts import texts_of
from auditkit.languages import noted
from auditkit.matching.folding import FORMULA_STARTS
from auditkit.problems import Place, problem
from auditkit.tables.files import suffix_of

try:
    from pyspark.errors import AnalysisException
    from pyspark.sql import DataFrame, SparkSession
except ImportError:
    raise ExtraMissing(noted("Scoring on Spark"), "spark") from None

from auditkit.frames import of_spark

if TYPE_CHECKING:
    from auditkit.kit import AuditKit
    from auditkit.matching.mapping import ColumnsMap
    from auditkit.questions.model import QuestionSet

LOCAL = "local[*]"
# Quotation marks doubled, as everywhere but in Spark; a blank is a blank.
_CSV = {"header": "true", "escape": '"', "emptyValue": "", "nullValue": ""}
_FORMULA = "^([" + "".join(FORMULA_STARTS).replace("-", r"\-") + "])"
_SAME = ("case_ref", "stage", "period")


class Counted(NamedTuple):
    """How many returns there were, how many are held, and how many cases are there twice."""

    rows: int
    held: int
    twice: int


def session(master: str = LOCAL) -> SparkSession:
    """Spark at this address; by default a cluster in this machine, a worker for each core. Raises
    `Refused`.
    """
    settings = {"spark.master": master, "spark.app.name": "auditkit", "spark.ui.enabled": "false"}
    try:
        spark: SparkSession = SparkSession.builder.config(map=settings).getOrCreate()
    except Exception as error:
        raise Refused([problem("F059", said=_first_line(error))]) from None
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def score_files(
    spark: SparkSession,
    kit: AuditKit,
    question_set: QuestionSet,
    paths: Sequence[str],
    output: str,
    *,
    mapping: ColumnsMap | None = None,
    replace: bool = False,
) -> Counted:
    """Score files, folders and patterns of them, into a folder of CSV or Parquet files; the
    columns are those of the writer of scorecards. A case that is there twice is scored twice, and
    counted. Raises `Refused`.
    """
    frame, kernel = _read(spark, kit, question_set, paths, mapping)
    mode = "overwrite" if replace else "error"
    if suffix_of(output) == ".csv":
        texts = pyarrow.schema([(name, pyarrow.string()) for name in kernel.schema.names])
        cards = of_spark.by_batches(frame, partial(_cells, kernel=kernel), texts)
        cards.write.options(**_CSV).mode(mode).csv(output)
        return _counted(spark.read.options(**_CSV).csv(output))
    of_spark.by_batches(frame, kernel.score, kernel.schema).write.mode(mode).parquet(output)
    return _counted(spark.read.parquet(output))


def summarise_files(
    spark: SparkSession,
    kit: AuditKit,
    question_set: QuestionSet,
    paths: Sequence[str],
    *,
    mapping: ColumnsMap | None = None,
) -> list[Mapping[str, Any]]:
    """How often each answer and rating came, by service, stage and period, added up by Spark: a
    row a count. Raises `Refused`.
    """
    frame, kernel = _read(spark, kit, question_set, paths, mapping)
    kinds = [(name, pyarrow.string()) for name in COLUMNS[:-1]]
    schema = pyarrow.schema([*kinds, (COLUMNS[-1], pyarrow.int64())])
    counts = of_spark.by_batches(
        frame, partial(_counts, kernel=kernel, schema=schema), schema
    ).groupBy(*COLUMNS[:-1])
    found = {tuple(key): count for *key, count in counts.sum(COLUMNS[-1]).collect()}
    return list(in_order(kit.plan(question_set), found))


def _counts(
    batch: pyarrow.RecordBatch, kernel: Kernel, schema: pyarrow.Schema
) -> pyarrow.RecordBatch:
    """What a summary counts in one batch."""
    summary = Summary(kernel.recipe.scoring.plan())
    if batch.num_rows:
        summary.write(summary.rendered(kernel.scored(batch)))
    return pyarrow.RecordBatch.from_pylist(list(summary.rows()), schema)


def _read(
    spark: SparkSession,
    kit: AuditKit,
    question_set: QuestionSet,
    paths: Sequence[str],
    mapping: ColumnsMap | None,
) -> tuple[DataFrame, Kernel]:
    """The returns, and the kernel for their columns."""
    try:
        if all(".csv" in one for one in paths):
            frame = spark.read.options(**_CSV).csv(list(paths))
        else:
            frame = spark.read.parquet(*paths)
    except AnalysisException as error:
        place = Place(file=", ".join(paths))
        raise Refused([problem("F001", place, said=_first_line(error))]) from None
    kernel = Kernel(kit, question_set, frame.columns, mapping)
    return frame, knowing_dates(frame, kernel, of_spark)


def _cells(batch: pyarrow.RecordBatch, kernel: Kernel) -> pyarrow.RecordBatch:
    """Scorecards as the cells of CSV, none of which a spreadsheet would take for a formula."""
    cards = kernel.score(batch)
    columns = [_safe(one) if pyarrow.types.is_string(one.type) else _typed(one) for one in cards]
    return pyarrow.RecordBatch.from_arrays(columns, cards.schema.names)


def _safe(column: pyarrow.Array) -> pyarrow.Array:
    return pyarrow.compute.replace_substring_regex(column, _FORMULA, r"'\1")


def _typed(column: pyarrow.Array) -> pyarrow.Array:
    """Numbers in their shortest form."""
    texts = texts_of(column)
    return pyarrow.array(texts.texts).take(pyarrow.array(texts.numbers))


def _counted(cards: DataFrame) -> Counted:
    """What was written, counted where it lies."""
    by_status: dict[str, int] = dict(cards.groupBy("status").count().collect())
    twice = cards.groupBy(*_SAME).count().filter("count > 1").count()
    return Counted(sum(by_status.values()), by_status.get("held", 0), twice)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
