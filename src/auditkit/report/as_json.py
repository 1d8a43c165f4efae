"""A report as JSON: the same figures, for machines."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from auditkit.report.model import Block, Cell, Chart, Paragraph, Points, ReportModel, Subheading
from auditkit.scoring.plain import plain_number


def report_json(report: ReportModel) -> bytes:
    """The whole report; keys stand in a fixed order."""
    found: dict[str, Any] = {
        "title": report.title,
        "organisation": report.letterhead.organisation or None,
        "marking": report.letterhead.marking or None,
        "author": report.letterhead.author or None,
        "meeting": str(report.letterhead.meeting) if report.letterhead.meeting else None,
        "period": report.period,
        "language": report.language,
        "sections": [
            {
                "section": one.name,
                "title": one.section.title,
                "blocks": [_block(block) for block in one.section.blocks],
            }
            for one in report.sections
        ],
        "foot": report.letterhead.foot or None,
        "question_sets": dict(report.question_sets),
        "versions": dict(report.versions),
    }
    return (json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(
        "utf-8", "replace"
    )


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"paragraph": block.text}
    if isinstance(block, Points):
        return {"points": list(block.items)}
    if isinstance(block, Subheading):
        return {"heading": block.text}
    if isinstance(block, Chart):
        return {
            "chart": block.name,
            "kind": block.kind,
            "title": block.title,
            "description": block.description,
            "table": block.table,
            "series": list(block.series),
            "note": block.note,
        }
    return {
        "table": block.name,
        "caption": block.caption,
        "columns": [{"name": one.name, "heading": one.heading} for one in block.columns],
        "rows": [[_plain(cell) for cell in row] for row in block.rows],
        "note": block.note,
    }


def _plain(cell: Cell) -> str | int | float | None:
    return plain_number(cell) if isinstance(cell, Decimal) else cell
