"""Who acts: told by the host, for auditkit itself knows nobody."""

from __future__ import annotations

from auditkit.frozen import frozen


@frozen
class Actor:
    """A member of staff by code, with the roles held and the services and teams worked in.

    It comes from the host or from a staff list: this library authenticates nobody, it enforces
    rules and keeps evidence.
    """

    id: str
    roles: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
