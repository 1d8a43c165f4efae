"""Large files from the command line: the bytes that small ones give, problems counted."""

from __future__ import annotations

import csv
import json
import os
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars
import pytest
from random_frames import rows_of
from small_sets import document, question, yaml_of

from auditkit.cli import main
from auditkit.frames import csv_files, duckdb_files
from auditkit.kit import AuditKit

CORE = "managing-cost-of-care"
Call = Callable[..., int]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    # So that a few rows are many blocks
    monkeypatch.setattr(csv_files, "BLOCK", 4_000)
    monkeypatch.setattr(csv_files, "_SAMPLE", 1_000)
    monkeypatch.setattr(duckdb_files, "_ROWS", 50)
    return tmp_path


@pytest.fixture(params=["polars", "duckdb"])
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


def score(*words: str) -> int:
    return main(["score", *words, "--set", CORE, "--force"])


def write(path: Path, rows: list[list[str]], **dialect: Any) -> None:
    with path.open("w", newline="", encoding=dialect.pop("encoding", "utf-8")) as stream:
        csv.writer(stream, **dialect).writerows(rows)


def random_rows(count: int, seed: int, odd: float = 0.3) -> list[list[str]]:
    made = rows_of(AuditKit(discover=False).question_set(CORE), count, seed, odd=odd)
    return [list(made[0]), *(list(row.values()) for row in made)]


def same(engine: str, *names: str) -> bytes:
    """What this engine writes, which is what is written return by return."""
    names = names or ("returns.csv",)
    code = score(*names, "-o", "rows.csv", "--engine", "rows")
    assert score(*names, "-o", "out.csv", "--engine", engine) == code
    found = Path("out.csv").read_bytes()
    assert found == Path("rows.csv").read_bytes()
    return found


@pytest.mark.parametrize("seed", range(5))
def test_every_engine_writes_the_same_bytes(folder: Path, seed: int, engine: str):
    write(folder / "returns.csv", random_rows(150, seed))
    same(engine)


@pytest.mark.parametrize(("block", "tail"), [(1, 1), (90, 20), (700, 7), (5_000, 5_000)])
def test_blocks_end_where_rows_end_whatever_their_length(
    folder: Path, monkeypatch: pytest.MonkeyPatch, block: int, tail: int
):
    monkeypatch.setattr(csv_files, "BLOCK", block)
    monkeypatch.setattr(csv_files, "_TAIL", tail)
    rows = random_rows(30, 7)
    rows[9][rows[0].index("service")] = "Older People " * 90
    write(folder / "returns.csv", rows)
    same("polars")
    written = folder / "returns.csv"
    written.write_bytes(written.read_bytes().rstrip(b"\r\n"))
    same("polars")


@pytest.mark.parametrize(
    "dialect",
    [
        {"lineterminator": "\n"},
        {"delimiter": ";"},
        {"delimiter": "\t", "quoting": csv.QUOTE_ALL},
        {"encoding": "utf-8-sig"},
        {"encoding": "utf-16"},
        {"encoding": "cp1252", "errors": "x"},
    ],
)
def test_files_of_any_dialect(folder: Path, dialect: dict[str, Any], engine: str):
    rows = random_rows(60, 6)
    if dialect.pop("errors", None):
        rows = [[cell.encode("cp1252", "ignore").decode("cp1252") for cell in row] for row in rows]
    write(folder / "returns.csv", rows, **dialect)
    same(engine)


def test_a_stray_quotation_mark_in_the_first_row_is_refused(
    folder: Path, engine: str, capsys: pytest.CaptureFixture[str]
):
    rows = random_rows(60, 7, odd=0.0)
    rows[1][rows[0].index("service")] = "@"
    write(folder / "returns.csv", rows)
    written = folder / "returns.csv"
    written.write_bytes(written.read_bytes().replace(b"@", '"Care"é'.encode(), 1))
    assert score("returns.csv", "-o", "out.csv", "--engine", engine) == 1
    assert "[F005]" in capsys.readouterr().err


