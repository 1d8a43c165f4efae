"""Files of returns scored by Spark where they lie: no row passes through the machine that asks.

What comes is a folder with a file for each partition, as Spark writes it.
"""

from __future__ import annotations

import pickle
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence, Sized
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow
import pyarrow.compute

from auditkit.errors import ExtraMissing, Refused
from auditkit.frames.admission import Admission
from auditkit.frames.bulk import Found
from auditkit.frames.frame import knowing_dates
from auditkit.frames.kernel import kernel_of
from auditkit.frames.lake import COUNTED, LISTED, STANDING, Lake, widened
from auditkit.frames.recipe import frame_table, recipe
from auditkit.frames.sources import first_line
from auditkit.frames.summary import COLUMNS, Row, Summary, Told, in_order, row_of
from auditkit.frames.tallies import FIRST, Counted, Tally
from auditkit.frames.texts import texts_of
from auditkit.frozen import changed
from auditkit.languages import ENGLISH, noted
from auditkit.matching.folding import FORMULA_STARTS
from auditkit.problems import Place, problem
from auditkit.scoring.scorecard import HELD
from auditkit.tables.files import name_of, suffix_of

try:
    from py4j.protocol import Py4JError
    from pyspark.errors import AnalysisException, PySparkException
    from pyspark.sql import DataFrame, SparkSession, Window
    from pyspark.sql.functions import col, lit, monotonically_increasing_id, row_number
    from pyspark.sql.functions import sum as added
except ImportError:
    raise ExtraMissing(noted("Scoring on Spark"), "spark") from None

from auditkit.frames import of_spark
from auditkit.frames.spark_twins import settled

if TYPE_CHECKING:
    from auditkit.frames.kernel import Scored
    from auditkit.frames.recipe import Recipe
    from auditkit.kit import AuditKit
    from auditkit.matching.mapping import ColumnsMap
    from auditkit.questions.model import QuestionSet

LOCAL = "local[*]"
# In how many parts rows come together that belong together, wherever they were.
_PARTS = "spark.sql.shuffle.partitions"
# Quotation marks doubled, as everywhere but in Spark; a blank is a blank, and spaces stay.
_CSV = {
    "header": "true",
    "escape": '"',
    "emptyValue": "",
    "nullValue": "",
    "ignoreLeadingWhiteSpace": "false",
    "ignoreTrailingWhiteSpace": "false",
}
# A row of another length is no row, and files under other headings are not read as if they were
# under those of the first.
_STRICT = {"mode": "FAILFAST", "enforceSchema": "false"}
_FORMULA = "^([" + "".join(FORMULA_STARTS).replace("-", r"\-") + "])"
_TOLD = pyarrow.schema([*COUNTED, *LISTED])
# What stopped a worker: what auditkit refused, or what Spark says of each error behind another.
_REFUSED = ".Refused: "
_STOPPED = re.compile(
    r"^(?:Caused by: |: )?[\w.$]+\.\w+: (?:\[[A-Z_.]+\] )?(.+?)[. ]*(?:SQLSTATE.*)?$", re.MULTILINE
)


def session(master: str = LOCAL) -> SparkSession:
    """Spark at this address; by default a cluster in this machine, a worker for each core. Raises
    `Refused`.
    """
    settings = {"spark.master": master, "spark.app.name": "auditkit", "spark.ui.enabled": "false"}
    try:
        spark: SparkSession = SparkSession.builder.config(map=settings).getOrCreate()
    except Exception as error:
        raise Refused([problem("F059", said=first_line(error))]) from None
    # What stops a worker is told in a sentence.
    spark.sparkContext.setLogLevel("OFF")
    if master.startswith("local") and not spark.sparkContext.getConf().contains(_PARTS):
        # Spark's own 200 are for a cluster: here each is begun one after another.
        spark.conf.set(_PARTS, 2 * spark.sparkContext.defaultParallelism)
    return spark


