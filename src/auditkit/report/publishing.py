"""A report as it may be published: no small number, nothing it follows from, no free text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditkit.estimates.suppression import exposed_by_rounding, rounded, suppressed
from auditkit.frozen import changed, frozen
from auditkit.languages import Words, words_in
from auditkit.report.linking import Key, is_told, key_of, linked, printed_counts
from auditkit.report.model import (
    Block,
    Cell,
    Chart,
    DataTable,
    Letterhead,
    NamedSection,
    Paragraph,
    ReportModel,
    Section,
    Subheading,
)

# As the Government Analysis Function marks what is confidential.
HIDDEN = "[c]"
_DIGIT = re.compile(r"\d")


@frozen(kw_only=True)
class Disclosure:
    """How small numbers are kept from readers: those from 1 to one less than `suppress_below`
    are hidden with what they follow from, or every number is rounded to a multiple of `round_to`.
    Exactly one of the two, 3 at least.
    """

    suppress_below: int | None = None
    round_to: int | None = None

    def __attrs_post_init__(self) -> None:
        if (self.suppress_below is None) == (self.round_to is None) or self.step < 3:
            raise ValueError("either suppress_below or round_to, of 3 at least")

    @property
    def step(self) -> int:
        return self.suppress_below or self.round_to or 0


def published(report: ReportModel, disclosure: Disclosure) -> ReportModel:
    """The report without what must not be published.

    Tables that do not say how their figures hang together are left out, with a sentence in their
    place; so are texts that people wrote, who wrote them, and the protective marking.
    """
    told = _told_tables(report)
    hidden = _hidden(told, disclosure)
    words = words_in(report.language)
    shown = {
        name: _Published(table, disclosure, hidden, words).table for name, table in told.items()
    }
    changed_ones = {name for name, table in told.items() if shown[name].rows != table.rows}
    sections = []
    for one in report.sections:
        blocks = tuple(_blocks(one.section, shown, changed_ones, words))
        if any(not isinstance(block, Subheading) for block in blocks):
            section = Section(title=one.section.title, blocks=blocks)
            sections.append(NamedSection(name=one.name, section=section))
    about = Section(
        title=words.translate("About this publication"), blocks=_about(disclosure, words)
    )
    letterhead = Letterhead(
        organisation=report.letterhead.organisation,
        logo=report.letterhead.logo,
        foot=report.letterhead.foot,
    )
    return changed(
        report,
        sections=(*sections, NamedSection(name="publication", section=about)),
        letterhead=letterhead,
        problems=(),
    )


def _told_tables(report: ReportModel) -> dict[str, DataTable]:
    """The tables that say how they hang together and do not contradict each other; of tables
    with the same name, none.
    """
    tables = [
        block
        for one in report.sections
        for block in one.section.blocks
        if isinstance(block, DataTable)
    ]
    names = [one.name for one in tables]
    told = {one.name: one for one in tables if is_told(one) and names.count(one.name) == 1}
    while wrong := linked(printed_counts(told.values())).wrong:
        told = {
            name: table
            for name, table in told.items()
            if wrong.isdisjoint(key for key, _ in printed_counts([table]))
        }
    return told


def _hidden(told: Mapping[str, DataTable], disclosure: Disclosure) -> frozenset[Key]:
    """The keys of the counts that are not printed."""
    found = linked(printed_counts(told.values()))
    find = suppressed if disclosure.suppress_below else exposed_by_rounding
    names = find(found.counts, found.sums, set(found.names.values()), disclosure.step)
    return frozenset(key for key, name in found.names.items() if name in names)


class _Published:
    """A table as it is published."""

    def __init__(
        self,
        table: DataTable,
        disclosure: Disclosure,
        hidden: frozenset[Key],
        words: Words,
    ) -> None:
        self.whole, self.disclosure, self.hidden = table, disclosure, hidden
        self.columns = {column.name: column for column in table.columns}
        rows = [self._row(row) for row in table.rows]
        is_marked = any(HIDDEN in row for row in rows)
        if table.is_ranked and rows != [*table.rows]:
            rows.sort(key=lambda row: [str(cell) for cell in row[:1]])
        notes = [table.note] if table.note and not _DIGIT.search(table.note) else []
        if is_marked:
            notes.append(words.translate("{mark} stands for a hidden number.", mark=HIDDEN))
        self.table = changed(
            table,
            rows=tuple(rows),
            caption=table.open_caption or _without_figures(table.caption) or table.name,
            note=" ".join(notes),
        )

    def _row(self, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(
            self._cell(name, cell, row) for name, cell in zip(self.columns, row, strict=True)
        )

    def _cell(self, name: str, cell: Cell, row: tuple[Cell, ...]) -> Cell:
        if cell is None:
            return None
        if self._is_hidden(name, row, ()):
            return HIDDEN
        if self.columns[name].counts is not None and self.disclosure.round_to:
            return rounded(int(cell), self.disclosure.round_to)
        return cell

    def _is_hidden(self, name: str, row: tuple[Cell, ...], asked: tuple[str, ...]) -> bool:
        column = self.columns[name]
        if column.counts is not None:
            return key_of(self.whole, row, column) in self.hidden
        if not column.made_of or name in asked:
            return False
        if self.disclosure.round_to:
            return True
        rows = self.whole.rows if column.is_from_all_rows else (row,)
        return any(
            self._is_hidden(other, one, (*asked, name)) or self._has_hidden_part(name, other, one)
            for other in column.made_of
            for one in rows
        )

    def _has_hidden_part(self, name: str, other: str, row: tuple[Cell, ...]) -> bool:
        column = self.columns[other]
        if not self.columns[name].is_weighted or column.counts is None:
            return False
        counted, facts = key_of(self.whole, row, column)
        return any(counted == one and facts <= more for one, more in self.hidden)


def _blocks(
    section: Section, shown: Mapping[str, DataTable], changed_ones: set[str], words: Words
) -> Iterator[Block]:
    for block in section.blocks:
        if isinstance(block, DataTable):
            yield shown.get(block.name) or Paragraph(
                words.translate(
                    "A table is left out here: it does not say how its figures hang together."
                ),
                of=(),
            )
        elif isinstance(block, Chart):
            if block.table in shown:
                yield from _drawn(block, shown[block.table], block.table in changed_ones, words)
        elif block.of is not None and all(
            name in shown and name not in changed_ones for name in block.of
        ):
            yield block


def _drawn(chart: Chart, table: DataTable, is_changed: bool, words: Words) -> Iterator[Chart]:
    """The chart, where every number that it draws is there."""
    if any(HIDDEN in table.column(name) for name in chart.series):
        return
    says_figures = bool(_DIGIT.search(chart.description))
    yield changed(
        chart,
        title=_without_figures(chart.title) or table.caption,
        description=words.translate("The figures of the table beside it, drawn.")
        if is_changed or says_figures
        else chart.description,
        note=_without_figures(chart.note),
    )


def _without_figures(text: str) -> str:
    return "" if _DIGIT.search(text) else text


def _about(disclosure: Disclosure, words: Words) -> tuple[Paragraph, ...]:
    if disclosure.suppress_below:
        how = words.translate(
            "Numbers from 1 to {most} are hidden, and others that they would follow from; {mark}"
            " stands for them. A zero is shown, unless a hidden number would follow from it.",
            most=disclosure.suppress_below - 1,
            mark=HIDDEN,
        )
    else:
        how = words.translate(
            "Every number of cases is rounded to the nearest multiple of {step}, each for itself,"
            " so that sums may differ. {mark} stands for what would follow from exact numbers.",
            step=disclosure.round_to,
            mark=HIDDEN,
        )
    left_out = words.translate("What people wrote for the report is left out.")
    return Paragraph(how, of=()), Paragraph(left_out, of=())
