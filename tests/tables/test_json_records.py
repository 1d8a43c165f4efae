"""JSON and JSON Lines as rows of text, with everything that JSON leaves open refused.

What files of JSON are read as, and most of what is refused in them, stands in
`tests/matching/returns`.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.errors import Refused
from auditkit.returns import Table
from auditkit.tables.json_records import read_json, read_json_lines


def table_of(text: str) -> Table:
    return read_json(text.encode("utf-8", "surrogatepass"), "f.json")


def rows_of(text: str) -> list[dict[str, str]]:
    table = table_of(text)
    return [dict(zip(table.headings, row.cells, strict=True)) for row in table.rows]


def refused(text: str) -> str:
    with pytest.raises(Refused) as raised:
        table_of(text)
    (problem,) = raised.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("1", "1"),
        ("1.10", "1.10"),
        ("-0", "-0"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
        ("1" * 40, "1" * 40),
        ('"010"', "010"),
        ('"No"', "No"),
        ("null", ""),
        ("[]", ""),
        ('["a"]', "a"),
        ('["a", "b;c", 1.50, null]', "a;b;c;1.50;"),
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\u00e9"', "é"),
        ('"12:30"', "12:30"),
    ],
)
def test_a_value_is_the_text_that_was_typed(typed: str, text: str) -> None:
    assert rows_of(f'[{{"a": {typed}}}]') == [{"a": text}]


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("1" * 41, "at most 40 digits and no exponent"),
        ("1" * 5000, "at most 40 digits and no exponent"),
        ("1e5", "Found the number 1e5,"),
        ("1E999", "Found the number 1E999,"),
        ("-1.5e-3", "Found the number -1.5e-3,"),
        ("NaN", "NaN is not a JSON number"),
        ("Infinity", "Infinity is not a JSON number"),
        ("-Infinity", "-Infinity is not a JSON number"),
        ("true", "Found true or false"),
        ("{}", "Found an object"),
        ("[{}]", "Found an object"),
        ("[[]]", "or a list of lists"),
        ('{"b": NaN}', "NaN"),
        ('"\\udc00"', "half of a character"),
        ('"\\ud83d x"', "half of a character"),
        ('"a\\u0000"', "NUL"),
        ('["\\u0000"]', "NUL"),
        (f'"{"x" * 32_768}"', "Found 32768 characters"),
        (f'["{"x" * 20_000}", "{"x" * 20_000}"]', "Found 40001 characters"),
    ],
)
def test_a_value_that_json_leaves_open_is_refused(typed: str, what: str) -> None:
    assert what in refused(f'[{{"a": {typed}}}]')


def test_a_long_number_is_cut_in_the_message() -> None:
    assert len(refused(f'[{{"a": {"1" * 5000}}}]')) < 200


@pytest.mark.parametrize("key", ["\\ud83d", "a\\u0000", "x" * 40_000])
def test_a_key_is_refused_as_a_value_would_be_and_can_be_printed(key: str) -> None:
    assert len(refused(f'[{{"{key}": "Yes"}}]').encode()) < 200


@pytest.mark.parametrize("key", ["\\ud83d", "x" * 40_000, "answers"])
def test_a_key_that_stands_twice_is_named_whatever_it_holds(key: str) -> None:
    said = refused(f'[{{"{key}": "Yes", "{key}": "No"}}]')
    assert "stands twice" in said
    assert len(said.encode()) < 200


@pytest.mark.parametrize(
    "record",
    [
        '{"plan": "Yes", "answers": {"plan": "No"}}',
        '{"answers": {"plan": "No"}, "plan": "Yes"}',
        '{"comments": {"plan": "a"}, "plan.comment": "b"}',
        '{"case": {"cost": 1}, "case.cost": 2}',
        '{"comments": {"plan": "a"}, "answers": {"plan.comment": "b"}}',
    ],
)
def test_two_keys_of_one_meaning_stand_twice(record: str) -> None:
    assert "stands twice" in refused(f"[{record}]")


def test_a_value_is_refused_at_its_record_and_by_its_path() -> None:
    text = '{"returns": [\n  {"a": 1},\n  {"answers": {"plan": true}}\n]}'
    assert refused(text).startswith("f.json:3:3: answers.plan: Found true or false")


def test_records_may_have_other_keys_in_another_order() -> None:
    assert rows_of('[{"a": 1, "b": 2}, {"c": 3, "a": 4}]') == [
        {"a": "1", "b": "2", "c": ""},
        {"a": "4", "b": "", "c": "3"},
    ]


def test_a_text_where_an_object_is_usual_is_a_text() -> None:
    assert rows_of('[{"case": "CASE-1", "answers": null}]') == [{"case": "CASE-1", "answers": ""}]


def test_a_key_called_returns_that_is_no_list_is_a_key() -> None:
    assert rows_of('{"returns": "a"}') == [{"returns": "a"}]


@pytest.mark.parametrize("text", ["[]", '{"returns": []}', " ", "\ufeff", "[ ]"])
def test_a_file_without_records_is_empty(text: str) -> None:
    assert "[F002]" in refused(text)


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":', '{"returns":[', '[{"a":[', "[["])
def test_deep_nesting_is_refused_at_once(opening: str) -> None:
    began = time.process_time()
    assert "nested too deep" in refused(opening * 100_000)
    assert time.process_time() - began < 1


def test_nesting_that_python_could_follow_is_refused_as_well() -> None:
    assert "a list of lists" in refused('[{"a": ' + "[" * 300 + "]" * 300 + "}]")


def test_a_hundred_thousand_keys_take_no_long_time() -> None:
    keys = ", ".join(f'"k{number}": 1' for number in range(100_000))
    began = time.process_time()
    assert "stands twice" in refused(f'[{{{keys}, "k99999": 2}}]')
    assert time.process_time() - began < 2


def test_records_with_ever_other_keys_are_refused() -> None:
    records = ",".join(f'{{"k{number}": 1}}' for number in range(5_000))
    assert "The records have 5000 different keys, and few of them in common" in refused(
        f"[{records}]"
    )


def test_many_records_that_say_little_are_read() -> None:
    records = [{f"k{number}": 1 for number in range(20)}, *[{"k1": 1}] * 2_000]
    assert len(rows_of(json.dumps(records))) == 2_001


def test_lines_end_with_line_feeds_only() -> None:
    lines = '{"a": "one\u2028two\u0085"}\r\n\n  {"a": "three"}  \n'
    table = read_json_lines(lines.encode(), "f.jsonl")
    assert [list(row.cells) for row in table.rows] == [["one\u2028two\u0085"], ["three"]]


def test_each_line_is_one_object_and_its_place_is_said() -> None:
    table = read_json_lines(b'\n{"a": 1}\n\n{"a": 2}', "f.jsonl")
    assert [table.row_place(row).cell for row in table.rows] == ["line 2", "line 4"]
    assert table.place(table.rows[1], 0).cell == "line 4, key a"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
SHOWN = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"))
RECORDS = st.lists(
    st.dictionaries(SHOWN.filter(lambda key: key not in ("answers", "comments", "case")), SHOWN),
    min_size=1,
)


@given(RECORDS, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_what_is_written_is_read(
    records: list[dict[str, str]], is_ascii: bool, indent: int | str | None
) -> None:
    text = json.dumps(records, ensure_ascii=is_ascii, indent=indent)
    keys = dict.fromkeys(key for record in records for key in record)
    assert rows_of(text) == [{key: record.get(key, "") for key in keys} for record in records]


@given(VALUES)
def test_any_json_is_read_or_refused(value: Any) -> None:
    with suppress(Refused):
        assert table_of(json.dumps(value)).rows


@given(st.text(alphabet='[]{}",:\\ \nu0d8ea1.-returnsNaN', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_json, read_json_lines):
        with suppress(Refused):
            assert read(text.encode(), "f.json").rows


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(Refused):
        assert read_json(data, "f.json").rows
