"""Large CSV files: plain rows are streamed, and all else is left to the reader of small files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from small_sets import document, question, yaml_of

from auditkit.cli import main

HEAD = b"case_ref,a,note\n"
ROWS = b"CASE-1,yes,seen\nCASE-2,no,seen\n"
# So many that few of them may be short.
QUOTED = b"".join(b'CASE-%d,"yes",seen\n' % number for number in range(100, 200))
# Return by return even none are written.
NONE = b"\xef\xbb\xbf\r\n"
# What people leave among rows whose first column is not that of the references.
ASIDE = """team,a,case_ref,note
,yes,CASE-1,seen
Total,,,2
,,,
Totals Team,yes,CASE-2,
North,yes,total,
North,yes,,seen
Sum:,,CASE-3,
South,no,CASE 4 of 5,
—,no,CASE-6,
Average,no,CASE-7,
"""
# The first heading that may be that of references is that of an answer.
MAPPED = """Case,Number,note
yes,CASE-1,seen
,,
Total,,
no,CASE-2,
"""
Scored = tuple[int, bytes, set[str]]


@pytest.fixture(params=["polars", "duckdb"])
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asked = [question("a"), question("note", type="text")]
    Path("set.yaml").write_text(yaml_of(document(*asked)), "utf-8")


@pytest.fixture
def score(capsys: pytest.CaptureFixture[str]) -> Callable[..., Scored]:
    """The exit code, what is written, and the codes of problems."""

    def score(engine: str, *words: str) -> Scored:
        words = ("score", "returns.csv", "--set", "set.yaml", "-o", "out.csv", *words)
        code = main([*words, "--engine", engine])
        written = Path("out.csv")
        found = written.read_bytes() if written.exists() else NONE
        written.unlink(missing_ok=True)
        return (
            code,
            found.replace(NONE, b""),
            set(re.findall(r"\[[A-Z][0-9]{3}\]", capsys.readouterr().err)),
        )

    return score


PLAIN = {
    "a blank behind the last comma of few rows": HEAD + QUOTED + b"CASE-1,yes,\n",
    "a blank behind the last comma of many rows": HEAD + b'CASE-1,"yes",\n' * 3 + ROWS,
    "a long row of cells that are not too long": HEAD
    + b"CASE-1,yes,%s\nCASE-%s,yes,\n" % (b"x" * 32_767, b"1" * 32_700),
    "more than one long cell might be, in short rows": HEAD + b"CASE-1,yes,seen\n" * 2_100,
    "doubled quotation marks": HEAD + b'"CASE ""1""",yes,"a "" b"\n' + ROWS,
}
NOT_PLAIN = {
    "a short row": HEAD + ROWS + b"CASE-3,yes\n" + ROWS,
    "few short rows among quotation marks": HEAD + QUOTED + b"CASE-1,yes\n",
    "many short rows among quotation marks": HEAD + b'CASE-1,"yes",seen\nCASE-2,no\n' + ROWS,
    "a long row": HEAD + ROWS + b"CASE-3,yes,seen,x\n",
    "a blank line": HEAD + ROWS + b"\n" + ROWS,
    "a blank line at first": HEAD + b"\n" + ROWS,
    "a NUL": HEAD + ROWS + b"CASE-3,yes,\0\n",
    "a carriage return alone": HEAD + ROWS + b"CASE-3,yes,a\rb\n",
    "a quotation mark without another": HEAD + ROWS + b'CASE-3,yes,"seen\n',
    "a quotation mark within a cell": HEAD + ROWS + b'CASE-3,yes,a "b" c\n',
    "a line break within a cell": HEAD + ROWS + b'CASE-3,yes,"a\nb"\n',
    "another encoding": HEAD + ROWS + b"CASE-3,yes,caf\xe9\n",
    "a quotation mark in the headings": b'case_ref,"a,note\n' + ROWS,
    "headings in another encoding": b"case_ref,a,note,caf\xe9\nCASE-1,yes,seen,x\n",
    "headings that end in a blank": b"case_ref,a,note,\nCASE-1,yes,seen,\n",
    "a title above the headings": b"Returns of April,,\n" + HEAD + ROWS,
    "nothing but headings that do not end": HEAD[:-1],
}


@pytest.mark.parametrize("name", PLAIN)
def test_plain_rows_are_streamed(
    name: str, score: Callable[..., Scored], monkeypatch: pytest.MonkeyPatch
):
    Path("returns.csv").write_bytes(PLAIN[name])
    expected = score("rows")
    monkeypatch.setattr("auditkit.frames.score_files.MOST_BYTES", 1)
    assert score("polars") == expected


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_what_is_not_plain_is_read_as_small_files_are(
    name: str, engine: str, score: Callable[..., Scored], monkeypatch: pytest.MonkeyPatch
):
    Path("returns.csv").write_bytes(NOT_PLAIN[name])
    assert score(engine) == score("rows")
    monkeypatch.setattr("auditkit.frames.score_files.MOST_BYTES", 1)
    assert score(engine) == (1, b"", {"[F057]"})


@pytest.mark.parametrize("text", [ASIDE, MAPPED], ids=["not first", "mapped"])
def test_what_stands_aside_is_left_out_wherever_references_are(
    text: str, engine: str, score: Callable[..., Scored], monkeypatch: pytest.MonkeyPatch
):
    Path("map.yaml").write_text("columns: {a: Case, case_ref: Number}", "utf-8")
    words = ("--columns", "map.yaml") if text is MAPPED else ()
    Path("returns.csv").write_text(text, "utf-8")
    expected = score("rows", *words)
    assert "[F014]" in expected[2]
    monkeypatch.setattr("auditkit.frames.score_files.MOST_BYTES", 1)
    assert score(engine, *words) == expected


def test_nothing_but_references_may_stand_in_a_file(engine: str, score: Callable[..., Scored]):
    Path("set.yaml").write_text(yaml_of(document(question("note", type="text"))), "utf-8")
    Path("returns.csv").write_bytes(b"case_ref\nCASE-1\n\nCASE-2\n")
    assert score(engine) == score("rows")
