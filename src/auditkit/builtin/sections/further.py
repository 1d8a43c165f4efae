"""Further action: what the figures suggest, each with the figure and the rule it follows from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from auditkit.actions.model import KINDS
from auditkit.builtin.sections.fared import ranked
from auditkit.builtin.sections.weighted import WeightedCases, weighted_cases
from auditkit.languages import Words
from auditkit.questions.model import option_label, question_label, worded
from auditkit.report.evidence import Evidence
from auditkit.report.further import Suggested, for_question, for_reason
from auditkit.report.increases import increases
from auditkit.report.material import ReportMaterial
from auditkit.report.model import Cell, Column, DataTable, Paragraph, Section
from auditkit.report.wording import (
    FEWEST_FOR_PERCENT,
    all_cases_words,
    share_words,
    whole_percent,
)

# So many of the lowest questions are looked at.
_LOWEST = 3


class FurtherAction:
    """Suggestions for the Group: from the lowest questions, and from frequent reasons."""

    position = 1000

    def make(self, material: ReportMaterial) -> Section | None:
        evidence, words = material.evidence, material.words
        if evidence is None or not evidence.now:
            return None
        rows = [*_of_questions(material, evidence), *_of_reasons(evidence, words)]
        if rows:
            told = words.translate(
                "Suggested by rules from the figures of this report; the Group decides."
            )
        else:
            told = words.translate("No figure of this report asks for further action by itself.")
        table = DataTable(
            name="further-action",
            caption=words.translate("Suggested further action"),
            columns=(
                Column(name="suggestion", heading=words.translate("Suggestion")),
                Column(name="about", heading=words.translate("Because of")),
                Column(name="figure", heading=words.translate("Figure")),
                Column(name="rule", heading=words.translate("Rule")),
            ),
            rows=tuple(rows),
        )
        return Section(
            title=words.translate("Further action"),
            blocks=(Paragraph(told, of=()), *([table] if rows else [])),
        )


def _of_questions(material: ReportMaterial, evidence: Evidence) -> Iterator[tuple[Cell, ...]]:
    for cases in weighted_cases(material):
        yield from _of_lowest(cases, evidence)


def _of_lowest(cases: WeightedCases, evidence: Evidence) -> Iterator[tuple[Cell, ...]]:
    """The lowest questions of a set, the lowest first, where too few have the best answer."""
    keys, words = evidence.programme.report, cases.words
    found = [one for one in ranked(cases) if one.best is not None]
    for one in found[: -_LOWEST - 1 : -1]:
        best = one.best
        if best is None or best.sampled < FEWEST_FOR_PERCENT or best.value >= keys.further_below:
            continue
        rule = words.translate(
            "One of the {count} lowest questions, with the best answer in fewer than {percent}%",
            count=_LOWEST,
            percent=whole_percent(Fraction(keys.further_below)),
        )
        figure = words.translate("Best answer: {share}", share=all_cases_words(best, words))
        suggested = for_question(keys, one.question)
        label = question_label(one.question, words.language)
        yield _title(suggested, words), label, figure, rule


def _of_reasons(evidence: Evidence, words: Words) -> Iterator[tuple[Cell, ...]]:
    """The reasons that many cases with increased cost have, the most frequent first."""
    keys, found = evidence.programme.report, increases(evidence)
    told = [one for one in found if one.reasons]
    if len(told) < FEWEST_FOR_PERCENT:
        return
    sets = {one.question_set.name: one.question_set for one in told}
    counts = Counter(reason for one in told for reason in one.reasons)
    question_set = [*sets.values()][-1]
    question = question_set.questions[keys.reasons]
    options = {one.id: one for one in question_set.options(question)}
    rule = words.translate(
        "A reason in {percent}% or more of the cases with increased cost",
        percent=whole_percent(Fraction(keys.further_from)),
    )
    for reason, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        suggested = for_reason(keys, question, reason)
        is_frequent = Fraction(count, len(told)) >= keys.further_from
        if suggested is not None and is_frequent and reason in options:
            label = option_label(question, options[reason], words.language)
            yield _title(suggested, words), label, share_words(count, len(told), words), rule


def _title(suggested: Suggested, words: Words) -> str:
    kind = words.translate(KINDS[suggested.kind])
    told = worded(suggested.told.title, words.language) if suggested.told else ""
    return told or (words.translate(suggested.message) if suggested.message else kind)
