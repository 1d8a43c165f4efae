"""What was audited: returns by service, scored and held."""

from __future__ import annotations

from collections import Counter

from auditkit.languages import Words, noted
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Column, DataTable, Paragraph, Section
from auditkit.scoring.scorecard import HELD, SCORED
from auditkit.templates.layout import STAGE_LABELS

_NO_SERVICE = noted("No service given")


class Audited:
    """Returns by service and stage; from a store, what was audited of what was drawn."""

    position = 100

    def make(self, material: ReportMaterial) -> Section | None:
        if material.evidence is not None:
            if material.evidence.narrowed_to and not material.evidence.drawn:
                return None
            from auditkit.builtin.sections.drawn import drawn_section

            return drawn_section(material, material.evidence)
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
            columns=_columns(words),
            rows=tuple(rows),
            counted="audits",
        )
        total = Paragraph(_total(material), of=("audited",))
        return Section(
            title=words.translate("What was audited"),
            blocks=(total, *([table] if rows else [])),
        )


def _columns(words: Words) -> tuple[Column, ...]:
    stages = {words.translate(label): stage for stage, label in STAGE_LABELS.items()}
    return (
        Column(name="service", heading=words.translate("Service"), tells="service"),
        Column(name="stage", heading=words.translate("Stage"), tells="stage", values=stages),
        Column(
            name="scored",
            heading=words.translate("Scored"),
            is_number=True,
            counts={"status": SCORED},
        ),
        Column(
            name="held", heading=words.translate("Held"), is_number=True, counts={"status": HELD}
        ),
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
