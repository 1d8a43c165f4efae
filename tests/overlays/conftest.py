"""A small base set, and overlays laid over it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from auditkit import AuditKit, Refused

sys.path.insert(0, str(Path(__file__).parent))

from core_set import BASE, HEAD


@pytest.fixture
def kit() -> AuditKit:
    return AuditKit(discover=False)


@pytest.fixture
def overlay(tmp_path: Path, kit: AuditKit):
    """The set that comes of these lines, laid over the base."""
    (tmp_path / "core.yaml").write_text(BASE, "utf-8")

    def load(lines: str):
        path = tmp_path / "local.yaml"
        path.write_text(HEAD + lines, "utf-8")
        return kit.loaded(kit.load(path))

    return load


@pytest.fixture
def refused(overlay):
    """The problems of these lines, as text."""

    def found(lines: str) -> list[str]:
        with pytest.raises(Refused) as caught:
            overlay(lines)
        return [str(one) for one in caught.value.problems]

    return found
