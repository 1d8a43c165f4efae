"""What people wrote for the report: the decision asked, a commentary, cleared case studies."""

from __future__ import annotations

from auditkit.frozen import frozen
from auditkit.languages import noted
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Section
from auditkit.report.notes import CASE_STUDIES, COMMENTARY, DECISION

_TITLES = {
    DECISION: noted("Decision asked"),
    COMMENTARY: noted("Commentary"),
    CASE_STUDIES: noted("Case studies"),
}


@frozen
class FromNotes:
    """One part of the notes; None where they have none."""

    position: int
    part: str

    def make(self, material: ReportMaterial) -> Section | None:
        blocks = getattr(material.notes, self.part) if material.notes else ()
        if not blocks:
            return None
        return Section(title=material.words.translate(_TITLES[self.part]), blocks=blocks)
