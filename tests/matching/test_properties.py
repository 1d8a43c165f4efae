"""Whatever a cell holds, it is read, or named by its place, and nothing else happens."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditkit.frozen import changed
from auditkit.kit import AuditKit, Reading
from auditkit.matching.folding import FORMULA_STARTS
from auditkit.matching.intake import Intake
from auditkit.problems import NOWHERE
from auditkit.questions.model import QuestionSet
from auditkit.returns import AuditReturn, Row, Table, column_letters

HEADINGS = ("case_ref", "service", "stage", "period", "audit_date", "set_version", "case.review")
HEADINGS += ("case.cost", "case.seen", "case.provider", "plan", "level", "reasons", "hours")
HEADINGS += ("met", "story", "plan.comment", "story.comment")
# What a file can hold, with much of what somebody means something by.
TYPED = st.sampled_from(
    [
        *("", "Yes", "no ", "N/A", "1", "1.0", "10", "#N/A", "####", "1.2E+10", "'=1", ";", ";;"),
        *("a;b", "Needs increased;", "2026-04-13", "04/13/2026", "13/04/26", "£1,250.50", "-20"),
        *("first", "plan", "case_ref", "Total", "\u200b", "\u00a0", "１２", "²", "ß", "İ"),
    ]
)
ANY_TEXT = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"))
CELL = st.one_of(TYPED, ANY_TEXT)
PLACES = {f"cell {column_letters(index)}2" for index in range(len(HEADINGS))}


@pytest.fixture(scope="module")
def whole() -> tuple[AuditKit, QuestionSet]:
    kit = AuditKit(discover=False)
    return kit, kit.load(Path(__file__).parent / "sets" / "whole-1.0.yaml")


def returns_of(question_set: QuestionSet, *rows: Sequence[str]) -> list[AuditReturn]:
    numbered = [Row(number, list(cells)) for number, cells in enumerate(rows, 2)]
    table = Table(file="t.csv", headings=HEADINGS, rows=numbered)
    found, problems = Intake(lambda *named: question_set, question_set).returns(table)
    assert problems == []
    return found


@settings(max_examples=300)
@given(st.lists(CELL, min_size=len(HEADINGS), max_size=len(HEADINGS)))
def test_any_text_in_any_cell_is_read_or_named(
    whole: tuple[AuditKit, QuestionSet], cells: list[str]
) -> None:
    kit, question_set = whole
    (one,) = returns_of(question_set, cells)
    assert all(problem.place.cell in PLACES for problem in one.problems)
    assert all(str(problem) for problem in one.problems)
    kit.score(one, question_set)


@settings(max_examples=100)
@given(st.integers(0, 3), st.sampled_from(["plan", "hours", "met", "case.cost", "case.review"]))
def test_a_problem_is_placed_in_the_cell_that_is_wrong(
    whole: tuple[AuditKit, QuestionSet], wrong: int, heading: str
) -> None:
    column = HEADINGS.index(heading)
    rows = [["" for _ in HEADINGS] for _ in range(4)]
    for number, row in enumerate(rows):
        row[0] = f"CASE-{number}"
        row[HEADINGS.index("plan")] = "Yes"
    rows[wrong][column] = "neither here nor there"
    found = returns_of(whole[1], *rows)
    places = [problem.place.cell for one in found for problem in one.problems]
    assert places == [f"cell {column_letters(column)}{wrong + 2}"]


SHOWN = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf")), min_size=1).filter(
    lambda text: text.strip() == text and not text.startswith(("#", "'", *FORMULA_STARTS))
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
RETURNS = st.lists(
    st.fixed_dictionaries(
        {
            "stage": st.sampled_from(["first", "reaudit", "moderation"]),
            "audit_date": st.none() | DAYS,
            "case.cost": st.none() | st.decimals(-10_000, 10_000, places=2),
            "case.seen": st.none() | DAYS,
            "case.provider": st.none() | SHOWN,
            "plan": st.sampled_from(["yes", "partly", "no"]),
            "reasons": st.lists(st.sampled_from(["carer", "health", "needs"]), unique=True),
            "hours": st.none() | st.decimals(-100, 100, places=1),
            "met": st.none() | DAYS,
            "story": st.none() | SHOWN,
            "plan.comment": st.none() | SHOWN,
        }
    ),
    min_size=1,
    max_size=3,
)


def as_text(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(value)
    return "" if value is None else str(value)


def expected_of(told: dict[str, Any]) -> dict[str, Any]:
    """What a return is read as; a choice in the order of its scale, a text without its spaces."""
    found = {name: value for name, value in told.items() if value not in (None, [])}
    order = ("carer", "health", "needs")
    if "reasons" in found:
        found["reasons"] = tuple(one for one in order if one in found["reasons"])
    return found


def found_of(one: AuditReturn) -> dict[str, Any]:
    found: dict[str, Any] = {"stage": one.stage, "audit_date": one.audit_date}
    found |= {f"case.{name}": value for name, value in one.case.items()}
    found |= {name: answer.value for name, answer in one.answers.items()}
    found |= {f"{name}.comment": text for name, text in one.comments.items()}
    return {name: value for name, value in found.items() if value is not None}


def read_file(
    whole: tuple[AuditKit, QuestionSet], folder: Path, name: str, content: bytes
) -> Reading:
    (folder / name).write_bytes(content)
    return whole[0].read([folder / name], whole[1])


ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
ONCE = [HealthCheck.function_scoped_fixture]


@settings(max_examples=100, suppress_health_check=ONCE)
@given(
    RETURNS,
    ENCODINGS,
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_a_return_written_as_csv_reads_back_equal(
    whole: tuple[AuditKit, QuestionSet],
    tmp_path: Path,
    told: list[dict[str, Any]],
    encoding: str,
    delimiter: str,
    line_end: str,
    is_quoted: bool,
) -> None:
    stream = StringIO(newline="")
    quoting = csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    writer.writerow(["case_ref", *told[0]])
    for number, one in enumerate(told):
        writer.writerow([f"CASE-{number}", *(as_text(one[name]) for name in told[0])])
    reading = read_file(whole, tmp_path, "returns.csv", stream.getvalue().encode(encoding))
    assert [found_of(one) for one in reading.returns] == list(map(expected_of, told))
    assert not any(one.problems for one in reading.returns)


def as_json(value: Any) -> Any:
    """A value in the terms of JSON; numbers stay as they are typed."""
    return str(value) if isinstance(value, date | Decimal) else value


@settings(max_examples=100, suppress_health_check=ONCE)
@given(RETURNS, st.booleans(), st.booleans(), st.booleans())
def test_a_return_written_as_json_reads_back_equal(
    whole: tuple[AuditKit, QuestionSet],
    tmp_path: Path,
    told: list[dict[str, Any]],
    is_ascii: bool,
    are_lines: bool,
    is_indented: bool,
) -> None:
    records = [
        {"case_ref": f"CASE-{number}", **{name: as_json(value) for name, value in one.items()}}
        for number, one in enumerate(told)
    ]
    if are_lines:
        name = "returns.jsonl"
        text = "\n".join(json.dumps(one, ensure_ascii=is_ascii) for one in records)
    else:
        name = "returns.json"
        text = json.dumps(records, ensure_ascii=is_ascii, indent=2 if is_indented else None)
    reading = read_file(whole, tmp_path, name, text.encode())
    assert [found_of(one) for one in reading.returns] == list(map(expected_of, told))
    assert not any(one.problems for one in reading.returns)


@settings(max_examples=50, suppress_health_check=ONCE)
@given(st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=6), ENCODINGS)
def test_any_table_is_read_the_same_whatever_writes_it(
    whole: tuple[AuditKit, QuestionSet], tmp_path: Path, rows: list[list[str]], encoding: str
) -> None:
    found = []
    for delimiter in ",;\t":
        stream = StringIO(newline="")
        writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([["case_ref", "plan", "story", "met"], *rows])
        content = stream.getvalue().encode(encoding)
        reading = read_file(whole, tmp_path, "returns.csv", content)
        codes = [(problem.code, problem.place) for problem in reading.problems]
        found.append(([changed(one, place=NOWHERE) for one in reading.returns], codes))
    assert found[0] == found[1] == found[2]
