"""What a store has to say to a report: cases with all their audits, draws, actions, the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from attrs import define, field

from auditkit.actions.model import Action
from auditkit.draws.record import Draw
from auditkit.frozen import changed
from auditkit.moderation.standing import StagesOfCase, Standing
from auditkit.periods import Period, period
from auditkit.programme.model import Programme
from auditkit.report.cells import Cell, cells
from auditkit.scoring.scorecard import Scorecard


@define(frozen=True, kw_only=True, slots=False)
class AuditedCase:
    """A case of one period with its audits at every stage.

    `service` is the id that the programme gives it, or what its return says; `stratum` the one
    that it was drawn for, None where no kept draw has it. `standing` says whose audit is
    official. `submitted` has the scorecards of what was first submitted, by stage, where that was
    corrected since.
    """

    case_ref: str
    period: Period
    service: str | None
    team: str | None
    stratum: str | None
    stages: StagesOfCase
    standing: Standing
    submitted: Mapping[str, Scorecard] = field(factory=dict)

    @property
    def is_settled(self) -> bool:
        """Whether one of its audits is official."""
        return self.standing.official.stage is not None

    @property
    def as_submitted(self) -> StagesOfCase:
        """Its audits as each was first submitted: what agreement is measured on."""
        return changed(self.stages, cards={**self.stages.cards, **self.submitted})

    @cached_property
    def card(self) -> Scorecard:
        """The scorecard that counts: that of the official audit; while two auditors have not
        decided, that of the earliest stage.
        """
        stage = self.standing.official.stage
        cards = self.stages.cards
        return next(iter(cards.values())) if stage is None else cards[stage]


@define(frozen=True, kw_only=True, slots=False)
class Evidence:
    """What a store holds of a programme up to the end of a period.

    `cases` are in the order of periods and references, those of earlier periods among them, and
    so are the `draws`, which are those of cases to audit; `later_draws` are those for later
    stages. `actions` are as they stand on the day `on`. `overrides` counts how often each rule
    was broken with a reason in the period, by its id; `unplaced` counts the cases that belong to
    no period. `head` is the end of the trail. `narrowed_to` names the service or team that it is
    narrowed to, empty for all.
    """

    programme: Programme
    period: Period
    on: date
    cases: tuple[AuditedCase, ...]
    draws: tuple[Draw, ...]
    later_draws: tuple[Draw, ...] = ()
    actions: tuple[Action, ...] = ()
    overrides: Mapping[str, int] = field(factory=dict)
    unplaced: int = 0
    head: str
    narrowed_to: str = ""

    @cached_property
    def now(self) -> tuple[AuditedCase, ...]:
        """The cases of the period itself."""
        return tuple(one for one in self.cases if is_within(one.period, self.period))

    @property
    def cards(self) -> tuple[Scorecard, ...]:
        """The scorecards that count for the cases of the period."""
        return tuple(one.card for one in self.now)

    @property
    def drawn(self) -> tuple[Draw, ...]:
        """The draws of the period itself."""
        periods = self.periods
        return tuple(one for one in self.draws if one.period in periods)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cases of the period: a cell for each service and stratum of each draw."""
        return cells(self.drawn, self.now)

    @cached_property
    def periods(self) -> Mapping[str, Period]:
        """The periods that cases were drawn for or audited in, by name, within the period."""
        return {name: one for name, one in self.all_periods.items() if is_within(one, self.period)}

    @property
    def all_periods(self) -> Mapping[str, Period]:
        """The same, earlier ones among them, in the order of time."""
        found = {one.period.name: one.period for one in self.cases}
        for draw in self.draws:
            found[draw.period] = period(draw.period, self.programme.year_starts)
        return dict(sorted(found.items(), key=lambda named: (named[1].first, named[1].last)))


def is_within(inner: Period, outer: Period) -> bool:
    """Whether a period lies within another.

    >>> from auditkit.periods import period
    >>> is_within(period("2026-05"), period("2026-27-Q1"))
    True
    """
    return outer.first <= inner.first and inner.last <= outer.last
