"""What a question set makes of answers: a score, a rating, escalations and actions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from auditkit.documents.record import Record, model, reads
from auditkit.documents.shapes import ID, NUMBER, TEXT, WHOLE, WORDS, ListOf, MapOf, OneOf
from auditkit.expressions.syntax import Expression
from auditkit.questions.shapes import CONDITION, NAME, PLACES, SHARE, WORKING_DAYS, Wording

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
    due: int = reads(WORKING_DAYS, "when: so many working days after it is raised")
    priority: str = reads(OneOf("low", "normal", "high"), "how much it presses", default="normal")
