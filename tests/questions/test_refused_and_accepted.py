"""One bad question set for every problem code, and a good neighbour that differs in the repair.

`refused/<CODE>-<what>.yaml` says in its first line which problems it has, as ``line:column CODE``
from top to bottom (``0:0`` for the whole file); `accepted/` holds the same file repaired.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest

from auditkit.errors import Refused
from auditkit.kit import AuditKit
from auditkit.problem_codes import CODES
from auditkit.problems import Problem

HERE = Path(__file__).parent
REFUSED = sorted((HERE / "refused").iterdir())
ACCEPTED = sorted((HERE / "accepted").iterdir())
# Where there is nothing to repair but the whole.
WHOLE = {"Y013-nothing-but-comments", "S002-text-for-the-whole"}
# Codes that a question-set file cannot show as a short text of its own, or not at all.
ELSEWHERE = {
    "Y001": "bytes that are no UTF-8: tests/documents/test_yaml_text.py",
    "Y002": "over 1 MiB: tests/documents/test_yaml_text.py",
    "Y012": "over 50,000 values: tests/documents/test_yaml_bombs.py",
    "Q032": "a plugin that offers a set under another name: test_question_set_reading.py",
}


def name_of(file: Path) -> str:
    return file.stem


def expected_of(file: Path) -> list[str]:
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("# ").split("; ")


def as_expected(problem: Problem) -> str:
    place = problem.place
    return f"{place.line or 0}:{place.column or 0} {problem.code}"


def lines_of(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("file", REFUSED, ids=name_of)
def test_a_bad_set_is_refused_with_its_problems_at_their_places(file: Path) -> None:
    with pytest.raises(Refused) as refused:
        AuditKit(discover=False).load(file)
    assert [as_expected(one) for one in refused.value.problems] == expected_of(file)


@pytest.mark.parametrize("file", REFUSED, ids=name_of)
def test_every_problem_can_be_put_into_words(file: Path) -> None:
    with pytest.raises(Refused) as refused:
        AuditKit(discover=False).load(file)
    for line in str(refused.value).splitlines():
        assert file.name in line or line.startswith("  "), line
    assert "{" not in str(refused.value).replace("{…}", "").replace("{en: …, cy: …}", "")


@pytest.mark.parametrize("file", ACCEPTED, ids=name_of)
def test_the_repaired_set_is_accepted(file: Path) -> None:
    assert AuditKit(discover=False).load(file).id == "fixture"


@pytest.mark.parametrize("file", REFUSED, ids=name_of)
def test_a_bad_set_is_named_after_the_code_that_it_shows(file: Path) -> None:
    code = file.stem.partition("-")[0]
    assert code in {expected.split()[1] for expected in expected_of(file)}


def test_every_bad_set_has_its_repaired_neighbour() -> None:
    assert [file.name for file in REFUSED] == [file.name for file in ACCEPTED]


@pytest.mark.parametrize("file", [file for file in REFUSED if file.stem not in WHOLE], ids=name_of)
def test_the_neighbour_differs_in_one_place(file: Path) -> None:
    bad, good = lines_of(file)[1:], lines_of(HERE / "accepted" / file.name)
    changes = [
        (old, new)
        for kind, *span in SequenceMatcher(None, bad, good, autojunk=False).get_opcodes()
        if kind != "equal"
        for old, new in [(bad[span[0] : span[1]], good[span[2] : span[3]])]
    ]
    assert 1 <= len(changes) <= 2, changes


def test_every_code_of_a_question_set_has_a_bad_set() -> None:
    codes = {code for code in CODES if code[0] in "YSEQ"}
    shown = {file.stem.partition("-")[0] for file in REFUSED}
    assert sorted(codes - shown) == sorted(codes & set(ELSEWHERE))


def test_no_code_with_a_bad_set_is_excused_from_having_one() -> None:
    shown = {file.stem.partition("-")[0] for file in REFUSED}
    assert shown & set(ELSEWHERE) == set()


def test_every_file_here_is_used() -> None:
    stray = [file for file in (*REFUSED, *ACCEPTED) if file.suffix != ".yaml"]
    assert stray == []
    assert {path.name for path in HERE.iterdir() if path.is_dir()} <= {
        "refused",
        "accepted",
        "__pycache__",
    }
