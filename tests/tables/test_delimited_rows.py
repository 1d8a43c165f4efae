"""Rows of a CSV file one after another, for files of more rows than a program would hold."""

from __future__ import annotations

import pytest

from auditkit import Refused
from auditkit.tables.delimited import delimited_rows, encoding_notes


def known(text: str) -> bool:
    return text in ("Case", "Cost")


def rows_of(data: bytes) -> list[tuple[int, list[str]]]:
    return [(row.number, row.cells) for row in delimited_rows(data, "f.csv", known)[1]]


def test_rows_come_with_their_numbers_but_for_blank_ones():
    assert rows_of(b"Case;Cost\n\nA;1\n") == [(1, ["Case", "Cost"]), (3, ["A", "1"])]


def test_the_line_that_names_the_delimiter_is_no_row():
    assert rows_of(b"sep=|\r\nCase|Cost\r\n") == [(1, ["Case", "Cost"])]


def test_the_encoding_is_told_where_it_is_not_utf_8():
    assert delimited_rows("Case\n\xa3".encode("cp1252"), "f.csv", known)[0] == "Windows-1252"
    assert [one.code for one in encoding_notes("Windows-1252", "f.csv")] == ["F003"]
    assert encoding_notes("UTF-8", "f.csv") == ()


def test_an_unclosed_quote_is_refused_when_it_is_reached():
    rows = delimited_rows(b'Case,Cost\nA,1\nB,"2\n', "f.csv", known)[1]
    assert [next(rows).number, next(rows).number] == [1, 2]
    with pytest.raises(Refused) as refused:
        next(rows)
    assert refused.value.problems[0].code == "F005"
