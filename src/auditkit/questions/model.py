"""A question set as typed, frozen objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from attrs import define

from auditkit.documents.canonical import content_hash
from auditkit.documents.record import Record, model, reads
from auditkit.documents.shapes import (
    DATE,
    FLAG,
    NUMBER,
    SET_ID,
    TEXT,
    WORDS,
    ListOf,
    MapOf,
    OneOf,
)
from auditkit.expressions.syntax import Expression
from auditkit.questions.rating import ActionRule, Escalation, Rating, Scoring
from auditkit.questions.shapes import CONDITION, NAME, PLACES, Wording

ANSWERED = "answered"
NOT_APPLICABLE = "not_applicable"
NOT_ASSESSED = "not_assessed"
NOT_ASKED = "not_asked"
INVALID = "invalid"
STATES = (ANSWERED, NOT_APPLICABLE, NOT_ASSESSED, NOT_ASKED, INVALID)


@model
class CaseField:
    """A fact about the case that conditions may name. `places` are a number's decimals."""

    type: str = reads(OneOf("choice", "number", "text", "date"), "what its values are")
    title: Wording | None = reads(TEXT, "what people call it", default=None, scoring=False)
    options: tuple[str, ...] = reads(
        ListOf(WORDS, "a list of options", least=1), "the values a choice may have", default=()
    )
    labels: Mapping[str, Wording] = reads(
        MapOf(TEXT, "a map from option to text"),
        "how each value is worded for people",
        factory=dict,
        scoring=False,
    )
    unit: str | None = reads(
        WORDS, "what a number counts, as in GBP per week", default=None, scoring=False
    )
    places: int = reads(
        PLACES, "decimals of a number; it is compared as a whole number of that size", default=0
    )

    def worded_options(self, language: str) -> list[str]:
        """The values a choice may have, each in words."""
        return [worded(self.labels.get(one, one), language) for one in self.options]


@model
class Option:
    """One answer that a scale offers. `score` is what it earns; an option without one says
    nothing about quality. `state` marks the options that are no answer at all.
    """

    id: str = reads(WORDS, "the id that conditions and returns use; any text", key="option")
    label: Wording = reads(TEXT, "how it is worded for people", scoring=False)
    score: Decimal | None = reads(
        NUMBER, "what it earns; without one it says nothing about quality", default=None
    )
    state: str | None = reads(
        OneOf(NOT_APPLICABLE, NOT_ASSESSED),
        "for an option that is no answer: not applicable, or not assessed",
        default=None,
    )
    synonyms: tuple[str, ...] = reads(
        ListOf(WORDS, "a list of texts"),
        "other wordings that mean this option in a return",
        default=(),
        scoring=False,
    )


@model
class Question:
    """One question of a set. `scale` names its options; `weight` 0 means that it never counts."""

    id: str = reads(NAME, "the id that conditions and columns use", key="question")
    text: Wording = reads(TEXT, "the question in full, as it is asked", scoring=False)
    label: Wording | None = reads(
        TEXT, "the question in a few words, for tables", default=None, scoring=False
    )
    guidance: Wording | None = reads(
        TEXT, "what the auditor looks for", default=None, scoring=False
    )
    type: str = reads(
        OneOf("choice", "choices", "number", "text", "date"), "what an answer is", default="choice"
    )
    scale: str | None = reads(NAME, "which scale offers its options", default=None)
    score: str | None = reads(
        OneOf("sum", "best", "worst", "mean"),
        "how several options chosen make one score; without it they are not scored",
        default=None,
    )
    weight: Decimal = reads(
        NUMBER, "how much it counts among its neighbours; 0 means never", default=Decimal(1)
    )
    reverse: bool = reads(FLAG, "true where the highest score is the poor answer", default=False)
    favourable: Wording | None = reads(
        TEXT, "how a ranked table words a reversed question", default=None, scoring=False
    )
    applies_when: Expression | None = reads(
        CONDITION, "the question is asked only where this holds", default=None
    )
    comment_required: tuple[str, ...] = reads(
        ListOf(WORDS, "a list of options"),
        "options that need a comment; without one there is a warning",
        default=(),
        scoring=False,
    )
    tags: tuple[str, ...] = reads(
        ListOf(WORDS, "a list of texts"), "words by which conditions count questions", default=()
    )
    labels: Mapping[str, Wording] = reads(
        MapOf(TEXT, "a map from option to text"),
        "options worded for this question alone",
        factory=dict,
        scoring=False,
    )
    unit: str | None = reads(WORDS, "what a number counts", default=None, scoring=False)
    places: int = reads(
        PLACES, "decimals of a number; it is compared as a whole number of that size", default=0
    )


@model
class Rescore:
    """From this percentage on, a section scores this much."""

    from_: Decimal = reads(NUMBER, "from this percentage on, as rounded", key="from")
    score: Decimal = reads(NUMBER, "the section scores this")


@model
class Section:
    """Questions that belong together, and the sections within."""

    id: str = reads(NAME, "the id that conditions and columns use", key="section")
    title: Wording = reads(TEXT, "its heading for people", scoring=False)
    guidance: Wording | None = reads(
        TEXT, "what stands above its questions", default=None, scoring=False
    )
    weight: Decimal = reads(
        NUMBER,
        "how much it counts in the section around it, where sections are averaged",
        default=Decimal(1),
    )
    applies_when: Expression | None = reads(
        CONDITION, "its questions are asked only where this holds", default=None
    )
    rescore: tuple[Rescore, ...] = reads(
        ListOf(Record(lambda: Rescore, "from and score"), "a list"),
        "steps from its percentage to a score, lowest first",
        default=(),
    )
    questions: tuple[Question, ...] = reads(
        ListOf(Record(lambda: Question, "a question"), "a list"),
        "its questions, in the order asked",
        default=(),
    )
    sections: tuple[Section, ...] = reads(
        ListOf(Record(lambda: Section, "a section"), "a list"),
        "sections within it, to any depth",
        default=(),
    )

    def all_questions(self) -> Iterator[Question]:
        """The questions of this section and of those within, in the order asked."""
        yield from self.questions
        for section in self.sections:
            yield from section.all_questions()

    def all_sections(self) -> Iterator[Section]:
        """This section and those within, outer before inner."""
        yield self
        for section in self.sections:
            yield from section.all_sections()


