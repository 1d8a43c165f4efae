"""The invented year of `examples/year`, a small part of it, played through the store."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from auditkit.report.as_html import report_html
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
