"""A question set as typed, frozen objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from attrs import define, field

from auditkit.documents.canonical import content_hash
from auditkit.documents.record import Record, reads
from auditkit.documents.shapes import (
    DATE,
    FLAG,
    ID,
    NUMBER,
    SET_ID,
    TEXT,
    WHOLE,
    WORDS,
    ListOf,
    MapOf,
    OneOf,
)
from auditkit.expressions.syntax import Expression
from auditkit.frozen import frozen
from auditkit.questions.shapes import CONDITION, NAME, PLACES, SHARE, WORKING_DAYS

# One text, or the same text in several languages.
Wording = str | Mapping[str, str]

ANSWERED = "answered"
NOT_APPLICABLE = "not_applicable"
NOT_ASSESSED = "not_assessed"
NOT_ASKED = "not_asked"
INVALID = "invalid"
STATES = (ANSWERED, NOT_APPLICABLE, NOT_ASSESSED, NOT_ASKED, INVALID)

ACTION_KINDS = (
    "training",
    "team_development",
    "supervision",
    "practice_support",
    "targeted_review",
    "technology_enabled_care",
    "accommodation_based_solution",
    "other",
)


@frozen(kw_only=True)
class CaseField:
    """A fact about the case that conditions may name. `places` are a number's decimals."""

    type: str = field(metadata=reads(OneOf("choice", "number", "text", "date")))
    title: Wording | None = field(default=None, metadata=reads(TEXT, scoring=False))
    options: tuple[str, ...] = field(
        default=(), metadata=reads(ListOf(WORDS, "a list of options", least=1))
    )
    labels: Mapping[str, Wording] = field(
        factory=dict, metadata=reads(MapOf(TEXT, "a map from option to text"), scoring=False)
    )
    unit: str | None = field(default=None, metadata=reads(WORDS, scoring=False))
    places: int = field(default=0, metadata=reads(PLACES))


@frozen(kw_only=True)
class Option:
    """One answer that a scale offers. `score` is what it earns; an option without one says
    nothing about quality. `state` marks the options that are no answer at all.
    """

    id: str = field(metadata=reads(WORDS, key="option"))
    label: Wording = field(metadata=reads(TEXT, scoring=False))
    score: Decimal | None = field(default=None, metadata=reads(NUMBER))
    state: str | None = field(default=None, metadata=reads(OneOf(NOT_APPLICABLE, NOT_ASSESSED)))
    synonyms: tuple[str, ...] = field(
        default=(), metadata=reads(ListOf(WORDS, "a list of texts"), scoring=False)
    )


@frozen(kw_only=True)
class Question:
    """One question of a set. `scale` names its options; `weight` 0 means that it never counts."""

    id: str = field(metadata=reads(NAME, key="question"))
    text: Wording = field(metadata=reads(TEXT, scoring=False))
    label: Wording | None = field(default=None, metadata=reads(TEXT, scoring=False))
    guidance: Wording | None = field(default=None, metadata=reads(TEXT, scoring=False))
    type: str = field(
        default="choice", metadata=reads(OneOf("choice", "choices", "number", "text", "date"))
    )
    scale: str | None = field(default=None, metadata=reads(NAME))
    score: str | None = field(default=None, metadata=reads(OneOf("sum", "best", "worst", "mean")))
    weight: Decimal = field(default=Decimal(1), metadata=reads(NUMBER))
    reverse: bool = field(default=False, metadata=reads(FLAG))
    favourable: Wording | None = field(default=None, metadata=reads(TEXT, scoring=False))
    applies_when: Expression | None = field(default=None, metadata=reads(CONDITION))
    comment_required: tuple[str, ...] = field(
        default=(), metadata=reads(ListOf(WORDS, "a list of options"), scoring=False)
    )
    tags: tuple[str, ...] = field(default=(), metadata=reads(ListOf(WORDS, "a list of texts")))
    labels: Mapping[str, Wording] = field(
        factory=dict, metadata=reads(MapOf(TEXT, "a map from option to text"), scoring=False)
    )
    unit: str | None = field(default=None, metadata=reads(WORDS, scoring=False))
    places: int = field(default=0, metadata=reads(PLACES))


@frozen(kw_only=True)
class Rescore:
    """From this percentage on, a section scores this much."""

    from_: Decimal = field(metadata=reads(NUMBER, key="from"))
    score: Decimal = field(metadata=reads(NUMBER))


