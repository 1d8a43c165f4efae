"""The tables of agreement between two stages: the ratings of each, and every question."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.agreement.coefficients import gwet_ac
from auditkit.agreement.cohen import cohen_kappa
from auditkit.agreement.comparison import ChoicesComparison, Comparison
from auditkit.agreement.estimate import TOO_FEW, Estimate, reliability
from auditkit.agreement.weights import linear
from auditkit.frozen import frozen
from auditkit.languages import Words, noted
from auditkit.moderation.agreeing import Agreement
from auditkit.programme.model import Stage
from auditkit.questions.model import QuestionSet, question_label, worded
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Behind, Cell, Column, DataTable
from auditkit.templates.layout import STAGE_LABELS

_OUTCOMES = {
    "lower": noted("Lower"),
    "same": noted("Same"),
    "higher": noted("Higher"),
}


@frozen(kw_only=True)
class Compared:
    """Agreement with a later stage under one question set; `name` tells its tables apart."""

    name: str
    stage: Stage
    question_set: QuestionSet
    agreement: Agreement


def square_table(one: Compared, material: ReportMaterial) -> DataTable | None:
    """The counts of each two ratings: those of the first audits down, of the later ones along."""
    words, language = material.words, material.language
    rating, told = one.agreement.rating, one.question_set.rating
    if rating is None or told is None or not rating.pairs:
        return None
    bands = {band.id: worded(band.label, language) for band in told.bands}
    options = rating.ratings.scale.options
    # It does not say what is counted: its columns add up to ratings that other tables may hide.
    return DataTable(
        name=f"ratings-{one.name}",
        caption=words.translate(
            "{title}: ratings of the first audit down, of the later one ({stage}) along",
            **_about(one, material),
        ),
        columns=(
            Column(name="first", heading=words.translate("First audit")),
            *(Column(name=band, heading=bands[band], is_number=True) for band in options),
        ),
        rows=tuple((bands[band], *row) for band, row in zip(options, rating.table, strict=True)),
    )


def questions_table(one: Compared, material: ReportMaterial) -> DataTable:
    """Where the later audit stands against the first: on the rating, and on each question."""
    words = material.words
    compared = {"compared": "yes"}
    rows = tuple(_row(label, found) for label, found in _compared(one, material))
    return DataTable(
        name=f"agreement-{one.name}",
        caption=words.translate(
            "{title}: where the later audit ({stage}) stands against the first",
            **_about(one, material),
        ),
        columns=(
            Column(
                name="question", heading=words.translate("Question"), asks=("compared", "outcome")
            ),
            Column(name="pairs", heading=words.translate("Pairs"), is_number=True, counts=compared),
            *(
                Column(
                    name=name,
                    heading=words.translate(heading),
                    is_number=True,
                    counts={**compared, "outcome": name},
                )
                for name, heading in _OUTCOMES.items()
            ),
            Column(
                name="within_one",
                heading=words.translate("Within one step"),
                is_number=True,
                made_of=("pairs", *_OUTCOMES),
            ),
        ),
        rows=rows,
        note=words.translate(
            "Lower: the later audit found poorer practice than the first. Questions without a pair"
            " are left out."
        ),
        counted="pairs",
        facts={"stage": one.stage.stage, "set": one.question_set.name},
        behind=(
            Behind(
                name="without",
                counts={"compared": "no"},
                cells=tuple(one.agreement.pairs - int(row[1] or 0) for row in rows),
            ),
        ),
    )


def statistics_table(one: Compared, material: ReportMaterial) -> DataTable | None:
    """Kappa and AC of what has pairs enough; None where nothing has."""
    words = material.words
    rows = [
        (label, found.pairs, *_statistics(found, words))
        for label, found in _compared(one, material)
        if isinstance(found, Comparison) and found.pairs >= TOO_FEW
    ]
    if not rows:
        return None
    return DataTable(
        name=f"statistics-{one.name}",
        caption=words.translate(
            "{title}: how far the later audit ({stage}) and the first agree",
            **_about(one, material),
        ),
        columns=(
            Column(name="question", heading=words.translate("Question")),
            Column(name="pairs", heading=words.translate("Pairs"), is_number=True),
            Column(name="kappa", heading=words.translate("Kappa")),
            Column(name="ac", heading=words.translate("Gwet's AC")),
            Column(name="reliability", heading=words.translate("Reliability")),
        ),
        rows=tuple(rows),
        note=words.translate(
            "Kappa (Cohen) and Gwet's AC with linear weights and intervals of 95%, from ten pairs"
            " on; from 10 to 29 their reliability is low. A dash stands where one grade alone"
            " occurs."
        ),
    )


def _about(one: Compared, material: ReportMaterial) -> dict[str, str]:
    return {
        "title": worded(one.question_set.title, material.language),
        "stage": material.words.translate(STAGE_LABELS[one.stage.stage]),
    }


def _compared(
    one: Compared, material: ReportMaterial
) -> Iterator[tuple[str, Comparison | ChoicesComparison]]:
    """The rating and the questions that have a pair, in words."""
    rating = one.agreement.rating
    if rating is not None and rating.pairs:
        yield material.words.translate("Rating"), rating
    for each in one.agreement.questions:
        if each.comparison.pairs:
            question = one.question_set.questions[each.question]
            yield question_label(question, material.language), each.comparison


def _row(label: str, found: Comparison | ChoicesComparison) -> tuple[Cell, ...]:
    """Of a question with several answers, in how many pairs they are the very same."""
    if isinstance(found, ChoicesComparison):
        return (label, found.pairs, None, found.identical, None, None)
    return (label, found.pairs, found.lower, found.same, found.higher, found.within_one)


def _statistics(found: Comparison, words: Words) -> tuple[Cell, ...]:
    weights = linear(found.ratings.scale)
    return (
        _value(cohen_kappa(found.ratings, weights), words),
        _value(gwet_ac(found.ratings, weights), words),
        words.translate(reliability(found.pairs)),
    )


def _value(one: Estimate, words: Words) -> str | None:
    """A statistic with its interval, where it is defined."""
    if one.value is None or one.ci95 is None:
        return None
    # No agreement is more than full; the interval of kappa is a normal one, and not cut.
    low, high = (f"{min(end, 1.0):.2f}" for end in one.ci95)
    between = words.translate("{low} to {high}", low=low, high=high)
    return f"{one.value:.2f} ({between})"
