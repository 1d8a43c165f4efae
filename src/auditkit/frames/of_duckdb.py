"""DuckDB relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.frames import of_arrow

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

    from auditkit.frames.kernel import Kernel


def headings(frame: DuckDBPyRelation) -> list[str]:
    return list(frame.columns)


def texts(frame: DuckDBPyRelation, name: str, pattern: str) -> list[str]:
    quoted = '"' + name.replace('"', '""') + '"'
    if frame.types[frame.columns.index(name)] != "VARCHAR":
        return []
    there = frame.filter(f"regexp_matches({quoted}, '{pattern}')").project(quoted).distinct()
    return [text for (text,) in there.fetchall()]


def scored(frame: DuckDBPyRelation, kernel: Kernel) -> DuckDBPyRelation:
    scored = of_arrow.scored(frame.to_arrow_table(), kernel)  # noqa: F841  # found by its name
    return frame.query("asked", "select * from scored")
