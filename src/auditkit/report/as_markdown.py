"""A report as Markdown: to paste into a paper, or to read as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditkit.report.model import (
    Block,
    Chart,
    DataTable,
    Paragraph,
    Points,
    ReportModel,
    Subheading,
)
from auditkit.report.shown import on_one_line, shown_cell

_ESCAPED = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#~"})


def report_markdown(report: ReportModel) -> bytes:
    """The whole report, in UTF-8; without its charts, whose tables say the same."""
    return ("\n".join(_lines(report)) + "\n").encode()


def _lines(report: ReportModel) -> Iterator[str]:
    about = report.letterhead
    yield from (f"{_text(one)}\n" for one in (about.marking, about.organisation) if one)
    yield f"# {_text(report.title)}"
    yield from (f"\n{_text(one)}" for one in (report.dated, about.author) if one)
    for one in report.sections:
        yield f"\n## {_text(one.section.title)}"
        for block in one.section.blocks:
            yield from _block(block)
    if about.foot:
        yield f"\n{_text(about.foot)}"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Chart):
        return
    yield ""
    if isinstance(block, Paragraph):
        yield _text(block.text)
    elif isinstance(block, Subheading):
        yield f"### {_text(block.text)}"
    elif isinstance(block, Points):
        yield from (f"- {_text(one)}" for one in block.items)
    else:
        yield from _table(block)


def _table(table: DataTable) -> Iterator[str]:
    yield f"**{_text(table.caption)}**\n"
    yield _row([_text(one.heading) for one in table.columns])
    yield _row(["---:" if one.is_number else "---" for one in table.columns])
    for row in table.rows:
        yield _row([_text(shown_cell(cell)) for cell in row])
    if table.note:
        yield f"\n{_text(table.note)}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    """A text on one line that says itself and marks nothing up."""
    return on_one_line(text).translate(_ESCAPED).replace("&", "&amp;")
