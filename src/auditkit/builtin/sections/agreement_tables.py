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
from auditkit.report.model import Cell, Column, DataTable
from auditkit.report.wording import share_words
from auditkit.templates.layout import STAGE_LABELS

_OUTCOMES = {
    "lower": noted("Lower"),
    "same": noted("Same"),
    "higher": noted("Higher"),
}
_COUNTS = ("pairs", *_OUTCOMES)


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
    return DataTable(
        name=f"ratings-{one.name}",
        caption=words.translate(
            "{title}: ratings of the first audit down, of the later one ({stage}) along",
            **_about(one, material),
        ),
        columns=(
            Column(
                name="first",
                heading=words.translate("First audit"),
                tells="first",
                values={label: band for band, label in bands.items()},
            ),
            *(
                Column(name=band, heading=bands[band], is_number=True, counts={"later": band})
                for band in options
            ),
        ),
        rows=tuple((bands[band], *row) for band, row in zip(options, rating.table, strict=True)),
        counted="pairs",
        facts={"stage": one.stage.stage, "set": one.question_set.name},
    )


def questions_table(one: Compared, material: ReportMaterial) -> DataTable:
    """How far two stages agree on the rating, and on each question."""
    words = material.words
    return DataTable(
        name=f"agreement-{one.name}",
        caption=words.translate(
            "{title}: where the later audit ({stage}) stands against the first",
            **_about(one, material),
        ),
        columns=tuple(_columns(words)),
        rows=tuple(_rows(one, material)),
        note=words.translate(
            "Lower: the later audit found poorer practice than the first. Kappa (Cohen) and"
            " Gwet's AC with linear weights and intervals of 95%: a dash stands where there are"
            " fewer than ten pairs, or where one grade alone occurs. From 10 to 29 pairs their"
            " reliability is low. Questions without a pair are left out."
        ),
        counted="pairs",
        facts={"stage": one.stage.stage, "set": one.question_set.name},
    )


def _about(one: Compared, material: ReportMaterial) -> dict[str, str]:
    return {
        "title": worded(one.question_set.title, material.language),
        "stage": material.words.translate(STAGE_LABELS[one.stage.stage]),
    }


def _columns(words: Words) -> Iterator[Column]:
    yield Column(name="question", heading=words.translate("Question"), asks=("compared", "outcome"))
    compared = {"compared": "yes"}
    yield Column(name="pairs", heading=words.translate("Pairs"), is_number=True, counts=compared)
    for name, heading in _OUTCOMES.items():
        yield Column(
            name=name,
            heading=words.translate(heading),
            is_number=True,
            counts={**compared, "outcome": name},
        )
    for name, heading in (
        ("within_one", words.translate("Within one step")),
        ("kappa", words.translate("Kappa")),
        ("ac", words.translate("Gwet's AC")),
        ("reliability", words.translate("Reliability")),
    ):
        yield Column(name=name, heading=heading, made_of=_COUNTS)


def _rows(one: Compared, material: ReportMaterial) -> Iterator[tuple[Cell, ...]]:
    words = material.words
    if one.agreement.rating is not None and one.agreement.rating.pairs:
        yield _row(words.translate("Rating"), one.agreement.rating, words)
    for each in one.agreement.questions:
        question = one.question_set.questions[each.question]
        label = question_label(question, material.language)
        if not each.comparison.pairs:
            continue
        if isinstance(each.comparison, ChoicesComparison):
            yield _row_of_choices(label, each.comparison, words)
        else:
            yield _row(label, each.comparison, words)


def _row(label: str, found: Comparison, words: Words) -> tuple[Cell, ...]:
    weights = linear(found.ratings.scale)
    return (
        label,
        found.pairs,
        found.lower,
        found.same,
        found.higher,
        share_words(found.within_one, found.pairs, words),
        _value(cohen_kappa(found.ratings, weights), words),
        _value(gwet_ac(found.ratings, weights), words),
        words.translate(reliability(found.pairs)),
    )


def _row_of_choices(label: str, found: ChoicesComparison, words: Words) -> tuple[Cell, ...]:
    """A question with several answers: in how many pairs they are the very same."""
    trust = words.translate(reliability(found.pairs))
    return (label, found.pairs, None, found.identical, None, None, None, None, trust)


def _value(one: Estimate, words: Words) -> str | None:
    """A statistic with its interval; of too few pairs there are counts only."""
    if one.value is None or one.n < TOO_FEW:
        return None
    if one.ci95 is None:
        return f"{one.value:.2f}"
    # No agreement is more than full; the interval of kappa is a normal one, and not cut.
    low, high = (f"{min(end, 1.0):.2f}" for end in one.ci95)
    between = words.translate("{low} to {high}", low=low, high=high)
    return f"{one.value:.2f} ({between})"
