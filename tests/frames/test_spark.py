"""Spark: a cluster of two workers, and what one worker gives."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import polars
import pyarrow
import pytest
from drawn_returns import ASKED, CORE, made_draws, random_rows, write, write_parquet
from hypothesis import given, settings
from random_frames import rows_of
from random_returns import Returns, returns, write_lake
from random_sets import many

from auditkit.cli import main
from auditkit.frames import score_frame
from auditkit.kit import AuditKit

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")
SPARK = ["--set", CORE, "--engine", "spark"]
SCRIPT = Path(__file__).parents[2] / "examples" / "score_on_spark.py"
EXAMPLES = int(os.environ.get("AUDITKIT_EXAMPLES", "4"))


def test_both_workers_run_python(spark: SparkSession):
    def process(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            numbers = pyarrow.array([os.getppid()] * batch.num_rows)
            yield pyarrow.RecordBatch.from_arrays([numbers], ["process"])

    rows = spark.range(0, 100, numPartitions=8).mapInArrow(process, "process long").collect()
    assert len({row.process for row in rows}) == 2


def test_a_cluster_gives_what_the_rows_give(spark: SparkSession):
    @settings(many, max_examples=EXAMPLES)
    @given(returns())
    def check(made: Returns) -> None:
        frame = spark.createDataFrame(made.table).repartitionByRange(4, "case_ref")
        scored = score_frame(frame, made.set, kit=made.kit).toArrow().sort_by("case_ref")
        expected = made.one_by_one()
        assert scored.select(expected.column_names).cast(expected.schema).equals(expected)

    check()


def test_columns_of_any_kind_are_kept_and_facts_stand_once(spark: SparkSession):
    made = Returns(AuditKit(discover=False), AuditKit(discover=False).question_set(CORE), Random(3))
    frame = (
        spark.createDataFrame(made.table)
        .withColumnRenamed("service", "SERVICE")
        .selectExpr("*", "timestamp'2026-04-13 10:00:00' as taken", "map('a', 1) as more")
    )
    scored = score_frame(frame, made.set, kit=made.kit)
    assert scored.schema["taken"] == frame.schema["taken"]
    assert scored.schema["more"] == frame.schema["more"]
    assert [name for name in scored.columns if name.lower() == "service"] == ["service"]
    expected = made.one_by_one()["score"].to_pylist()
    assert [row.score for row in scored.select("score").collect()] == expected


def test_one_worker_writes_the_same_bytes_as_two(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write_lake(tmp_path / "returns")
    words = [str(SCRIPT), str(tmp_path / "returns"), "managing-cost-of-care"]
    monkeypatch.setattr(sys, "argv", [*words, str(tmp_path / "two")])
    runpy.run_path(str(SCRIPT))
    alone = {**os.environ, "PYSPARK_SUBMIT_ARGS": "--master local[1] pyspark-shell"}
    subprocess.run(
        [sys.executable, *words, str(tmp_path / "one")], env=alone, check=True, capture_output=True
    )
    assert len(parts(tmp_path / "two")) == 12
    assert parts(tmp_path / "one") == parts(tmp_path / "two")


@pytest.mark.parametrize("asked", list(ASKED))
def test_parquet_becomes_what_a_local_engine_makes_of_it(
    spark: SparkSession, lake: Path, asked: str, capsys: pytest.CaptureFixture[str]
):
    words = [str(lake / "returns/*.parquet"), *ASKED[asked], "--problems"]
    code = score(*words, "local.csv", "-o", "local.parquet", "--engine", "polars")
    expected = told(capsys)
    assert on_spark(*words, lake / "every", "-o", lake / "scored.parquet") == code
    assert told(capsys) == expected
    cards = polars.read_parquet("local.parquet")
    assert_frame_equal(polars.read_parquet(lake / "scored.parquet/*.parquet"), cards)
    every = polars.read_csv("local.csv", infer_schema=False)
    assert_frame_equal(read_csv(lake / "every"), every)


@pytest.mark.parametrize("asked", ["latest", "draw under pseudonyms"])
def test_csv_becomes_what_a_local_engine_makes_of_it(spark: SparkSession, lake: Path, asked: str):
    words = [str(lake / "returns/*.csv"), *ASKED[asked]]
    code = score(*words, "-o", lake / "local/1.csv", "--engine", "polars")
    assert on_spark(*words, "-o", lake / "scored.csv") == code
    # Rows of CSV have no number on a cluster
    place = polars.col("warnings").str.replace(r"(the other is [12]\.csv), row \d+", "$1")
    expected = read_csv(lake / "local").with_columns(place)
    assert_frame_equal(read_csv(lake / "scored.csv"), expected)


def test_counts_and_what_is_said_are_those_of_a_local_engine(
    spark: SparkSession, lake: Path, capsys: pytest.CaptureFixture[str]
):
    words = [str(lake / "returns/*.parquet"), *ASKED["all"], "--summary"]
    assert score(*words, "--engine", "polars") == 1
    expected = capsys.readouterr()
    assert on_spark(*words) == 1
    found = capsys.readouterr()
    assert found.out == expected.out
    assert sorted(found.err.splitlines()) == sorted(expected.err.splitlines())


def test_one_worker_says_the_same_as_two(
    spark: SparkSession,
    lake: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setattr("auditkit.cli.bulk._SHOWN", 20)
    words = [str(lake / "returns/*.csv"), "-o", str(lake / "scored.csv")]
    assert on_spark(*words) == 1
    of_two = capsys.readouterr().err
    assert "1.csv (" in of_two
    alone = [sys.executable, "-m", "auditkit", "score", *words, *SPARK, "--master", "local[1]"]
    done = subprocess.run([*alone, "--force"], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert of_two in done.stderr
    # Cases that are there twice come together in a few parts, not in the 200 of a large cluster.
    assert 1 < len(list((lake / "scored.csv").glob("*.csv"))) < 12


def test_what_is_said_is_said_in_the_language_asked_for(
    spark: SparkSession, lake: Path, capsys: pytest.CaptureFixture[str]
):
    words = [str(lake / "returns/*.parquet"), "--summary", "--language", "cy"]
    assert score(*words, "--engine", "polars") == 1
    expected = capsys.readouterr().err
    assert on_spark(*words) == 1
    assert sorted(capsys.readouterr().err.splitlines()) == sorted(expected.splitlines())


def test_places_name_the_folders_that_say_what_is_in_a_file(
    spark: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    made = write_lake(tmp_path / "lake")
    held = sum(card.status == "held" for card in made.cards())
    assert on_spark(tmp_path / "lake", "--summary", "--problems", tmp_path / "every") == 1
    assert re.search(r"^period=2026-01/\w+-0.parquet, row ", capsys.readouterr().err)
    every = read_csv(tmp_path / "every")
    assert every["file"].str.contains(r"^period=2026-[01]\d/\w+-0.parquet$").all()
    cases = every.filter(severity="error")["place"].str.extract(r"\((CASE-\d+)")
    assert cases.n_unique() == held


def test_cells_of_the_list_of_problems_are_no_formulas(spark: SparkSession, lake: Path):
    shutil.copy(lake / "returns/1.parquet", lake / "-1.parquet")
    on_spark(lake / "-1.parquet", "--summary", "--problems", lake / "every")
    assert set(read_csv(lake / "every")["file"]) == {"'-1.parquet"}


def test_a_folder_that_is_there_is_kept(
    spark: SparkSession, lake: Path, capsys: pytest.CaptureFixture[str]
):
    words = [lake / "returns/1.csv", "-o", lake / "scored.csv", "--problems", lake / "every"]
    assert on_spark(*words) == 1
    assert on_spark(*words) == 1
    assert "scored.csv\n  There is a file of this name already" in capsys.readouterr().err
    shutil.rmtree(lake / "scored.csv")
    kept = read_csv(lake / "every")
    assert on_spark(*words) == 1
    assert "every\n  There is a file of this name already" in capsys.readouterr().err
    assert not (lake / "scored.csv").exists()
    assert on_spark(*words, "--force") == 1
    assert_frame_equal(read_csv(lake / "every"), kept)


@pytest.mark.parametrize("words", [["-o", "x.xlsx"], [], ["-o", "x.csv", "--strict"]])
def test_what_there_is_not_on_spark_is_said(words: list[str], capsys: pytest.CaptureFixture[str]):
    assert on_spark("returns.csv", *words) == 2
    assert "in bulk" in capsys.readouterr().err


def test_files_without_returns_are_refused(
    spark: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    made = rows_of(AuditKit(discover=False).question_set(CORE), 1, 7, odd=0.0)
    total = ["Total", *[""] * (len(made[0]) - 1)]
    write(str(tmp_path / "1.csv"), [list(made[0]), total])
    assert on_spark(tmp_path / "1.csv", "--summary") == 1
    assert "1.csv\n  Found headings and no row below them" in capsys.readouterr().err
    assert on_spark(tmp_path / "1.csv", "-o", tmp_path / "x.csv") == 1
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.append(rows[-1][:5]), "Malformed CSV record: CASE-9"),
        (lambda rows: rows[5].__setitem__(8, "two\nlines"), "Malformed CSV record"),
        (lambda rows: rows.append(rows[0]), "2.csv A file of this size must be plain"),
        (lambda rows: rows[0].reverse(), "CSV header does not conform to the schema"),
    ],
)
def test_csv_that_is_not_plain_is_refused(
    spark: SparkSession,
    tmp_path: Path,
    change: Callable[[list[list[str]]], Any],
    said: str,
    capsys: pytest.CaptureFixture[str],
):
    made = rows_of(AuditKit(discover=False).question_set(CORE), 20, 7, odd=0.0)
    rows = [list(made[0]), *(list(row.values()) for row in made)]
    rows[-1][0] = "CASE-9"
    write(str(tmp_path / "1.csv"), rows)
    change(rows)
    write(str(tmp_path / "2.csv"), rows)
    words = [tmp_path / "1.csv", tmp_path / "2.csv", "--duplicates", "latest"]
    assert on_spark(*words, "-o", tmp_path / "x.csv") == 1
    found = capsys.readouterr().err
    assert said in found
    assert "[F062]" in found
    assert not (tmp_path / "x.csv").exists()


def test_what_stops_a_worker_is_told(
    spark: SparkSession, lake: Path, capsys: pytest.CaptureFixture[str]
):
    table = polars.read_parquet(lake / "returns/1.parquet")
    table.with_columns(contingency_plan=1).write_parquet(lake / "returns/3.parquet")
    assert on_spark(lake / "returns/*.parquet", "-o", lake / "scored.csv") == 1
    said = capsys.readouterr().err
    assert "Spark stopped" in said
    assert "3.parquet" in said
    assert "[F062]" in said
    assert not (lake / "scored.csv").exists()


def test_spark_that_does_not_start_is_told(tmp_path: Path):
    words = [sys.executable, "-m", "auditkit", "score", str(tmp_path), "--engine", "spark"]
    words += ["--set", "managing-cost-of-care", "-o", str(tmp_path / "x.csv")]
    env = {**os.environ, "JAVA_HOME": str(tmp_path)}
    done = subprocess.run(words, env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Spark does not start" in done.stderr


def test_files_that_are_not_there_are_named(
    spark: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert on_spark(tmp_path / "no", "-o", tmp_path / "x.csv") == 1
    assert "[F001]" in capsys.readouterr().err


@pytest.fixture(scope="module")
def draws(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made_draws(tmp_path_factory.mktemp("cycle"))


@pytest.fixture
def lake(
    spark: SparkSession,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    draws: dict[str, bytes],
) -> Iterator[Path]:
    """Returns in two files, as CSV and as Parquet, and what may be asked of them."""
    # So that a few rows are many batches
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "7")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("auditkit.cli.bulk._SHOWN", 999)
    for name, data in draws.items():
        Path(name).write_bytes(data)
    Path("returns").mkdir()
    Path("local").mkdir()
    head, *rows = random_rows(5, 200, is_forms=True)
    for name, part in (("1", rows[:110]), ("2", rows[110:])):
        # In CSV, a total, a blank row and a note are no returns
        odd = (["Total", "9"], [], ["All of these are draft"])
        asides = [[*cells, *[""] * (len(head) - len(cells))] for cells in odd]
        write(f"returns/{name}.csv", [head, *part, *asides])
        write_parquet(f"returns/{name}.parquet", [head, *part])
    yield tmp_path
    spark.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")


def score(*words: str | Path) -> int:
    return main(["score", *map(str, words), "--set", CORE])


def on_spark(*words: str | Path) -> int:
    return main(["score", *map(str, words), *SPARK])


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was said but for the name of what was written: that many returns, and the problems."""
    return sorted(
        line.partition("parquet: ")[2] or line for line in capsys.readouterr().err.splitlines()
    )


def read_csv(folder: Path) -> polars.DataFrame:
    return polars.read_csv(folder / "*.csv", infer_schema=False)


def assert_frame_equal(found: polars.DataFrame, expected: polars.DataFrame) -> None:
    """Rows in whatever order."""
    by = expected.columns
    assert found.columns == by
    assert found.sort(by, nulls_last=True).rows() == expected.sort(by, nulls_last=True).rows()


def parts(folder: Path) -> dict[str, bytes]:
    """The bytes of each partition, whose files are named at random. The footer is left out: it
    lists encodings in an order that is every JVM's own.
    """
    found = {path.parent.name: path.read_bytes() for path in folder.glob("*/*.parquet")}
    return {
        name: read[: -8 - int.from_bytes(read[-8:-4], "little")] for name, read in found.items()
    }
