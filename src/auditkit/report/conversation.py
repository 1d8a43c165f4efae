"""One case on a page, for a Quality Conversation in supervision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditkit.actions.model import KINDS, STATUSES
from auditkit.actions.wording import in_language
from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.languages import Words, words_in
from auditkit.matching.folding import fold
from auditkit.moderation.plain import differing_questions
from auditkit.problems import problem
from auditkit.questions.model import (
    ANSWERED,
    NOT_ASKED,
    Question,
    question_label,
    short_option_labels,
    worded,
)
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.report.model import (
    Block,
    Cell,
    Column,
    DataTable,
    Letterhead,
    NamedSection,
    Paragraph,
    Points,
    ReportModel,
    Section,
)
from auditkit.report.theme import Theme
from auditkit.report.values import best_answer, has_best_answer
from auditkit.returns import STAGES
from auditkit.scoring.scorecard import Scorecard
from auditkit.templates.layout import STAGE_LABELS
from auditkit.version import __version__
from auditkit.wording import date_words

# So many questions are asked about the answers of a case.
_PROMPTS = 4


def conversation(
    evidence: Evidence, case_ref: str, *, language: str = "en", theme: Theme | None = None
) -> ReportModel:
    """What is known of one case of the period at every stage: scores, what went well, what to
    talk about with what auditors wrote, actions, and questions to begin with.

    It is for the practitioner and their supervisor: who audited is not in it, what they wrote
    is. Of a case that was audited in several months of the period it is the last one. Raises
    `Refused` (W034) where the period has no audit of the case.
    """
    cases = [one for one in evidence.now if fold(one.case_ref) == fold(case_ref)]
    if not cases:
        period = evidence.period.label(language)
        raise Refused([problem("W034", case=case_ref, period=period)])
    case = cases[-1]
    sheet = _Sheet(evidence, case, words_in(language))
    letterhead = theme.letterhead(language) if theme else Letterhead()
    words = words_in(language)
    return ReportModel(
        title=words.translate("Quality Conversation: {case}", case=case.case_ref),
        period=case.period.label(language),
        language=language,
        sections=tuple(NamedSection(name=name, section=one) for name, one in sheet.sections()),
        question_sets={case.card.question_set.name: case.card.question_set.content_hash},
        versions={"auditkit": __version__},
        letterhead=changed(
            letterhead, marking=words.translate("Personal: for this supervision only")
        ),
    )


class _Sheet:
    def __init__(self, evidence: Evidence, case: AuditedCase, words: Words) -> None:
        self.evidence = evidence
        self.case = case
        self.words = words
        cards = case.stages.cards
        self.stages = [stage for stage in STAGES if stage in cards]
        self.cards = {stage: cards[stage] for stage in self.stages}
        self.questions = case.card.question_set.questions

    def sections(self) -> Iterator[tuple[str, Section]]:
        words = self.words
        yield "case", Section(title=words.translate("The audits"), blocks=tuple(self._audits()))
        yield (
            "answers",
            Section(title=words.translate("What to talk about"), blocks=tuple(self._answers())),
        )
        actions = tuple(self._actions())
        if actions:
            yield "actions", Section(title=words.translate("Actions"), blocks=actions)
        prompts = Points(tuple(self._prompts()))
        yield "prompts", Section(title=words.translate("To begin with"), blocks=(prompts,))

    def stage(self, stage: str) -> str:
        return self.words.translate(STAGE_LABELS[stage])

    def label(self, question: Question) -> str:
        return question_label(question, self.words.language)

    def _audits(self) -> Iterator[Block]:
        words = self.words
        yield DataTable(
            name="audits",
            caption=words.translate("Scores and ratings"),
            columns=(
                Column(name="stage", heading=words.translate("Stage")),
                Column(name="date", heading=words.translate("Audited on")),
                Column(name="score", heading=words.translate("Score")),
                Column(name="rating", heading=words.translate("Rating")),
                Column(name="because", heading=words.translate("Because")),
            ),
            rows=tuple(self._audit(stage, card) for stage, card in self.cards.items()),
            note=self._standing(),
        )

    def _audit(self, stage: str, card: Scorecard) -> tuple[Cell, ...]:
        language = self.words.language
        day = card.audit_return.audit_date
        band = card.band(card.rating)
        reasons = [worded(one.because, language) for one in card.limits]
        return (
            self.stage(stage),
            None if day is None else date_words(day, language),
            None if card.overall is None else str(card.overall),
            None if band is None else worded(band.label, language),
            "; ".join(reasons) or None,
        )

    def _standing(self) -> str:
        official = self.case.standing.official.stage
        if len(self.stages) == 1:
            return ""
        if official is None:
            return self.words.translate("Which audit counts is still to be decided.")
        return self.words.translate("The audit that counts: {stage}.", stage=self.stage(official))

    def _answers(self) -> Iterator[Block]:
        words = self.words
        well = [one for one in self.questions.values() if self._is_best(one)]
        if well:
            labels = ", ".join(self._favourable(one) for one in well)
            yield Paragraph(
                words.translate("Best answers throughout: {questions}.", questions=labels)
            )
        rows = [
            self._row(one)
            for one in self.questions.values()
            if one not in well and self._is_told(one)
        ]
        yield DataTable(
            name="answers",
            caption=words.translate("All other answers, and what auditors wrote"),
            columns=(
                Column(name="question", heading=words.translate("Question")),
                *(Column(name=stage, heading=self.stage(stage)) for stage in self.stages),
                Column(name="written", heading=words.translate("What was written")),
            ),
            rows=tuple(rows),
        )

    def _favourable(self, question: Question) -> str:
        return worded(question.favourable, self.words.language) or self.label(question)

    def _is_best(self, question: Question) -> bool:
        """Whether every audit gave the best answer."""
        question_set = self.case.card.question_set
        if not has_best_answer(question_set, question):
            return False
        found = [self._best(question, card) for card in self.cards.values()]
        return all(found)

    def _best(self, question: Question, card: Scorecard) -> bool:
        asked = card.question_set.questions.get(question.id)
        return asked is not None and best_answer(card.question_set, asked)(card) == 1

    def _is_told(self, question: Question) -> bool:
        """Whether some audit says anything of a question."""
        found = [card.questions.get(question.id) for card in self.cards.values()]
        is_asked = any(one is not None and one.state != NOT_ASKED for one in found)
        is_written = question.type == "text" and not any(
            one is not None and one.state == ANSWERED for one in found
        )
        return is_asked and not is_written

    def _row(self, question: Question) -> tuple[Cell, ...]:
        answers = [self._answer(question, card) for card in self.cards.values()]
        written: dict[str, list[str]] = {}
        for stage, card in self.cards.items():
            for text in self._written(question, card):
                written.setdefault(text, []).append(self.stage(stage))
        everybody = [self.stage(one) for one in self.stages]
        told = [
            text if stages == everybody else f"{', '.join(stages)}: {text}"
            for text, stages in written.items()
        ]
        if question.type == "text":
            answers = [None for _ in answers]
        return (self.label(question), *answers, " · ".join(told) or None)

    def _written(self, question: Question, card: Scorecard) -> Iterator[str]:
        """What its auditor wrote about a question, each text once."""
        result = card.questions.get(question.id)
        if question.type == "text" and result is not None and result.answer is not None:
            yield str(result.answer)
        comment = card.audit_return.comments.get(question.id, "").strip()
        if comment:
            yield comment

    def _answer(self, question: Question, card: Scorecard) -> Cell:
        result = card.questions.get(question.id)
        if result is None:
            return None
        language = self.words.language
        if result.state != ANSWERED:
            return self.words.translate(result.state.replace("_", " ")).capitalize()
        if result.option is None:
            return str(result.answer)
        chosen = (result.option,) if isinstance(result.option, str) else result.option
        asked = card.question_set.questions[question.id]
        labels = short_option_labels(asked, card.question_set.options(asked), language)
        return "; ".join(labels[one] for one in chosen)

    def _actions(self) -> Iterator[Block]:
        words, language = self.words, self.words.language
        ours = fold(self.case.case_ref)
        found = [
            one
            for one in self.evidence.actions
            if fold(one.case_ref or "") == ours and one.period in (None, self.case.period.name)
        ]
        if found:
            yield DataTable(
                name="actions",
                caption=words.translate("Actions from the audits of this case"),
                columns=(
                    Column(name="title", heading=words.translate("Action")),
                    Column(name="kind", heading=words.translate("Kind")),
                    Column(name="due", heading=words.translate("Due")),
                    Column(name="status", heading=words.translate("Status")),
                ),
                rows=tuple(
                    (
                        in_language(one, self.case.card.question_set, language).title,
                        words.translate(KINDS[one.kind]),
                        date_words(one.due, language),
                        words.translate(STATUSES[one.status]),
                    )
                    for one in sorted(found, key=lambda one: (one.is_closed, one.due, one.id))
                ),
            )

    def _prompts(self) -> Iterator[str]:
        words = self.words
        yield words.translate("What are you proud of in this work?")
        differing = self._differing()
        poor = [
            one for one in self.questions.values() if self._is_poor(one) and one not in differing
        ]
        asked: Sequence[str] = [
            *(
                words.translate(
                    "{question}: the audits differ. Which evidence led to each answer?",
                    question=self.label(one),
                )
                for one in differing
            ),
            *(
                words.translate(
                    "{question}: what stood in the way, and what would have helped?",
                    question=self.label(one),
                )
                for one in poor
            ),
        ]
        yield from asked[:_PROMPTS]
        yield words.translate("What would you do differently with the next case like this one?")
        yield words.translate(
            "Which support do you need for it: time, training, advice, equipment?"
        )

    def _differing(self) -> list[Question]:
        """The questions on which two audits of the case do not say the same."""
        names = {
            one.question
            for pair in self.case.standing.held.values()
            for one in differing_questions(pair)
        }
        return [one for one in self.questions.values() if one.id in names]

    def _is_poor(self, question: Question) -> bool:
        """Whether the audit that counts has another answer than the best."""
        card = self.case.card
        question_set = card.question_set
        return (
            has_best_answer(question_set, question)
            and best_answer(question_set, question)(card) == 0
        )
