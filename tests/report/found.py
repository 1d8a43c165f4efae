"""What stands in a report, for tests to look at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from auditkit.report.model import Cell, Chart, DataTable, Paragraph, Points, ReportModel, Section
from auditkit.report.publishing import Disclosure, published


def section_of(report: ReportModel, name: str) -> Section:
    """The section of this name."""
    return next(one.section for one in report.sections if one.name == name)


def has_section(report: ReportModel, name: str) -> bool:
    return any(one.name == name for one in report.sections)


def tables_of(report: ReportModel) -> dict[str, DataTable]:
    """Every table by its name, none of which stands twice."""
    found = [one for one in _blocks(report) if isinstance(one, DataTable)]
    assert len({one.name for one in found}) == len(found)
    return {one.name: one for one in found}


def charts_of(report: ReportModel) -> dict[str, Chart]:
    return {one.name: one for one in _blocks(report) if isinstance(one, Chart)}


def rows_of(report: ReportModel, name: str) -> dict[Cell, tuple[Cell, ...]]:
    """The rows of a table by their first cell."""
    return {row[0]: row[1:] for row in tables_of(report)[name].rows}


def texts_of(section: Section) -> str:
    """Its sentences and points, a line each."""
    lines: list[str] = []
    for one in section.blocks:
        if isinstance(one, Paragraph):
            lines.append(one.text)
        elif isinstance(one, Points):
            lines += one.items
    return "\n".join(lines)


def is_publishable(report: ReportModel, names: Iterable[str]) -> bool:
    """Whether these tables say what their cells are, and contradict none of the report."""
    return {*names} <= {*tables_of(published(report, Disclosure(suppress_below=5)))}


def _blocks(report: ReportModel) -> Iterable[Any]:
    return (block for one in report.sections for block in one.section.blocks)
