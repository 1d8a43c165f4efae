"""Actions raised: from what an audit gives rise to, or by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from auditkit.actions.checking import wrong_in
from auditkit.actions.clocks import Clocks
from auditkit.actions.drafts import Draft, Drafted
from auditkit.actions.model import Action, subject_of
from auditkit.actions.owners import Owners
from auditkit.actions.proposals import Proposal
from auditkit.actions.wording import title_in
from auditkit.actors import Actor
from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.languages import said_in_each
from auditkit.matching.folding import fold
from auditkit.problems import Problem, problem
from auditkit.scoring.outcomes import MOST_REMEMBERED
from auditkit.scoring.scorecard import Scorecard

# So many bytes of chance, as a source of them such as os.urandom gives.
Entropy = Callable[[int], bytes]
_ID_BYTES = 5
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAIRS = [one + other for one in _LETTERS for other in _LETTERS]
# What an action is about: its subject, its question, and where it has none its source.
About = tuple[tuple[str, str], str | None, str | None]
# What an action says of its audit: service, team, stage, period, question set.
Place = tuple[str | None, str | None, str, str | None, str]


class Raised(NamedTuple):
    """The actions raised; those that stood already, for which nothing was raised again; and
    what is to be said, such as that nobody was found to own one.
    """

    drafted: tuple[Drafted, ...] = ()
    standing: tuple[Action, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions raised, made when they are asked for."""
        return tuple(one.action() for one in self.drafted)


class RaisedByHand(NamedTuple):
    """An action that a person raised, and what is to be said of it."""

    action: Action
    problems: tuple[Problem, ...]


def new_id(entropy: Entropy) -> str:
    """An id that says nothing about the case, such as ``ACT-7K2MQ4XA``: five bytes in base32."""
    drawn = int.from_bytes(entropy(_ID_BYTES), "big")
    first, second = _PAIRS[drawn >> 30], _PAIRS[drawn >> 20 & 0x3FF]
    return f"ACT-{first}{second}{_PAIRS[drawn >> 10 & 0x3FF]}{_PAIRS[drawn & 0x3FF]}"


class Raising:
    """Raises what audits of one programme give rise to, recorded on one day by one person.

    `services` are the ids of its services by every text that means them, folded.
    """

    def __init__(
        self,
        *,
        owners: Owners,
        clocks: Clocks,
        on: date,
        by: str,
        entropy: Entropy,
        programme: str | None = None,
        services: Mapping[str, str] | None = None,
    ) -> None:
        self.owners = owners
        self.clocks = clocks
        self.on = on
        self.by = by
        self.entropy = entropy
        self.programme = programme
        self.services = services or {}
        self._drafts: dict[object, Draft] = {}

    def raised(
        self, proposals: Iterable[Proposal], card: Scorecard, open_actions: Iterable[Action]
    ) -> Raised:
        """The actions that an audit gives rise to.

        None is raised where one waits for its owner already for the same case and question, or,
        for what rests on no question, from the same source; of several that one audit proposes
        for a question, the first (X024). Where nobody was found to own one, it is raised all the
        same, and a problem says why (X020, X021).

        Raises `Refused` where a proposal comes to nothing that an action can be.
        """
        audit = card.audit_return
        service = self._service(audit.service)
        subject = subject_of(audit.case_ref, audit.team, service, self.programme)
        place = (service, audit.team, audit.stage, audit.period, card.question_set.name)
        standing = [one for one in open_actions if one.is_waiting]
        found: dict[About, Drafted] = {}
        stood: dict[str, Action] = {}
        problems: list[Problem] = []
        for proposal in proposals:
            about = _about(subject, proposal.question, proposal.source)
            if standing and (same := [one for one in standing if about_of(one) == about]):
                stood |= {one.id: one for one in same}
            elif about not in found:
                draft = self._draft(proposal, place)
                found[about] = draft.about(audit.case_ref, new_id(self.entropy))
                problems += draft.problems
            elif (before := found[about]).draft.proposal.title != proposal.title:
                title = said_in_each(partial(title_in, proposal, card.question_set))
                facts = {"action": before.id, "question": proposal.question}
                problems.append(problem("X024", title=title, **facts))
        return Raised(tuple(found.values()), tuple(stood.values()), tuple(problems))

    def _service(self, told: str | None) -> str | None:
        """A service as its programme calls it, and as staff lists do."""
        return self.services.get(fold(told), told) if self.services and told else told

    def _draft(self, proposal: Proposal, place: Place) -> Draft:
        """The draft of a proposal that is made about audits of this place."""
        alike = (id(proposal), place)
        found = self._drafts.get(alike)
        if found is None:
            found = self._made(proposal, *place)
            if len(self._drafts) < MOST_REMEMBERED:
                # It keeps the proposal, so that no other one can come by its number.
                self._drafts[alike] = found
        return found

    def _made(
        self,
        proposal: Proposal,
        service: str | None,
        team: str | None,
        stage: str,
        period: str | None,
        question_set: str,
    ) -> Draft:
        owner, said = self.owners.resolve(proposal.owner_role, service, team)
        known = {
            "programme": self.programme,
            "service": service,
            "team": team,
            "question": proposal.question,
            "question_set": question_set,
            "stage": stage,
            "period": period,
            "finding": proposal.finding,
            "kind": proposal.kind,
            "title": proposal.title,
            "owner_role": proposal.owner_role,
            "owner": owner,
            "due": self.clocks.due_date(proposal.kind, self.on, proposal.due),
            "priority": proposal.priority,
            "raised_on": self.on,
            "raised_by": self.by,
            "source": proposal.source,
        }
        return Draft(proposal, known, said)


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
) -> RaisedByHand:
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
        if wanted.question and one.is_waiting and about_of(one) == about_of(wanted):
            facts = {"action": one.id, "title": one.title, "question": wanted.question}
            raise Refused([problem("X023", case=wanted.subject[1], **facts)])
    action, said = (wanted, ()) if wanted.owner else _owned(wanted, Owners(staff))
    return RaisedByHand(_checked(action), said)


def about_of(action: Action) -> About:
    """What an action is about; two that are about the same are not open at once."""
    return _about(action.subject, action.question, action.source)


def _about(subject: tuple[str, str], question: str | None, source: str) -> About:
    """The same subject, and the same question; of those without a question, the same source."""
    return subject, question, source if question is None else None


def _owned(action: Action, owners: Owners) -> tuple[Action, tuple[Problem, ...]]:
    owner, said = owners.resolve(action.owner_role, action.service, action.team)
    return changed(action, owner=owner), said


def _checked(action: Action) -> Action:
    problems = wrong_in(action)
    if problems:
        raise Refused(problems)
    return action
