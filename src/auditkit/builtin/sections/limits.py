"""The limits of the data: what the figures cannot say, and what they were made with."""

from __future__ import annotations

from auditkit.report.material import ReportMaterial
from auditkit.report.model import Column, DataTable, Paragraph, Section
from auditkit.version import __version__


class LimitsOfTheData:
    """Stands near the end of every report."""

    position = 1100

    def make(self, material: ReportMaterial) -> Section:
        if material.evidence is not None:
            from auditkit.builtin.sections.stored_limits import stored_limits

            return stored_limits(material, material.evidence)
        words = material.words
        said = words.translate(
            "These are figures of the audited cases. Cases with increased cost are chosen more"
            " often than others, so that no share of all cases follows from them; that needs the"
            " records of the draws."
        )
        left_out = words.translate(
            "Made from returns alone: agreement, change over time, and actions need a store of"
            " audits, and are left out."
        )
        table = DataTable(
            name="made-with",
            caption=words.translate("What the figures were made with"),
            columns=(
                Column(name="part", heading=words.translate("Part"), is_open=True),
                Column(name="version", heading=words.translate("Version"), is_open=True),
                Column(name="hash", heading=words.translate("Content hash"), is_open=True),
            ),
            rows=(
                *(
                    (one.id, one.version, one.content_hash)
                    for one in material.question_sets.values()
                ),
                ("auditkit", __version__, None),
            ),
        )
        return Section(
            title=words.translate("Limits of the data"),
            blocks=(Paragraph(said, of=()), Paragraph(left_out, of=()), table),
        )
