"""Who audits: the staff of a programme by code, with the addresses that mean them."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field

from auditkit.actors import Actor
from auditkit.frozen import frozen


@frozen
class Staff:
    """The members of staff in the order of their list.

    `codes` are theirs by e-mail address, folded: addresses are for reading returns and writing
    to people, and stand in nothing that is kept.
    """

    actors: tuple[Actor, ...]
    codes: Mapping[str, str] = field(factory=dict, repr=False)

    def with_role(self, role: str) -> tuple[Actor, ...]:
        """Those who hold a role."""
        return tuple(one for one in self.actors if role in one.roles)
