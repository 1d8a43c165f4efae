"""Files that would take minutes or gigabytes to read are refused at once; wide and long ones pass."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from auditkit.errors import Refused
from auditkit.tables.delimited import read_delimited
from auditkit.tables.json_records import read_json, read_json_lines

MIB = 1024 * 1024
# What refusing may take on a slow machine; reading would take a minute.
SECONDS = 5


def is_known(text: str) -> bool:
    return text == "case_ref"


def csv(data: bytes) -> object:
    return read_delimited(data, "a.csv", is_known)


def as_json(data: bytes) -> object:
    return read_json(data, "a.json")


def lines(data: bytes) -> object:
    return read_json_lines(data, "a.jsonl")


BOMBS = {
    "commas": (csv, b"case_ref,plan\nA,1\n", b",", "40,000,000 cells"),
    "blank lines": (csv, b"case_ref,plan\nA,1\n", b"\n", "4,000,000 lines"),
    "old line ends": (csv, b"case_ref,plan\rA,1\r", b"\r", "4,000,000 lines"),
    "rows of commas": (csv, b"case_ref,plan\n", b"," * 15_000 + b"\n", "40,000,000 cells"),
    "empty lists": (as_json, b'[{"case_ref": [', b"[],", "12,000,000 values"),
    "empty lists of records": (as_json, b"[", b"[],", "12,000,000 values"),
    "nested lists": (as_json, b'[{"case_ref": ', b"[", "12,000,000 values"),
    "numbers": (as_json, b'[{"case_ref": [', b"1,", "12,000,000 values"),
    "empty records": (as_json, b"[", b"{},", "500,000 records"),
    "blank lines in JSON Lines": (lines, b'{"case_ref": "A"}\n', b"\n", "4,000,000 lines"),
    "empty records in JSON Lines": (lines, b'{"case_ref": "A"}\n', b"{}\n", "500,000 records"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_of_next_to_nothing_is_refused_at_once(name: str):
    read, head, again, most = BOMBS[name]
    assert refusal(read, head + again * (99 * MIB // len(again))) == most


@pytest.mark.parametrize(
    ("read", "data"),
    [(csv, b"case_ref" + b",plan" * 16_384), (csv, b"case_ref,plan\nA" + b"," * 39_000_000),
     (as_json, b"[{" + b",".join(b'"q%d":1' % number for number in range(16_385)) + b"}]")],
)  # fmt: skip
def test_a_row_wider_than_a_spreadsheet_is_refused(read: Callable[[bytes], object], data: bytes):
    assert refusal(read, data) == "16,384 columns"


def test_more_records_than_may_be_are_refused_where_they_are_reached():
    records = b'{"case_ref": "A"}\n' * 500_001
    assert refusal_in_time(lines, records) == "500,000 records"


def refusal(read: Callable[[bytes], object], data: bytes) -> str:
    """What a file has too many of, told at once."""
    begun = time.process_time()
    found = refusal_in_time(read, data)
    assert time.process_time() - begun < SECONDS
    return found


def refusal_in_time(read: Callable[[bytes], object], data: bytes) -> str:
    """What a file has too many of, which may take as long as reading what is before."""
    with pytest.raises(Refused) as refused:
        read(data)
    (found,) = refused.value.problems
    assert found.code == "F052"
    return str(found.facts["most"])


def test_a_hundred_thousand_rows_of_three_hundred_columns_are_read():
    head = b",".join([b"case_ref", *(b"q%d" % number for number in range(299))])
    grid = read_delimited(head + b"\n" + (b"A" + b",1" * 299 + b"\n") * 100_000, "a.csv", is_known)
    assert (len(grid.rows), len(grid.rows[-1].cells)) == (100_001, 300)


def test_many_records_on_one_line_have_their_columns():
    table = read_json(b"[" + b", ".join([b'{"case_ref": "A"}'] * 20_000) + b"]", "a.json")
    # Each record takes 17 characters, a comma and a space.
    assert table.row_place(table.rows[-1]).cell == f"line 1, column {2 + 19_999 * 19}"


def test_blanks_between_records_cost_nothing():
    begun = time.process_time()
    table = read_json(b"[" + b" " * (50 * MIB) + b'{"case_ref": "A"}]', "a.json")
    assert (len(table.rows), time.process_time() - begun < SECONDS) == (1, True)
