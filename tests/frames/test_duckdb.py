"""Files read by DuckDB: what it would read otherwise than the other readers is left to these."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet
from random_frames import rows_of, table_of
from small_sets import document, question, yaml_of

from auditkit.cli import main
from auditkit.frames import csv_files, duckdb_files
from auditkit.kit import AuditKit

CORE = "managing-cost-of-care"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pyarrow.Table:
    """Plain returns, and the working folder one of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(csv_files, "BLOCK", 4_000)
    monkeypatch.setattr(duckdb_files, "_ROWS", 50)
    return table_of(rows_of(AuditKit(discover=False).question_set(CORE), 120, 1, odd=0.0))


@pytest.fixture
def text(table: pyarrow.Table) -> bytes:
    """The same as CSV."""
    rows = [table.column_names, *(row.values() for row in table.to_pylist())]
    return b"".join(",".join(one.replace(",", "") for one in row).encode() + b"\n" for row in rows)


def same(name: str = "returns.csv", set_name: str = CORE) -> None:
    words = ["score", name, "--set", set_name, "--force", "-o"]
    code = main([*words, "rows.csv", "--engine", "rows"])
    assert main([*words, "out.csv", "--engine", "duckdb"]) == code
    assert Path("out.csv").read_bytes() == Path("rows.csv").read_bytes()


AS_IT_IS: Callable[[bytes], bytes] = bytes


def swapped(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    "change",
    [
        AS_IT_IS,
        lambda text: text.rstrip(b"\n"),
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"\n", b"\r\n", 40),
        lambda text: text + b"\n",
        swapped(b"\nCASE-50,", b"\n\nCASE-50,"),
        swapped(b"CASE-50,", b"#CASE-50,"),
        swapped(b"CASE-50,", b" CASE-50 ,"),
        swapped(b"CASE-50,", b'"CASE-50",'),
        swapped(b"CASE-50,", b'"CASE ""50""",'),
        swapped(b"CASE-50,", b'"CASE, 50",'),
        swapped(b"CASE-50,", b'CASE "50",'),
        swapped(b"CASE-50,", b"CASE-50,,"),
        swapped(b"CASE-50,", b"CASE\\-50,"),
        swapped(b"CASE-50,", b"C\xc3\x82S-50,"),
        swapped(b"CASE-50,", b"C\xc2S-50,"),
        swapped(b"CASE-50,", b"NULL,"),
    ],
)
def test_whatever_is_in_a_file(text: bytes, change: Callable[[bytes], bytes]):
    assert change(text) != text or change is AS_IT_IS
    Path("returns.csv").write_bytes(change(text))
    same()


def test_a_cell_that_no_spreadsheet_holds_is_refused(
    text: bytes, capsys: pytest.CaptureFixture[str]
):
    Path("returns.csv").write_bytes(text.replace(b"first", b"x" * 33_000, 1))
    words = ["score", "returns.csv", "--set", CORE, "-o", "out.csv", "--engine"]
    said = []
    for engine in ("rows", "polars", "duckdb"):
        assert main([*words, engine, "--force"]) == 1
        said.append(capsys.readouterr().err.partition("returns.csv, ")[2])
    assert said[0].startswith("cell ")
    assert said[0] == said[1] == said[2]


@pytest.mark.parametrize("name", ["a[1].csv", "period=2026-04.csv", "it's.csv"])
def test_a_file_of_any_name(text: bytes, name: str):
    Path(name).write_bytes(text)
    same(name)


@pytest.mark.parametrize("name", ["a[1].parquet", "period=2026-04/it's.parquet"])
def test_parquet_of_any_name(table: pyarrow.Table, name: str):
    Path(name).parent.mkdir(exist_ok=True)
    parquet.write_table(table, name)
    same(name)


VALUES: dict[str, Any] = {
    "texts": ["a", "", None],
    "numbers": [3, 0, None],
    "decimals": [Decimal("2.50"), Decimal("0.00"), None],
    "floats": [0.1, float("nan"), float("-inf")],
    "truths": [True, False, None],
    "days": [date(2026, 4, 13), date(2026, 5, 4), None],
    "moments": [datetime(2026, 4, 13, 9, 30), None, None],  # noqa: DTZ001  # a place's own time
    "zoned": [datetime(2026, 4, 13, 9, 30, tzinfo=UTC), None, None],
    "lists": [["a", "b"], [], None],
    "bytes": [b"yes", b"", None],
    "categories": pyarrow.array(["a", "b", None]).dictionary_encode(),
}


@pytest.mark.parametrize("name", list(VALUES))
def test_values_of_any_type(table: pyarrow.Table, name: str):
    Path("set.yaml").write_text(yaml_of(document(question("a", type="text"))), "utf-8")
    made = pyarrow.table({"case_ref": ["C1", "C2", "C3"], "a": VALUES[name]})
    parquet.write_table(made, "returns.parquet")
    same("returns.parquet", "set.yaml")


def test_damaged_parquet_is_refused(table: pyarrow.Table, capsys: pytest.CaptureFixture[str]):
    parquet.write_table(table, "returns.parquet")
    data = bytearray(Path("returns.parquet").read_bytes())
    data[4:400] = bytes(396)
    Path("returns.parquet").write_bytes(data)
    words = ["score", "returns.parquet", "--set", CORE, "-o", "out.csv", "--engine", "duckdb"]
    assert main(words) == 1
    assert "returns.parquet\n  Cannot be opened" in capsys.readouterr().err
    assert not Path("out.csv").exists()


def test_without_duckdb_its_extra_is_named(
    text: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    Path("returns.csv").write_bytes(text)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.delitem(sys.modules, "auditkit.frames.duckdb_files")
    monkeypatch.delattr("auditkit.frames.duckdb_files")
    words = ["score", "returns.csv", "--set", CORE, "-o", "out.csv", "--engine", "duckdb"]
    assert main(words) == 1
    assert "pip install 'practice-auditkit[duckdb]'" in capsys.readouterr().err
