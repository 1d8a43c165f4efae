"""Separation of duties: who may audit which case at which stage, by rules with ids and words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache

from auditkit.actors import Actor
from auditkit.cases import Case
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.matching.folding import fold
from auditkit.programme.model import Stage
from auditkit.returns import STAGES

FIRST, REAUDIT, MODERATION = STAGES
PERSON, TEAM, SERVICE = "person", "team", "service"


@frozen(kw_only=True)
class Audited:
    """An audit of the case that was done at an earlier stage: by whom, of which teams, who
    recorded it and who corrected it since. People are known by their codes.
    """

    stage: str
    auditor: str | None
    teams: tuple[str, ...] = ()
    recorded_by: str | None = None
    corrected_by: tuple[str, ...] = ()


@frozen(kw_only=True)
class BrokenRule:
    """A rule that somebody would break: its id and words, who, and whom or what it is about."""

    rule: str
    words: str
    person: str
    other: str

    def __str__(self) -> str:
        return f"{self.words} ({self.rule}: {self.other})"


@frozen(kw_only=True)
class _Wish:
    """Somebody who would audit a case at a stage."""

    stage: Stage
    person: Actor
    case: Case
    history: tuple[Audited, ...]

    def is_me(self, other: str | None) -> bool:
        return other is not None and is_same(other, self.person.id)

    def audited(self, stage: str) -> str | None:
        """The person's own code, where they audited the case at this stage."""
        mine = (one.auditor for one in self.history if one.stage == stage)
        return next(filter(self.is_me, mine), None)


# Whom or what a rule would be broken about, or nobody.
About = Callable[[_Wish], str | None]


def is_same(one: str, other: str) -> bool:
    """Whether two codes or ids are one: neither case nor spaces tell them apart."""
    return one == other or folded_code(one) == folded_code(other)


@lru_cache(4096)
def folded_code(code: str) -> str:
    """A code or an id as it is compared with others."""
    return fold(code.replace("_", " "))


def _among(wanted: str | None, known: Iterable[str]) -> bool:
    return wanted is not None and any(is_same(wanted, one) for one in known)


def _other_role(wish: _Wish) -> str | None:
    return None if wish.stage.role in wish.person.roles else wish.stage.role


def _elsewhere(wish: _Wish) -> str | None:
    """The case's service, where the person works in others alone. Nobody's services and teams
    said, they work in all.
    """
    person, case = wish.person, wish.case
    is_anywhere = not (person.services or person.teams)
    is_there = _among(case.service, person.services) or _among(case.team, person.teams)
    return None if is_anywhere or is_there else case.service


def _held(wish: _Wish) -> str | None:
    held_by = wish.case.practitioner
    return held_by if wish.is_me(held_by) else None


def _audited(wish: _Wish) -> str | None:
    return wish.audited(FIRST)


def _reaudited(wish: _Wish) -> str | None:
    return wish.audited(REAUDIT)


def _recorded(wish: _Wish) -> str | None:
    return next((one.stage for one in wish.history if wish.is_me(one.recorded_by)), None)


def _corrected(wish: _Wish) -> str | None:
    return next((one.stage for one in wish.history if any(map(wish.is_me, one.corrected_by))), None)


def _of_team(wish: _Wish) -> str | None:
    teams = [wish.case.team, *(team for one in wish.history for team in one.teams)]
    return next((team for team in teams if _among(team, wish.person.teams)), None)


def _of_service(wish: _Wish) -> str | None:
    return wish.case.service if _among(wish.case.service, wish.person.services) else None


@frozen(kw_only=True)
class Rule:
    """A rule of separation: its id and words, the stages that it holds at, and the fact about
    the case without which nobody can tell. `independent_of` says that it holds only where the
    stage is independent of that; `not_independent_of`, only where it is not.
    """

    id: str
    words: str
    stages: tuple[str, ...]
    needs: str = ""
    independent_of: str = ""
    not_independent_of: str = ""
    about: About

    def holds_at(self, stage: Stage) -> bool:
        """Whether it is to be kept at a stage as the programme declares it."""
        apart = independent_of(stage)
        return (
            stage.stage in self.stages
            and (not self.independent_of or self.independent_of in apart)
            and self.not_independent_of not in apart
        )


