"""Runs files of worked cases under pytest: each case is a test.

The files are those that the ini option ``auditkit_cases`` names, ``*.cases.yaml`` by default.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(
        "auditkit_cases",
        "names of files that hold worked cases of question sets",
        type="args",
        default=["*.cases.yaml"],
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    patterns = parent.config.getini("auditkit_cases")
    if any(fnmatch(file_path.name, pattern) for pattern in patterns):
        return CasesFile.from_parent(parent, path=file_path)
    return None


class CasesFile(pytest.File):
    """A file of worked cases."""

    def collect(self) -> Iterator[pytest.Item]:
        from auditkit.errors import AuditkitError
        from auditkit.testing.cases import kit_for, read_cases

        try:
            found = read_cases(self.path)
            kit, question_set = kit_for(found, self.path)
        except AuditkitError as error:
            raise self.CollectError(str(error)) from error
        for case in found.cases:
            name = case.name
            yield CaseItem.from_parent(self, name=name, kit=kit, questions=question_set, case=case)


class CaseItem(pytest.Item):
    """One worked case."""

    def __init__(self, *, kit: Any, questions: Any, case: Any, **options: Any) -> None:
        super().__init__(**options)
        self.kit = kit
        self.questions = questions
        self.case = case

    def runtest(self) -> None:
        from auditkit.testing.cases import failures

        found = failures(self.kit, self.questions, self.case)
        if found:
            raise Wrong("\n".join(found))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, Wrong):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, f"case: {self.name}"


class Wrong(Exception):
    """A scorecard says otherwise than its case expects."""
