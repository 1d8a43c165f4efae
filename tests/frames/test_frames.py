"""Frames of every kind that runs in this process: the same columns, the same values."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from fractions import Fraction
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest

from auditkit.errors import ExtraMissing, Refused
from auditkit.frames import Kernel, of_arrow, score_frame
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


DATES = ["04/05/2026", "2026-04-13", "04/13/2026"]


def of_dates(dates: Any) -> polars.DataFrame:
    """Returns with nothing to be said of them but of their dates."""
    rows = {"case_ref": ["A1", "A2", "A3"], "audit_date": dates, "plan": "yes", "voice": "yes"}
    return polars.DataFrame(rows)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row is a batch of its own."""
    monkeypatch.setattr(of_arrow, "ROWS", 1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("type", [polars.String, polars.Categorical, polars.Enum(DATES)], ids=str)
def test_texts_of_any_type_may_have_the_month_first(kind: str, type: Any, kit: AuditKit, alone):
    make, collect = KINDS[kind]
    frame = of_dates(polars.Series(DATES, dtype=type))
    found = collect(score_frame(make(frame), SET, kit=kit))
    assert found["status"].to_list() == ["held", "scored", "held"]


@pytest.mark.parametrize("type", [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()])
@pytest.mark.parametrize("are_coded", [False, True])
def test_and_so_may_those_of_any_arrow_type(type: Any, are_coded: bool, kit: AuditKit, alone):
    dates = pyarrow.array(DATES, type)
    if are_coded:
        dates = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0, 1, 2]), dates)
    table = of_dates(DATES).to_arrow().set_column(1, "audit_date", dates)
    assert score_frame(table, SET, kit=kit)["status"].to_pylist() == ["held", "scored", "held"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "last", ["\u00a004/13/2026", " 4.13.2026", "0\u200b4/13/26", "04/13/2026 09:30"]
)
def test_and_so_may_those_with_what_cannot_be_seen(kind: str, last: str, kit: AuditKit, alone):
    make, collect = KINDS[kind]
    found = collect(score_frame(make(of_dates([*DATES[:2], last])), SET, kit=kit))
    assert found["status"].to_list() == ["held", "scored", "held"]


def test_dates_of_rows_that_were_left_out_say_nothing(kit: AuditKit):
    frame = of_dates(polars.Series(DATES, dtype=polars.Enum(DATES))).to_pandas()[:2]
    assert "04/13/2026" in frame["audit_date"].cat.categories
    found = score_frame(frame, SET, kit=kit)
    assert found["audit_date"].tolist() == ["2026-05-04", "2026-04-13"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("moment", [date(2026, 4, 13), datetime(2026, 4, 13, 9, 30)])  # noqa: DTZ001
def test_dates_are_read_as_they_are(kind: str, moment: date, kit: AuditKit):
    make, collect = KINDS[kind]
    found = collect(score_frame(make(of_dates([moment, None, moment])), SET, kit=kit))
    assert found["audit_date"].to_list() == ["2026-04-13", None, "2026-04-13"]


@pytest.mark.parametrize("rows", [0, 3])
def test_a_batch_of_a_cluster_gets_its_scorecards_beside_it(rows: int, kit: AuditKit):
    batch = ROWS.to_arrow().to_batches()[0].slice(0, rows)
    expected = score_frame(pyarrow.Table.from_batches([batch]), SET, kit=kit)
    joined = of_arrow.joined(batch, Kernel(kit, SET, ROWS.columns))
    assert pyarrow.Table.from_batches([joined]).equals(expected)


@pytest.mark.parametrize("library", ["narwhals", "numpy", "pyarrow"])
def test_without_a_library_the_extra_is_named(library: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, "auditkit.frames")
    with pytest.raises(ExtraMissing, match=r"pip install 'practice-auditkit\[frames\]'"):
        import_module("auditkit.frames")


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
