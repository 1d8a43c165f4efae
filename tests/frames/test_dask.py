"""Dask: workers that are processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pyarrow import parquet
from random_returns import write_lake

SCRIPT = Path(__file__).parents[2] / "examples" / "score_on_dask.py"


def test_a_partitioned_data_set_is_scored_where_it_lies(tmp_path: Path):
    made = write_lake(tmp_path / "returns")
    words = [str(SCRIPT), str(tmp_path / "returns"), "managing-cost-of-care", str(tmp_path / "out")]
    env = {**os.environ, "DASK_SCHEDULER": "processes", "DASK_NUM_WORKERS": "2"}
    subprocess.run([sys.executable, *words], env=env, check=True, capture_output=True)
    assert len(list((tmp_path / "out").glob("period=2026-*"))) == 12
    scored = parquet.read_table(str(tmp_path / "out")).sort_by("case_ref")
    expected = made.one_by_one()
    assert scored.select(expected.column_names).cast(expected.schema).equals(expected)