def plain_rows(count: int) -> list[list[str]]:
    return random_rows(count, 7, odd=0.0)


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.insert(20, ["Total", "30", *[""] * (len(rows[0]) - 2)]),
        lambda rows: rows.insert(20, [""] * len(rows[0])),
        lambda rows: rows.insert(20, []),
        lambda rows: rows.insert(20, list(rows[0])),
        lambda rows: rows.insert(20, ["All of these are draft", *[""] * (len(rows[0]) - 1)]),
        lambda rows: rows.insert(20, rows[19][:5]),
        lambda rows: rows.insert(0, ["Returns of April", *[""] * (len(rows[0]) - 1)]),
        lambda rows: rows.insert(20, rows[0][1:] + rows[0][:1]),
        lambda rows: rows[5].__setitem__(8, "two\nlines"),
        lambda rows: rows[5].__setitem__(1, 'say "no", twice'),
        lambda rows: rows[5].__setitem__(0, "="),
        lambda rows: rows[5].__setitem__(0, ""),
        lambda rows: rows[9].__setitem__(0, rows[3][0].lower()),
        lambda rows: [row.__setitem__(0, "CASE-1") for row in rows[1:9]],
        lambda rows: [row.__setitem__(4, "4/5/2026") for row in rows[1:]],
        lambda rows: [rows[1].__setitem__(4, "4/5/2026"), rows[-1].__setitem__(4, "4/13/2026")],
        lambda rows: [row.append("") for row in rows],
    ],
)
def test_what_people_leave_in_files(
    folder: Path, change: Callable[[list[list[str]]], Any], engine: str
):
    rows = plain_rows(60)
    change(rows)
    write(folder / "returns.csv", rows)
    same(engine)


def test_a_stray_quotation_mark_is_read_as_rows_reads_it(folder: Path, engine: str):
    rows = plain_rows(60)
    lines = [",".join(row) for row in rows]
    lines[9] = lines[9].replace("Older", '5" Older', 1)
    (folder / "returns.csv").write_text("\n".join(lines), "utf-8")
    same(engine)


def test_several_files_are_one(folder: Path, engine: str):
    rows = plain_rows(90)
    for name, part in (("a.csv", rows[:40]), ("b.csv", rows[:1] + rows[40:])):
        write(folder / name, part)
    same(engine, "a.csv", "b.csv")


def parquet(rows: list[list[str]], path: Path) -> None:
    columns = zip(*rows[1:], strict=True)
    polars.DataFrame(dict(zip(rows[0], map(list, columns), strict=True))).write_parquet(path)


def test_parquet_in_and_out_by_every_engine(folder: Path, engine: str):
    parquet(random_rows(150, 8), folder / "returns.parquet")
    same(engine, "returns.parquet")
    for name in ("rows", engine):
        score("returns.parquet", "-o", f"{name}.parquet", "--engine", name)
    found = polars.read_parquet(f"{engine}.parquet")
    assert found.equals(polars.read_parquet("rows.parquet"))
    assert found.schema["score"] == polars.Float64
    assert found["status"].value_counts().height == 2


def test_a_pattern_names_files(folder: Path, capsys: pytest.CaptureFixture[str]):
    rows = plain_rows(60)
    parquet(rows[:31], folder / "1.parquet")
    parquet([rows[0], *rows[31:]], folder / "2.parquet")
    score("*.parquet", "-o", "out.csv")
    assert "Wrote out.csv: 60 returns, 0 held" in capsys.readouterr().err
    assert polars.read_csv("out.csv")["case_ref"].to_list() == [row[0] for row in rows[1:]]
    assert score("none*.parquet", "-o", "out.csv") == 1
    assert "no file matches" in capsys.readouterr().err


def test_a_folder_stands_for_the_files_of_returns_in_it(
    folder: Path, engine: str, capsys: pytest.CaptureFixture[str]
):
    rows = plain_rows(60)
    (folder / "april").mkdir()
    write(folder / "april" / ".hidden.csv", rows)
    write(folder / "april" / "~$open.csv", rows)
    write(folder / "april" / "notes.txt", [["Returns of April"]])
    assert score("april", "-o", "out.csv", "--engine", engine) == 1
    assert (
        "april\n  The folder holds no file that a reader knows. [F016]" in capsys.readouterr().err
    )
    write(folder / "april" / "2.csv", [rows[0], *rows[31:51]])
    parquet(rows[:31], folder / "april" / "1.PQ")
    returns = [dict(zip(rows[0], row, strict=True)) for row in rows[51:]]
    (folder / "april" / "3.json").write_text(json.dumps(returns))
    (folder / "april" / "scan.pdf").write_bytes(b"%PDF-1.7")
    assert score("april", "-o", "out.csv", "--engine", engine) == 0
    assert "scan.pdf\n  No reader knows this kind of file." in capsys.readouterr().err
    found = polars.read_csv("out.csv")["case_ref"].to_list()
    assert found == [row[0] for row in rows[1:]]
    same(engine, "april")


