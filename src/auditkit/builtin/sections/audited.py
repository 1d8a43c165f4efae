"""What was audited: returns by service, scored and held."""

from __future__ import annotations

from collections import Counter

from auditkit.languages import noted
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Column, DataTable, Paragraph, Section
from auditkit.scoring.scorecard import HELD, SCORED
from auditkit.templates.layout import STAGE_LABELS

_NO_SERVICE = noted("No service given")


class Audited:
    """Returns by service and stage."""

    position = 100

    def make(self, material: ReportMaterial) -> Section:
        words = material.words
        counts = Counter(
            (card.audit_return.service or "", card.audit_return.stage, card.status)
            for card in material.cards
        )
        rows = [
            (
                service or words.translate(_NO_SERVICE),
                words.translate(STAGE_LABELS.get(stage, stage)),
                counts[service, stage, SCORED],
                counts[service, stage, HELD],
            )
            for service, stage in sorted({key[:2] for key in counts})
        ]
        table = DataTable(
            name="audited",
            caption=words.translate("Audit returns by service and stage"),
            columns=(
                Column(name="service", heading=words.translate("Service")),
                Column(name="stage", heading=words.translate("Stage")),
                Column(name="scored", heading=words.translate("Scored"), is_number=True),
                Column(name="held", heading=words.translate("Held"), is_number=True),
            ),
            rows=tuple(rows),
        )
        return Section(
            title=words.translate("What was audited"),
            blocks=(Paragraph(_total(material)), *([table] if rows else [])),
        )


def _total(material: ReportMaterial) -> str:
    words = material.words
    held = sum(card.status == HELD for card in material.cards)
    return words.plural(
        "{count} audit return: {scored} scored, {held} held.",
        "{count} audit returns: {scored} scored, {held} held.",
        len(material.cards),
        scored=len(material.cards) - held,
        held=held,
    )
