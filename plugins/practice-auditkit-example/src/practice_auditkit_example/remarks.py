"""A section of the report: how often auditors had something to add."""

from __future__ import annotations

from collections import Counter

from auditkit.report.material import ReportMaterial
from auditkit.report.model import Column, DataTable, Section


class Remarks:
    """Comments by question, the most commented first; their texts are left out."""

    position = 950

    def make(self, material: ReportMaterial) -> Section | None:
        counts = Counter(
            question for card in material.cards for question in card.audit_return.comments
        )
        if not counts:
            return None
        table = DataTable(
            name="remarks",
            caption="Comments by question",
            columns=(
                Column(name="question", heading="Question", asks=("comment",)),
                Column(
                    name="comments",
                    heading="Comments",
                    is_number=True,
                    counts={"comment": "given"},
                ),
            ),
            rows=tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))),
            counted="audits",
            is_ranked=True,
        )
        return Section(title="Comments", blocks=(table,))
