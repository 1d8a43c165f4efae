"""Cases there twice, pseudonyms and draws in bulk: what return by return gives, to the byte."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from drawn_returns import ASKED, CORE, KEY, made_draws, random_rows, write, write_parquet
from pyarrow import parquet

from auditkit.cli import main
from auditkit.draws.plain import read_draw
from auditkit.frames import csv_files, duckdb_files, score_files
from auditkit.frames.admission import Admission
from auditkit.frames.by_rows import score_rows
from auditkit.kit import AuditKit
from auditkit.privacy.keys import read_key
from auditkit.problems import Problem


@pytest.fixture(scope="module")
def kit() -> AuditKit:
    return AuditKit(discover=False)


@pytest.fixture(scope="module")
def draws(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made_draws(tmp_path_factory.mktemp("cycle"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, draws: dict[str, bytes]) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, data in draws.items():
        Path(name).write_bytes(data)
    # So that a few rows are many blocks
    monkeypatch.setattr(csv_files, "BLOCK", 4_000)
    monkeypatch.setattr(csv_files, "_SAMPLE", 1_000)
    monkeypatch.setattr(duckdb_files, "_ROWS", 50)
    return tmp_path


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
@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.no_cover) for seed in range(2, 6))]
)
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


@pytest.mark.no_cover
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
    inputs = score_files.Inputs(("returns.csv",))
    expected = score_rows(kit, questions, inputs, None, admission).all_problems()
    found: list[Problem] = []

    def problems(some) -> None:
        if some is None:
            found.clear()
        else:
            found.extend(some)

    score_files.score_files(
        kit, questions, inputs, "out.csv", problems=problems, admission=admission
    )
    assert told(found) == told([one for one in expected if one.place.cell])
