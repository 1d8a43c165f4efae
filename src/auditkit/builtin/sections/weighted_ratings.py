"""Ratings from a store: by stratum, and the shares of all cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from auditkit.builtin.sections.weighted import WeightedCases, estimate_percent
from auditkit.builtin.sections.weighted_tables import (
    audited_behind,
    beside,
    share_columns,
    shares_chart,
)
from auditkit.estimates.stratified import Estimate
from auditkit.questions.model import worded
from auditkit.report.model import (
    MOST_SERIES,
    Behind,
    Block,
    Column,
    DataTable,
)

# The ratings of a set in words; None stands for audits that came to none.
_Ratings = Mapping[str | None, str]


def weighted_ratings(cases: WeightedCases) -> Iterator[Block]:
    """The shares of each rating as a chart, and their intervals."""
    words = cases.words
    rating = cases.question_set.rating
    bands = rating.bands if rating else ()
    ratings: dict[str | None, str] = {band.id: worded(band.label, words.language) for band in bands}
    ratings[None] = words.translate("No rating")
    title = worded(cases.question_set.title, words.language)
    name = f"ratings-{cases.question_set.id}"
    table = _shares(cases, ratings, f"{name}-all", title)
    series = tuple(one.name for one in table.columns[1:-1])
    if len(series) <= MOST_SERIES and any(table.rows[-1][1:-1]):
        yield shares_chart(
            table,
            series,
            words.translate("{title}: the ratings of all cases", title=title),
            words.translate(
                "A bar for each kind of case and one for all cases: how many in a hundred came to"
                " each rating."
            ),
            words,
        )
    yield table
    yield _intervals(cases, ratings, name, title)


def _share(cases: WeightedCases, rating: str | None, stratum: str | None) -> Estimate | None:
    return cases.share(lambda card: card.rating == rating, stratum)


def _shares(cases: WeightedCases, ratings: _Ratings, name: str, title: str) -> DataTable:
    words = cases.words
    shares = {rating or "no_rating": label for rating, label in ratings.items()}
    return DataTable(
        name=name,
        caption=words.translate("{title}: ratings in per cent", title=title),
        columns=(
            Column(
                name="stratum",
                heading=words.translate("Kind of case"),
                tells="stratum",
                values={label: stratum or "" for stratum, label in cases.kinds.items()},
            ),
            *share_columns(shares, words, is_open=True),
        ),
        rows=tuple(
            (
                label,
                *(estimate_percent(_share(cases, rating, stratum)) for rating in ratings),
                len(cases.cards(stratum)),
            )
            for stratum, label in cases.kinds.items()
        ),
        note=words.translate(
            "Weighted to all cases of each kind. A dash: fewer than ten audited cases, too few for"
            " a percentage."
        ),
        counted="cases",
        facts={"is_drawn": "yes", "set": cases.question_set.name},
        behind=tuple(
            Behind(
                name=audited_behind(share),
                counts={"rating": share},
                cells=tuple(
                    sum(card.rating == rating for card in cases.cards(stratum))
                    for stratum in cases.kinds
                ),
            )
            for share, rating in zip(shares, ratings, strict=True)
        ),
    )


def _intervals(cases: WeightedCases, ratings: _Ratings, name: str, title: str) -> DataTable:
    """Each rating in each stratum and in all cases, with its interval."""
    words = cases.words
    counts = {
        stratum: Counter(card.rating for card in cases.cards(stratum)) for stratum in cases.strata
    }

    def cell(rating: str | None, stratum: str | None) -> str | None:
        count = None if stratum is None else counts[stratum][rating]
        return cases.share_words(_share(cases, rating, stratum), count)

    return beside(
        cases,
        name,
        words.translate("{title}: ratings by kind of case", title=title),
        Column(name="rating", heading=words.translate("Rating")),
        (
            (label, *(cell(rating, stratum) for stratum in cases.kinds))
            for rating, label in ratings.items()
        ),
    )
