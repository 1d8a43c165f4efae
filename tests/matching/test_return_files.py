"""Files of returns, and what each is read as.

`returns/<case>/` holds the files of a case, its mapping file `columns.yaml` if it has one, and
`expected.yaml`: `what` it shows; the `set` asked for (`none` where each return names its own);
what to `read`, if it is not simply every file there; `options` of reading; the `returns`, each
with all that is known of it; and every problem as its place and code, first those of files, then
those of returns in their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from return_words import place_and_code, value_of

from auditkit.kit import AuditKit
from auditkit.problem_codes import CODES
from auditkit.problems import Problem
from auditkit.returns import AuditReturn

HERE = Path(__file__).parent / "returns"
TOLD = "expected.yaml"
MAPPING = "columns.yaml"
KEYS = {"what", "set", "read", "options", "returns", "problems", "says"}
FACTS = ("service", "team", "practitioner", "period", "auditor", "audit_date", "content_hash")
# Codes that no text file can show, with the tests that show them.
ELSEWHERE = {
    "F008": "tests/tables/test_files.py, for it takes a large file",
    "F018": "tests/tables/test_files.py, for it is about writing",
    "F019": "tests/tables/test_files.py, for it is about writing",
    "F050": "tests/tables/test_files.py, for it is about writing",
    "F051": "tests/writers, for it is about writing workbooks",
    "F052": "tests/tables/test_bounds.py, for it takes a large file",
    "F053": "tests/frames, for it is about frames",
    "F054": "tests/frames, for it is about frames",
    "F055": "tests/frames, for it is about frames",
    "F056": "tests/frames, for it is about frames",
    "F057": "tests/frames, for it is about files in bulk",
    "F058": "tests/frames, for it is about files in bulk",
    "F059": "tests/frames/test_spark.py",
    "F061": "tests/frames, for it is about frames",
    "F062": "tests/frames/test_spark.py",
    "F063": "tests/frames/test_unusable_files.py",
    "F020": "tests/tables/test_workbook.py",
    "F021": "tests/tables/test_workbook.py",
    "F022": "tests/tables/test_workbook.py",
    "F026": "tests/tables/test_workbook.py",
    "F027": "tests/tables/test_workbook.py",
    "F028": "tests/tables/test_workbook.py",
    "F029": "tests/tables/test_workbook.py",
    "F030": "tests/tables/test_workbook.py",
    "R030": "tests/scoring, for only scoring finds it",
    "R035": "test_answers_of_a_form.py, for only a form can show it",
    "R036": "test_answers_of_a_form.py, for only a form can show it",
}


def read_plain(path: Path) -> Any:
    """YAML with every scalar as the text that was typed, so that ``no`` stays the answer no."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def folders() -> list[Path]:
    return sorted(path for path in HERE.iterdir() if path.is_dir())


def paths_of(folder: Path, told: Mapping[str, Any]) -> list[Path]:
    if "read" in told:
        return [folder / name for name in told["read"]]
    return sorted(path for path in folder.iterdir() if path.name not in (TOLD, MAPPING))


def facts_of(one: AuditReturn) -> dict[str, str]:
    """All that a return says, blanks left out, as `expected.yaml` says it."""
    found = {"case": one.case_ref, "stage": one.stage if one.stage != "first" else None}
    found |= {name: getattr(one, name) for name in FACTS}
    found |= {f"case.{name}": value for name, value in one.case.items()}
    found |= {name: value_of(answer) for name, answer in one.answers.items()}
    found |= {f"{name}.comment": text for name, text in one.comments.items()}
    found["held"] = "yes" if one.is_held else None
    return {
        name: str(value)
        for name, value in found.items()
        if value is not None and value != "not_assessed"
    }


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_a_file_is_read_as_expected(
    folder: Path, kit: AuditKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = read_plain(folder / TOLD)
    assert set(told) <= KEYS
    asked = told.get("set", "plan")
    monkeypatch.chdir(folder)
    reading = kit.read(
        [path.relative_to(folder) for path in paths_of(folder, told)],
        None if asked == "none" else asked,
        columns=MAPPING if (folder / MAPPING).exists() else None,
        **told.get("options", {}),
    )
    problems = [*reading.problems, *(found for one in reading.returns for found in one.problems)]
    assert [facts_of(one) for one in reading.returns] == told.get("returns", [])
    assert list(map(place_and_code, problems)) == told.get("problems", [])
    assert messages_of(problems, told) == told.get("says", {})


def messages_of(problems: list[Problem], told: Mapping[str, Any]) -> dict[str, str]:
    """The first message of each code that the case says something about."""
    return {
        code: next(one.message for one in problems if one.code == code)
        for code in told.get("says", {})
    }


def test_every_code_of_files_and_returns_has_a_case() -> None:
    shown = {
        line.rsplit(" ", 1)[1]
        for folder in folders()
        for line in read_plain(folder / TOLD).get("problems", [])
    }
    of_reading = {code for code in CODES if code.startswith(("F", "R"))}
    assert shown | set(ELSEWHERE) == of_reading
    assert not shown & set(ELSEWHERE)


def test_every_file_belongs_to_a_case() -> None:
    loose = [path for path in HERE.iterdir() if path.is_file()]
    untold = [folder for folder in folders() if not (folder / TOLD).exists()]
    unread = [
        path
        for folder in folders()
        for path in folder.rglob("*")
        if path.is_file() and not is_used(path, folder)
    ]
    assert (loose, untold, unread) == ([], [], [])


def is_used(path: Path, folder: Path) -> bool:
    if path in (folder / TOLD, folder / MAPPING):
        return True
    named = paths_of(folder, read_plain(folder / TOLD))
    return path in named or any(name in path.parents for name in named)
