"""Ratings from a store: by stratum, and the shares of all cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from auditkit.builtin.sections.weighted import WeightedCases, estimate_percent, interval_words
from auditkit.estimates.stratified import Estimate
from auditkit.questions.model import worded
from auditkit.report.model import STACKED_BARS, Block, Cell, Chart, Column, DataTable
from auditkit.scoring.scorecard import SCORED

# A rating, or None, with its words and its share of all cases.
_Share = tuple[str | None, str, Estimate | None]


def weighted_ratings(cases: WeightedCases) -> Iterator[Block]:
    """The shares of all cases as a chart, and the strata beside them."""
    words = cases.words
    rating = cases.question_set.rating
    bands = rating.bands if rating else ()
    named = [*((band.id, worded(band.label, words.language)) for band in bands)]
    ratings: list[tuple[str | None, str]] = [*named, (None, words.translate("No rating"))]
    shares = [(id, label, _share(cases, id)) for id, label in ratings]
    title = worded(cases.question_set.title, words.language)
    name = f"ratings-{cases.question_set.id}"
    table = _all(cases, shares, f"{name}-all", title)
    if any(one is not None for one in table.numbers("share")):
        yield Chart(
            name=f"{name}-all-chart",
            kind=STACKED_BARS,
            title=words.translate("{title}: the ratings of all cases", title=title),
            description=words.translate(
                "A bar for each rating: how many in a hundred of all cases came to it."
            ),
            table=table.name,
            series=("share",),
            note=words.translate("Per cent of all cases that could have been drawn, weighted."),
        )
    yield table
    if len(cases.strata) > 1:
        yield _beside(cases, shares, f"{name}-strata", title)


def _share(cases: WeightedCases, rating: str | None, stratum: str | None = None) -> Estimate | None:
    return cases.share(lambda card: card.rating == rating, stratum)


def _all(cases: WeightedCases, shares: Sequence[_Share], name: str, title: str) -> DataTable:
    words = cases.words
    counts = Counter(card.rating for card in cases.cards())
    weighted: dict[str, Any] = {"made_of": ("audited",), "is_weighted": True}
    rows: list[tuple[Cell, ...]] = []
    for rating, label, estimate in shares:
        percent = estimate_percent(estimate)
        rows.append((label, percent, interval_words(estimate, words), counts[rating]))
    values = {label: rating or "no_rating" for rating, label, _ in shares}
    return DataTable(
        name=name,
        caption=words.translate("{title}: ratings of all cases", title=title),
        columns=(
            Column(name="rating", heading=words.translate("Rating"), tells="rating", values=values),
            Column(
                name="share", heading=words.translate("All cases, %"), is_number=True, **weighted
            ),
            Column(name="interval", heading=words.translate("Interval (95%)"), **weighted),
            Column(
                name="audited", heading=words.translate("Audited cases"), is_number=True, counts={}
            ),
        ),
        rows=tuple(rows),
        note=words.translate(
            "Weighted to all cases. The audited cases are counted as they are, and cases whose cost"
            " increased are chosen more often than others."
        ),
        counted="cases",
        facts={"is_drawn": "yes", "status": SCORED, "set": cases.question_set.name},
    )


def _beside(cases: WeightedCases, shares: Sequence[_Share], name: str, title: str) -> DataTable:
    """Each rating in each stratum beside that of all cases."""
    words = cases.words
    ratings = {
        stratum: Counter(card.rating for card in cases.cards(stratum)) for stratum in cases.strata
    }
    return DataTable(
        name=name,
        caption=words.translate("{title}: ratings by kind of case", title=title),
        columns=(
            Column(name="rating", heading=words.translate("Rating")),
            *(Column(name=id, heading=heading) for id, heading in cases.strata.items()),
            Column(name="all", heading=words.translate("All cases")),
        ),
        rows=tuple(
            (
                label,
                *(
                    cases.share_words(_share(cases, rating, stratum), counts[rating])
                    for stratum, counts in ratings.items()
                ),
                cases.share_words(estimate),
            )
            for rating, label, estimate in shares
        ),
        note=words.translate(
            "Weighted to all cases of each kind; in brackets the interval (95%) and the number of"
            " audited cases. Where these are fewer than ten they are counted."
        ),
    )
