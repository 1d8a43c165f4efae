"""The record of a draw: what was drawn from what, by which policy, so that anybody can draw again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field

from auditkit.draws.numbers import AUDIT
from auditkit.frozen import frozen
from auditkit.returns import STAGES

FORMAT = "auditkit draw"
FORMAT_VERSION = 1


def stage_of(purpose: str) -> str:
    """The stage that cases are drawn for, for this purpose."""
    return STAGES[0] if purpose == AUDIT else purpose


@frozen(kw_only=True)
class DrawnCase:
    """A case with its draw number. `facts` are those that the question set asks for, as text.

    `stratum` is the one that it belongs to; `filled` that its place was left over by another
    stratum of the service.
    """

    case_ref: str
    service: str
    stratum: str
    draw_number: str
    team: str | None = None
    practitioner: str | None = None
    facts: Mapping[str, str] = field(factory=dict)
    filled: bool = False


@frozen(kw_only=True)
class Replacement:
    """A drawn case that cannot be audited, why, and the case in its stead, if there is one.

    `ineligible` says that it ought not to have been on the list, so that it is counted neither
    as eligible nor as audited.
    """

    case_ref: str
    because: str
    by: str | None = None
    ineligible: bool = False


@frozen(kw_only=True)
class Further:
    """A case next in line that came to the draw later, and why."""

    case_ref: str
    because: str


@frozen(kw_only=True)
class StratumCounts:
    """How many cases of a stratum of a service were listed, excluded (by exclusion), eligible,
    wanted and taken.
    """

    stratum: str
    title: str
    listed: int
    excluded: Mapping[str, int]
    eligible: int
    wanted: int
    taken: int


@frozen(kw_only=True)
class ServiceCounts:
    """The counts of a service, by stratum in the order declared."""

    service: str
    title: str
    places: int
    strata: tuple[StratumCounts, ...]

    @property
    def listed(self) -> int:
        return sum(one.listed for one in self.strata)

    @property
    def eligible(self) -> int:
        return sum(one.eligible for one in self.strata)

    @property
    def taken(self) -> int:
        return sum(one.taken for one in self.strata)


@frozen(kw_only=True)
class Shortfall:
    """Fewer eligible cases than wanted: of a stratum, or with None of a whole service."""

    service: str
    stratum: str | None
    wanted: int
    eligible: int
    taken: int
    reason: str


@frozen(kw_only=True)
class CriterionUsed:
    """A criterion that the draw asked, with who supplied it."""

    criterion: str
    plugin: str
    distribution: str
    version: str


@frozen(kw_only=True)
class StratumPolicy:
    """A stratum as it was when cases were drawn: its share, and what a case must be."""

    stratum: str
    share: str
    when: str | None = None


@frozen(kw_only=True)
class ExclusionPolicy:
    """An exclusion as it was when cases were drawn."""

    exclude: str
    because: str
    when: str


@frozen(kw_only=True)
class Policy:
    """By what a draw was made: the programme with its hash, what it said of strata, exclusions
    and costs, and the criteria that were asked.
    """

    programme: str
    programme_hash: str
    question_set: str
    cost: Mapping[str, str]
    strata: tuple[StratumPolicy, ...]
    exclusions: tuple[ExclusionPolicy, ...]
    criteria: tuple[CriterionUsed, ...]


@frozen(kw_only=True)
class Lists:
    """From what a draw was made: the hash of the frozen list and the number of its cases; the
    same of earlier audits, None where they were not given.
    """

    cases_hash: str
    cases: int
    past_hash: str | None = None
    past: int = 0


@frozen(kw_only=True)
class Draw:
    """A draw as it is kept: the cases `taken`, in the order of services, strata and draw numbers;
    the `next` in line of each stratum; the counts and the shortfalls; by what, from what and
    with which seed it was drawn.
    """

    period: str
    purpose: str
    seed: str
    is_seed_of_programme: bool
    auditkit: str
    lists: Lists
    policy: Policy
    services: tuple[ServiceCounts, ...]
    shortfalls: tuple[Shortfall, ...]
    taken: tuple[DrawnCase, ...]
    next: tuple[DrawnCase, ...]
    replacements: tuple[Replacement, ...] = ()
    further: tuple[Further, ...] = ()

    @property
    def stage(self) -> str:
        """The stage that its cases are drawn for."""
        return stage_of(self.purpose)

    def cases(self) -> Iterator[DrawnCase]:
        """The cases to be audited as things stand: those taken and not replaced, and those that
        came in their stead, each where the one before it stood; then the further ones.
        """
        line = {one.case_ref: one for one in self.next}
        instead = {one.case_ref: one.by for one in self.replacements}
        for case in (*self.taken, *(line[one.case_ref] for one in self.further)):
            found: DrawnCase | None = case
            while found is not None and found.case_ref in instead:
                by = instead[found.case_ref]
                found = None if by is None else line[by]
            if found is not None:
                yield found

    def counts(self, service: str, stratum: str) -> StratumCounts:
        """The counts of a stratum of a service."""
        found = next(one for one in self.services if one.service == service)
        return next(one for one in found.strata if one.stratum == stratum)
