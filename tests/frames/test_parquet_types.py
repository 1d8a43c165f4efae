"""Parquet of any types, by every engine."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet
from random_frames import rows_of

from auditkit.cli import main
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
