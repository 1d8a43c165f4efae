"""Ratings by service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from auditkit.languages import noted
from auditkit.questions.model import QuestionSet, worded
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Column, DataTable, Section
from auditkit.scoring.scorecard import Scorecard

_NO_SERVICE = noted("No service given")


class Ratings:
    """How many first audits of each service came to each rating."""

    position = 300

    def make(self, material: ReportMaterial) -> Section | None:
        first = [one for one in material.scored if one.audit_return.stage == "first"]
        tables = [
            _table(question_set, cards, material)
            for question_set in material.question_sets.values()
            if question_set.rating
            and (cards := [one for one in first if one.question_set is question_set])
        ]
        if not tables:
            return None
        return Section(title=material.words.translate("Ratings by service"), blocks=tuple(tables))


def _table(
    question_set: QuestionSet, cards: Sequence[Scorecard], material: ReportMaterial
) -> DataTable:
    words, language = material.words, material.language
    bands = question_set.rating.bands if question_set.rating else ()
    counts = Counter((one.audit_return.service or "", one.rating) for one in cards)
    services = sorted({service for service, _ in counts})
    ratings = (*(band.id for band in bands), None)
    return DataTable(
        name=f"ratings-{question_set.id}",
        caption=words.translate(
            "{title}: first audits by service and rating",
            title=worded(question_set.title, language),
        ),
        columns=(
            Column(name="service", heading=words.translate("Service")),
            *(
                Column(name=band.id, heading=worded(band.label, language), is_number=True)
                for band in bands
            ),
            Column(name="no_rating", heading=words.translate("No rating"), is_number=True),
        ),
        rows=tuple(
            (
                service or words.translate(_NO_SERVICE),
                *(counts[service, rating] for rating in ratings),
            )
            for service in services
        ),
    )
