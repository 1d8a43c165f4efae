"""DuckDB relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.frames import of_arrow

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

    from auditkit.frames.kernel import Kernel


def headings(frame: DuckDBPyRelation) -> list[str]:
    return list(frame.columns)


def texts(frame: DuckDBPyRelation, index: int, pattern: str) -> list[str]:
    if not str(frame.types[index]).startswith(("VARCHAR", "ENUM")):
        return []
    text = '"{}"::varchar'.format(frame.columns[index].replace('"', '""'))
    there = frame.filter(f"regexp_matches({text}, '{pattern}')").project(text).distinct()
    return [text for (text,) in there.fetchall()]


def scored(frame: DuckDBPyRelation, kernel: Kernel) -> DuckDBPyRelation:
    table = frame.to_arrow_table()
    # Found by its name, which no table of whoever asks may have.
    auditkit_scored_frame = of_arrow.beside(  # noqa: F841
        table, of_arrow.cards(table, kernel), str.lower
    )
    return frame.query("auditkit_asked_frame", "select * from auditkit_scored_frame")
