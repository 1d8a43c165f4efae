"""The invented year of `examples/year`, a small part of it, played through the store."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from auditkit.report.as_html import report_html
from auditkit.report.model import Column, DataTable, ReportModel
from auditkit.report.publishing import HIDDEN, Disclosure, published
from auditkit.reporting import evidence_of

sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "year"))

from playing import SEED, open_year

MONTHS, PART = 2, 0.3
PERIOD = "2026-27-Q1"
ON = date(2026, 7, 21)


class Played:
    """A store after some months, and what was reported from it."""

    def __init__(self, where: str | Path, seed: str = SEED) -> None:
        self.store, self.year = open_year(where, seed)
        self.names = list(self.year.play(MONTHS, PART))
        self.evidence = evidence_of(self.store, self.year.programme, PERIOD, ON)
        self.page = report_html(self.year.kit.report(evidence=self.evidence))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The year in SQLite; what is tested here changes nothing in it."""
    found = Played(tmp_path_factory.mktemp("year") / "year.sqlite")
    yield found
    found.store.close()


def test_the_same_seed_gives_the_same_report_in_either_engine(where, played):
    again = Played(where)
    try:
        assert again.page == played.page
    finally:
        again.store.close()


def test_another_seed_gives_another_year(tmp_path, played):
    other = Played(tmp_path / "other.sqlite", "another year")
    other.store.close()
    assert other.page != played.page


def test_every_drawn_case_is_audited_at_each_stage_and_nobody_breaks_a_rule(played):
    drawn = {(draw.period, one.case_ref) for draw in played.evidence.draws for one in draw.cases()}
    assert {(one.period.name, one.case_ref) for one in played.evidence.cases} == drawn
    stages = Counter(one.audit_return.stage for one in played.store.audits())
    assert stages["first"] == stages["reaudit"] == len(drawn)
    assert stages["moderation"] == 6 * MONTHS
    assert played.evidence.overrides == {}


def test_a_case_that_cannot_be_audited_is_replaced(played):
    (gone,) = [one for draw in played.evidence.draws for one in draw.replacements]
    assert gone.by is not None
    assert gone.ineligible


def test_what_auditors_find_wanting_is_acted_upon(played):
    told = Counter(one.status for one in played.store.actions())
    assert told["verified"] > 0
    assert told["open"] > 0
    assert all(one.owner for one in played.store.actions())


def test_the_trail_of_a_year_holds(played):
    assert str(played.store.verify()) == played.evidence.head


def test_who_waits_is_told_how_far_reading_and_reporting_have_come(played):
    cases, sections = [], []
    found = evidence_of(
        played.store,
        played.year.programme,
        PERIOD,
        ON,
        progress=lambda named: (cases.append(one) or one for one in named),
    )
    report = played.year.kit.report(
        evidence=found, progress=lambda named: (sections.append(one) or one for one in named)
    )
    assert [case_ref for _, _, case_ref in cases] == [one.case_ref for one in found.cases]
    assert {one.name for one in report.sections} <= {*sections}
    assert report_html(report) == played.page


# What somebody could work out of what is published


def tables_of(report: ReportModel) -> dict[str, DataTable]:
    return {
        one.name: one
        for section in report.sections
        for one in section.section.blocks
        if isinstance(one, DataTable)
    }


@pytest.fixture(scope="module")
def pairs(played) -> list[tuple[DataTable, DataTable]]:
    """Each table as it is published, with the whole one, its rows in the same order."""
    report = played.year.kit.report(evidence=played.evidence)
    whole = tables_of(report)
    shown = tables_of(published(report, Disclosure(suppress_below=5)))
    return [(one, whole[name]) for name, one in shown.items() if name in whole]


def parts(table: DataTable) -> list[list[Column]]:
    """Counts that nothing else is a part of, by what they are parts of."""
    counting = [one for one in table.columns if one.counts is not None]
    found: dict[frozenset[str], list[Column]] = {}
    for one in counting:
        if not any(one.counts.items() < other.counts.items() for other in counting):
            found.setdefault(frozenset(one.counts), []).append(one)
    return [*found.values()]


def lines(shown: DataTable, whole: DataTable) -> Iterator[list[tuple[int, bool]]]:
    """The counts of each row and column, and whether each is hidden; not those of a row whose
    whole is hidden as well.
    """
    order = {row[0]: row for row in whole.rows}
    for columns in parts(shown):
        rows, told_wholes = [], []
        wholes = [
            one.name
            for one in shown.columns
            if one.counts is not None and one.counts.items() < columns[0].counts.items()
        ]
        for row in shown.rows:
            cells = dict(zip((one.name for one in shown.columns), row, strict=True))
            names = (one.name for one in whole.columns)
            counts = dict(zip(names, order[row[0]], strict=True))
            rows.append([(counts[one.name] or 0, cells[one.name] == HIDDEN) for one in columns])
            if not any(cells[name] == HIDDEN for name in wholes):
                rest = max(
                    [counts[name] - sum(one for one, _ in rows[-1]) for name in wholes] or [0]
                )
                told_wholes.append([*rows[-1], (rest, True)])
        if len(columns) > 1:
            yield from told_wholes
        told = shown.columns[0]
        of_rows = [
            line
            for line, row in zip(rows, shown.rows, strict=True)
            if told.values.get(row[0]) != ""
        ]
        if len(of_rows) > 1:
            yield from map(list, zip(*of_rows, strict=True))


def test_small_numbers_of_the_year_are_hidden_and_much_is_shown(pairs):
    cells = [one for pair in pairs for line in lines(*pair) for one in line]
    assert any(is_hidden for _, is_hidden in cells)
    assert all(is_hidden for count, is_hidden in cells if 0 < count < 5)
    assert sum(not is_hidden for count, is_hidden in cells if count >= 5) > 20


def test_no_hidden_number_of_the_year_is_what_a_total_leaves(pairs):
    for shown, whole in pairs:
        for line in lines(shown, whole):
            hidden = [count for count, is_hidden in line if is_hidden and count]
            # A total that is small itself is nowhere published.
            total = sum(count for count, _ in line)
            assert len(hidden) != 1 or total < 5, (shown.name, line)


def test_the_same_number_of_the_year_is_hidden_wherever_it_stands(played):
    report = played.year.kit.report(evidence=played.evidence)
    shown = tables_of(published(report, Disclosure(suppress_below=5)))
    reasons, reviews = (
        shown[f"increase-{part}-invented-council-care"] for part in ("reasons", "reviews")
    )
    first = dict(zip(reasons.column("reason"), reasons.column("cases"), strict=True))
    assert HIDDEN in first.values()
    for reason, cases in zip(reviews.column("reason"), reviews.column("cases"), strict=True):
        assert first[reason] == cases
