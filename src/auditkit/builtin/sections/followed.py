"""What is followed over time of one question set: its score and its questions, by stratum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from auditkit.actions.following import why_not_comparable
from auditkit.builtin.sections.fared import ranked
from auditkit.builtin.sections.weighted import strata_of, weighted_cases
from auditkit.frozen import frozen
from auditkit.languages import Words
from auditkit.questions.model import (
    Question,
    QuestionSet,
    option_label,
    question_label,
    worded,
)
from auditkit.report.evidence import Evidence
from auditkit.report.material import ReportMaterial
from auditkit.report.series import Dated, Series, mean_series, share_series
from auditkit.report.trends import Trend
from auditkit.report.values import best_answer, chosen_option, has_best_answer, score
from auditkit.scoring.scorecard import SCORED

# The id of what is followed that is no question.
SCORE = ""


@frozen(kw_only=True)
class Line:
    """One thing that is followed: a question's best answer, one of its options, or with `SCORE`
    the mean score; with a series for each stratum. `rise_is_good` is None where nobody says so.
    """

    question: str
    option: str | None
    label: str
    series: Mapping[str, Series]
    rise_is_good: bool | None

    @property
    def has_signal(self) -> bool:
        return any(one.has_signal for one in self.series.values())


@frozen(kw_only=True)
class Followed:
    """The lines of a question set: the score, every question with a best answer, the options
    that were asked for. `strata` are their titles by id; `asked` are the trends asked for, `ends`
    the strongest and the weakest question of the period.
    """

    question_set: QuestionSet
    strata: Mapping[str, str]
    lines: tuple[Line, ...]
    asked: tuple[Trend, ...]
    ends: tuple[str, ...]

    @property
    def has_charts(self) -> bool:
        """Whether anything has enough points for a chart."""
        return any(one.chart for line in self.lines for one in line.series.values())


def followed(evidence: Evidence, material: ReportMaterial) -> Iterator[Followed]:
    """For each question set of the period, as it was used last, what is followed of the drawn
    cases of every period.
    """
    strata = strata_of(evidence.programme, evidence.draws, material.language)
    newest = {one.card.question_set.id: one.card.question_set for one in evidence.now}
    for question_set in newest.values():
        every = {stratum: _cards(evidence, question_set, stratum) for stratum in strata}
        cards = {stratum: some for stratum, some in every.items() if some}
        if cards:
            yield Followed(
                question_set=question_set,
                strata={name: strata[name] for name in cards},
                lines=(
                    _score_line(question_set, cards, material.words),
                    *_question_lines(question_set, cards, material.language),
                    *_asked_lines(question_set, cards, material),
                ),
                asked=material.trends,
                ends=_ends(question_set, material),
            )


def _cards(evidence: Evidence, question_set: QuestionSet, stratum: str) -> Dated:
    return [
        (case.period, case.card)
        for case in evidence.cases
        if case.stratum == stratum
        and case.card.status == SCORED
        and case.card.question_set.id == question_set.id
    ]


def _ends(question_set: QuestionSet, material: ReportMaterial) -> tuple[str, ...]:
    """The questions that stand first and last in the results of the period."""
    for cases in weighted_cases(material):
        if cases.question_set.name == question_set.name:
            found = [one.question.id for one in ranked(cases) if one.best is not None]
            return (*found[:1], *found[-1:])
    return ()


def _score_line(question_set: QuestionSet, cards: Mapping[str, Dated], words: Words) -> Line:
    """The mean score of the cards whose sets score as this one does."""
    ours = question_set.scoring_hash
    return Line(
        question=SCORE,
        option=None,
        label=words.translate("Mean score"),
        series={
            name: mean_series(
                [one for one in some if one[1].question_set.scoring_hash == ours], score
            )
            for name, some in cards.items()
        },
        rise_is_good=True,
    )


def _question_lines(
    question_set: QuestionSet, cards: Mapping[str, Dated], language: str
) -> Iterator[Line]:
    for question in question_set.questions.values():
        if has_best_answer(question_set, question):
            yield _line(question_set, question, None, cards, language)


def _asked_lines(
    question_set: QuestionSet, cards: Mapping[str, Dated], material: ReportMaterial
) -> Iterator[Line]:
    """The options that somebody asked for, of questions that this set has."""
    for trend in material.trends:
        question = question_set.questions.get(trend.question)
        if question is None or trend.option is None:
            continue
        if any(one.id == trend.option for one in question_set.options(question)):
            yield _line(question_set, question, trend.option, cards, material.language)


def _line(
    question_set: QuestionSet,
    question: Question,
    option: str | None,
    cards: Mapping[str, Dated],
    language: str,
) -> Line:
    value = (
        best_answer(question_set, question) if option is None else chosen_option(question, option)
    )
    return Line(
        question=question.id,
        option=option,
        label=_label(question_set, question, option, language),
        series={
            name: share_series(_asked_alike(question_set, question, some), value)
            for name, some in cards.items()
        },
        rise_is_good=True if option is None else None,
    )


def _label(question_set: QuestionSet, question: Question, option: str | None, language: str) -> str:
    """The question as its best answer reads, or with the option that is followed."""
    label = question_label(question, language)
    if option is None:
        return worded(question.favourable, language) or label
    found = next(one for one in question_set.options(question) if one.id == option)
    return f"{label}: {option_label(question, found, language)}"


def _asked_alike(question_set: QuestionSet, question: Question, cards: Dated) -> Dated:
    """The cards whose sets ask a question as this one does."""

    @cache
    def is_alike(name: str) -> bool:
        return not why_not_comparable(question.id, sets[name], question_set)

    sets = {card.question_set.name: card.question_set for _, card in cards}
    return [one for one in cards if is_alike(one[1].question_set.name)]
