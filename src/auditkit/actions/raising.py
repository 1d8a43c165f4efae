"""Actions raised: from what an audit gives rise to, or by hand."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from auditkit.actions.checking import wrong_in
from auditkit.actions.clocks import Clocks
from auditkit.actions.model import Action
from auditkit.actions.owners import resolve_owner
from auditkit.actions.proposals import Proposal
from auditkit.actors import Actor
from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.problems import Problem, problem
from auditkit.scoring.scorecard import Scorecard

# So many bytes of chance, as a source of them such as os.urandom gives.
Entropy = Callable[[int], bytes]
_ID_BYTES = 5


class Raised(NamedTuple):
    """The actions raised; those that stood already, for which nothing was raised again; and
    what is to be said, such as that nobody was found to own one.
    """

    actions: tuple[Action, ...]
    standing: tuple[Action, ...] = ()
    problems: tuple[Problem, ...] = ()


def new_id(entropy: Entropy) -> str:
    """An id that says nothing about the case, such as ``ACT-7K2MQ4XA``."""
    return f"ACT-{b32encode(entropy(_ID_BYTES)).decode()}"


def raised(
    proposals: Iterable[Proposal],
    card: Scorecard,
    *,
    open_actions: Iterable[Action],
    staff: Iterable[Actor],
    clocks: Clocks,
    on: date,
    by: str,
    entropy: Entropy,
    programme: str | None = None,
) -> Raised:
    """The actions that an audit gives rise to, when it is recorded on a day.

    None is raised where one waits for its owner already for the same case and question, or, for
    what rests on no question, from the same source; of several that one audit proposes for a
    question, the first (X024). Where nobody was found to own one, it is raised all the same, and
    a problem says why (X020, X021).

    Raises `Refused` where a proposal comes to nothing that an action can be.
    """
    standing = [one for one in open_actions if one.is_waiting]
    staff = tuple(staff)
    found: list[Action] = []
    stood: dict[str, Action] = {}
    problems: list[Problem] = []
    for proposal in proposals:
        wanted = _wanted(proposal, card, clocks, on, by, programme)
        same = {one.id: one for one in standing if is_same(one, wanted)}
        stood |= same
        before = next((one for one in found if is_same(one, wanted)), None)
        if before is not None and before.title != wanted.title:
            facts = {"action": before.id, "question": before.question, "title": wanted.title}
            problems.append(problem("X024", **facts))
        if same or before is not None:
            continue
        action, said = _owned(wanted, staff)
        found.append(_checked(changed(action, id=new_id(entropy))))
        problems += said
    return Raised(tuple(found), tuple(stood.values()), tuple(problems))


def raised_by_hand(
    *,
    title: str,
    kind: str,
    open_actions: Iterable[Action],
    staff: Iterable[Actor],
    clocks: Clocks,
    on: date,
    by: str,
    entropy: Entropy,
    due: date | None = None,
    **known: Any,
) -> Raised:
    """An action that a person raises. `known` are other fields of it: what it concerns, its
    finding, question, priority, owner or owner's role. Without `due`, the days of its kind hold.

    Raises `Refused` where one waits for its owner already for the same case and question (X023),
    and for whatever no action can be.
    """
    wanted = Action(
        id=new_id(entropy),
        title=title,
        kind=kind,
        due=due or clocks.due_date(kind, on),
        raised_on=on,
        raised_by=by,
        **known,
    )
    for one in open_actions:
        if wanted.question and one.is_waiting and is_same(one, wanted):
            facts = {"action": one.id, "title": one.title, "question": wanted.question}
            raise Refused([problem("X023", case=wanted.subject[1], **facts)])
    action, said = (wanted, ()) if wanted.owner else _owned(wanted, tuple(staff))
    return Raised((_checked(action),), (), said)


def is_same(one: Action, other: Action) -> bool:
    """Whether two actions are about the same: the same subject, and the same question; of those
    without a question, the same source.
    """
    if one.subject != other.subject or one.question != other.question:
        return False
    return one.question is not None or one.source == other.source


def _wanted(
    proposal: Proposal,
    card: Scorecard,
    clocks: Clocks,
    on: date,
    by: str,
    programme: str | None,
) -> Action:
    audit = card.audit_return
    return Action(
        id="",
        programme=programme,
        service=audit.service,
        team=audit.team,
        case_ref=audit.case_ref,
        question=proposal.question,
        question_set=card.question_set.name,
        stage=audit.stage,
        period=audit.period,
        finding=proposal.finding,
        kind=proposal.kind,
        title=proposal.title,
        owner_role=proposal.owner_role,
        due=clocks.due_date(proposal.kind, on, proposal.due),
        priority=proposal.priority,
        raised_on=on,
        raised_by=by,
        source=proposal.source,
    )


def _owned(action: Action, staff: tuple[Actor, ...]) -> tuple[Action, tuple[Problem, ...]]:
    owner, said = resolve_owner(action.owner_role, action.service, action.team, staff)
    return changed(action, owner=owner), said


def _checked(action: Action) -> Action:
    problems = wrong_in(action)
    if problems:
        raise Refused(problems)
    return action
