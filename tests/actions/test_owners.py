"""A role resolves to the one person who has it nearest to the case, or to nobody."""

from __future__ import annotations

import pytest

from auditkit.actions.owners import resolve_owner
from auditkit.actors import Actor

STAFF = [
    Actor(id="TL-1", roles=("team_leader",), services=("older_people",), teams=("north",)),
    Actor(id="TL-2", roles=("team_leader",), services=("older_people",), teams=("south",)),
    Actor(id="TL-3", roles=("team_leader",), services=("mental_health",), teams=("north",)),
    Actor(id="TL-4", roles=("team_leader",), services=("older_people",)),
    Actor(id="HOS-1", roles=("Head of Service", "moderator"), services=("Older People",)),
    Actor(id="HOS-2", roles=("head_of_service",), services=("mental_health",)),
    Actor(id="HOS-3", roles=("head_of_service",), services=("mental_health",)),
    Actor(id="PSW", roles=("principal_social_worker", "head_of_service")),
]


@pytest.mark.parametrize(
    ("role", "service", "team", "owner"),
    [
        ("team_leader", "older_people", "north", "TL-1"),
        ("team_leader", "older_people", "south", "TL-2"),
        ("team_leader", "mental_health", "north", "TL-3"),
        # nobody leads this team, but one stands for the whole service
        ("team_leader", "older_people", "west", "TL-4"),
        ("Team Leader", "Older People", "North", "TL-1"),
        ("head_of_service", "older_people", "north", "HOS-1"),
        ("head_of_service", "older_people", None, "HOS-1"),
        # of a service without one, who stands for all
        ("head_of_service", "learning_disability", None, "PSW"),
        ("principal_social_worker", None, None, "PSW"),
    ],
)
def test_the_nearest_who_has_the_role(role, service, team, owner):
    assert resolve_owner(role, service, team, STAFF) == (owner, ())


@pytest.mark.parametrize(
    ("role", "service", "team", "code", "said"),
    [
        ("team_leader", "mental_health", "west", "X020", "service mental_health, team west"),
        ("team_leader", None, None, "X020", "the whole programme"),
        ("moderator", "mental_health", None, "X020", "Moderator for service mental_health"),
        ("head_of_service", "mental_health", None, "X021", "HOS-2, HOS-3"),
        ("team_leader", "older_people", None, "X021", "TL-1, TL-2, TL-4"),
        # The same name of a team in two services, and the service not known
        ("team_leader", None, "north", "X021", "TL-1, TL-3"),
    ],
)
def test_of_several_or_of_none_nobody_is_taken(role, service, team, code, said):
    owner, (problem,) = resolve_owner(role, service, team, STAFF)
    assert owner is None
    assert problem.code == code
    assert said in problem.message


def test_without_a_role_there_is_nothing_to_look_up():
    assert resolve_owner(None, "older_people", None, STAFF) == (None, ())


def test_a_team_leader_of_a_team_of_that_name_without_a_service_will_do():
    staff = [Actor(id="TL-9", roles=("team_leader",), teams=("north",))]
    assert resolve_owner("team_leader", "older_people", "north", staff) == ("TL-9", ())
    assert resolve_owner("team_leader", "older_people", "south", staff)[0] is None