@define(frozen=True, kw_only=True, slots=False)
class QuestionSet:
    """A resolved question set: everything that a return is read, asked and scored by."""

    id: str = reads(SET_ID, "the id of the set", key="question_set")
    version: str = reads(WORDS, "the version: any text, never put in order")
    title: Wording = reads(TEXT, "the name of the set for people", scoring=False)
    description: Wording | None = reads(TEXT, "what the set is for", default=None, scoring=False)
    source: Wording | None = reads(
        TEXT, "where its questions and rules come from", default=None, scoring=False
    )
    effective_from: date | None = reads(
        DATE, "the first audit date it is meant for", default=None, scoring=False
    )
    effective_to: date | None = reads(
        DATE, "the last audit date it is meant for", default=None, scoring=False
    )
    case_fields: Mapping[str, CaseField] = reads(
        MapOf(Record(lambda: CaseField, "a case field"), "a map of case fields", NAME),
        "facts about the case that conditions may name, by id",
        factory=dict,
    )
    scales: Mapping[str, tuple[Option, ...]] = reads(
        MapOf(
            ListOf(Record(lambda: Option, "an option"), "a list of options", least=1),
            "a map of scales",
            NAME,
        ),
        "lists of options that questions share, by id",
        factory=dict,
    )
    sections: tuple[Section, ...] = reads(
        ListOf(Record(lambda: Section, "a section"), "a list of sections", least=1),
        "the questions, in the order asked",
    )
    actions: tuple[ActionRule, ...] = reads(
        ListOf(Record(lambda: ActionRule, "an action"), "a list"),
        "actions that answers give rise to",
        default=(),
        scoring=False,
    )
    scoring: Scoring = reads(
        Record(lambda: Scoring, "a map of scoring"), "how answers become a score", default=Scoring()
    )
    rating: Rating | None = reads(
        Record(lambda: Rating, "a map of rating"),
        "how a score becomes a rating; without it there is none",
        default=None,
    )
    escalations: tuple[Escalation, ...] = reads(
        ListOf(Record(lambda: Escalation, "an escalation"), "a list"),
        "answers of which somebody is told at once",
        default=(),
        scoring=False,
    )

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by its id, in the order asked."""
        return {one.id: one for section in self.sections for one in section.all_questions()}

    def all_sections(self) -> Iterator[Section]:
        """Every section, outer before inner."""
        for section in self.sections:
            yield from section.all_sections()

    def options(self, question: Question) -> tuple[Option, ...]:
        """The options of a question, in the order offered; none where it has no scale, or one
        that is not there, while a set is being checked.
        """
        return self.scales.get(question.scale, ()) if question.scale else ()

    def counts(self, question: Question) -> bool:
        """Whether an answer to a question can bring anything into the score."""
        scored = any(one.score is not None for one in self.options(question))
        asks = question.type == "choice" or question.score is not None
        return scored and asks and question.weight > 0

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the set's canonical form: what a return is pinned to."""
        return content_hash(self)

    @cached_property
    def scoring_hash(self) -> str:
        """The same over what can change a score or a rating: texts are left out."""
        return content_hash(self, scoring_only=True)

    @cached_property
    def name(self) -> str:
        """Id and version, as in ``managing-cost-of-care@1.0``."""
        return f"{self.id}@{self.version}"


def worded(wording: Wording | None, language: str = "en") -> str:
    """A text in the language asked for; else in English, else in the first there is."""
    if wording is None or isinstance(wording, str):
        return wording or ""
    return wording.get(language) or wording.get("en") or next(iter(wording.values()))


def question_label(question: Question, language: str = "en") -> str:
    """A question in a few words: its label, else its id with spaces.

    >>> question_label(Question(id="contingency_plan", text="Is a contingency plan in place?"))
    'Contingency plan'
    """
    if question.label is not None:
        return worded(question.label, language)
    return question.id.replace("_", " ").capitalize()


def option_label(question: Question, option: Option, language: str = "en") -> str:
    """An option as this question words it in this language, else as its scale does."""
    own = question.labels.get(option.id)
    if isinstance(own, str) or (own is not None and language in own):
        return worded(own, language)
    return worded(option.label, language)


def short_option_labels(
    question: Question, options: Iterable[Option], language: str = "en"
) -> dict[str, str]:
    """The labels of a question's options, each up to its first comma; whole where two would then
    read alike.

    >>> scale = (Option(id="yes", label="Yes"), Option(id="no", label="No, or not evidenced"))
    >>> short_option_labels(Question(id="seen", text="Was it seen?"), scale)
    {'yes': 'Yes', 'no': 'No'}
    """
    labels = {one.id: option_label(question, one, language) for one in options}
    short = {name: label.partition(",")[0].rstrip() for name, label in labels.items()}
    return short if len({*short.values()} - {""}) == len(labels) else labels


QUESTION_SET: Any = Record(lambda: QuestionSet, "a question set")
