"""Who acts is told by the host, and is the same whoever tells it."""

from __future__ import annotations

from auditkit.actors import Actor


def test_an_actor_is_what_is_told_of_them():
    assert Actor("TL-04", ("team_leader",), ("older_people",)) == Actor(
        id="TL-04", roles=("team_leader",), services=("older_people",), teams=()
    )
