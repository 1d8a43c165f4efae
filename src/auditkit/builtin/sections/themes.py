"""Themes: what the audits of the period found most often, in numbers of cases."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit.languages import Words, noted
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Column, DataTable, Paragraph, Section
from auditkit.report.themes import ACTION, LIMIT, POOREST, STRENGTH, TAG, TOLD, Theme, themes

# So many of each kind are listed.
_LISTED = 10
_KINDS = {
    ACTION: (noted("Actions raised most often"), noted("Action")),
    POOREST: (noted("Questions with the poorest answer"), noted("Question")),
    TAG: (noted("Poorest answers by tag of question"), noted("Tag")),
    LIMIT: (noted("Limits that lowered ratings"), noted("Reason")),
    TOLD: (noted("Told to somebody at once"), noted("Reason")),
}
# What strengths are called where people look for cases.
KINDS = {
    **{kind: heading for kind, (heading, _) in _KINDS.items()},
    STRENGTH: noted("Best rating"),
}


class Themes:
    """What was found most often; no case is named, and nothing that anybody wrote is quoted."""

    position = 700

    def make(self, material: ReportMaterial) -> Section | None:
        evidence, words = material.evidence, material.words
        if evidence is None or not evidence.now:
            return None
        found = themes(evidence, words)
        tables = [
            _table(kind, some, words)
            for kind in _KINDS
            if (some := [one for one in found if one.kind == kind])
        ]
        told = words.translate(
            "Numbers of audited cases, which are no sample of all cases: they say what came up,"
            " not how common it is."
        )
        if not tables:
            return None
        return Section(title=words.translate("Themes"), blocks=(Paragraph(told, of=()), *tables))


def _table(kind: str, found: Sequence[Theme], words: Words) -> DataTable:
    caption, heading = _KINDS[kind]
    # Other tables count the same actions and answers by other words, so that what they hide
    # could be worked out from these.
    is_apart = kind in (LIMIT, TOLD)
    more = len(found) - _LISTED
    return DataTable(
        name=f"themes-{kind}",
        caption=words.translate(caption),
        columns=(
            Column(
                name="theme",
                heading=words.translate(heading),
                asks=(f"is_{kind}",) if is_apart else (),
            ),
            Column(
                name="cases",
                heading=words.translate("Cases"),
                is_number=True,
                counts={f"is_{kind}": "yes"} if is_apart else None,
            ),
        ),
        rows=tuple((one.label, len(one.cases)) for one in found[:_LISTED]),
        note=words.plural("And {count} more.", "And {count} more.", more) if more > 0 else "",
        counted="cases" if is_apart else "",
        is_ranked=True,
    )
