"""What happens where a later audit of a case disagrees: whose audit is official, what is open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from attrs import field

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.languages import noted
from auditkit.problems import NOWHERE, Place, problem
from auditkit.programme.model import Programme, Stage
from auditkit.stages.separation import folded_code

MODERATOR_STANDS = "moderator_stands"
FEEDBACK_ONLY = "feedback_only"
JOINT_DECISION = "joint_decision"
EXPAND_SAMPLE = "expand_sample"
# What each policy means, for people.
POLICIES: Mapping[str, str] = {
    MODERATOR_STANDS: "The later audit is the official one.",
    FEEDBACK_ONLY: "The earlier audit stays the official one; its auditor is told what the later"
    " one found.",
    JOINT_DECISION: "Where they disagree nothing is official until both auditors have decided"
    " whose audit stands.",
    EXPAND_SAMPLE: "The later audit is the official one; where they disagree as many cases of the"
    " service again are drawn.",
}
UNDECIDED = noted("undecided")
STALE = noted("stale")
# What may be open about an official result, for people.
OPEN: Mapping[str, str] = {
    UNDECIDED: noted("Both auditors are to decide whose audit stands."),
    STALE: noted(
        "An audit was corrected after the later one was made: look at the later one again."
    ),
}


@frozen(kw_only=True)
class JointDecision:
    """What two auditors of a case decided: the stage whose audit stands, by whom, and why.

    Where they agree on answers that neither gave, the later audit is corrected, and stands.
    """

    stage: str
    by: tuple[str, ...]
    because: str


@frozen(kw_only=True)
class Official:
    """The stage whose audit of a case is official, None while that is open; the policy by which
    it is, empty where no later stage asked; and what is `open` about it, from `OPEN`; the stage
    that is `undecided_at`, if there is one.
    """

    stage: str | None
    policy: str = ""
    open: tuple[str, ...] = ()
    undecided_at: str | None = None


@frozen(kw_only=True)
class CaseAtStages:
    """What is known of the audits of one case and period: the stages that are done; those whose
    result disagrees with the official one before them; joint decisions by the later stage; and
    the stages that are `stale`.
    """

    done: tuple[str, ...]
    disagreeing: Collection[str] = ()
    decisions: Mapping[str, JointDecision] = field(factory=dict)
    stale: Collection[str] = ()


def policy_of(stage: Stage) -> str:
    """What happens where this stage disagrees; where its programme does not say, it stands."""
    return stage.on_disagreement or MODERATOR_STANDS


def official_result(programme: Programme, case: CaseAtStages) -> Official:
    """Whose audit is official after all stages that are done, in the order of the programme.

    A stale stage keeps what it decided, for a correction must not undo it, and is open to be
    looked at again. Where no stage is done nothing is official.
    """
    stages = [stage for stage in programme.stages if stage.stage in case.done]
    if not stages:
        return Official(stage=None)
    found = Official(stage=stages[0].stage)
    for stage in stages[1:]:
        found = _after(stage, found, case)
    return found


def _after(stage: Stage, before: Official, case: CaseAtStages) -> Official:
    name, policy = stage.stage, policy_of(stage)
    disagrees = name in case.disagreeing
    stale = (STALE,) if name in case.stale else ()
    decision = case.decisions.get(name)
    agrees = policy == JOINT_DECISION and not disagrees and decision is None
    if policy == FEEDBACK_ONLY or agrees:
        is_open = tuple(dict.fromkeys(before.open + stale))
        at = before.undecided_at
        return Official(stage=before.stage, policy=policy, open=is_open, undecided_at=at)
    if policy != JOINT_DECISION:
        return Official(stage=name, policy=policy, open=stale)
    if decision is None:
        is_open = (UNDECIDED, *stale)
        return Official(stage=None, policy=policy, open=is_open, undecided_at=name)
    return Official(stage=decision.stage, policy=policy, open=stale)


def decided(
    auditors: Mapping[str, str | None],
    stage: str,
    by: Sequence[str],
    because: str,
    place: Place = NOWHERE,
) -> JointDecision:
    """A joint decision that the audit of a stage stands. `auditors` are those of the two stages.

    Raises `Refused` for another stage (A010), without each of the auditors (A011) and without a
    reason (A012).
    """
    problems = []
    if stage not in auditors:
        problems.append(problem("A010", place, found=stage, allowed=", ".join(auditors)))
    named = set(map(folded_code, by))
    known = [one for one in auditors.values() if one is not None]
    missing = [one for one in known if folded_code(one) not in named]
    if missing:
        problems.append(problem("A011", place, missing=", ".join(missing)))
    if not because.strip():
        problems.append(problem("A012", place))
    if problems:
        raise Refused(problems)
    return JointDecision(stage=stage, by=tuple(by), because=because.strip())


class Numbered(Protocol):
    """A case with its draw number, as a draw has it."""

    @property
    def case_ref(self) -> str: ...

    @property
    def service(self) -> str: ...

    @property
    def draw_number(self) -> str: ...


AnyCase = TypeVar("AnyCase", bound=Numbered)


def expanded(
    drawn: Sequence[AnyCase], line: Iterable[AnyCase], disagreeing: Collection[str]
) -> tuple[AnyCase, ...]:
    """The further cases that a disagreement asks for, by service and draw number.

    A service with a disagreement gets as many cases again as were drawn of it, those next in
    `line` by draw number; with one among those, as many once more; and so on, until a round has
    none or the line ends. `disagreeing` are the references of cases whose moderation disagreed.
    """
    waiting = sorted(line, key=lambda one: (one.draw_number, one.case_ref))
    further: list[AnyCase] = []
    for service in dict.fromkeys(one.service for one in drawn):
        sample = [one for one in drawn if one.service == service]
        left = [one for one in waiting if one.service == service and one not in sample]
        size = len(sample)
        while left and any(one.case_ref in disagreeing for one in sample):
            sample, left = left[:size], left[size:]
            further += sample
    return tuple(further)
