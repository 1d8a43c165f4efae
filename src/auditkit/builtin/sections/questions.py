"""Results for each question, the most confident first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from auditkit.frozen import frozen
from auditkit.languages import noted, noted_plural
from auditkit.questions.earnings import Earnings, points_scale
from auditkit.questions.model import Question, QuestionSet, question_label, worded
from auditkit.report.material import ReportMaterial
from auditkit.report.model import (
    STACKED_BARS,
    Block,
    Chart,
    Column,
    DataTable,
    Paragraph,
    Section,
    Subheading,
)
from auditkit.scoring.scorecard import SCORED, Scorecard


@frozen(kw_only=True)
class Tally:
    """How the audited cases fared on one question, after `reverse`; `mean` is that of the values
    of those that answered it, None where none did.
    """

    question: Question
    best: int
    between: int
    poorest: int
    not_applicable: int
    not_assessed: int
    mean: Fraction | None


def tallies(question_set: QuestionSet, cards: Sequence[Scorecard]) -> list[Tally]:
    """A tally for each scored question, the highest mean first; in the order asked where means
    are the same, and those that nobody could answer last.
    """
    scale = points_scale(question_set)
    found = [
        _tally(Earnings(question, question_set.options(question), scale), cards)
        for question in question_set.questions.values()
        if question_set.counts(question)
    ]
    return sorted(found, key=lambda one: (one.mean is None, -(one.mean or 0)))


def _tally(earnings: Earnings, cards: Sequence[Scorecard]) -> Tally:
    results = [card.questions[earnings.question.id] for card in cards]
    answered = [one for one in results if one.state == "answered" and one.value is not None]
    earned = [earnings.earned(one.option) for one in answered if one.option is not None]
    values = [one.value for one in answered if one.value is not None]
    best, poorest = earned.count(earnings.highest), earned.count(earnings.lowest)
    return Tally(
        question=earnings.question,
        best=best,
        between=len(earned) - best - poorest,
        poorest=poorest,
        not_applicable=sum(one.state == "not_applicable" for one in results),
        not_assessed=sum(one.state == "not_assessed" for one in results),
        mean=sum(values, Fraction(0)) / len(values) if values else None,
    )


class Questions:
    """Each question, ranked: weighted to all cases where these were drawn; else in counts and
    without a percentage, for the audited cases are no plain sample of all cases.
    """

    position = 200

    def make(self, material: ReportMaterial) -> Section | None:
        from auditkit.builtin.sections.weighted import coverage, weighted_cases
        from auditkit.builtin.sections.weighted_questions import (
            counted_questions,
            weighted_questions,
        )

        words, evidence = material.words, material.evidence
        drawn = {one.question_set.name: one for one in weighted_cases(material)}
        blocks: list[Block] = []
        for question_set in material.question_sets.values():
            cards = [one for one in counted_cards(material) if one.question_set is question_set]
            if question_set.name in drawn:
                blocks += weighted_questions(drawn[question_set.name])
            elif cards:
                blocks += _ranked(question_set, cards, material)
        if not blocks:
            return None
        if evidence is not None:
            blocks += [Paragraph(one) for one in coverage(evidence, words)]
        if drawn:
            blocks.append(Subheading(words.translate("In numbers of audited cases"), of=()))
        for one in drawn.values():
            blocks += counted_questions(one)
        return Section(title=words.translate("Results for each question"), blocks=tuple(blocks))


def counted_cards(material: ReportMaterial) -> list[Scorecard]:
    """The scorecards that results are made of: those that count for the cases of a store, else
    those of first audits.
    """
    is_stored = material.evidence is not None
    return [one for one in material.scored if is_stored or one.audit_return.stage == "first"]


def _ranked(
    question_set: QuestionSet, cards: Sequence[Scorecard], material: ReportMaterial
) -> Iterator[Block]:
    words, language = material.words, material.language
    found = tallies(question_set, cards)
    ranked = [one for one in found if one.mean is not None]
    name, title = f"questions-{question_set.id}", worded(question_set.title, language)
    if len(ranked) > 1:
        ends = {
            "strongest": favourable_label(ranked[0].question, language),
            "weakest": favourable_label(ranked[-1].question, language),
        }
        said = words.translate("Strongest: {strongest}. Weakest: {weakest}.", **ends)
        yield Paragraph(said, of=(name,))
        yield Chart(
            name=f"{name}-chart",
            kind=STACKED_BARS,
            title=words.translate("{title}: how each question fared", title=title),
            description=words.translate(
                "A bar for each question: how many audited cases had the best answer, how many one"
                " in between, how many the poorest. The strongest stands at the top:"
                " {strongest}. The weakest stands at the bottom: {weakest}.",
                **ends,
            ),
            table=name,
            series=("best", "between", "poorest"),
            note=words.translate(
                "A bar is shorter where a question did not apply to a case, or was not assessed."
            ),
        )
    yield DataTable(
        name=name,
        caption=words.plural(*_captions(material), len(cards), title=title),
        columns=(
            Column(name="question", heading=words.translate("Question"), asks=("answer",)),
            *(
                Column(
                    name=answer,
                    heading=words.translate(heading),
                    is_number=True,
                    counts={"answer": answer},
                )
                for answer, heading in _ANSWERS.items()
            ),
        ),
        rows=tuple(
            (
                favourable_label(one.question, language),
                one.best,
                one.between,
                one.poorest,
                one.not_applicable,
                one.not_assessed,
            )
            for one in found
        ),
        note=words.translate(
            "Numbers of audited cases. Where Yes is the poor answer, No counts as the best one."
        ),
        **of_cards(material, question_set),
        is_ranked=True,
        open_caption=words.translate("{title}: results by question", title=title),
    )


def of_cards(material: ReportMaterial, question_set: QuestionSet) -> dict[str, Any]:
    """What the counts of a table are numbers of."""
    name = question_set.name
    if material.evidence is not None:
        return {"counted": "cases", "facts": {"set": name}}
    return {"counted": "audits", "facts": {"stage": "first", "status": SCORED, "set": name}}


def _captions(material: ReportMaterial) -> tuple[str, str]:
    if material.evidence is not None:
        return _CAPTIONS_OF_CASES
    return _CAPTIONS


_CAPTIONS = noted_plural(
    "{title}: {count} first audit, the strongest question first",
    "{title}: {count} first audits, the strongest question first",
)
_CAPTIONS_OF_CASES = noted_plural(
    "{title}: {count} audited case, the strongest question first",
    "{title}: {count} audited cases, the strongest question first",
)


_ANSWERS = {
    "best": noted("Best answer"),
    "between": noted("In between"),
    "poorest": noted("Poorest answer"),
    "not_applicable": noted("Not applicable"),
    "not_assessed": noted("Not assessed"),
}


def favourable_label(question: Question, language: str) -> str:
    """The question in a few words; one that is reversed as its good answer reads."""
    return worded(question.favourable, language) or question_label(question, language)