def test_a_folder_within_a_folder_is_no_parquet_file_of_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    (folder / "april" / "before.parquet").mkdir(parents=True)
    write(folder / "april" / "1.csv", plain_rows(10))
    assert score("april") == 0
    assert "10 returns: 10 scored, 0 held" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["missing.csv", "missing.parquet", "bare.parquet", "broken.csv"])
def test_what_cannot_be_opened_is_named(
    folder: Path, name: str, engine: str, capsys: pytest.CaptureFixture[str]
):
    Path("bare.parquet").write_text("case_ref", "utf-8")
    # A file that is there, and cannot be read.
    Path("broken.csv").symlink_to("/proc/self/mem")
    for one in ("rows", engine):
        assert score(name, "-o", "out.csv", "--engine", one) == 1
        assert f"{name}\n  Cannot be opened: " in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes as in POSIX")
@pytest.mark.parametrize("name", ["pipe.csv", "pipe.parquet"])
def test_a_pipe_that_nobody_writes_to_is_refused_at_once(
    folder: Path, name: str, engine: str, capsys: pytest.CaptureFixture[str]
):
    os.mkfifo(name)
    assert score(name, "-o", "out.csv", "--engine", engine) == 1
    assert "it is a pipe or a device, not a file" in capsys.readouterr().err


