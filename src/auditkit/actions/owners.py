"""Who is to do an action: a role that resolves to one person of the staff list, or to nobody."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from auditkit.actors import Actor
from auditkit.languages import said, said_in_each, said_joined
from auditkit.matching.folding import fold
from auditkit.problems import Problem, problem
from auditkit.wording import role_words, several

# The staff code of who does an action, and what is to be said about it.
Resolved = tuple[str | None, tuple[Problem, ...]]


class Owners:
    """Who is to do actions, by one staff list; for each role and place it is gone through once."""

    def __init__(self, staff: Iterable[Actor]) -> None:
        self.staff = tuple(staff)
        self._resolved: dict[tuple[str | None, str | None, str | None], Resolved] = {}

    def resolve(self, role: str | None, service: str | None, team: str | None) -> Resolved:
        """What `resolve_owner` says for these staff."""
        asked = (role, service, team)
        found = self._resolved.get(asked)
        if found is None:
            found = self._resolved[asked] = resolve_owner(role, service, team, self.staff)
        return found


def resolve_owner(
    role: str | None, service: str | None, team: str | None, staff: Iterable[Actor]
) -> Resolved:
    """The staff code of who has a role for a team of a service, or None with the reason why.

    Those who name the team come first, then those who name the service and no team, then those
    who name neither, for they stand for all. Where several are equally near, nobody is taken (X021), for a guess would
    be somebody's work undone; where nobody has the role there, X020.
    """
    if role is None:
        return None, ()
    have = [one for one in staff if _is_in(role, one.roles)]
    places = {"role": said_in_each(partial(role_words, role)), "where": _where(service, team)}
    nearest = (
        [one.id for one in have if _is_of_team(one, service, team)],
        [one.id for one in have if _is_of_service(one, service, team)],
        [one.id for one in have if not one.services and not one.teams],
    )
    for found in nearest:
        if len(found) == 1:
            return found[0], ()
        if found:
            return None, (problem("X021", **places, found=several(sorted(found))),)
    return None, (problem("X020", **places),)


def _is_of_team(one: Actor, service: str | None, team: str | None) -> bool:
    if team is None or not _is_in(team, one.teams):
        return False
    return service is None or not one.services or _is_in(service, one.services)


def _is_of_service(one: Actor, service: str | None, team: str | None) -> bool:
    if service is None or not _is_in(service, one.services):
        return False
    return team is None or not one.teams


def _is_in(name: str, names: Iterable[str]) -> bool:
    folded = fold(name).replace(" ", "_")
    return any(fold(one).replace(" ", "_") == folded for one in names)


def _where(service: str | None, team: str | None) -> str:
    told = [said("service {name}", name=service)] if service else []
    told += [said("team {name}", name=team)] if team else []
    return said_joined(told) if told else said("the whole programme")
