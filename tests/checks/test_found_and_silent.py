"""One question set for every finding of the checks, and a neighbour in which nothing is found.

`found/<CODE>-<what>.yaml` says in its first line what is found in it, as ``line:column CODE``
from top to bottom; `silent/` holds the same file repaired. What lies in `bases/` is what the
overlays among them lie over; a lock lies beside a set that was published.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest

from auditkit.kit import AuditKit
from auditkit.problem_codes import CODES
from auditkit.problems import Problem

HERE = Path(__file__).parent
FOUND = sorted((HERE / "found").glob("*.yaml"))
SILENT = sorted((HERE / "silent").glob("*.yaml"))
# Findings in all, refusals and warnings, that an author of a question set can get to see.
LEAST_FINDINGS = 90


def name_of(file: Path) -> str:
    return file.stem


def check(file: Path) -> list[Problem]:
    return AuditKit(discover=False).check(file)


def expected_of(file: Path) -> list[str]:
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("# ").split("; ")


def as_expected(problem: Problem) -> str:
    return f"{problem.place.line or 0}:{problem.place.column or 0} {problem.code}"


@pytest.mark.parametrize("file", FOUND, ids=name_of)
def test_what_is_unwise_is_found_at_its_place(file: Path) -> None:
    assert [as_expected(one) for one in check(file)] == expected_of(file)


@pytest.mark.parametrize("file", FOUND, ids=name_of)
def test_every_finding_stands_in_the_file_that_was_checked(file: Path) -> None:
    assert {one.place.file for one in check(file)} == {file.name}


@pytest.mark.parametrize("file", FOUND, ids=name_of)
def test_every_finding_says_what_to_do(file: Path) -> None:
    for problem in check(file):
        sentences = problem.message.rstrip(".").replace("? ", ". ").split(". ")
        assert len(sentences) > 1 or ":" in problem.message, problem.message
        assert "{" not in problem.message


@pytest.mark.parametrize("file", SILENT, ids=name_of)
def test_nothing_is_found_in_the_repaired_set(file: Path) -> None:
    assert list(map(str, check(file))) == []


@pytest.mark.parametrize("file", FOUND, ids=name_of)
def test_a_set_is_named_after_the_code_that_it_shows(file: Path) -> None:
    code = file.stem.partition("-")[0]
    assert code in {expected.split()[1] for expected in expected_of(file)}


def test_every_set_has_its_repaired_neighbour() -> None:
    assert [file.name for file in FOUND] == [file.name for file in SILENT]


@pytest.mark.parametrize("file", FOUND, ids=name_of)
def test_the_neighbour_differs_in_one_place(file: Path) -> None:
    bad = file.read_text("utf-8").splitlines()[1:]
    good = (HERE / "silent" / file.name).read_text("utf-8").splitlines()
    kinds = [kind for kind, *_ in SequenceMatcher(None, bad, good, autojunk=False).get_opcodes()]
    assert 1 <= len(kinds) - kinds.count("equal") <= 2


def test_every_finding_has_a_set_that_shows_it() -> None:
    shown = {file.stem.partition("-")[0] for file in FOUND}
    assert shown == {code for code in CODES if code.startswith("L")}


def test_there_are_many_findings() -> None:
    assert len([code for code in CODES if code[0] in "YSEQOL"]) >= LEAST_FINDINGS


def test_every_file_here_is_used() -> None:
    used = {file.stem for file in FOUND}
    for folder in ("found", "silent"):
        files = [path.name for path in (HERE / folder).iterdir()]
        locks = [f"{name}.lock.json" for name in used if name[:4] in ("L030", "L031")]
        assert sorted(files) == sorted([*(f"{name}.yaml" for name in used), *locks])
    text = "".join(file.read_text("utf-8") for file in FOUND)
    assert [path.name for path in (HERE / "bases").iterdir() if path.name not in text] == []
