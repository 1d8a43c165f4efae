"""A programme as typed, frozen objects."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal, Inexact
from functools import cached_property
from typing import Any

from attrs import define

from auditkit.documents.canonical import content_hash
from auditkit.documents.record import Record, model, reads
from auditkit.documents.shapes import (
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
from auditkit.periods import APRIL, DayMonth
from auditkit.programme.report_keys import ReportKeys
from auditkit.programme.shapes import CASE_IS, DAY_OF_YEAR, MONTHS, SEED, YES_OR_NO, When
from auditkit.questions.model import CaseField, worded
from auditkit.questions.shapes import NAME, SHARE, WORKING_DAYS, Wording
from auditkit.returns import STAGES
from auditkit.working_days import ENGLAND_AND_WALES, NATIONS

# Money is worked out to the last digit, whatever the precision of the program's own context.
EXACTLY = Context(prec=100, traps=[Inexact])
INDEPENDENT_OF = ("person", "team", "service")
DISAGREEMENT_POLICIES = ("moderator_stands", "feedback_only", "joint_decision", "expand_sample")


@model
class IncreaseAbove:
    """By how much more than the fee uplift a weekly cost must have grown: by more than both."""

    pounds: Decimal = reads(NUMBER, "pounds a week", default=Decimal(0))
    percent: Decimal = reads(NUMBER, "per cent of the cost before", default=Decimal(0))


@define(frozen=True, kw_only=True, slots=False)
class CostRule:
    """What an increase in cost is: since when, and what of it is only the yearly fee uplift."""

    look_back: int = reads(
        MONTHS, "how long before the period `weekly_cost_before` was the cost", default=12
    )
    fee_uplift: Decimal = reads(
        SHARE, "the share by which fees rose for everybody", default=Decimal(0)
    )
    increase_above: IncreaseAbove = reads(
        Record(lambda: IncreaseAbove, "pounds and percent"),
        "how much more than the uplift is an increase",
        default=IncreaseAbove(),
    )

    @cached_property
    def factors(self) -> tuple[Decimal, Decimal]:
        """The uplifted cost, and that with the limit in per cent, of a cost of 1 before."""
        uplifted = EXACTLY.add(1, self.fee_uplift)
        percent = EXACTLY.divide(self.increase_above.percent, 100)
        return uplifted, EXACTLY.add(uplifted, percent)

    def is_increase(self, before: Decimal, now: Decimal) -> bool:
        """Whether a weekly cost rose by more than the uplift, and beyond it by more than both
        limits.

        >>> CostRule(fee_uplift=Decimal("0.045")).is_increase(Decimal(100), Decimal("104.50"))
        False
        """
        uplifted, with_percent = self.factors
        pounds = self.increase_above.pounds
        is_beyond = now > EXACTLY.fma(before, uplifted, pounds)
        return is_beyond and now > EXACTLY.multiply(before, with_percent)


@model
class Service:
    """A service from which cases are drawn."""

    id: str = reads(ID, "the id that draws and reports use", key="service")
    title: Wording | None = reads(TEXT, "what people call it", default=None)
    synonyms: tuple[str, ...] = reads(
        ListOf(WORDS, "a list of texts"),
        "other names that mean this service in lists and returns",
        default=(),
    )
    per_service: int | None = reads(WHOLE, "its own number of places a period", default=None)


@model
class Stratum:
    """A part of a service's cases that gets a share of its places; the first that fits a case."""

    id: str = reads(ID, "the id that draws and reports use", key="stratum")
    title: Wording | None = reads(TEXT, "what people call it", default=None)
    when: When | None = reads(
        CASE_IS, "the cases it holds; the last stratum has none and holds all others", default=None
    )
    share: Decimal = reads(SHARE, "its share of the places")


@model
class Exclusion:
    """Cases that are not drawn, and why; the first that fits a case is counted."""

    id: str = reads(ID, "the id that draws and reports use", key="exclude")
    when: When = reads(CASE_IS, "the cases that are left out")
    because: Wording = reads(TEXT, "the reason that is reported")


@model
class Stage:
    """A stage of the audit: who does it, of how many cases, and how it keeps apart from others."""

    stage: str = reads(OneOf(*STAGES), "which stage")
    role: str = reads(ID, "the role that audits at this stage")
    share: Decimal = reads(
        SHARE, "the share of the audits before that come to it", default=Decimal(1)
    )
    blind: bool = reads(
        YES_OR_NO, "whether its auditor sees what was answered before", default=False
    )
    independent_of: tuple[str, ...] = reads(
        ListOf(OneOf(*INDEPENDENT_OF), "a list"),
        "what its auditor shares with nobody who audited before: person, team, service",
        default=(),
    )
    on_disagreement: str | None = reads(
        OneOf(*DISAGREEMENT_POLICIES), "what happens where it differs from before", default=None
    )
    due: int | None = reads(WORKING_DAYS, "when it is to be done by", default=None)


