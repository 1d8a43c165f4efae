"""What the tests of this folder share: a kit with the sets of `sets/`, and readers of bytes."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from auditkit.hookspecs import hookimpl
from auditkit.kit import AuditKit, Reading
from auditkit.questions.model import QuestionSet
from auditkit.returns import AuditReturn

# So that the tests can import the helper module beside them, in whatever way pytest runs.
sys.path.insert(0, str(Path(__file__).parent))

SETS = Path(__file__).parent / "sets"
Read = Callable[..., Reading]


class OwnSets:
    """The question sets of `sets/`, as a plugin offers them."""

    @hookimpl
    def auditkit_question_sets(self) -> dict[str, Path]:
        return {re.sub(r"-(?=\d)", "@", path.stem, count=1): path for path in SETS.iterdir()}


@pytest.fixture(scope="session")
def kit() -> AuditKit:
    return AuditKit([OwnSets()], discover=False)


@pytest.fixture
def read(kit: AuditKit, tmp_path: Path) -> Read:
    """Reads what is given as the content of one file, under the set named."""

    def read(
        content: bytes | str,
        questions: QuestionSet | str | None = "plan",
        name: str = "returns.csv",
        columns: str | None = None,
        **options: Any,
    ) -> Reading:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        if columns is not None:
            (tmp_path / "columns.yaml").write_text(columns, encoding="utf-8")
            options["columns"] = tmp_path / "columns.yaml"
        return kit.read([file], questions, **options)

    return read


@pytest.fixture
def read_cell(read: Read) -> Callable[[str, str], AuditReturn]:
    """Reads a return of the set `whole` with a plan and one more cell, under this heading."""

    def read_cell(heading: str, text: str) -> AuditReturn:
        stream = StringIO(newline="")
        rows = [["case_ref", heading, "team"], ["CASE-1", text, "-"]]
        if heading != "plan":
            rows = [[*row, more] for row, more in zip(rows, ("plan", "Yes"), strict=True)]
        csv.writer(stream).writerows(rows)
        (found,) = read(stream.getvalue(), "whole").returns
        return found

    return read_cell
