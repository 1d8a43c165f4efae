"""Files that cannot be used, in bulk: named, and no hindrance to the others."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pyarrow
import pytest
from pyarrow import parquet
from random_frames import rows_of

from auditkit.cli import main
from auditkit.errors import Refused
from auditkit.frames import csv_files, duckdb_files, score_files, sources
from auditkit.kit import AuditKit
from auditkit.templates.workbook import write_template

CORE = "managing-cost-of-care"
KIT = AuditKit(discover=False)
SET = KIT.question_set(CORE)
ENGINES = pytest.mark.parametrize("engine", ["rows", "polars", "duckdb"])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    table = returns(0, 20)
    parquet.write_table(table, "good.parquet", compression="none")
    broken = bytearray(Path("good.parquet").read_bytes())
    broken[200:1_000] = bytes(800)
    Path("broken.parquet").write_bytes(broken)
    Path("none.parquet").write_bytes(b"")
    Path("other.csv").write_text("no,reference\n1,2\n")
    Path("head.csv").write_text(",".join(table.column_names) + "\n")
    return tmp_path


@cache
def returns(first: int, count: int) -> pyarrow.Table:
    rows = rows_of(SET, first + count, 3, odd=0.0)[first:]
    return pyarrow.Table.from_pylist(rows)


def write_csv(path: str, table: pyarrow.Table) -> None:
    with Path(path).open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.column_names)
        writer.writerows(row.values() for row in table.to_pylist())


def score(*words: str) -> int:
    return main(["score", *words, "--set", CORE, "--force"])


@ENGINES
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("broken.parquet", "F001"),
        ("none.parquet", "F001"),
        ("other.csv", "F011"),
        ("head.csv", "F031"),
    ],
)
def test_one_file_of_several_does_not_keep_the_others_from_being_scored(
    engine: str, name: str, code: str, capsys: pytest.CaptureFixture[str]
):
    assert score("good.parquet", "-o", "alone.csv", "--engine", engine) == 0
    capsys.readouterr()
    assert score(name, "good.parquet", "-o", "out.csv", "--engine", engine) == 1
    said = capsys.readouterr().err
    assert f"{name}\n" in said
    assert f"[{code}]" in said
    assert Path("out.csv").read_bytes() == Path("alone.csv").read_bytes()


@ENGINES
def test_where_none_can_be_used_nothing_is_written(engine: str, capsys: pytest.CaptureFixture[str]):
    assert score("broken.parquet", "none.parquet", "-o", "out.csv", "--engine", engine) == 1
    said = capsys.readouterr().err
    assert said.count("[F001]") == 2
    assert "out.csv" not in said
    assert not os.path.exists("out.csv")


@ENGINES
def test_parquet_without_rows_has_no_returns(engine: str, capsys: pytest.CaptureFixture[str]):
    parquet.write_table(returns(0, 1).slice(0, 0), "empty.parquet")
    assert score("empty.parquet", "-o", "out.csv", "--engine", engine) == 1
    assert "[F031]" in capsys.readouterr().err
    assert score("empty.parquet", "good.parquet", "-o", "out.csv", "--engine", engine) == 0


@ENGINES
def test_headings_of_parquet_stand_in_no_cell(engine: str, capsys: pytest.CaptureFixture[str]):
    table = returns(0, 2)
    twice = table.append_column("Service", table["service"])
    parquet.write_table(twice, "twice.parquet")
    assert score("twice.parquet", "-o", "out.csv", "--engine", engine) == 1
    said = capsys.readouterr().err
    assert 'twice.parquet\n  The heading "Service" stands twice, first in "service".' in said


def test_a_file_that_is_gone_when_it_is_read_again_is_named():
    # A case that is there twice has the files scored anew
    write_csv("first.csv", pyarrow.concat_tables([returns(0, 10), returns(0, 1)]))
    write_csv("second.csv", returns(10, 10))
    found = score_files.score_files(
        KIT,
        SET,
        score_files.Inputs(("first.csv", "second.csv")),
        "out.csv",
        progress=lambda _: Path("second.csv").unlink(missing_ok=True),
    )
    assert (found.rows, found.held) == (11, 2)
    said = [str(one.problem) for one in found.tally.in_order()]
    assert "second.csv\n  Cannot be opened: No such file or directory. [F001]" in said


def write(name: str, table: pyarrow.Table) -> None:
    if name.endswith(".csv"):
        write_csv(name, table)
    else:
        parquet.write_table(table, name)


def touch(name: str) -> None:
    os.utime(name, ns=(0, 0))


def cut(name: str) -> None:
    os.truncate(name, Path(name).stat().st_size // 2)


def empty(name: str) -> None:
    write(name, returns(0, 1).slice(0, 0))


def put_another(name: str) -> None:
    write(name, pyarrow.table({"colour": ["brown"]}))


def blank_cases(name: str) -> None:
    table = returns(0, 21)
    at = table.column_names.index("case_ref")
    write(name, table.set_column(at, "case_ref", pyarrow.nulls(21, pyarrow.string())))


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize(
    ("name", "change", "batches"),
    # Early; when all was read, or only looked through, for DuckDB; and when it is read again.
    [
        ("first.csv", touch, 1),
        ("first.csv", blank_cases, 1),
        ("first.csv", cut, 19),
        ("first.csv", put_another, 19),
        ("first.csv", blank_cases, 27),
        ("first.parquet", touch, 1),
        ("first.parquet", empty, 4),
        ("first.parquet", empty, 6),
        ("first.parquet", cut, 6),
        ("first.parquet", put_another, 6),
        ("first.parquet", blank_cases, 6),
    ],
)
def test_a_file_that_changes_while_it_is_read_is_named(
    engine: str,
    change: Callable[[str], None],
    name: str,
    batches: int,
    monkeypatch: pytest.MonkeyPatch,
):
    for room, small in ((csv_files, "BLOCK"), (sources, "_ROWS"), (duckdb_files, "_ROWS")):
        monkeypatch.setattr(room, small, 4)
    done: list[int] = []

    def progress(size: int) -> None:
        done.append(size)
        if len(done) == batches:
            change(name)

    def scored(*names: str) -> score_files.Found:
        done.clear()
        # A case that is there twice has the files read again
        write(name, pyarrow.concat_tables([returns(0, 20), returns(0, 1)]))
        return score_files.score_files(
            KIT,
            SET,
            score_files.Inputs(names),
            "out.csv",
            progress=progress,
            replace=True,
            engine=engine,
        )

    expected = f"{name}\n  The file was changed while it was read. Score it again"
    with pytest.raises(Refused) as refused:
        scored(name)
    assert expected in str(refused.value)
    assert not os.path.exists("out.csv")
    # Others are scored nevertheless, and a case of theirs that is there twice is held.
    write("second.parquet", pyarrow.concat_tables([returns(20, 10), returns(20, 1)]))
    found = scored(name, "second.parquet")
    assert expected in str(next(iter(found.tally.in_order())).problem)
    assert (found.rows, found.held) == (11, 2)


@ENGINES
def test_a_pipe_is_no_file(engine: str, capsys: pytest.CaptureFixture[str]):
    for name in ("pipe.csv", "pipe.parquet"):
        os.mkfifo(name)
        assert score(name, "-o", "out.csv", "--engine", engine) == 1
        assert "it is a pipe or a device, not a file. [F001]" in capsys.readouterr().err


def test_a_folder_of_nothing_but_lock_files_has_no_returns(capsys: pytest.CaptureFixture[str]):
    Path("locks").mkdir()
    Path("locks", "~$returns.csv").write_text("x")
    assert score("locks", "-o", "out.csv", "--engine", "polars") == 1
    assert (
        "locks\n  The folder holds no file that a reader knows. [F016]" in capsys.readouterr().err
    )


def test_what_is_said_of_files_comes_before_what_is_said_of_rows(
    capsys: pytest.CaptureFixture[str],
):
    Path("april").mkdir()
    Path("april", "scan.pdf").write_bytes(b"%PDF-1.7")
    write_csv("april/1.csv", returns(0, 30).append_column("Colour of hair", [["brown"] * 30]))
    assert score("april", "-o", "out.csv", "--engine", "polars") == 0
    codes = re.findall(r"\[([A-Z][0-9]{3})\]", capsys.readouterr().err)
    assert codes[:2] == ["F015", "R003"]
    assert len(codes) > 2


@pytest.mark.parametrize("engine", ["rows", "polars", "duckdb"])
def test_what_is_left_out_of_a_folder_is_said_whatever_the_engine(
    capsys: pytest.CaptureFixture[str], engine: str
):
    Path("april").mkdir()
    Path("april", "scan.pdf").write_bytes(b"%PDF-1.7")
    write_csv("april/1.csv", returns(0, 30))
    assert score("april", "-o", "out.csv", "--engine", engine) == 0
    assert "scan.pdf" in capsys.readouterr().err


def test_every_problem_of_a_file_is_listed_too():
    table = returns(0, 5)
    write_csv("short.csv", table)
    with Path("short.csv").open("a") as stream:
        stream.write("CASE-99,Autism\n")
    code = score("short.csv", "other.csv", "-o", "out.csv", "--problems", "p.csv")
    assert code == 1
    with Path("p.csv").open(encoding="utf-8-sig", newline="") as stream:
        found = [(row["file"], row["place"], row["code"]) for row in csv.DictReader(stream)]
    assert found[0] == ("other.csv", "", "F011")
    assert ("short.csv", "row 7", "F010") in found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--engine", "rows", "--summary"], "choose another --engine"),
        (["--engine", "rows", "-o", "out.csv", "--problems", "p.csv"], "choose another --engine"),
        (["--summary", "-o", "counts.parquet"], "a summary is written as CSV"),
        (["-o", "out.csv", "--problems", "./out.csv"], "cannot be the same file"),
        (["-o", "out.csv", "--master", "local[2]"], "add --engine spark"),
    ],
)
def test_what_contradicts_itself_is_a_mistake_in_the_call(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
):
    assert score("good.parquet", *words) == 2
    assert said in capsys.readouterr().err


def test_a_template_of_another_text_of_the_set_is_held(
    capsys: pytest.CaptureFixture[str],
):
    with Path("blank.xlsx").open("wb") as stream:
        write_template(SET, stream, layout="rows", cases=[{"case_ref": "CASE-1"}])
    book = openpyxl.load_workbook("blank.xlsx")
    for row in book["auditkit"].iter_rows():
        if row[0].value == "content_hash":
            row[1].value = "0" * 64
    book.save("old.xlsx")
    for engine in ("rows", "polars"):
        assert score("old.xlsx", "-o", f"{engine}.csv", "--engine", engine) == 1
        assert "[R026]" in capsys.readouterr().err
    assert Path("rows.csv").read_bytes() == Path("polars.csv").read_bytes()
