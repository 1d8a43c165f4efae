"""The sections of the report that come with auditkit, in the order that a board reads them."""

from __future__ import annotations

from collections.abc import Mapping

from auditkit.hookspecs import hookimpl
from auditkit.report.material import ReportSection


@hookimpl
def auditkit_report_sections() -> Mapping[str, ReportSection]:
    from auditkit.builtin.sections.audited import Audited
    from auditkit.builtin.sections.limits import LimitsOfTheData
    from auditkit.builtin.sections.questions import Questions
    from auditkit.builtin.sections.ratings import Ratings

    return {
        "audited": Audited(),
        "questions": Questions(),
        "ratings": Ratings(),
        "limits": LimitsOfTheData(),
    }
