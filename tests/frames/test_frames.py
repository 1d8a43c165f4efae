"""Frames of every kind that runs in this process: the same columns, the same values."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest

from auditkit.errors import Refused
from auditkit.frames import Kernel, score_frame
from auditkit.hookspecs import hookimpl
from auditkit.kit import AuditKit
from auditkit.matching.mapping import ColumnsMap
from auditkit.scoring.marks import Mark
from auditkit.scoring.plain import flat_scorecard
from auditkit.testing import made_return, made_set

SET = made_set("plan", "voice", case_fields={"cost": {"type": "number", "places": 2}})
ROWS = polars.DataFrame(
    {
        "Case reference": ["CASE-0001", " CASE-0002 ", "CASE-0003"],
        "service": ["Older People", None, "Autism"],
        "plan": ["Yes", "No", "perhaps"],
        "voice": ["PARTLY", None, "yes"],
        "case.cost": [540.5, None, 12.0],
        "area": ["north", "south", "north"],
    }
)


def from_relation(frame: polars.DataFrame) -> duckdb.DuckDBPyRelation:
    return duckdb.sql("select * from frame")


KINDS: dict[str, tuple[Callable[[polars.DataFrame], Any], Callable[[Any], polars.DataFrame]]] = {
    "polars": (polars.DataFrame.clone, polars.DataFrame.clone),
    "polars_lazy": (polars.DataFrame.lazy, polars.LazyFrame.collect),
    "pandas": (polars.DataFrame.to_pandas, polars.from_pandas),
    "pyarrow": (polars.DataFrame.to_arrow, polars.DataFrame),
    "duckdb": (from_relation, duckdb.DuckDBPyRelation.pl),
}


@pytest.fixture(scope="module")
def kit() -> AuditKit:
    return AuditKit(discover=False)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_kind_comes_back_with_the_columns_of_scorecards(kind: str, kit: AuditKit):
    make, collect = KINDS[kind]
    frame = make(ROWS)
    scored = score_frame(frame, SET, kit=kit)
    assert type(scored) is type(frame)
    found = collect(scored)
    assert found.columns[:6] == ROWS.columns
    # 100 · (1 + 0.5) / 2 = 75; 100 · 0 / 1 = 0, a blank is not counted; the third is held
    assert found["score"].to_list() == [75.0, 0.0, None]
    assert found["rating_label"].to_list() == ["Good", "Poor", None]
    assert found["status"].to_list() == ["scored", "scored", "held"]
    assert found["numerator"].to_list() == [3, 0, None]


def test_every_column_is_that_of_the_csv_writer(kit: AuditKit):
    row = score_frame(ROWS, SET, kit=kit).row(0, named=True)
    about = {"case_ref": "CASE-0001", "service": "Older People"}
    given = made_return(SET, {"plan": "Yes", "voice": "partly"}, **about)
    expected = flat_scorecard(kit.score(given, SET))
    expected["case.cost"], expected["warnings"] = 540.5, ""
    assert {name: row[name] for name in expected} == expected


def test_a_fact_that_both_have_stands_once_as_the_scorecard_tells_it(kit: AuditKit):
    frame = ROWS.rename({"Case reference": "case_ref"})
    scored = score_frame(frame, SET, kit=kit)
    assert scored.columns[:6] == frame.columns
    assert scored["case_ref"].to_list() == ["CASE-0001", "CASE-0002", "CASE-0003"]


def test_columns_are_found_by_a_mapping(kit: AuditKit):
    frame = ROWS.rename({"plan": "Q7"})
    mapping = ColumnsMap(columns={"plan": "Q7"})
    assert score_frame(frame, SET, kit=kit, columns=mapping)["score"].to_list() == [75.0, 0.0, None]


def test_a_frame_without_a_scored_question_is_refused(kit: AuditKit):
    with pytest.raises(Refused, match="R001"):
        score_frame(ROWS.drop("plan"), SET, kit=kit)


def test_a_column_that_would_hide_a_result_is_refused(kit: AuditKit):
    with pytest.raises(Refused, match=r"are: rating, score\. .*F053"):
        score_frame(ROWS.with_columns(score=1, rating=2), SET, kit=kit)


def test_what_is_no_frame_is_refused(kit: AuditKit):
    with pytest.raises(Refused, match=r"Found list, .*F054"):
        score_frame([], SET, kit=kit)


def test_a_frame_without_rows_keeps_its_columns(kit: AuditKit):
    scored = score_frame(ROWS.clear(), SET, kit=kit)
    assert scored.schema == score_frame(ROWS, SET, kit=kit).schema


def test_a_kernel_can_be_sent_to_another_process(kit: AuditKit):
    kernel = Kernel(kit, SET, ROWS.columns)
    batch = ROWS.to_arrow().to_batches()[0]
    sent: Kernel = pickle.loads(pickle.dumps(kernel))
    assert sent.score(batch) == kernel.score(batch)


def test_texts_are_read_whatever_their_arrow_type(kit: AuditKit):
    table = ROWS.to_arrow()
    coded = table.set_column(2, "plan", pyarrow.array(["Yes", "No", "perhaps"]).dictionary_encode())
    assert score_frame(coded, SET, kit=kit)["score"] == score_frame(table, SET, kit=kit)["score"]


def test_numbers_are_answers_in_their_shortest_form(kit: AuditKit):
    scale = [{"option": one, "label": f"Grade {one}", "score": one} for one in ("0", "1", "2")]
    graded = made_set("plan", scales={"evidenced": scale})
    frame = pandas.DataFrame({"case_ref": ["A1", "A2", "A3"], "plan": [1, 2, None]})
    # 100 · 1/2, 100 · 2/2; the third is blank
    assert score_frame(frame, graded, kit=kit)["score"].tolist()[:2] == [50.0, 100.0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_date_with_the_month_first_makes_others_of_its_column_doubtful(kind: str, kit: AuditKit):
    # 200,000 rows: whatever the batches, the last row tells about the first
    dates = ["04/05/2026", *["2026-04-13"] * 199_998, "04/13/2026"]
    frame = polars.DataFrame({"case_ref": ["A"] * 200_000, "audit_date": dates}).with_columns(
        plan=polars.lit("yes"), voice=polars.lit("yes")
    )
    make, collect = KINDS[kind]
    found = collect(score_frame(make(frame), SET, kit=kit))["status"].to_list()
    assert [found[0], found[1], found[-1]] == ["held", "scored", "held"]


def test_a_scorer_that_does_not_fold_is_named_as_slow():
    class Half:
        def score(self, marks: Sequence[Mark]) -> Fraction | None:
            return Fraction(1, 2) if marks else None

    plugin = SimpleNamespace(auditkit_scorers=hookimpl(lambda: {"half": Half}))
    kit = AuditKit([plugin], discover=False)
    slow = made_set("plan", "voice", scoring={"method": "half"})
    with pytest.warns(RuntimeWarning, match=r"The scorer half .* slower\. \[F055\]"):
        scored = score_frame(ROWS, slow, kit=kit)
    assert scored["score"].to_list() == [50.0, 50.0, None]
