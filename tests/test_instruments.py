"""Published instruments, said in YAML alone and scored as their sources say.

`instruments/<name>/` holds a `cases.yaml` and, where the instrument is not bundled, its
`set.yaml`; `auditkit.testing` runs the cases. The hand calculation stands in a comment above
the case.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from auditkit.testing import read_cases

HERE = Path(__file__).parent / "instruments"
FILES = {"cases.yaml", "set.yaml"}
INSTRUMENTS = sorted(path for path in HERE.iterdir() if path.is_dir())


def test_every_file_belongs_to_an_instrument() -> None:
    inside = [path for path in HERE.rglob("*") if path.is_file()]
    stray = [path for path in inside if path.parent.parent != HERE or path.name not in FILES]
    assert stray == []


@pytest.mark.parametrize("folder", INSTRUMENTS, ids=lambda path: path.name)
def test_an_instrument_has_cases_of_one_question_set(folder: Path) -> None:
    found = read_cases(folder / "cases.yaml")
    assert (found.set == "set.yaml") == (folder / "set.yaml").exists()
    names = [case.name for case in found.cases]
    assert sorted(set(names)) == sorted(names)
    assert all(case.expect for case in found.cases)
