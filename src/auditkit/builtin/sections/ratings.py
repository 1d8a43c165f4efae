"""Ratings by service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from auditkit.languages import noted
from auditkit.questions.model import QuestionSet, worded
from auditkit.report.material import ReportMaterial
from auditkit.report.model import (
    MOST_SERIES,
    STACKED_BARS,
    Block,
    Chart,
    Column,
    DataTable,
    Section,
)
from auditkit.scoring.scorecard import SCORED, Scorecard

_NO_SERVICE = noted("No service given")


class Ratings:
    """How many first audits of each service came to each rating."""

    position = 300

    def make(self, material: ReportMaterial) -> Section | None:
        first = [one for one in material.scored if one.audit_return.stage == "first"]
        blocks: list[Block] = []
        for question_set in material.question_sets.values():
            cards = [one for one in first if one.question_set is question_set]
            if cards and question_set.rating:
                table = _table(question_set, cards, material)
                blocks += [*_chart(question_set, table, material), table]
        if not blocks:
            return None
        return Section(title=material.words.translate("Ratings by service"), blocks=tuple(blocks))


def _chart(
    question_set: QuestionSet, table: DataTable, material: ReportMaterial
) -> Iterator[Chart]:
    """A bar for each service, where there are not too many ratings to tell them apart."""
    words = material.words
    series = tuple(one.name for one in table.columns[1:])
    if len(series) <= MOST_SERIES:
        yield Chart(
            name=f"{table.name}-chart",
            kind=STACKED_BARS,
            title=words.translate(
                "{title}: the ratings of each service",
                title=worded(question_set.title, material.language),
            ),
            description=words.translate(
                "A bar for each service: how many of its first audits came to each rating."
            ),
            table=table.name,
            series=series,
        )


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
            Column(name="service", heading=words.translate("Service"), tells="service"),
            *(_column(band.id, worded(band.label, language)) for band in bands),
            _column("no_rating", words.translate("No rating")),
        ),
        rows=tuple(
            (
                service or words.translate(_NO_SERVICE),
                *(counts[service, rating] for rating in ratings),
            )
            for service in services
        ),
        counted="audits",
        facts={"stage": "first", "status": SCORED, "set": question_set.name},
    )


def _column(rating: str, heading: str) -> Column:
    return Column(name=rating, heading=heading, is_number=True, counts={"rating": rating})