class SparkFiles:
    """Files, folders and patterns of them under a question set; `mapping` finds their columns,
    `admission` says which returns are scored, and problems are worded in `language`. With
    `problems` every one of them is written into a folder of CSV files of this name. What is there
    already is replaced with `replace`. Raises `Refused`, as its methods do.
    """

    def __init__(
        self,
        spark: SparkSession,
        kit: AuditKit,
        question_set: QuestionSet,
        paths: Sequence[str],
        *,
        mapping: ColumnsMap | None = None,
        admission: Admission | None = None,
        problems: str | None = None,
        language: str = ENGLISH,
        replace: bool = False,
    ) -> None:
        self.spark = spark
        self.name = ", ".join(map(name_of, paths))
        self.plan = kit.plan(question_set)
        self.problems = problems
        self.replace = replace
        admission = admission or Admission()
        with _stopping():
            frame, is_csv = _read(spark, paths)
            table = frame_table(frame.columns, self.name)
            self.recipe = recipe(kit, question_set, table, mapping)
            kernel = knowing_dates(frame, kernel_of(self.recipe), of_spark)
        self.rows = _standing(frame, is_csv=is_csv)
        self.lake = Lake(kernel, admission, not is_csv, language, problems is not None)

    def score(self, output: str) -> Found:
        """Score them into a folder of CSV or Parquet files, with the columns of the writer of
        scorecards.
        """
        self._refuse_what_is_there(output)
        kernel, is_csv = self.lake.kernel, suffix_of(output) == ".csv"
        schema = kernel.schema
        if is_csv:
            schema = pyarrow.schema([(name, pyarrow.string()) for name in schema.names])

        def cards(scored: Scored) -> pyarrow.RecordBatch:
            found = kernel.cards(scored)
            return _cells(found) if is_csv else found

        with self._scored(self.lake, cards, schema) as (scored, tally):
            written = scored.drop(*_TOLD.names)
            by_status: dict[str, int] = dict(written.groupBy("status").count().collect())
            self._refuse_nothing(by_status)
            writer = written.write.mode(self._mode)
            if is_csv:
                writer.options(**_CSV).csv(output)
            else:
                writer.parquet(output)
        return Found(sum(by_status.values()), by_status.get(HELD, 0), tally)

    def summarise(self) -> tuple[list[Row], Found]:
        """How often each answer and rating came, by service, stage and period, added up by Spark:
        a row a count.
        """
        self._refuse_what_is_there()
        *kinds, count = COLUMNS
        schema = pyarrow.schema(
            [*((name, pyarrow.string()) for name in kinds), (count, pyarrow.int64())]
        )
        kernel = kernel_of(changed(self.lake.kernel.recipe, is_brief=True))

        def counts(scored: Scored) -> pyarrow.RecordBatch:
            summary = Summary(kernel.recipe.scoring.plan())
            summary.write(summary.rendered(scored))
            rows = ((*about, *what, count) for about, what, count in summary.rows())
            told = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
            return pyarrow.RecordBatch.from_pylist(told, schema)

        brief = self.lake._replace(kernel=kernel)
        with self._scored(brief, counts, schema) as (scored, tally):
            rows = scored.groupBy(*kinds).sum(count).collect()
            self._refuse_nothing(rows)
        found: defaultdict[Told, dict[Told, int]] = defaultdict(dict)
        by_status: Counter[str] = Counter()
        for about, what, times in map(row_of, rows):
            found[about][what] = times
            (*_, status), (question, *_) = about, what
            by_status[status] += 0 if question else times
        told = Found(by_status.total(), by_status[HELD], tally)
        return list(in_order(self.plan, found)), told

    @contextmanager
    def _scored(
        self, lake: Lake, work: Callable[[Scored], pyarrow.RecordBatch], schema: pyarrow.Schema
    ) -> Iterator[tuple[DataFrame, Tally]]:
        """What comes of the scored batches, and the problems counted. Everything is scored once,
        and kept where it is until it is written; problems that are listed are written at the end.
        """
        schema = pyarrow.schema([*schema, *_TOLD])

        def worked(batch: pyarrow.RecordBatch) -> Iterator[pyarrow.RecordBatch]:
            scored, findings = lake.scored(batch)
            if scored is not None:
                yield widened(work(scored), schema)
            yield from lake.told(findings, schema)

        with _stopping():
            rows = settled(self.rows, lake.kernel.recipe, lake.admission.duplicates)
            all_rows = of_spark.by_batches(rows, worked, schema).persist()
            try:
                counted, listed = col("_code").isNotNull(), col("_listed").isNotNull()
                tally = _tally(all_rows.filter(counted), self.recipe)
                yield all_rows.filter(~counted & ~listed), tally
                if self.problems is not None:
                    every = all_rows.filter(listed).select("_listed.*")
                    every.write.options(**_CSV).mode(self._mode).csv(self.problems)
            finally:
                all_rows.unpersist()

    def _refuse_nothing(self, found: Sized) -> None:
        """Files of headings alone, before anything is written."""
        if not found:
            raise Refused([problem("F031", Place(file=self.name))])

    @property
    def _mode(self) -> str:
        return "overwrite" if self.replace else "error"

    def _refuse_what_is_there(self, *outputs: str) -> None:
        """Before the work is done rather than after it."""
        for path in filter(None, (*outputs, self.problems)):
            if not self.replace and _is_there(self.spark, path):
                raise Refused([problem("F018", Place(file=path))])