def test_problems_are_counted_with_their_first_places(
    folder: Path, engine: str, capsys: pytest.CaptureFixture[str]
):
    rows = plain_rows(60)
    at = rows[0].index("contingency_plan")
    for row in rows[11:51]:
        row[at] = "Partial"
    write(folder / "returns.csv", rows)
    assert score("returns.csv", "-o", "out.csv", "--engine", engine, "--problems", "p.csv") == 1
    said = capsys.readouterr().err
    assert "60 returns, 40 held" in said
    assert 'Found "Partial". Did you mean "Partly"?' in said
    # The headings are row 1, so that the eleventh return is row 12
    letters = "" if at < 26 else chr(64 + at // 26)
    cell = letters + chr(65 + at % 26)
    assert f"returns.csv, cell {cell}12" in said
    assert f"(39 more like this, first in cell {cell}13, cell {cell}14)" in said
    every = polars.read_csv("p.csv", infer_schema=False)
    assert every.filter(polars.col("code") == "R012").height == 40


def test_the_first_places_are_the_first_wherever_they_are(
    folder: Path,
    engine: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setattr("auditkit.cli.bulk._SHOWN", 99)
    head, *rows = random_rows(90, 11)
    write(folder / "a.csv", [head, *rows[:30]])
    write(folder / "b.csv", [head, *rows[30:]])
    score("a.csv", "b.csv", "-o", "out.csv", "--engine", engine, "--problems", "p.csv")
    said = capsys.readouterr().err
    alike = defaultdict(list)
    for one in polars.read_csv("p.csv", infer_schema=False).iter_rows(named=True):
        if one["code"] == "C003":
            alike[one["problem"]].append((one["file"], one["place"]))
    assert alike
    for message, ((file, place), *others) in alike.items():
        near = [(other, row.partition(" (")[0]) for other, row in others[:2]]
        first = ", ".join(row if other == file else f"{other}, {row}" for other, row in near)
        more = f" ({len(others)} more like this, first in {first})"
        assert f"{file}, {place}\n  {message} [C003]{more if others else ''}\n" in said


def test_months_come_first_in_columns_of_dates_that_different_blocks_tell_of(folder: Path):
    asked = document(
        question("one"), question("begun", type="date"), question("ended", type="date")
    )
    (folder / "set.yaml").write_text(yaml_of(asked), "utf-8")
    rows = [["case_ref", "one", "begun", "ended"]]
    rows += [[f"CASE-{row:06}", "yes", "02/03/2026", "04/05/2026"] for row in range(900)]
    rows[20][2], rows[850][3] = "02/13/2026", "04/25/2026"
    write(folder / "returns.csv", rows)
    for engine in ("rows", "polars"):
        words = ["score", "returns.csv", "--set", "set.yaml", "-o", f"{engine}.csv"]
        assert main([*words, "--engine", engine]) == 1
    assert Path("polars.csv").read_bytes() == Path("rows.csv").read_bytes()
    held = polars.read_csv("rows.csv", infer_schema=False).filter(polars.col("status") == "held")
    # All but the two whose dates can be read one way only are doubtful in one column or both
    assert held.height == 900


def test_a_summary_counts_what_the_rows_say(folder: Path, engine: str):
    write(folder / "returns.csv", random_rows(200, 9))
    score("returns.csv", "-o", "rows.csv", "--engine", "rows")
    score("returns.csv", "--summary", "-o", "summary.csv", "--engine", engine)
    cards = polars.read_csv("rows.csv", infer_schema=False)
    found = polars.read_csv("summary.csv", infer_schema=False).fill_null("")
    counts = found.with_columns(polars.col("returns").cast(polars.Int64))
    ratings = counts.filter(polars.col("question") == "")
    assert ratings["returns"].sum() == cards.height
    by_rating = dict(ratings.group_by("rating").agg(polars.col("returns").sum()).iter_rows())
    expected = cards["rating"].fill_null("").value_counts()
    assert by_rating == dict(expected.iter_rows())
    about = counts.filter(polars.col("question") == "contingency_plan")
    scored = cards.filter(polars.col("status") == "scored").height
    assert about["returns"].sum() == scored


def test_without_one_question_set_a_large_file_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    write(folder / "returns.csv", plain_rows(5))
    assert main(["score", "returns.csv", "-o", "out.csv", "--engine", "polars"]) == 1
    assert "[F058]" in capsys.readouterr().err


def test_a_large_file_that_is_not_plain_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    rows = plain_rows(60)
    rows[5][8] = "two\nlines"
    write(folder / "returns.csv", rows)
    monkeypatch.setattr("auditkit.frames.score_files.MOST_BYTES", 10)
    assert score("returns.csv", "-o", "out.csv", "--engine", "polars") == 1
    assert "[F057]" in capsys.readouterr().err
    assert not Path("out.csv").exists()


@pytest.mark.parametrize("words", [["-o", "out.xlsx"], [], ["-o", "out.csv", "--strict"]])
def test_what_there_is_not_in_bulk_is_said(
    folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]
):
    write(folder / "returns.csv", plain_rows(5))
    assert score("returns.csv", "--engine", "polars", *words) == 2
    assert "in bulk" in capsys.readouterr().err


def test_results_and_problems_are_two_files(folder: Path, capsys: pytest.CaptureFixture[str]):
    write(folder / "returns.csv", plain_rows(5))
    assert score("returns.csv", "-o", "out.csv", "--problems", "out.csv") == 2
    assert "cannot be the same file" in capsys.readouterr().err
    assert not Path("out.csv").exists()


@pytest.mark.parametrize("output", ["out.csv", "out.parquet"])
def test_a_file_without_returns_is_refused(
    folder: Path, output: str, capsys: pytest.CaptureFixture[str]
):
    write(folder / "returns.csv", plain_rows(5)[:1])
    assert score("returns.csv", "-o", output, "--engine", "polars") == 1
    assert "[F031]" in capsys.readouterr().err
    assert not Path(output).exists()


def test_large_files_go_in_bulk_by_themselves(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    write(folder / "returns.csv", plain_rows(60))
    score("returns.csv", "-o", "small.csv")
    assert "held" not in capsys.readouterr().err
    monkeypatch.setattr("auditkit.cli.score._LARGE", 1_000)
    score("returns.csv", "-o", "large.csv")
    assert "60 returns, 0 held" in capsys.readouterr().err
    assert Path("small.csv").read_bytes() == Path("large.csv").read_bytes()


def test_a_large_file_whose_rows_name_their_set_is_scored_return_by_return(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    head, *rows = plain_rows(60)
    write(folder / "returns.csv", [[*head, "question_set"], *([*row, CORE] for row in rows)])
    monkeypatch.setattr("auditkit.cli.score._LARGE", 1_000)
    assert main(["score", "returns.csv", "-o", "out.csv"]) == 0
    assert "Wrote out.csv: 60 returns\n" in capsys.readouterr().err
