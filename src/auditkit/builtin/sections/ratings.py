"""Ratings by service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from auditkit.builtin.sections.questions import counted_cards, of_cards
from auditkit.languages import noted
from auditkit.programme.model import service_title
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
from auditkit.scoring.scorecard import Scorecard

_NO_SERVICE = noted("No service given")
_COUNTS = noted(
    "Numbers of audited cases. Cases whose cost increased are chosen more often than others, so"
    " that these are no shares of a service's cases."
)


class Ratings:
    """How many audits of each service came to each rating; of drawn cases the shares of all
    cases, too.
    """

    position = 300

    def make(self, material: ReportMaterial) -> Section | None:
        from auditkit.builtin.sections.weighted import weighted_cases
        from auditkit.builtin.sections.weighted_ratings import weighted_ratings

        words = material.words
        drawn = {one.question_set.name: one for one in weighted_cases(material)}
        blocks: list[Block] = []
        for question_set in material.question_sets.values():
            cards = [one for one in counted_cards(material) if one.question_set is question_set]
            if not cards or not question_set.rating:
                continue
            told = of_cards(material, question_set)
            if question_set.name in drawn:
                found = drawn[question_set.name]
                blocks += weighted_ratings(found)
                cards = found.cards()
                told["facts"] = {"is_drawn": "yes", **told["facts"]}
            table = _table(question_set, cards, material, told)
            blocks += [*_chart(question_set, table, material), table]
        if not blocks:
            return None
        title = noted("Ratings") if material.evidence else noted("Ratings by service")
        return Section(title=words.translate(title), blocks=tuple(blocks))


def _chart(
    question_set: QuestionSet, table: DataTable, material: ReportMaterial
) -> Iterator[Chart]:
    """A bar for each service, where there are not too many ratings to tell them apart."""
    words = material.words
    series = tuple(one.name for one in table.columns[1:])
    if len(series) <= MOST_SERIES:
        if material.evidence is None:
            said = noted(
                "A bar for each service: how many of its first audits came to each rating."
            )
        else:
            said = noted("A bar for each service: how many of its cases came to each rating.")
        yield Chart(
            name=f"{table.name}-chart",
            kind=STACKED_BARS,
            title=words.translate(
                "{title}: the ratings of each service",
                title=worded(question_set.title, material.language),
            ),
            description=words.translate(said),
            table=table.name,
            series=series,
        )


def _table(
    question_set: QuestionSet,
    cards: Sequence[Scorecard],
    material: ReportMaterial,
    told: Mapping[str, Any],
) -> DataTable:
    words, language = material.words, material.language
    bands = question_set.rating.bands if question_set.rating else ()
    services = _services(material)
    counts = Counter((services[id(one)], one.rating) for one in cards)
    there = {service for service, _ in counts}
    ratings = (*(band.id for band in bands), None)
    if material.evidence is None:
        caption = noted("{title}: first audits by service and rating")
    else:
        caption = noted("{title}: audited cases by service and rating")
    return DataTable(
        name=f"ratings-{question_set.id}",
        caption=words.translate(caption, title=worded(question_set.title, language)),
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
            for service in dict.fromkeys(services.values())
            if service in there
        ),
        note=words.translate(_COUNTS) if material.evidence else "",
        **told,
    )


def _services(material: ReportMaterial) -> dict[int, str]:
    """The service of each scorecard, by its identity: in the order of the programme, or of the
    alphabet.
    """
    if material.evidence is None:
        cards = sorted(material.cards, key=lambda one: one.audit_return.service or "")
        return {id(one): one.audit_return.service or "" for one in cards}
    programme = material.evidence.programme
    titles = {one.id: service_title(one, material.language) for one in programme.services}
    order = [*titles, *sorted({one.service or "" for one in material.evidence.now} - {*titles})]
    cases = sorted(material.evidence.now, key=lambda one: order.index(one.service or ""))
    return {id(one.card): titles.get(one.service or "", one.service or "") for one in cases}


def _column(rating: str, heading: str) -> Column:
    return Column(name=rating, heading=heading, is_number=True, counts={"rating": rating})