def _read(spark: SparkSession, paths: Sequence[str]) -> tuple[DataFrame, bool]:
    """The returns, and whether they are CSV."""
    is_csv = all(".csv" in one for one in paths)
    try:
        if is_csv:
            frame = spark.read.options(**_CSV, **_STRICT).csv(list(paths))
        else:
            frame = spark.read.parquet(*paths)
    except AnalysisException as error:
        place = Place(file=", ".join(paths))
        raise Refused([problem("F001", place, said=first_line(error))]) from None
    return frame, is_csv


def _standing(frame: DataFrame, *, is_csv: bool) -> DataFrame:
    """The rows with where they stand; the columns of the files are called by their numbers."""
    told = frame.metadataColumn("_metadata")
    block, row = lit(0).cast("long"), told["row_index"] + 1
    if is_csv:
        block, row = told["file_block_start"], monotonically_increasing_id()
    numbered = frame.select("*", told["file_path"], block, row)
    return numbered.toDF(*map(str, range(len(frame.columns))), *STANDING.names)


def _tally(counted: DataFrame, recipe: Recipe) -> Tally:
    """Problems counted by kind, with the first places of each: that much comes from the cluster."""
    kind = Window.partitionBy("_code", "_about")
    first = kind.orderBy("_file", "_block", "_row", col("_times").desc())
    rows = (
        counted.select(*COUNTED.names)
        .withColumn("_times", added("_times").over(kind))
        .withColumn("_number", row_number().over(first))
        .filter(col("_number") <= FIRST)
        .collect()
    )
    alike: dict[tuple[str, str], list[Any]] = {}
    for row in sorted(rows, key=lambda one: (*one[2:5], *one[:2], one["_number"])):
        alike.setdefault((row["_code"], row["_about"]), []).append(row)
    tally = Tally(recipe.problems)
    for key, found in alike.items():
        told = [pickle.loads(row["_problem"]) for row in found]  # noqa: S301  # by our own workers
        places = tuple(place for _, place in told)
        tally.merge([(key, Counted(told[0][0], places, found[0]["_times"]))])
    return tally


def _cells(cards: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    """Scorecards as the cells of CSV, none of which a spreadsheet would take for a formula."""
    columns = [_safe(one) if pyarrow.types.is_string(one.type) else _typed(one) for one in cards]
    return pyarrow.RecordBatch.from_arrays(columns, cards.schema.names)


def _safe(column: pyarrow.Array) -> pyarrow.Array:
    return pyarrow.compute.replace_substring_regex(column, _FORMULA, r"'\1")


def _typed(column: pyarrow.Array) -> pyarrow.Array:
    """Numbers in their shortest form."""
    texts = texts_of(column)
    return pyarrow.array(texts.texts).take(pyarrow.array(texts.numbers))


def _is_there(spark: SparkSession, path: str) -> bool:
    try:
        spark.read.text(path)
    except AnalysisException:
        return False
    return True


@contextmanager
def _stopping() -> Iterator[None]:
    """What stops a cluster, told as problems are."""
    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise Refused([problem("F062", said=_said(error).rstrip(". "))]) from None


def _said(error: Exception) -> str:
    _, is_refused, refused = str(error).partition(_REFUSED)
    if is_refused:
        return " ".join(refused.split())
    found = _STOPPED.findall(str(error))
    return ". ".join(dict.fromkeys((found[0], found[-1]))) if found else first_line(error)
