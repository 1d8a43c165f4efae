"""Spark: a cluster of two workers, and what one worker gives."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import polars
import pyarrow
import pytest
from hypothesis import given, settings
from pyarrow import csv
from random_returns import Returns, returns, write_lake
from random_sets import many

from auditkit.builtin.writers import write_csv
from auditkit.cli import main
from auditkit.errors import Refused
from auditkit.frames import score_frame, spark_files
from auditkit.kit import AuditKit
from auditkit.scoring.plain import flat_scorecard

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")
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


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_files_become_what_the_writer_of_scorecards_writes(
    spark: SparkSession, tmp_path: Path, suffix: str
):
    made = write_lake(tmp_path / "lake")
    again = pyarrow.concat_tables([made.table, made.table.slice(0, 1)])
    csv.write_csv(again, tmp_path / "1.csv")
    source, output = tmp_path / "*.csv", tmp_path / f"scored.{suffix}"
    found = spark_files.score_files(spark, made.kit, made.set, [str(source)], str(output))
    cards = made.cards()
    held = sum(one.status == "held" for one in cards)
    is_held = cards[0].status == "held"
    assert found == spark_files.Counted(rows=241, held=held + is_held, twice=1)
    if suffix == "csv":
        rows = polars.read_csv(output / "*.csv", infer_schema=False)
        written = BytesIO()
        write_csv([flat_scorecard(one) for one in [*cards, cards[0]]], written)
        expected = polars.read_csv(written.getvalue(), infer_schema=False)
        assert rows.select(expected.columns).sort("case_ref").equals(expected.sort("case_ref"))
    else:
        rows = polars.read_parquet(output / "*.parquet").unique().sort("case_ref")
        expected = polars.DataFrame(made.one_by_one())
        assert rows.select(expected.columns).equals(expected)


def test_the_command_scores_on_spark(
    spark: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    made = write_lake(tmp_path / "lake")
    again = pyarrow.concat_tables([made.table, made.table.slice(0, 1)])
    csv.write_csv(again, tmp_path / "1.csv")
    words = [
        "score",
        str(tmp_path / "1.csv"),
        "--set",
        "managing-cost-of-care",
        "--engine",
        "spark",
    ]
    output = tmp_path / "scored.parquet"
    # Some returns are held, and one case is there twice
    assert main([*words, "-o", str(output)]) == 1
    told = capsys.readouterr().err
    assert f"Wrote {output}: 241 returns" in told
    assert "twice or more at the same stage and period: 1." in told
    assert main([*words, "-o", str(output)]) == 1
    assert "F018" in capsys.readouterr().err
    assert main([*words, "-o", str(output), "--problems", "p.csv"]) == 2
    assert main([*words, "-o", str(output), "--duplicates", "latest"]) == 2
    assert main(words) == 2


def test_counts_are_those_of_the_other_engines(
    spark: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    made = write_lake(tmp_path / "lake")
    csv.write_csv(made.table, tmp_path / "1.csv")
    words = ["score", str(tmp_path / "1.csv"), "--set", "managing-cost-of-care", "--summary"]
    capsys.readouterr()
    assert main([*words, "--engine", "spark"]) == 0
    on_spark = capsys.readouterr().out
    main([*words, "--engine", "polars"])
    assert on_spark == capsys.readouterr().out


def test_spark_that_does_not_start_is_told(tmp_path: Path):
    words = [sys.executable, "-m", "auditkit", "score", str(tmp_path), "--engine", "spark"]
    words += ["--set", "managing-cost-of-care", "-o", str(tmp_path / "x.csv")]
    env = {**os.environ, "JAVA_HOME": str(tmp_path)}
    done = subprocess.run(words, env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Spark does not start" in done.stderr


def test_files_that_are_not_there_are_named(spark: SparkSession, tmp_path: Path):
    kit = AuditKit(discover=False)
    questions = kit.question_set("managing-cost-of-care")
    with pytest.raises(Refused, match="F001"):
        spark_files.score_files(spark, kit, questions, [str(tmp_path / "no")], str(tmp_path / "x"))


def parts(folder: Path) -> dict[str, bytes]:
    """The bytes of each partition, whose files are named at random. The footer is left out: it
    lists encodings in an order that is every JVM's own.
    """
    found = {path.parent.name: path.read_bytes() for path in folder.glob("*/*.parquet")}
    return {
        name: read[: -8 - int.from_bytes(read[-8:-4], "little")] for name, read in found.items()
    }
