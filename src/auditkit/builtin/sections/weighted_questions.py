"""Results for each question from a store: ranked by the share of all cases with the best answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditkit.builtin.sections.fared import (
    ANSWERS,
    BEST,
    BETWEEN,
    POOREST,
    Fared,
    ranked,
    strongest_and_weakest,
)
from auditkit.builtin.sections.weighted import WeightedCases, estimate_percent
from auditkit.builtin.sections.weighted_tables import (
    audited_behind,
    beside,
    share_columns,
    shares_chart,
)
from auditkit.languages import Words, noted
from auditkit.questions.model import NOT_APPLICABLE, NOT_ASSESSED, worded
from auditkit.report.model import (
    Behind,
    Block,
    Chart,
    Column,
    DataTable,
    Paragraph,
)

_OUTCOMES = {
    BEST: noted("Best answer"),
    BETWEEN: noted("In between"),
    POOREST: noted("Poorest answer"),
    NOT_APPLICABLE: noted("Not applicable"),
    NOT_ASSESSED: noted("Not assessed"),
}


def weighted_questions(cases: WeightedCases) -> Iterator[Block]:
    """Each question of a set: all cases as a chart, and the strata beside them."""
    words = cases.words
    found = ranked(cases)
    name, title = _named(cases)
    ends = strongest_and_weakest(cases, words.language)
    shares = _shares(cases, found, name, title)
    if ends is not None:
        facts = dict(zip(("strongest", "weakest"), ends, strict=True))
        said = words.translate("Strongest: {strongest}. Weakest: {weakest}.", **facts)
        yield Paragraph(said, of=(name,))
        if any(one is not None for one in shares.numbers(BEST)):
            yield _chart(shares, title, facts, words)
    yield shares
    yield _beside(cases, found, name, title)


def counted_questions(cases: WeightedCases) -> Iterator[Block]:
    """The answers of each stratum, as they were counted."""
    found = ranked(cases)
    for stratum in cases.strata:
        yield _counts(cases, found, stratum, *_named(cases))


def _named(cases: WeightedCases) -> tuple[str, str]:
    """What tables of a set are called by machines and by people."""
    title = worded(cases.question_set.title, cases.words.language)
    return f"questions-{cases.question_set.id}", title


def _chart(shares: DataTable, title: str, ends: dict[str, str], words: Words) -> Chart:
    return shares_chart(
        shares,
        ANSWERS,
        words.translate("{title}: all cases, by question", title=title),
        words.translate(
            "A bar for each question: for how many in a hundred of all cases the answer was the"
            " best one, one in between, or the poorest. The strongest stands at the top:"
            " {strongest}. The weakest stands at the bottom: {weakest}.",
            **ends,
        ),
        words,
    )


def _shares(cases: WeightedCases, found: Sequence[Fared], name: str, title: str) -> DataTable:
    words = cases.words
    return DataTable(
        name=name,
        caption=words.translate(
            "{title}: all cases in per cent, the strongest question first", title=title
        ),
        columns=(
            _question_column(words),
            *share_columns(_outcomes(words), words),
        ),
        rows=tuple(
            (
                one.label(words.language),
                *(estimate_percent(one.share(outcome)) for outcome in _OUTCOMES),
                one.best.sampled if one.best else 0,
            )
            for one in found
        ),
        note=words.translate(
            "Weighted to all cases. Answers are of the cases with an answer; not applicable and not"
            " assessed are of all that were asked. A dash: fewer than ten audited cases, too few"
            " for a percentage. Where Yes is the poor answer, No counts as the best one."
        ),
        counted="cases",
        facts=_facts(cases),
        behind=(
            Behind(
                name="answered",
                counts={"is_answered": "yes"},
                cells=tuple(sum(_audited(one, answer) for answer in ANSWERS) for one in found),
            ),
            *(
                Behind(
                    name=audited_behind(outcome),
                    counts=_told(outcome),
                    cells=tuple(_audited(one, outcome) for one in found),
                )
                for outcome in _OUTCOMES
            ),
        ),
        is_ranked=True,
        open_caption=words.translate("{title}: all cases, by question", title=title),
    )


def _outcomes(words: Words) -> dict[str, str]:
    return {outcome: words.translate(heading) for outcome, heading in _OUTCOMES.items()}


def _audited(one: Fared, outcome: str) -> int:
    return sum(counts[outcome] for counts in one.counts.values())


def _told(outcome: str) -> dict[str, str]:
    return {"is_answered": "yes" if outcome in ANSWERS else "no", "answer": outcome}


def _beside(cases: WeightedCases, found: Sequence[Fared], name: str, title: str) -> DataTable:
    """The best answers of each stratum beside those of all cases."""
    words = cases.words

    def cell(one: Fared, stratum: str | None) -> str | None:
        if stratum is None:
            return cases.share_words(one.best)
        return cases.share_words(one.share(BEST, stratum), one.counts[stratum][BEST])

    return beside(
        cases,
        name,
        words.translate("{title}: the share with the best answer", title=title),
        Column(name="question", heading=words.translate("Question")),
        (
            (one.label(words.language), *(cell(one, stratum) for stratum in cases.kinds))
            for one in found
        ),
    )


def _counts(
    cases: WeightedCases, found: Sequence[Fared], stratum: str, name: str, title: str
) -> DataTable:
    words = cases.words
    return DataTable(
        name=f"{name}-{stratum}",
        caption=f"{title}: {cases.strata[stratum]}",
        columns=(
            _question_column(words),
            *(
                Column(name=outcome, heading=heading, is_number=True, counts=_told(outcome))
                for outcome, heading in _outcomes(words).items()
            ),
        ),
        rows=tuple(
            (
                one.label(words.language),
                *(one.counts[stratum][outcome] for outcome in _OUTCOMES),
            )
            for one in found
        ),
        counted="cases",
        facts={**_facts(cases), "stratum": stratum},
        is_ranked=True,
    )


def _question_column(words: Words) -> Column:
    heading = words.translate("Question")
    return Column(name="question", heading=heading, asks=("is_answered", "answer"))


def _facts(cases: WeightedCases) -> dict[str, str]:
    return {"is_drawn": "yes", "set": cases.question_set.name}
