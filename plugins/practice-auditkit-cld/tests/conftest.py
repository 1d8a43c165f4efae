"""Extracts of a few rows, made for one test each."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cld_rows import EARLIER, HEADINGS, LATER, Write


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes an extract of these rows and gives its path."""

    def written(
        *rows: Mapping[str, str],
        name: str = "later.csv",
        period: Mapping[str, str] | None = None,
        headings: tuple[str, ...] = HEADINGS,
        encoding: str = "utf-8",
    ) -> Path:
        path = tmp_path / name
        told = period if period is not None else EARLIER if name.startswith("earl") else LATER
        with path.open("w", encoding=encoding, newline="") as stream:
            writer = csv.DictWriter(stream, headings, extrasaction="ignore", restval="")
            writer.writeheader()
            writer.writerows({**told, **one} for one in rows)
        return path

    return written
