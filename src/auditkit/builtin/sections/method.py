"""How the figures of a store were made, so that somebody else can make them again."""

from __future__ import annotations

from auditkit.languages import noted
from auditkit.programme.checking import percent_words
from auditkit.programme.model import stratum_title
from auditkit.report.evidence import Evidence
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Column, DataTable, Points, Section
from auditkit.version import __version__

_METHOD = (
    noted(
        "Each month or quarter cases are drawn by numbers that nobody can choose, from the lists"
        " and seeds named under What was audited."
    ),
    noted(
        "A drawn case stands for all eligible cases of its stratum in its service and period: its"
        " weight is their number, divided by the number audited. A share of all cases is the sum"
        " of the weights of the cases that it holds for, divided by that of all that it concerns."
    ),
    noted(
        "An interval says how far chance may have moved a share: made in this way, 95 of 100 hold"
        " the true one. It is Wilson's, on the size that a plain random sample of the same accuracy"
        " would have. Its variance is that within the strata, drawn towards the one that their"
        " weights lead to, with the correction for finite populations."
    ),
    noted(
        "The audit of a case that counts is the official one: that of the last stage, as the"
        " programme says what happens where stages differ."
    ),
    noted(
        "A question is answered best where it has the highest score of its scale. Where Yes is the"
        " poor answer, the scale is turned round first. Questions are ranked by the share of all"
        " cases with the best answer."
    ),
    noted("Percentages are rounded to whole ones, halves up."),
)


class Method:
    """Formulas in words, and the versions and hashes of everything that a figure rests on."""

    position = 1200

    def make(self, material: ReportMaterial) -> Section | None:
        evidence, words = material.evidence, material.words
        if evidence is None:
            return None
        strata = ", ".join(
            f"{stratum_title(one, words.language)} {percent_words(one.share)}"
            for one in evidence.programme.strata
        )
        shares = words.translate("Of the places of each service: {strata}.", strata=strata)
        told = [words.translate(one) for one in _METHOD]
        return Section(
            title=words.translate("Method"),
            blocks=(Points((told[0], shares, *told[1:]), of=()), _made_with(material, evidence)),
        )


def _made_with(material: ReportMaterial, evidence: Evidence) -> DataTable:
    words = material.words
    programme = evidence.programme
    columns = {
        "part": words.translate("Part"),
        "name": words.translate("Name"),
        "version": words.translate("Version"),
        "hash": words.translate("Hash"),
    }
    sets = [
        (words.translate("Question set"), one.id, one.version, one.content_hash)
        for one in material.question_sets.values()
    ]
    rows = (
        *sets,
        (words.translate("Programme"), programme.id, None, programme.content_hash),
        (words.translate("Head of the trail"), None, None, evidence.head),
        (words.translate("Software"), "auditkit", __version__, None),
    )
    return DataTable(
        name="made-with",
        caption=words.translate("What the figures were made with"),
        columns=tuple(
            Column(name=name, heading=heading, is_open=True) for name, heading in columns.items()
        ),
        rows=rows,
        note=words.translate(
            "Keep the head of the trail: with it, auditkit store verify --expect shows later whether"
            " anything before it was changed."
        ),
    )
