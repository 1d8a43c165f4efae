"""How the documentation is built."""

import logging
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sphinx.application import Sphinx

from auditkit import AuditKit
from auditkit.report.as_html import report_html
from auditkit.report.model import ReportModel
from auditkit.report.notes import read_notes
from auditkit.reporting import evidence_of
from auditkit.version import __version__

EXAMPLES = Path(__file__).parents[1] / "examples"


def example_reports(app: Sphinx) -> None:
    """Put reports on the bundled returns and on the invented year beside the pages, in both
    languages.
    """
    if app.builder.format != "html":
        return
    folder = Path(tempfile.mkdtemp())
    reports = {"example-report": report_on_returns(), "year-report": report_on_year(folder)}
    pages = folder / "pages"
    pages.mkdir()
    for name, report in reports.items():
        for language in ("en", "cy"):
            (pages / f"{name}-{language}.html").write_bytes(report_html(report(language)))
    app.config.html_extra_path.append(str(pages))


def report_on_returns() -> Callable[[str], ReportModel]:
    returns = EXAMPLES / "returns-2026-04"
    kit = AuditKit(discover=False)
    reading = kit.read([returns], "managing-cost-of-care", columns=returns / "forms-columns.yaml")
    cards = [kit.score(one) for one in reading.returns]
    months = {"en": "April 2026", "cy": "Ebrill 2026"}
    return lambda language: kit.report(cards, period=months[language], language=language)


def report_on_year(folder: Path) -> Callable[[str], ReportModel]:
    sys.path.insert(0, str(EXAMPLES / "year"))
    from playing import open_year

    logging.getLogger("alembic").setLevel(logging.WARNING)
    store, year = open_year(folder / "year.db")
    with store:
        list(year.play())
        evidence = evidence_of(store, year.programme, "2026-27", date(2027, 4, 20))
    notes = read_notes(EXAMPLES / "year" / "notes.md")
    return lambda language: year.kit.report(evidence=evidence, notes=notes, language=language)


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", example_reports)


project = "auditkit"
author = "The auditkit contributors"
copyright = "2026, the auditkit contributors"
version = release = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
]
exclude_patterns = ["_build"]
html_extra_path = []
html_theme = "furo"
html_title = "auditkit"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
nitpicky = False
