"""What the tests of this plugin share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditkit import AuditKit, QuestionSet, Reading

sys.path.insert(0, str(Path(__file__).parent))

from fhir_examples import SET, saved


@pytest.fixture
def kit() -> AuditKit:
    return AuditKit()


@pytest.fixture
def plans(kit: AuditKit, tmp_path: Path) -> QuestionSet:
    return kit.load(saved(tmp_path, SET, "plans.yaml"))


@pytest.fixture
def read(kit: AuditKit, plans: QuestionSet, tmp_path: Path) -> Callable[..., Reading]:
    """Reads a resource from a file of its own, under the set of the tests."""

    def reading(resource: Any, name: str = "responses.json") -> Reading:
        return kit.read([saved(tmp_path, resource, name)], plans)

    return reading