@model
class ActionEscalation:
    """Who is told of an action that is overdue by so many working days."""

    after: int = reads(WORKING_DAYS, "how long it is overdue")
    to: str = reads(ID, "the role that is told")


@model
class ActionClocks:
    """When actions are due, whom an overdue one reaches, how long their effect is looked for."""

    due: Mapping[str, int] = reads(
        MapOf(WORKING_DAYS, "a map from kind of action to working days", ID),
        "working days by kind of action, where a rule says none",
        factory=dict,
    )
    escalate: tuple[ActionEscalation, ...] = reads(
        ListOf(Record(lambda: ActionEscalation, "an escalation"), "a list"),
        "who is told of an overdue action, step by step",
        default=(),
    )
    follow_through: int | None = reads(
        MONTHS, "how long afterwards an audit of the case may show the effect", default=None
    )


@define(frozen=True, kw_only=True, slots=False)
class Programme:
    """A year's audits of a council: what is drawn, who audits it, and by when."""

    id: str = reads(SET_ID, "the id of the programme", key="programme")
    title: Wording = reads(TEXT, "the name of the programme for people")
    question_set: str = reads(WORDS, "the set that audits are made under: ID or ID@VERSION")
    year_starts: DayMonth = reads(
        DAY_OF_YEAR, "the first day of the council's year, from which quarters count", default=APRIL
    )
    seed: str = reads(SEED, "what draw numbers are made of besides the case; fixed for the year")
    bank_holidays: str = reads(
        OneOf(*NATIONS), "whose bank holidays are no working days", default=ENGLAND_AND_WALES
    )
    cost: CostRule = reads(
        Record(lambda: CostRule, "a map of look_back, fee_uplift and increase_above"),
        "what an increase in cost is",
        default=CostRule(),
    )
    per_service: int = reads(WHOLE, "places a service and period, where a service says none")
    services: tuple[Service, ...] = reads(
        ListOf(Record(lambda: Service, "a service"), "a list of services", least=1),
        "the services from which cases are drawn",
    )
    other_services: tuple[str, ...] = reads(
        ListOf(WORDS, "a list of texts"),
        "services in lists of cases that the programme does not audit: left out, and counted",
        default=(),
    )
    strata: tuple[Stratum, ...] = reads(
        ListOf(Record(lambda: Stratum, "a stratum"), "a list of strata", least=1),
        "parts of each service's cases with a share of its places; the first that fits",
        default=(Stratum(id="all", share=Decimal(1)),),
    )
    exclusions: tuple[Exclusion, ...] = reads(
        ListOf(Record(lambda: Exclusion, "an exclusion"), "a list"),
        "cases that are not drawn; the first that fits",
        default=(),
    )
    case_fields: Mapping[str, CaseField] = reads(
        MapOf(Record(lambda: CaseField, "a case field"), "a map of case fields", NAME),
        "facts about cases besides those of the question set and those every case list may have",
        factory=dict,
    )
    stages: tuple[Stage, ...] = reads(
        ListOf(Record(lambda: Stage, "a stage"), "a list of stages", least=1),
        "the stages of an audit, in order",
        default=(Stage(stage="first", role="team_leader"),),
    )
    actions: ActionClocks = reads(
        Record(lambda: ActionClocks, "a map of due, escalate and follow_through"),
        "the clocks of actions",
        default=ActionClocks(),
    )
    report: ReportKeys = reads(
        Record(lambda: ReportKeys, "a map of what reports look at"),
        "which questions and facts about cases reports look at",
        default=ReportKeys(),
    )
    roles: tuple[str, ...] = reads(
        ListOf(ID, "a list of roles"),
        "every role there is; without it those of the stages and the usual ones",
        default=(),
    )

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the programme's canonical form: what a draw is pinned to."""
        return content_hash(self)

    def service(self, id: str) -> Service:
        """The service of this id."""
        return next(one for one in self.services if one.id == id)

    def places(self, service: Service) -> int:
        """How many cases of a service are wanted in a period."""
        return self.per_service if service.per_service is None else service.per_service

    def stage(self, name: str) -> Stage | None:
        """The stage of this name, where the programme has it."""
        return next((one for one in self.stages if one.stage == name), None)


def service_title(service: Service, language: str = "en") -> str:
    """A service as people call it.

    >>> service_title(Service(id="older_people"))
    'Older People'
    """
    if service.title is not None:
        return worded(service.title, language)
    return service.id.replace("_", " ").title()


def stratum_title(stratum: Stratum, language: str = "en") -> str:
    """A stratum as people call it.

    >>> stratum_title(Stratum(id="increased_cost", share=Decimal("0.5")))
    'Increased cost'
    """
    if stratum.title is not None:
        return worded(stratum.title, language)
    return stratum.id.replace("_", " ").capitalize()


PROGRAMME: Any = Record(lambda: Programme, "a programme")
