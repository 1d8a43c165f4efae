"""A question set as typed, frozen objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


_OWN_ID = "an id by which overlays change it or take it away"


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


@model
class Rounding:
    """How the printed figure is made from the exact one, once."""

    mode: str = reads(
        OneOf("half_up", "half_even", "ceiling", "floor"),
        "which way a half, or any rest, goes",
        default="half_up",
    )
    places: int = reads(PLACES, "decimals of the printed figure", default=1)


@model
class Scoring:
    """How answers become a percentage, and when there are too few of them for a rating."""

    method: str = reads(
        WORDS,
        "the scorer: weighted_mean, points, all_or_none, lowest, rules_only, or a plugin's",
        default="weighted_mean",
    )
    arguments: Mapping[str, str] = reads(
        MapOf(WORDS, "a map of arguments"), "what a plugin's scorer is told", factory=dict
    )
    over: str = reads(
        OneOf("questions", "sections"),
        "what a mean is taken over: all questions at once, or the sections level by level",
        default="questions",
    )
    value: str = reads(
        OneOf("of_maximum", "of_range"),
        "score ÷ highest, or (score − lowest) ÷ (highest − lowest)",
        default="of_maximum",
    )
    missing: str = reads(
        OneOf("exclude", "worst", "refuse"),
        "what a question without an answer does: left out, counted as the worst, or no score",
        default="exclude",
    )
    minimum_coverage: Decimal = reads(
        SHARE,
        "below this share of counted among applicable questions there is no rating",
        default=Decimal(0),
    )
    minimum_counted: int = reads(
        WHOLE, "below this number of counted questions there is no rating", default=0
    )
    rounding: Rounding = reads(
        Record(lambda: Rounding, "mode and places"),
        "how the printed figure is made from the exact one",
        default=Rounding(),
    )


@model
class Band:
    """One rating there is. Without `from_` it is given by rules only."""

    id: str = reads(WORDS, "the id that rules, limits and judgements use", key="band")
    label: Wording = reads(TEXT, "how it is worded for people", scoring=False)
    from_: Decimal | None = reads(
        NUMBER,
        "from this score on; without it, given by rules and judgement only",
        default=None,
        key="from",
    )


@model
class Rule:
    """A rating given outright where a condition holds; without one, in every case left."""

    id: str | None = reads(ID, _OWN_ID, key="rule", default=None, scoring=False)
    band: str = reads(WORDS, "the rating given")
    when: Expression | None = reads(
        CONDITION, "where this holds; the last rule may leave it out and holds always", default=None
    )
    because: Wording | None = reads(
        TEXT, "the reason shown beside the rating", default=None, scoring=False
    )


@model
class Limit:
    """A limiting judgement: where the condition holds, the rating is this at most."""

    id: str | None = reads(ID, _OWN_ID, key="limit", default=None, scoring=False)
    when: Expression = reads(CONDITION, "where this holds")
    at_most: str = reads(WORDS, "the rating is no better than this band")
    because: Wording = reads(TEXT, "the reason shown beside the rating", scoring=False)


@model
class Rating:
    """From a score to a rating: rules, bands (best first) and limits, and a person's judgement."""

    bands: tuple[Band, ...] = reads(
        ListOf(Record(lambda: Band, "a band"), "a list of bands", least=1),
        "every rating there is, best first",
    )
    official: str = reads(
        OneOf("computed", "judged"),
        "which rating counts: the computed one, or the one an auditor judged",
        default="computed",
    )
    judgement: str | None = reads(
        NAME, "the question whose options are bands: the auditor's own rating", default=None
    )
    reason: str | None = reads(
        NAME, "the question that says why judged and computed rating differ", default=None
    )
    band_on: str = reads(
        OneOf("rounded", "exact"),
        "whether the band is decided on the printed figure or the exact one",
        default="rounded",
    )
    rules: tuple[Rule, ...] = reads(
        ListOf(Record(lambda: Rule, "a rule"), "a list of rules"),
        "ratings given outright; the first that matches wins, before the bands",
        default=(),
    )
    limits: tuple[Limit, ...] = reads(
        ListOf(Record(lambda: Limit, "a limit"), "a list of limits"),
        "conditions that lower a rating",
        default=(),
    )


@model
class Escalation:
    """Where the condition holds, somebody is told at once."""

    id: str | None = reads(ID, _OWN_ID, key="escalation", default=None, scoring=False)
    when: Expression = reads(CONDITION, "where this holds")
    to: str = reads(ID, "the role that is told")
    because: Wording = reads(TEXT, "the reason given", scoring=False)


@model
class ActionRule:
    """Where the condition holds, an action is raised. `due` counts working days."""

    id: str | None = reads(ID, _OWN_ID, key="action", default=None, scoring=False)
    when: Expression = reads(CONDITION, "where this holds")
    title: Wording = reads(TEXT, "what is to be done")
    kind: str = reads(OneOf(*ACTION_KINDS), "what sort of action it is")
    owner: str = reads(ID, "the role that does it")
    due: int = reads(WORKING_DAYS, "when: so many working days after the audit")
    priority: str = reads(OneOf("low", "normal", "high"), "how much it presses", default="normal")


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
        """The options of a question, in the order offered; none where it has no scale."""
        return self.scales[question.scale] if question.scale else ()

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
