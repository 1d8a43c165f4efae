"""The sections of the report that come with auditkit, in the order that a board reads them."""

from __future__ import annotations

from collections.abc import Mapping

from auditkit.hookspecs import hookimpl
from auditkit.report.material import ReportSection


@hookimpl
def auditkit_report_sections() -> Mapping[str, ReportSection]:
    from auditkit.builtin.sections.actions import Actions
    from auditkit.builtin.sections.agreement import AgreementOfStages
    from auditkit.builtin.sections.audited import Audited
    from auditkit.builtin.sections.change import ChangeOverTime
    from auditkit.builtin.sections.feedback import Feedback
    from auditkit.builtin.sections.further import FurtherAction
    from auditkit.builtin.sections.headlines import Headlines
    from auditkit.builtin.sections.limits import LimitsOfTheData
    from auditkit.builtin.sections.measures import Measures
    from auditkit.builtin.sections.method import Method
    from auditkit.builtin.sections.notes import FromNotes
    from auditkit.builtin.sections.questions import Questions
    from auditkit.builtin.sections.ratings import Ratings
    from auditkit.builtin.sections.reasons import Reasons
    from auditkit.builtin.sections.themes import Themes
    from auditkit.report.notes import CASE_STUDIES, COMMENTARY, DECISION

    return {
        "feedback": Feedback(),
        "decision": FromNotes(10, DECISION),
        "headlines": Headlines(),
        "commentary": FromNotes(50, COMMENTARY),
        "audited": Audited(),
        "questions": Questions(),
        "ratings": Ratings(),
        "reasons": Reasons(),
        "measures": Measures(),
        "agreement": AgreementOfStages(),
        "change": ChangeOverTime(),
        "themes": Themes(),
        "case_studies": FromNotes(800, CASE_STUDIES),
        "actions": Actions(),
        "further": FurtherAction(),
        "limits": LimitsOfTheData(),
        "method": Method(),
    }
