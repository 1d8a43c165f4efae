"""Arrays made buffer by buffer, against those that Arrow makes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy
import polars
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.frames import sinks
from auditkit.frames.arrays import (
    array_of,
    blanks_filled,
    distinct,
    numbers_array,
    truths_array,
    truths_of,
)
from auditkit.frames.growing import Grown, Kept
from auditkit.frames.reading import coded
from auditkit.kit import AuditKit

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
KINDS = {
    pyarrow.string(): TEXTS,
    pyarrow.large_string(): TEXTS,
    pyarrow.int32(): st.integers(-(2**31), 2**31 - 1),
    pyarrow.int64(): st.integers(-(2**63), 2**63 - 1),
    pyarrow.float64(): st.floats(allow_nan=False),
    pyarrow.decimal128(38, 0): st.decimals(-(10**30), 10**30, places=0),
}


@pytest.mark.parametrize("kind", KINDS, ids=str)
@given(data=st.data())
def test_things_are_the_arrays_that_arrow_makes(kind, data):
    things = data.draw(st.lists(st.none() | KINDS[kind], max_size=20))
    made = array_of(things, kind)
    made.validate(full=True)
    assert made.equals(pyarrow.array(things, kind))


@given(st.lists(st.tuples(st.integers(-9, 9), st.booleans()), max_size=20), st.integers(0, 20))
def test_numbers_and_truths_there_and_back(rows, start):
    numbers = numpy.array([number for number, _ in rows], "int64")
    missing = numpy.array([is_missing for _, is_missing in rows], "bool")
    made = numbers_array(numbers, missing)
    made.validate(full=True)
    assert made.to_pylist() == [None if is_missing else number for number, is_missing in rows]
    assert numbers_array(numbers[::2]).to_pylist() == numbers[::2].tolist()
    assert truths_array(missing).to_pylist() == missing.tolist()
    part = pyarrow.array(
        [None if number < 0 else number > 4 for number, _ in rows], pyarrow.bool_()
    )
    assert truths_of(part[start:]).tolist() == [number > 4 for number, _ in rows][start:]


@given(st.lists(st.integers(-9, 9)), st.sampled_from(["int64", "object"]))
def test_what_is_distinct_tells_what_was_there(numbers, kind):
    found, indexes = distinct(numpy.array(numbers, kind))
    assert sorted(found.tolist()) == sorted(set(numbers))
    assert found.take(indexes).tolist() == numbers


def test_blanks_stand_for_none():
    texts = array_of(["a", None, "é"], pyarrow.string())
    assert blanks_filled(texts).to_pylist() == ["a", "", "é"]


def test_pandas_is_not_imported_for_an_array():
    pytest.importorskip("pandas")
    code = (
        "import sys, numpy, pyarrow\n"
        "from auditkit.frames.arrays import array_of, numbers_array\n"
        "array_of(['a', None], pyarrow.string()).take(numbers_array(numpy.arange(2)))\n"
        "print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


@pytest.mark.parametrize("words", ["--summary", "--problems every.csv"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_large_files_are_scored_without_pandas(tmp_path: Path, words: str, kind: str):
    pytest.importorskip("pandas")
    questions = AuditKit(discover=False).question_set("managing-cost-of-care").questions
    frame = polars.DataFrame(
        {
            "case_ref": [None, "CASE-2", "Ä 3", "CASE-4", "CASE-4"],
            **{name: ["yes", "partly", "", "?", "no"] for name in questions},
        }
    )
    frame.write_csv(tmp_path / "returns.csv")
    frame.write_parquet(tmp_path / "returns.parquet")
    code = (
        "import sys\n"
        "from auditkit.cli import main\n"
        f"words = 'score returns.{kind} --set managing-cost-of-care --engine polars {words}'\n"
        "assert main([*words.split(), '-o', 'out.csv']) == 1\n"
        "print('pandas' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.split()[-1] == "False"
    assert "scored" in (tmp_path / "out.csv").read_text("utf-8")


# What grows

NONE = numpy.empty(0, "int64")


def test_only_what_is_new_is_made():
    made = []

    def make(lists):
        rows = list(zip(*lists, strict=True))
        made.append(rows)
        return rows

    grown = Grown(make, lambda first, second: first + second)
    letters, sign = ["a", "b"], ["!"]
    assert grown.of([coded(NONE, letters), coded(NONE, sign)]) == [("a", "!"), ("b", "!")]
    letters.append("c")
    assert grown.of([coded(NONE, letters), coded(NONE, sign)]) == [
        ("a", "!"),
        ("b", "!"),
        ("c", "!"),
    ]
    assert grown.of([coded(NONE, letters), coded(NONE, sign)]) == [
        ("a", "!"),
        ("b", "!"),
        ("c", "!"),
    ]
    assert made == [[("a", "!"), ("b", "!")], [("c", "!")]]


def test_a_list_that_is_no_longer_of_one_thing_is_made_anew():
    grown = Grown(
        lambda lists: list(zip(*lists, strict=True)), lambda first, second: first + second
    )
    letters, signs = ["a", "b"], ["!"]
    grown.of([coded(NONE, letters), coded(NONE, signs)])
    signs.append("?")
    assert grown.of([coded(NONE, letters), coded(NONE, signs)]) == [("a", "!"), ("b", "?")]


def test_what_is_written_is_kept_part_by_part():
    # As Polars calls it, in a thread of its own.
    parts = sinks._Parts()
    assert [parts.write(part) for part in (b"ab", b"", b"c")] == [2, 0, 1]
    assert parts == [b"ab", b"", b"c"]


@given(st.lists(st.lists(st.none() | TEXTS, max_size=4), min_size=1, max_size=4))
def test_a_list_that_grows_is_one_array(parts):
    kept, things = Kept(), []
    for part in parts:
        things += part
        assert kept.array(coded(NONE, things), pyarrow.string()).to_pylist() == things
