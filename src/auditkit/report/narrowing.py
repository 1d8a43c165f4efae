"""The evidence of one service or one team, for learning; never so narrow that it is about a person."""

from __future__ import annotations

from collections.abc import Iterable

from auditkit.actions.model import Action
from auditkit.draws.record import Draw
from auditkit.errors import Refused
from auditkit.frozen import changed, frozen
from auditkit.languages import ENGLISH
from auditkit.matching.folding import fold
from auditkit.problems import Problem, did_you_mean, problem
from auditkit.programme.model import service_title
from auditkit.programme.services import ServiceNames
from auditkit.report.evidence import AuditedCase, Evidence
from auditkit.returns import STAGES
from auditkit.wording import several

# Of fewer cases, people would know whose they are; of fewer people, whose work it is.
FEWEST_CASES, FEWEST_PEOPLE = 5, 3


@frozen(kw_only=True)
class Narrowed:
    """A service by its id, or a team by its name, or a team of a service."""

    service: str | None = None
    team: str | None = None


def narrowed(
    evidence: Evidence,
    *,
    service: str | None = None,
    team: str | None = None,
    language: str = ENGLISH,
) -> Evidence:
    """The same of one service, by its id, title or synonym, or of one team; named in a language.

    Draws are by service, so that those of a team say nothing of all its cases, and are left out.
    Where fewer than three people made the first audits, the later stages are left out, for what
    they found would be about one of them. Raises `Refused` where there is no such service or
    team, and where it has fewer than five cases in the period, or fewer than three practitioners
    who hold them.
    """
    to = Narrowed(service=_service(evidence, service), team=_team(evidence, team))
    cases = tuple(one for one in evidence.cases if _is_of(one, to))
    found = changed(
        evidence,
        cases=cases,
        draws=tuple(_drawn(one, to) for one in evidence.draws) if to.team is None else (),
        later_draws=(),
        actions=tuple(one for one in evidence.actions if _concerns(one, to, evidence)),
        overrides={},
        unplaced=0,
        narrowed_to=_title(evidence, to, language),
    )
    problems = list(_too_narrow(found, to))
    if problems:
        raise Refused(problems)
    auditors = {
        one.stages.cards[STAGES[0]].audit_return.auditor
        for one in found.now
        if STAGES[0] in one.stages.cards
    }
    return found if len(auditors) >= FEWEST_PEOPLE else _without_later_stages(found)


def _service(evidence: Evidence, name: str | None) -> str | None:
    if name is None:
        return None
    names = ServiceNames(evidence.programme)
    found = names.find(name)
    if found is None:
        hint = did_you_mean(name, names.titles)
        raise Refused([problem("W030", found=name, hint=hint, known=several(names.titles))])
    return found


def _team(evidence: Evidence, name: str | None) -> str | None:
    """A team as its first case has it."""
    if name is None:
        return None
    teams = {fold(one.team): one.team for one in evidence.cases if one.team}
    found = teams.get(fold(name))
    if found is None:
        # Names of teams are no secret, but what is typed may be that of a person.
        known = sorted(teams.values())
        raise Refused(
            [problem("W031", found=name, hint=did_you_mean(name, known), known=several(known))]
        )
    return found


def _title(evidence: Evidence, to: Narrowed, language: str) -> str:
    titles = {one.id: one for one in evidence.programme.services}
    told = [service_title(titles[to.service], language)] if to.service else []
    return ", ".join([*told, *([to.team] if to.team else [])])


def _is_of(case: AuditedCase, to: Narrowed) -> bool:
    is_of_team = to.team is None or fold(case.team or "") == fold(to.team)
    return is_of_team and to.service in (None, case.service)


def _concerns(action: Action, to: Narrowed, evidence: Evidence) -> bool:
    service = ServiceNames(evidence.programme).find(action.service or "")
    is_of_team = to.team is None or fold(action.team or "") == fold(to.team)
    return is_of_team and to.service in (None, service)


def _drawn(draw: Draw, to: Narrowed) -> Draw:
    """What a draw says of one service."""
    ours = {one.case_ref for one in (*draw.taken, *draw.next) if one.service == to.service}
    return changed(
        draw,
        services=tuple(one for one in draw.services if one.service == to.service),
        shortfalls=tuple(one for one in draw.shortfalls if one.service == to.service),
        taken=tuple(one for one in draw.taken if one.case_ref in ours),
        next=tuple(one for one in draw.next if one.case_ref in ours),
        replacements=tuple(one for one in draw.replacements if one.case_ref in ours),
        further=tuple(one for one in draw.further if one.case_ref in ours),
    )


def _too_narrow(found: Evidence, to: Narrowed) -> Iterable[Problem]:
    """Why so narrow a report would be about somebody. Of a service whose cases nobody is said to
    hold nothing is known of people; a team must be known to have some.
    """
    if len(found.now) < FEWEST_CASES:
        yield problem("W032", name=found.narrowed_to, count=len(found.now), needed=FEWEST_CASES)
    held = {
        fold(card.audit_return.practitioner)
        for case in found.cases
        for card in case.stages.cards.values()
        if card.audit_return.practitioner
    }
    is_unknown = not held and to.team is None
    if len(held) < FEWEST_PEOPLE and not is_unknown:
        yield problem("W033", name=found.narrowed_to, count=len(held), needed=FEWEST_PEOPLE)


def _without_later_stages(found: Evidence) -> Evidence:
    first = tuple(one for one in found.programme.stages if one.stage == STAGES[0])
    return changed(found, programme=changed(found.programme, stages=first))
