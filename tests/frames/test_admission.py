"""Cases there twice, pseudonyms and draws in bulk: what return by return gives, to the byte."""

from __future__ import annotations

import csv
import re
from io import BytesIO
from pathlib import Path
from random import Random

import polars
import pytest
from pyarrow import parquet
from random_frames import rows_of

from auditkit.cli import main
from auditkit.cli.starter_cycle import cycle
from auditkit.draws.plain import read_draw
from auditkit.frames import csv_files, duckdb_files, score_files
from auditkit.frames.admission import Admission
from auditkit.frames.by_rows import score_rows
from auditkit.kit import AuditKit
from auditkit.privacy.keys import read_key
from auditkit.problems import Problem

CORE = "managing-cost-of-care"
KEY = b"0123456789abcdef1032547698badcfe5a6978c3e4d0f2b1a897867564534231"
# What is asked of returns, in words of the command line.
ASKED = {
    "latest": ["--duplicates", "latest"],
    "key": ["--key-file", "cases.key"],
    "draw": ["--draw", "draw.json"],
    "draw under pseudonyms": ["--draw", "pseudonyms.json", "--key-file", "cases.key"],
    "all": ["--duplicates", "latest", "--draw", "pseudonyms.json", "--key-file", "cases.key"],
}
REFERENCES = ["CASE-{}"] * 8 + [" case-{}", "CASE-{}\u00a0", "PSN-{}", "", "'=1+{}", "#REF!", "C{}"]
SENT = ["2026-04-13 10:00", "13/04/2026 10:30", "", "2026-04-20", "04/05/2026", "soon"]


@pytest.fixture(scope="module")
def kit() -> AuditKit:
    return AuditKit(discover=False)


@pytest.fixture(scope="module")
def draws(kit: AuditKit, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A draw among invented cases, the same under pseudonyms, and their key."""
    folder = tmp_path_factory.mktemp("cycle")
    for name, data in {**cycle(kit, kit.question_set(CORE)).files, "cases.key": KEY}.items():
        (folder / name).write_bytes(data)
    words = ["draws", "make", str(folder / "cases.csv"), "--programme"]
    words += [str(folder / "programme.yaml"), "--period", "2026-04", "-o"]
    main([*words, str(folder / "draw.json")])
    main([*words, str(folder / "pseudonyms.json"), "--key-file", str(folder / "cases.key")])
    names = ("draw.json", "pseudonyms.json", "cases.key")
    return {name: (folder / name).read_bytes() for name in names}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, draws: dict[str, bytes]) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, data in draws.items():
        Path(name).write_bytes(data)
    # So that a few rows are many blocks
    monkeypatch.setattr(csv_files, "BLOCK", 4_000)
    monkeypatch.setattr(duckdb_files, "_ROWS", 50)
    return tmp_path


def random_rows(seed: int, count: int = 150, *, is_forms: bool = False) -> list[list[str]]:
    """Returns of drawn cases and of others, many of them twice."""
    chance = Random(seed)
    drawn = [one.case_ref for one in read_draw(Path("draw.json").read_bytes(), "").cases()]
    made = rows_of(AuditKit(discover=False).question_set(CORE), count, seed, odd=0.2)
    for row in made:
        number = chance.choice([*drawn, f"CASE-{chance.randrange(130):04}"])[5:]
        row["case_ref"] = chance.choice(REFERENCES).format(number)
        row["period"] = chance.choice(["2026-04", "2026-04", "", "2026-05", "20\u200b26-04"])
        if is_forms:
            row["Start time"] = "13/04/2026 08:00"
            row["Completion time"] = chance.choice(SENT)
            row["Last modified time"] = chance.choice(SENT[seed % 4 :])
    return [list(made[0]), *(list(row.values()) for row in made)]


def write(name: str, rows: list[list[str]]) -> None:
    with Path(name).open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)


def write_parquet(name: str, rows: list[list[str]]) -> None:
    columns = zip(*rows[1:], strict=True)
    polars.DataFrame(dict(zip(rows[0], map(list, columns), strict=True))).write_parquet(name)


def scored(engine: str, output: str, *words: str) -> tuple[int, bytes]:
    words = ("score", *words, "-o", output, "--set", CORE, "--force", "--engine", engine)
    return main([*words]), Path(output).read_bytes()


def same(*words: str, output: str = "out.csv") -> bytes:
    expected = scored("rows", output, *words)
    assert scored("polars", output, *words) == expected
    if "latest" in words:
        assert scored("duckdb", output, *words) == expected
    return expected[1]


@pytest.mark.parametrize("asked", list(ASKED))
@pytest.mark.parametrize("seed", range(6))
def test_either_engine_writes_the_same_bytes(folder: Path, seed: int, asked: str):
    write("returns.csv", random_rows(seed, is_forms=seed % 2 == 1))
    same("returns.csv", *ASKED[asked])


@pytest.mark.parametrize("asked", list(ASKED))
def test_from_several_files_of_either_kind(folder: Path, asked: str):
    head, *rows = random_rows(7)
    write("1.csv", [head, *rows[:40]])
    write_parquet("2.parquet", [head, *rows[40:90]])
    write("3.csv", [head, *rows[90:]])
    same("1.csv", "2.parquet", "3.csv", *ASKED[asked])
    expected = scored("rows", "out.parquet", "1.csv", "2.parquet", "3.csv", *ASKED[asked])
    found = scored("polars", "out.parquet", "1.csv", "2.parquet", "3.csv", *ASKED[asked])
    assert found[0] == expected[0]
    assert parquet.read_table(BytesIO(found[1])).equals(parquet.read_table(BytesIO(expected[1])))


@pytest.mark.parametrize("asked", list(ASKED))
@pytest.mark.parametrize("gone", ["case_ref", "period"])
def test_without_a_column(folder: Path, gone: str, asked: str):
    rows = random_rows(8)
    at = rows[0].index(gone)
    for row in rows:
        del row[at]
    write_parquet("returns.parquet", rows)
    same("returns.parquet", *ASKED[asked])


def test_no_output_holds_a_local_number_behind_a_pseudonym(folder: Path):
    write("returns.csv", random_rows(4))
    written = same("returns.csv", *ASKED["draw under pseudonyms"]).decode()
    assert "is there twice" in written
    assert "was not drawn" in written
    assert not re.search("case-?[0-9]", written, re.IGNORECASE)


def told(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return sorted((str(one.place), one.code, one.message) for one in problems)


@pytest.mark.parametrize("asked", list(ASKED))
@pytest.mark.parametrize("seed", range(3))
def test_the_same_is_said(folder: Path, kit: AuditKit, asked: str, seed: int):
    write("returns.csv", random_rows(seed, is_forms=seed % 2 == 1))
    words = ASKED[asked]
    draw = next((one for one in words if one.endswith("json")), None)
    admission = Admission(
        "latest" if "latest" in words else "refuse",
        read_key(KEY, "cases.key") if "cases.key" in words else None,
        read_draw(Path(draw).read_bytes(), draw) if draw else None,
    )
    questions = kit.question_set(CORE)
    expected = score_rows(kit, questions, ["returns.csv"], None, admission).all_problems()
    found: list[Problem] = []

    def problems(some) -> None:
        if some is None:
            found.clear()
        else:
            found.extend(some)

    score_files.score_files(
        kit, questions, ["returns.csv"], "out.csv", problems=problems, admission=admission
    )
    assert told(found) == told([one for one in expected if one.place.cell])
