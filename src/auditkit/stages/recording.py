"""The rules as a store asks them: who made the return that comes in, and who took part before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Protocol

from auditkit.actors import Actor
from auditkit.cases import Case
from auditkit.languages import said
from auditkit.matching.folding import fold
from auditkit.problems import Problem, problem
from auditkit.programme.checking import names_of
from auditkit.programme.model import Programme, Stage
from auditkit.returns import STAGES, AuditReturn
from auditkit.stages.order import order_broken
from auditkit.stages.separation import (
    Audited,
    BrokenRule,
    broken_rules,
    folded_code,
    is_same,
    undecided_rules,
)

# Rules that ask for somebody's roles, services or teams, which only a staff list or the host knows.
_OF_STAFF = ("auditor_holds_role", "auditor_works_there")
# All that the rules look at of a return, but for what they only say of it.
_of_persons = attrgetter("stage", "auditor", "service", "team", "practitioner")
_MOST_REMEMBERED = 4_096


class RecordedAudit(Protocol):
    """An audit of the same case, programme and period that is in a store: the return, and the
    codes of who recorded it and who corrected it since.
    """

    @property
    def audit_return(self) -> AuditReturn: ...

    @property
    def recorded_by(self) -> str: ...

    @property
    def corrected_by(self) -> tuple[str, ...]: ...


Rules = Callable[[Sequence[RecordedAudit], AuditReturn, Actor], tuple[Problem, ...]]


# What stages ask for where no programme says it.
_USUAL_STAGES = {one: Stage(stage=one, role="") for one in STAGES}


def recording_rules(programme: Programme | None, staff: Mapping[str, Actor] | None = None) -> Rules:
    """What a store asks before it records a return: the problems, one for each rule that the
    return would break, with the rule's id among its facts. Without a programme the rules about
    persons hold, and none about the order of stages, roles and places of work.

    The return was made by its auditor, or else by the actor who records it. `staff` are the
    members of staff by code; without them roles and places of work are known of the actor alone,
    and rules about those of others are not asked.
    """
    people = None if staff is None else by_code(staff.values())
    services = {} if programme is None else service_ids(programme)
    remembered: dict[object, tuple[BrokenRule, ...]] = {}

    def rules(
        history: Sequence[RecordedAudit], audit_return: AuditReturn, actor: Actor
    ) -> tuple[Problem, ...]:
        # Of the first audit of a case thousands of returns tell the same.
        told = None if history else (actor, _of_persons(audit_return))
        broken = remembered.get(told)
        if broken is None:
            broken = asked(history, audit_return, actor)
            if told is not None and len(remembered) < _MOST_REMEMBERED:
                remembered[told] = broken
        return tuple([broken_problem(one, audit_return) for one in broken])

    def asked(
        history: Sequence[RecordedAudit], audit_return: AuditReturn, actor: Actor
    ) -> tuple[BrokenRule, ...]:
        person = _person(audit_return, actor, people or {})
        broken: tuple[BrokenRule, ...] = ()
        if programme is None:
            stage = _USUAL_STAGES.get(audit_return.stage)
        else:
            stage = programme.stage(audit_return.stage)
            done = [one.audit_return.stage for one in history]
            broken = order_broken(programme, audit_return.stage, done, person.id)
        if stage is not None:
            case = _case([audit_return, *(one.audit_return for one in history)], services)
            before = [audited(one, people or {}) for one in history]
            broken += broken_rules(stage, person, case, before)
        is_known = programme is not None and (people is not None or person is actor)
        return tuple(one for one in broken if is_known or one.rule not in _OF_STAFF)

    return rules


def _person(audit_return: AuditReturn, actor: Actor, people: Mapping[str, Actor]) -> Actor:
    code = audit_return.auditor
    if code is None or is_same(code, actor.id):
        return actor
    return people.get(folded_code(code)) or Actor(code)


def by_code(staff: Iterable[Actor]) -> dict[str, Actor]:
    """Members of staff by their folded codes."""
    return {folded_code(one.id): one for one in staff}


def audited(one: RecordedAudit, people: Mapping[str, Actor]) -> Audited:
    """Who took part in an audit; `people` are the members of staff by their folded codes."""
    auditor = one.audit_return.auditor or one.recorded_by
    known = people.get(folded_code(auditor))
    return Audited(
        stage=one.audit_return.stage,
        auditor=auditor,
        teams=known.teams if known is not None else (),
        recorded_by=one.recorded_by,
        corrected_by=one.corrected_by,
    )


def case_of(
    programme: Programme,
    returns: Iterable[AuditReturn],
    services: Mapping[str, str] | None = None,
) -> Case:
    """What is known of a case from its returns, the one at hand first. Its service is put by the
    id that the programme gives it; who asks of many cases gives its `service_ids`.
    """
    return _case(list(returns), service_ids(programme) if services is None else services)


def _case(returns: Sequence[AuditReturn], services: Mapping[str, str]) -> Case:
    def known(name: str) -> str | None:
        for one in returns:
            found: str | None = getattr(one, name)
            if found:
                return found
        return None

    service = known("service")
    return Case(
        case_ref=returns[0].case_ref,
        service=services.get(fold(service), service) if service and services else service,
        team=known("team"),
        practitioner=known("practitioner"),
    )


def service_ids(programme: Programme) -> dict[str, str]:
    """The ids of services by every text that means them, folded: ids, titles and synonyms."""
    return {fold(name): service.id for service in programme.services for name in names_of(service)}


def broken_problem(broken: BrokenRule, audit_return: AuditReturn) -> Problem:
    """A rule that a return would break, as a problem."""
    facts = {
        "case": audit_return.case_ref,
        "stage": said(audit_return.stage),
        "words": broken.words,
    }
    told = {"rule": broken.rule, "person": broken.person, "other": broken.other}
    return problem("A001", audit_return.place, **facts, **told)


def undecided(programme: Programme, audit_return: AuditReturn) -> tuple[Problem, ...]:
    """A warning for each fact that a return does not tell and that rules need: they are not
    checked.
    """
    stage = programme.stage(audit_return.stage)
    if stage is None:
        return ()
    rules = undecided_rules(stage, case_of(programme, [audit_return]))
    return tuple(
        problem(
            "A003",
            audit_return.place,
            fact=said(fact),
            rules=", ".join(one.id for one in rules if one.needs == fact),
        )
        for fact in dict.fromkeys(one.needs for one in rules)
    )
