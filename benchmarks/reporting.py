"""The report on a year of 10,000 audits as HTML, against loading from the store what it is made
from: six services, seventy cases of each a month, first audits and re-audits.

Loading is all that comes from the store: audits, scored, draws, actions, decisions. The report is
every section and the page. The whole way is told beside, against reading the audits alone.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

import click
from measuring import least, ratio

from auditkit.__main__ import seldom_look_for_cycles
from auditkit.frozen import changed
from auditkit.report.as_html import report_html
from auditkit.report.evidence import Evidence
from auditkit.reporting import evidence_of

sys.path.insert(0, str(Path(__file__).parents[1] / "examples" / "year"))

from playing import FIRST, REAUDIT, SEED, Year, open_year
from population import MONTHS, people

PLACES = 70
# Twelve times the cases of the example, so that each service has enough of them.
PART = 12.0
LIMIT = 5.0


def fill(year: Year) -> None:
    """Draw and audit twelve months, with many more places."""
    year.programme = changed(year.programme, per_service=PLACES)
    year.loaded = changed(year.loaded, programme=year.programme)
    year.begin()
    everybody = {one.case_ref: one for one in people(SEED, PART)}
    months = click.progressbar(list(enumerate(MONTHS)), label="Auditing", file=sys.stderr)
    with months:
        for month, first in months:
            name = f"{first:%Y-%m}"
            year.draw(month, name, everybody)
            year.audit(month, name, FIRST, 15, everybody)
            year.audit(month, name, REAUDIT, 22, everybody)


def main() -> None:
    seldom_look_for_cycles()
    with tempfile.TemporaryDirectory() as folder:
        store, year = open_year(Path(folder) / "year.db")
        with store:
            fill(year)
            count = len(store.audits())
            read = least(store.audits, times=3)
            found: list[Evidence] = []
            loaded = least(lambda: found.append(evidence(year)), times=3)
            made = least(lambda: report_html(year.kit.report(evidence=found[0])), times=3)
    ratio(f"the report on {count:,} audits to loading them", made, loaded, LIMIT)
    print(f"  both to reading the audits alone: {(loaded + made) / read:.1f} times")


def evidence(year: Year) -> Evidence:
    return evidence_of(year.store, year.programme, "2026-27", date(2027, 4, 20))


if __name__ == "__main__":
    main()
