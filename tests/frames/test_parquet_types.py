"""Parquet of any types, by every engine."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet
from random_frames import rows_of

from auditkit.cli import main
from auditkit.frames import sources
from auditkit.kit import AuditKit

CORE = "managing-cost-of-care"
SEVERAL = "increase_reasons"


@pytest.mark.parametrize("engine", ["rows", "polars", "duckdb"])
def test_lists_and_views_mean_what_their_texts_do(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    rows = rows_of(AuditKit(discover=False).question_set(CORE), 20, 3, odd=0.0)
    # The older of two rows is left out, which asks for a part of each column
    rows += rows[:3]
    with Path("texts.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    table = pyarrow.Table.from_pylist(rows)
    lists = [text.split(";") if text else [] for text in table[SEVERAL].to_pylist()]
    for name, column in (
        (SEVERAL, pyarrow.array(lists)),
        ("contingency_plan", table["contingency_plan"].cast(pyarrow.string_view())),
        ("auditor", table["auditor"].cast(pyarrow.string_view())),
    ):
        table = table.set_column(table.column_names.index(name), name, column)
    parquet.write_table(table, "types.parquet")
    for name in ("texts.csv", "types.parquet"):
        words = ["-o", f"{name}.out.csv", "--duplicates", "latest", "--engine", engine]
        main(["score", name, *words, "--set", CORE])
    assert Path("types.parquet.out.csv").read_bytes() == Path("texts.csv.out.csv").read_bytes()


@pytest.mark.parametrize("size", [7, 40, 90, 300])
def test_groups_of_rows_of_any_size_give_the_same(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sources, "_ROWS", 100)
    rows = rows_of(AuditKit(discover=False).question_set(CORE), 300, 5, odd=0.1)
    parquet.write_table(pyarrow.Table.from_pylist(rows), "returns.parquet", row_group_size=size)
    for engine in ("rows", "polars"):
        words = f"score returns.parquet --set {CORE} -o {engine}.csv --engine {engine}"
        assert main(words.split()) == 1
    assert Path("polars.csv").read_bytes() == Path("rows.csv").read_bytes()