@frozen(kw_only=True)
class Section:
    """Questions that belong together, and the sections within."""

    id: str = field(metadata=reads(NAME, key="section"))
    title: Wording = field(metadata=reads(TEXT, scoring=False))
    guidance: Wording | None = field(default=None, metadata=reads(TEXT, scoring=False))
    weight: Decimal = field(default=Decimal(1), metadata=reads(NUMBER))
    applies_when: Expression | None = field(default=None, metadata=reads(CONDITION))
    rescore: tuple[Rescore, ...] = field(
        default=(), metadata=reads(ListOf(Record(lambda: Rescore, "from and score"), "a list"))
    )
    questions: tuple[Question, ...] = field(
        default=(), metadata=reads(ListOf(Record(lambda: Question, "a question"), "a list"))
    )
    sections: tuple[Section, ...] = field(
        default=(), metadata=reads(ListOf(Record(lambda: Section, "a section"), "a list"))
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


@frozen(kw_only=True)
class Rounding:
    """How the printed figure is made from the exact one, once."""

    mode: str = field(
        default="half_up", metadata=reads(OneOf("half_up", "half_even", "ceiling", "floor"))
    )
    places: int = field(default=1, metadata=reads(PLACES))


@frozen(kw_only=True)
class Scoring:
    """How answers become a percentage, and when there are too few of them for a rating."""

    method: str = field(default="weighted_mean", metadata=reads(WORDS))
    arguments: Mapping[str, str] = field(
        factory=dict, metadata=reads(MapOf(WORDS, "a map of arguments"))
    )
    over: str = field(default="questions", metadata=reads(OneOf("questions", "sections")))
    value: str = field(default="of_maximum", metadata=reads(OneOf("of_maximum", "of_range")))
    missing: str = field(default="exclude", metadata=reads(OneOf("exclude", "worst", "refuse")))
    minimum_coverage: Decimal = field(default=Decimal(0), metadata=reads(SHARE))
    minimum_counted: int = field(default=0, metadata=reads(WHOLE))
    rounding: Rounding = field(
        default=Rounding(), metadata=reads(Record(lambda: Rounding, "mode and places"))
    )


@frozen(kw_only=True)
class Band:
    """One rating there is. Without `from_` it is given by rules only."""

    id: str = field(metadata=reads(WORDS, key="band"))
    label: Wording = field(metadata=reads(TEXT, scoring=False))
    from_: Decimal | None = field(default=None, metadata=reads(NUMBER, key="from"))


@frozen(kw_only=True)
class Rule:
    """A rating given outright where a condition holds; without one, in every case left."""

    band: str = field(metadata=reads(WORDS))
    when: Expression | None = field(default=None, metadata=reads(CONDITION))
    because: Wording | None = field(default=None, metadata=reads(TEXT, scoring=False))


@frozen(kw_only=True)
class Limit:
    """A limiting judgement: where the condition holds, the rating is this at most."""

    when: Expression = field(metadata=reads(CONDITION))
    at_most: str = field(metadata=reads(WORDS))
    because: Wording = field(metadata=reads(TEXT, scoring=False))


@frozen(kw_only=True)
class Rating:
    """From a score to a rating: rules, bands (best first) and limits, and a person's judgement."""

    bands: tuple[Band, ...] = field(
        metadata=reads(ListOf(Record(lambda: Band, "a band"), "a list of bands", least=1))
    )
    official: str = field(default="computed", metadata=reads(OneOf("computed", "judged")))
    judgement: str | None = field(default=None, metadata=reads(NAME))
    reason: str | None = field(default=None, metadata=reads(NAME))
    band_on: str = field(default="rounded", metadata=reads(OneOf("rounded", "exact")))
    rules: tuple[Rule, ...] = field(
        default=(), metadata=reads(ListOf(Record(lambda: Rule, "a rule"), "a list of rules"))
    )
    limits: tuple[Limit, ...] = field(
        default=(), metadata=reads(ListOf(Record(lambda: Limit, "a limit"), "a list of limits"))
    )


@frozen(kw_only=True)
class Escalation:
    """Where the condition holds, somebody is told at once."""

    when: Expression = field(metadata=reads(CONDITION))
    to: str = field(metadata=reads(ID))
    because: Wording = field(metadata=reads(TEXT, scoring=False))


@frozen(kw_only=True)
class ActionRule:
    """Where the condition holds, an action is raised. `due` counts working days."""

    when: Expression = field(metadata=reads(CONDITION))
    title: Wording = field(metadata=reads(TEXT))
    kind: str = field(metadata=reads(OneOf(*ACTION_KINDS)))
    owner: str = field(metadata=reads(ID))
    due: int = field(metadata=reads(WORKING_DAYS))
    priority: str = field(default="normal", metadata=reads(OneOf("low", "normal", "high")))


@define(frozen=True, kw_only=True, slots=False)
class QuestionSet:
    """A resolved question set: everything that a return is read, asked and scored by."""

    id: str = field(metadata=reads(SET_ID, key="question_set"))
    version: str = field(metadata=reads(WORDS))
    title: Wording = field(metadata=reads(TEXT, scoring=False))
    description: Wording | None = field(default=None, metadata=reads(TEXT, scoring=False))
    source: Wording | None = field(default=None, metadata=reads(TEXT, scoring=False))
    effective_from: date | None = field(default=None, metadata=reads(DATE, scoring=False))
    effective_to: date | None = field(default=None, metadata=reads(DATE, scoring=False))
    case_fields: Mapping[str, CaseField] = field(
        factory=dict,
        metadata=reads(
            MapOf(Record(lambda: CaseField, "a case field"), "a map of case fields", NAME)
        ),
    )
    scales: Mapping[str, tuple[Option, ...]] = field(
        factory=dict,
        metadata=reads(
            MapOf(
                ListOf(Record(lambda: Option, "an option"), "a list of options", least=1),
                "a map of scales",
                NAME,
            )
        ),
    )
    sections: tuple[Section, ...] = field(
        metadata=reads(ListOf(Record(lambda: Section, "a section"), "a list of sections", least=1))
    )
    actions: tuple[ActionRule, ...] = field(
        default=(),
        metadata=reads(ListOf(Record(lambda: ActionRule, "an action"), "a list"), scoring=False),
    )
    scoring: Scoring = field(
        default=Scoring(), metadata=reads(Record(lambda: Scoring, "a map of scoring"))
    )
    rating: Rating | None = field(
        default=None, metadata=reads(Record(lambda: Rating, "a map of rating"))
    )
    escalations: tuple[Escalation, ...] = field(
        default=(),
        metadata=reads(
            ListOf(Record(lambda: Escalation, "an escalation"), "a list"), scoring=False
        ),
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
        """The options of a question, in the order offered; none where it has no scale."""
        return self.scales[question.scale] if question.scale else ()

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the set's canonical form: what a return is pinned to."""
        return content_hash(self)

    @cached_property
    def scoring_hash(self) -> str:
        """The same over what can change a score or a rating: texts are left out."""
        return content_hash(self, scoring_only=True)

    @property
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


QUESTION_SET: Any = Record(lambda: QuestionSet, "a question set")
