"""A report as a page of HTML: one file that asks for no other, and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from auditkit.languages import said, words_in
from auditkit.report.model import Chart, ReportModel, Section
from auditkit.report.page_templates import page_templates
from auditkit.report.palette import DARK, LIGHT
from auditkit.report.svg import svg

if TYPE_CHECKING:
    from markupsafe import Markup

# The style alone is let in, by its hash, and a logo that stands in the page itself.
_POLICY = "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
_LOGO = "; img-src data:"


def report_html(report: ReportModel) -> bytes:
    """The whole report, in UTF-8.

    Raises `ExtraMissing` where Jinja2 is not installed.
    """
    environment = page_templates(said("Writing a report as a page of HTML"))
    from markupsafe import Markup

    words = words_in(report.language)
    style = environment.get_template("report.css").render(light=LIGHT, dark=DARK)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    def draw(chart: Chart, section: Section, id: str) -> Markup:
        return Markup(svg(chart, section.table_of(chart), id))  # noqa: S704 - it escapes

    logo = report.letterhead.logo
    page = environment.get_template("report.html").render(
        report=report,
        style=Markup(style),  # noqa: S704 - our own, and the schemes of the palette
        policy=_POLICY.format(hash=digest) + (_LOGO if logo else ""),
        logo=base64.b64encode(logo).decode() if logo else "",
        skip=words.translate("Skip to the report"),
        contents=words.translate("Contents"),
        draw=draw,
    )
    return page.encode()
