"""A report as it may be published: no small number, nothing it follows from, no free text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import compress

from auditkit.estimates.suppression import Hiding, Rounding, hide, rounded
from auditkit.frozen import changed, frozen
from auditkit.languages import Words, noted, words_in
from auditkit.report.margins import Counts, counts_of
from auditkit.report.model import (
    Block,
    Cell,
    Chart,
    Column,
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
_LEFT_OUT = noted(
    "What is not shown here has figures so small, or so like those of other tables, that hidden"
    " numbers could be worked out."
)
_LEAST = 3
_Told = tuple[DataTable, Counts]


@frozen(kw_only=True)
class Disclosure:
    """How small numbers are kept from readers: those from 1 to one less than `suppress_below`
    are hidden with what they follow from, or every number is rounded to a multiple of `round_to`.
    Exactly one of the two, 3 at least.
    """

    suppress_below: int | None = None
    round_to: int | None = None

    def __attrs_post_init__(self) -> None:
        step = self.suppress_below or self.round_to or 0
        if (self.suppress_below is None) == (self.round_to is None) or step < _LEAST:
            raise ValueError("either suppress_below or round_to, of 3 at least")

    @property
    def rule(self) -> Hiding | Rounding:
        return Hiding(self.suppress_below) if self.suppress_below else Rounding(self.round_to or 0)


def published(report: ReportModel, disclosure: Disclosure) -> ReportModel:
    """The report without what must not be published.

    Tables whose figures would give hidden ones away are left out, with a sentence in their place;
    so are texts that people wrote, who wrote them, and the protective marking.
    """
    words = words_in(report.language)
    told, hidden = _hidden(report, disclosure)
    shown = {
        name: _published(table, counts, disclosure, hidden, words)
        for name, (table, counts) in told.items()
    }
    changed_ones = {name for name, (table, _) in told.items() if shown[name].rows != table.rows}
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


def _hidden(report: ReportModel, disclosure: Disclosure) -> tuple[dict[str, _Told], frozenset[str]]:
    """The tables that may be published, by name, and the names of the counts that are hidden."""
    tables = [
        block
        for one in report.sections
        for block in one.section.blocks
        if isinstance(block, DataTable)
    ]
    names = Counter(one.name for one in tables)
    told: dict[str, _Told] = {}
    for table in tables:
        counts = counts_of(table, disclosure.suppress_below or 0)
        said = _said_columns(table)
        is_told = said.columns[:1] == table.columns[:1] and len(said.columns) > 1
        if is_told and names[table.name] == 1 and counts is not None:
            told[table.name] = said, counts
    told = _agreeing(told)
    found = hide({name: counts.numbers for name, (_, counts) in told.items()}, disclosure.rule)
    return {name: one for name, one in told.items() if name not in found.tables}, found.numbers


def _said_columns(table: DataTable) -> DataTable:
    """The table without the columns that do not say what they are, or are made of none."""
    known = {*(one.name for one in table.columns), *(one.name for one in table.behind)}
    is_kept = [one.is_said and known.issuperset(one.made_of) for one in table.columns]
    return changed(
        table,
        columns=tuple(compress(table.columns, is_kept)),
        rows=tuple(tuple(compress(row, is_kept)) for row in table.rows),
    )


def _agreeing(told: Mapping[str, _Told]) -> dict[str, _Told]:
    """Those that do not say two numbers of the same."""
    numbers: dict[str, set[int]] = {}
    for _, counts in told.values():
        for one in counts.numbers:
            numbers.setdefault(one.name, set()).add(one.number)
    return {
        name: (table, counts)
        for name, (table, counts) in told.items()
        if all(len(numbers[one.name]) == 1 for one in counts.numbers)
    }


def _published(
    table: DataTable,
    counts: Counts,
    disclosure: Disclosure,
    hidden: frozenset[str],
    words: Words,
) -> DataTable:
    """The table as it is published."""
    made_of = {column.name: column.made_of for column in table.columns}

    def is_hidden(row: int, name: str) -> bool:
        if made_of.get(name):
            return bool(disclosure.round_to) or any(is_hidden(row, one) for one in made_of[name])
        return counts.names.get((row, name)) in hidden

    def cell(row: int, column: Column, found: Cell) -> Cell:
        if found is None:
            return None
        if is_hidden(row, column.name):
            return HIDDEN
        if column.counts is not None and disclosure.round_to:
            return rounded(int(found), disclosure.round_to)
        return found

    rows = [
        tuple(cell(at, column, found) for column, found in zip(table.columns, row, strict=True))
        for at, row in enumerate(table.rows)
    ]
    is_marked = any(HIDDEN in row for row in rows)
    if table.is_ranked and rows != [*table.rows]:
        rows.sort(key=lambda row: [str(cell) for cell in row[:1]])
    notes = [table.note] if table.note and not _DIGIT.search(table.note) else []
    if is_marked:
        notes.append(words.translate("{mark} stands for a hidden number.", mark=HIDDEN))
    return changed(
        table,
        rows=tuple(rows),
        caption=table.open_caption or _without_figures(table.caption) or table.name,
        note=" ".join(notes),
        behind=(),
    )


def _blocks(
    section: Section, shown: Mapping[str, DataTable], changed_ones: set[str], words: Words
) -> Iterator[Block]:
    is_said = False
    for block in section.blocks:
        if isinstance(block, DataTable):
            if block.name in shown:
                yield shown[block.name]
            elif not is_said:
                is_said = True
                yield Paragraph(words.translate(_LEFT_OUT), of=())
        elif isinstance(block, Chart):
            if block.table in shown:
                yield from _drawn(block, shown[block.table], block.table in changed_ones, words)
        elif block.of is not None and all(
            name in shown and name not in changed_ones for name in block.of
        ):
            yield block


def _drawn(chart: Chart, table: DataTable, is_changed: bool, words: Words) -> Iterator[Chart]:
    """The chart, where every number that it draws is there."""
    there = {one.name for one in table.columns}
    if not there.issuperset(chart.series):
        return
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
            " stands for them. A zero is shown, unless its whole row is hidden.",
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
