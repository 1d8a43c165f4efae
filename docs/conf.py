"""How the documentation is built."""

import tempfile
from pathlib import Path

from auditkit import AuditKit
from auditkit.report.as_html import report_html
from auditkit.version import __version__


def example_reports() -> str:
    """A folder with the report on the bundled returns, in both languages."""
    returns = Path(__file__).parents[1] / "examples/returns-2026-04"
    kit = AuditKit(discover=False)
    reading = kit.read([returns], "managing-cost-of-care", columns=returns / "forms-columns.yaml")
    cards = [kit.score(one) for one in reading.returns]
    folder = Path(tempfile.mkdtemp())
    for language, period in {"en": "April 2026", "cy": "Ebrill 2026"}.items():
        report = kit.report(cards, period=period, language=language)
        (folder / f"example-report-{language}.html").write_bytes(report_html(report))
    return str(folder)


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
html_extra_path = [example_reports()]
html_theme = "furo"
html_title = "auditkit"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
nitpicky = False
