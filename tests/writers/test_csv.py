"""Results as CSV: flat, safe in a spreadsheet, and read back."""

from __future__ import annotations

import csv
from io import BytesIO

import pytest

from auditkit.builtin.writers import columns_of, disarmed, write_csv


def written(rows: list[dict[str, object]]) -> list[dict[str, str]]:
    stream = BytesIO()
    write_csv(rows, stream)
    return list(csv.DictReader(stream.getvalue().decode("utf-8-sig").splitlines()))


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 20", "-", "@x", "\tx", "\rx", "\nx", "\0x", "＝1", "＋1", "－1", "＠x"]
)
def test_text_that_starts_a_formula_gets_an_apostrophe(text):
    assert disarmed(text) == f"'{text}"


@pytest.mark.parametrize("value", [-20, -0.5, 0, "£-20", "a=b"])
def test_numbers_and_other_text_stay_as_they_are(value):
    assert disarmed(value) == value


def test_a_value_that_is_not_there_is_an_empty_cell():
    assert written([{"a": None, "b": 1}]) == [{"a": "", "b": "1"}]


def test_columns_that_only_later_rows_have_stand_beside_their_neighbours():
    rows = [{"case_ref": 1, "score": 2}, {"case_ref": 1, "case.x": 3, "score": 2, "last": 4}]
    assert columns_of(rows) == ["case_ref", "case.x", "score", "last"]


def test_no_rows_are_a_heading_alone():
    stream = BytesIO()
    write_csv([], stream)
    assert stream.getvalue() == b"\xef\xbb\xbf\r\n"
