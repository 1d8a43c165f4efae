"""What a report narrowed to a service or a team is for, and what it leaves out."""

from __future__ import annotations

from auditkit.report.material import ReportMaterial
from auditkit.report.model import Paragraph, Section


class Feedback:
    """Stands first in a report that is narrowed, and in no other."""

    position = 5

    def make(self, material: ReportMaterial) -> Section | None:
        evidence, words = material.evidence, material.words
        if evidence is None or not evidence.narrowed_to:
            return None
        told = words.plural(
            "{count} case of {name}. For learning together, not for judging anybody: whose work"
            " it was is not in here.",
            "{count} cases of {name}. For learning together, not for judging anybody: whose work"
            " it was is not in here.",
            len(evidence.now),
            name=evidence.narrowed_to,
        )
        blocks = [Paragraph(told)]
        if not evidence.draws:
            told = words.translate(
                "Draws are made by service, so that nothing is said of all cases of a team."
            )
            blocks.append(Paragraph(told))
        if len(evidence.programme.stages) == 1:
            left_out = words.translate(
                "Agreement with later audits is left out, for fewer than three people made the"
                " first ones."
            )
            blocks.append(Paragraph(left_out))
        return Section(title=words.translate("Feedback"), blocks=tuple(blocks))
