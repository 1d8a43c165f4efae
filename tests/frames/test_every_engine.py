"""Random returns under random sets: the same from rows and from every engine in this process.

A million of them:

    AUDITKIT_EXAMPLES=1000 AUDITKIT_ROWS=1000 pytest tests/frames/test_every_engine.py
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest
from dask import dataframe
from hypothesis import given, settings
from random_returns import Returns, returns
from random_sets import many

from auditkit.frames import Kernel, score_frame
from auditkit.kit import AuditKit

EXAMPLES = int(os.environ.get("AUDITKIT_EXAMPLES", "40"))


def from_relation(table: pyarrow.Table) -> duckdb.DuckDBPyRelation:
    return duckdb.from_arrow(table)


def from_dask(table: pyarrow.Table) -> dataframe.DataFrame:
    return dataframe.from_pandas(table.to_pandas(), npartitions=3)


def of_pandas(frame: pandas.DataFrame) -> pyarrow.Table:
    return pyarrow.Table.from_pandas(frame, preserve_index=False)


ENGINES: dict[str, tuple[Callable[[pyarrow.Table], Any], Callable[[Any], pyarrow.Table]]] = {
    "Polars": (polars.DataFrame, polars.DataFrame.to_arrow),
    "Polars, lazy": (
        lambda table: polars.DataFrame(table).lazy(),
        lambda frame: frame.collect(engine="streaming").to_arrow(),
    ),
    "pandas": (pyarrow.Table.to_pandas, of_pandas),
    "PyArrow": (lambda table: table, lambda table: table),
    "DuckDB": (from_relation, duckdb.DuckDBPyRelation.to_arrow_table),
    "Dask": (from_dask, lambda frame: of_pandas(frame.compute())),
}


@settings(many, max_examples=EXAMPLES)
@given(returns())
def test_every_engine_gives_what_the_rows_give(made: Returns):
    expected = made.one_by_one()
    for name, (frame_of, table_of) in ENGINES.items():
        scored = table_of(score_frame(frame_of(made.table), made.set, kit=made.kit))
        found = scored.select(expected.column_names).cast(expected.schema)
        assert found.equals(expected), f"{name}: {differences(found, expected)}"


def differences(found: pyarrow.Table, expected: pyarrow.Table) -> list[tuple[Any, ...]]:
    """Column, row, what was found and what was expected."""
    return [
        (name, row, one, other)
        for name in expected.column_names
        for row, (one, other) in enumerate(
            zip(found[name].to_pylist(), expected[name].to_pylist(), strict=True)
        )
        if one != other
    ]


@pytest.mark.parametrize("name", AuditKit(discover=False).question_set_names())
def test_the_bundled_sets_score_the_same_in_bulk(name: str):
    kit = AuditKit(discover=False)
    made = Returns(kit, kit.question_set(name), Random(name))
    scored = score_frame(made.table, made.set, kit=kit).select(made.schema.names)
    assert differences(scored, made.one_by_one()) == []


def test_an_overlay_has_the_score_under_its_base_beside_its_own(tmp_path: Path):
    (tmp_path / "local.yaml").write_text(
        """
question_set: local
version: "1"
extends: managing-cost-of-care@1.0
change:
  questions:
    contingency_plan: {weight: 3}
""",
        "utf-8",
    )
    kit = AuditKit(discover=False)
    made = Returns(kit, kit.load(tmp_path / "local.yaml"), Random(6))
    expected = made.one_by_one()
    scored = score_frame(made.table, made.set, kit=kit).select(made.schema.names)
    assert differences(scored, expected) == []
    assert expected["base_score"].null_count < len(expected)


@pytest.mark.no_cover
def test_several_threads_may_ask_one_kernel():
    kit = AuditKit(discover=False)
    made = Returns(kit, kit.question_set("managing-cost-of-care"), Random(8), rows=2_000)
    expected = made.one_by_one()
    batches = made.table.combine_chunks().to_batches(max_chunksize=20)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        # What may go wrong does so early, when much is new
        for _ in range(5):
            kernel = Kernel(kit, made.set, made.table.column_names)
            with ThreadPoolExecutor(8) as threads:
                found = list(threads.map(kernel.score, batches))
            assert pyarrow.Table.from_batches(found).equals(expected)
    finally:
        sys.setswitchinterval(before)
