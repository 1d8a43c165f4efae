"""A report as Markdown: to paste into a paper, or to read as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditkit.report.model import Block, Cell, DataTable, Paragraph, ReportModel

NOTHING = "–"
_ESCAPED = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#~"})
# What could turn the text of others around; it never stands in a report.
_UNSEEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


def report_markdown(report: ReportModel) -> bytes:
    """The whole report, in UTF-8."""
    return ("\n".join(_lines(report)) + "\n").encode("utf-8", "replace")


def _lines(report: ReportModel) -> Iterator[str]:
    yield f"# {_text(report.title)}"
    if report.period:
        yield f"\n{_text(report.period)}"
    for one in report.sections:
        yield f"\n## {_text(one.section.title)}"
        for block in one.section.blocks:
            yield ""
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _text(block.text)
        return
    yield from _table(block)


def _table(table: DataTable) -> Iterator[str]:
    yield f"**{_text(table.caption)}**\n"
    yield _row([_text(one.heading) for one in table.columns])
    yield _row(["---:" if one.is_number else "---" for one in table.columns])
    for row in table.rows:
        yield _row([_cell(cell) for cell in row])
    if table.note:
        yield f"\n{_text(table.note)}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return NOTHING if cell is None else _text(str(cell))


def _text(text: str) -> str:
    """A text on one line that says itself and marks nothing up."""
    line = " ".join(text.translate(_UNSEEN).split()).translate(_ESCAPED)
    return line.replace("&", "&amp;")