_LATER = (REAUDIT, MODERATION)
RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            id="auditor_holds_role",
            words=said("Who audits at a stage holds the role that the programme asks for."),
            stages=STAGES,
            about=_other_role,
        ),
        Rule(
            id="auditor_works_there",
            words=said("Who audits a case works in its service or in its team."),
            stages=STAGES,
            needs="service",
            not_independent_of=SERVICE,
            about=_elsewhere,
        ),
        Rule(
            id="auditor_is_not_practitioner",
            words=said("Nobody audits a case that they hold."),
            stages=STAGES,
            needs="practitioner",
            about=_held,
        ),
        Rule(
            id="reauditor_is_not_auditor",
            words=said("Who re-audits a case did not audit it."),
            stages=(REAUDIT,),
            about=_audited,
        ),
        Rule(
            id="moderator_is_not_auditor",
            words=said("Who moderates an audit did not audit the case."),
            stages=(MODERATION,),
            about=_audited,
        ),
        Rule(
            id="moderator_is_not_reauditor",
            words=said("Who moderates an audit did not re-audit the case."),
            stages=(MODERATION,),
            about=_reaudited,
        ),
        Rule(
            id="moderator_is_not_importer",
            words=said("Who moderates an audit did not record an audit of the case."),
            stages=(MODERATION,),
            about=_recorded,
        ),
        Rule(
            id="moderator_is_not_editor",
            words=said("Who moderates an audit did not correct an audit of the case."),
            stages=(MODERATION,),
            about=_corrected,
        ),
        Rule(
            id="auditor_is_not_of_team",
            words=said(
                "Who is to be independent of the team is neither of the team that holds the case"
                " nor of one that audited it."
            ),
            stages=_LATER,
            needs="team",
            independent_of=TEAM,
            about=_of_team,
        ),
        Rule(
            id="auditor_is_not_of_service",
            words=said(
                "Who is to be independent of the service does not work in the service of the case."
            ),
            stages=_LATER,
            needs="service",
            independent_of=SERVICE,
            about=_of_service,
        ),
    )
}


def rules_at(stage: Stage) -> tuple[Rule, ...]:
    """The rules to be kept at a stage as the programme declares it, in the order of `RULES`."""
    return _rules_at(stage.stage, stage.independent_of)


@cache
def _rules_at(name: str, independent_of: tuple[str, ...]) -> tuple[Rule, ...]:
    stage = Stage(stage=name, role="", independent_of=independent_of)
    return tuple(rule for rule in RULES.values() if rule.holds_at(stage))


def independent_of(stage: Stage) -> frozenset[str]:
    """What a stage is independent of: person, team, service. A later stage is independent of the
    persons before it whatever its programme says, and a moderation, where its programme says
    nothing, of the service.
    """
    if stage.stage == FIRST:
        return frozenset()
    told = frozenset(stage.independent_of)
    if stage.stage == MODERATION and not told:
        told = frozenset({SERVICE})
    return told | {PERSON}


def broken_rules(
    stage: Stage, person: Actor, case: Case, history: Iterable[Audited] = ()
) -> tuple[BrokenRule, ...]:
    """The rules that somebody would break by auditing a case at a stage, in the order of `RULES`;
    none where they may. `history` are the audits of the case in this period at other stages.
    """
    wish = _Wish(stage=stage, person=person, case=case, history=tuple(history))
    found = [(rule, rule.about(wish)) for rule in rules_at(stage)]
    return tuple(
        BrokenRule(rule=rule.id, words=rule.words, person=person.id, other=other)
        for rule, other in found
        if other is not None
    )


def undecided_rules(stage: Stage, case: Case) -> tuple[Rule, ...]:
    """The rules that nobody can check, for what they need of the case is not known."""
    return tuple(
        rule for rule in rules_at(stage) if rule.needs and getattr(case, rule.needs) is None
    )


@frozen
class Eligibility:
    """Who may audit a case at a stage, and why each of the others may not, by their codes."""

    people: tuple[Actor, ...]
    reasons: Mapping[str, tuple[BrokenRule, ...]]


def eligible(
    stage: Stage, staff: Sequence[Actor], case: Case, history: Iterable[Audited] = ()
) -> Eligibility:
    """Who of the staff may audit a case at a stage, in the order of the staff."""
    before = tuple(history)
    broken = {one.id: broken_rules(stage, one, case, before) for one in staff}
    people = tuple(one for one in staff if not broken[one.id])
    return Eligibility(people, {id: rules for id, rules in broken.items() if rules})
