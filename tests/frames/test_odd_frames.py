"""Frames as people have them: parts without rows, columns of mixed kinds, names that clash."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest
from dask import dataframe
from small_sets import document, load, question

from auditkit.errors import Refused
from auditkit.frames import Kernel, score_frame
from auditkit.kit import AuditKit
from auditkit.testing import made_set

SET = made_set("plan", case_fields={"cost": {"type": "number", "places": 2}})


@pytest.fixture(scope="module")
def kit() -> AuditKit:
    return AuditKit(discover=False)


def services(frame: Any, kit: AuditKit) -> list[str | None]:
    """What a frame of one column says, as the scorecards repeat it."""
    return listed(score_frame(frame, SET, kit=kit)["service"])


def listed(column: Any) -> list[Any]:
    if isinstance(column, pandas.Series):
        return [None if pandas.isna(one) else one for one in column]
    return column.to_pylist() if isinstance(column, pyarrow.ChunkedArray) else column.to_list()


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


# Columns

FAR = 2**60


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (pyarrow.array([1.1, 3.3, None, float("nan")], pyarrow.float32()), ["1.1", "3.3"]),
        (pyarrow.array([0.1, 2], pyarrow.float16()), ["0.1", "2"]),
        (pyarrow.array([b"North", b"\xff\xfe"]), ["North", "fffe"]),
        (pyarrow.array([FAR], pyarrow.timestamp("s")), [f"<value out of range: {FAR}>"]),
        (pyarrow.array([0], pyarrow.timestamp("s", "No/Where")), ["<timestamp[s, tz=No/Where]>"]),
        (pyarrow.array(["A", "B"], pyarrow.string_view()), ["A", "B"]),
        (pyarrow.array([["A", "B"], []]), ["A;B"]),
    ],
    ids=lambda one: str(one.type) if isinstance(one, pyarrow.Array) else "",
)
def test_a_column_of_any_type_of_arrow(column: pyarrow.Array, texts: list[str], kit: AuditKit):
    table = pyarrow.table(
        {"case_ref": ["A"] * len(column), "plan": ["yes"] * len(column), "service": column}
    )
    assert [one for one in services(table, kit) if one is not None] == texts


def test_text_that_is_not_utf_8_is_refused(kit: AuditKit):
    ends = pyarrow.py_buffer(numpy.array([0, 2, 4], "int32"))
    broken = pyarrow.Array.from_buffers(
        pyarrow.string(), 2, [None, ends, pyarrow.py_buffer(b"A1\xff\xfe")]
    )
    with pytest.raises(Refused, match="F061"):
        services(pyarrow.table({"case_ref": broken, "plan": ["yes", "yes"]}), kit)


@pytest.mark.parametrize("wrong", [b"\xff", b"\xed\xa0\x80", b"\xe0\x80\x80", b"\xf4\x90\x80\x80"])
def test_text_about_cases_that_is_not_utf_8_is_refused(wrong: bytes):
    kit, question_set = load(document(question("plan"), case_fields={"note": {"type": "text"}}))
    text = b"a " + wrong + b" b"
    ends = pyarrow.py_buffer(numpy.array([0, len(text)], "int32"))
    broken = pyarrow.Array.from_buffers(pyarrow.string(), 1, [None, ends, pyarrow.py_buffer(text)])
    table = pyarrow.table({"case_ref": ["A"], "plan": ["yes"], "case.note": broken})
    with pytest.raises(Refused, match="F061"):
        score_frame(table, question_set, kit=kit)


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ([1, "2", 3.0, None, pandas.NA, pandas.NaT], ["1", "2", "3"]),
        ([True, "North", [1, "b"]], ["TRUE", "North", "1;b"]),
        ([datetime.date(2026, 4, 13), "North"], ["2026-04-13", "North"]),
        ([2**70, 1], [str(2**70), "1"]),
        (pandas.Series(["North\ud800"], dtype=object), ["North\\ud800"]),
        (pandas.Categorical([1, "2", None]), ["1", "2"]),
        (pandas.period_range("2026-01", periods=2, freq="M"), ["2026-01", "2026-02"]),
        (pandas.arrays.SparseArray([1, 2]), ["1", "2"]),
        (numpy.array([1 + 2j]), ["(1+2j)"]),
    ],
)
def test_a_column_of_any_kind_of_pandas(column: Any, texts: list[str], kit: AuditKit):
    size = len(column)
    frame = pandas.DataFrame({"case_ref": ["A"] * size, "plan": ["yes"] * size, "service": column})
    assert [one for one in services(frame, kit) if one is not None] == texts


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (polars.Series([1, "2", Decimal("3.0")], dtype=polars.Object), ["1", "2", "3"]),
        (polars.Series([2**100], dtype=polars.Int128), [str(2**100)]),
    ],
)
def test_a_column_that_arrow_does_not_have(column: polars.Series, texts: list[str], kit: AuditKit):
    frame = polars.DataFrame({"service": column}).with_columns(
        case_ref=polars.lit("A"), plan=polars.lit("yes")
    )
    assert services(frame, kit) == texts
    # Nor does what else is in a frame matter
    assert services(frame.rename({"service": "else"}), kit) == [None] * len(texts)


def test_columns_of_no_use_may_be_called_alike_and_hold_anything(kit: AuditKit):
    frame = pandas.DataFrame([["A1", "yes", 1, object()]], columns=["case_ref", "plan", 0, 0])
    for one in (frame, dataframe.from_pandas(frame.set_axis([*"abcd"], axis=1), npartitions=1)):
        one.columns = frame.columns
        scored = score_frame(one, SET, kit=kit)
        assert list(scored.columns[:4]) == ["case_ref", "plan", 0, 0]
    assert score_frame(frame, SET, kit=kit)["score"].to_list() == [100.0]


# Dates

DATES = ["04/05/2026", *["2026-04-13"] * 70_000, "04\u200b/13/2026"]
DATED = pyarrow.table(
    {"case_ref": ["A"] * len(DATES), "plan": ["yes"] * len(DATES), "audit_date": DATES}
)


def of_type(type: pyarrow.DataType) -> pyarrow.Table:
    return DATED.set_column(2, "audit_date", DATED["audit_date"].cast(type))


def enumerated() -> duckdb.DuckDBPyRelation:
    quoted = ", ".join(f"'{one}'" for one in sorted(set(DATES)))
    return duckdb.sql(f"select * replace (audit_date::enum({quoted}) as audit_date) from DATED")


FRAMES: dict[str, Callable[[], Any]] = {
    "texts": lambda: DATED,
    "views": lambda: of_type(pyarrow.string_view()),
    "numbers of texts": lambda: of_type(pyarrow.dictionary(pyarrow.int32(), pyarrow.string())),
    "DuckDB": enumerated,
    "Polars": lambda: polars.DataFrame(DATED),
    "pandas": DATED.to_pandas,
    "pandas, objects": lambda: DATED.to_pandas().astype({"audit_date": "object"}),
    "pandas, categories": lambda: DATED.to_pandas().astype({"audit_date": "category"}),
    "Dask": lambda: dataframe.from_pandas(DATED.to_pandas(), npartitions=3),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_a_month_that_comes_first_far_away_is_seen_with_anything_invisible_in_it(
    kind: str, kit: AuditKit
):
    scored = score_frame(FRAMES[kind](), SET, kit=kit)
    if hasattr(scored, "compute"):
        scored = scored.compute()
    if isinstance(scored, duckdb.DuckDBPyRelation):
        scored = scored.to_arrow_table()
    found = listed(scored["status"])
    assert [found[0], found[1], found[-1]] == ["held", "scored", "held"]
