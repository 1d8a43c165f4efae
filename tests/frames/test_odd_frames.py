"""Frames as people have them: parts without rows, columns of mixed kinds, names that clash."""

from __future__ import annotations

import duckdb
import pyarrow
import pytest

from auditkit.errors import Refused
from auditkit.frames import Kernel, score_frame
from auditkit.kit import AuditKit
from auditkit.testing import made_set

SET = made_set("plan", case_fields={"cost": {"type": "number", "places": 2}})


@pytest.fixture(scope="module")
def kit() -> AuditKit:
    return AuditKit(discover=False)


def test_a_part_without_rows_gives_none(kit: AuditKit):
    table = pyarrow.table({"case_ref": ["A1", "A2"], "plan": ["yes", "no"]})
    parts = pyarrow.concat_tables([table.slice(0, 0), table.slice(0, 1), table.slice(1, 1)])
    parts = parts.filter(pyarrow.array([True, False]))
    assert score_frame(parts, SET, kit=kit)["score"].to_pylist() == [100.0]
    batch = pyarrow.RecordBatch.from_pylist([], table.schema)
    kernel = Kernel(kit, SET, table.column_names)
    assert kernel.score(batch).schema == kernel.schema


# Names


def relation(columns: str) -> duckdb.DuckDBPyRelation:
    connection = duckdb.connect()
    connection.sql("create table scored as select 42 as answer")
    connection.sql("create view asked as select 7 as answer")
    return connection.sql(f"select 'A1' as case_ref, 'yes' as plan, {columns}")


def test_tables_of_whoever_asks_keep_their_names(kit: AuditKit):
    scored = score_frame(relation("1 as x"), SET, kit=kit)
    assert scored.project("case_ref, score").fetchall() == [("A1", 100.0)]


def test_a_result_is_hidden_by_its_name_in_capitals_where_the_engine_takes_both_for_one(
    kit: AuditKit,
):
    with pytest.raises(Refused, match=r"are: Score, Status\. .*F053"):
        score_frame(relation("1 as Score, 2 as Status"), SET, kit=kit)
    table = pyarrow.table({"case_ref": ["A1"], "plan": ["yes"], "Score": ["odd"]})
    assert score_frame(table, SET, kit=kit)["Score"].to_pylist() == ["odd"]


def test_a_fact_in_capitals_stands_once_where_the_engine_takes_both_for_one(kit: AuditKit):
    scored = score_frame(relation("' Older  People' as Service"), SET, kit=kit)
    assert scored.columns[:3] == ["case_ref", "plan", "service"]
    assert scored.project("service").fetchall() == [("Older People",)]
