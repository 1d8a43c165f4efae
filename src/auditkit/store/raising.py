"""Actions raised in the transaction that records the audits which give rise to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from auditkit.actions.clocks import Clocks, clocks_of
from auditkit.actions.model import Action
from auditkit.actions.owners import Owners
from auditkit.actions.plain import action_dict
from auditkit.actions.proposals import Proposed
from auditkit.actions.raising import Raised, raised
from auditkit.actors import Actor
from auditkit.frozen import changed
from auditkit.matching.folding import fold
from auditkit.scoring.scorecard import Scorecard
from auditkit.stages.recording import service_ids
from auditkit.store.changes import action_of
from auditkit.store.planning import programme_of
from auditkit.store.trail import body_text
from auditkit.store.writing import Writing


class RaisingActions:
    """Raises what audits of one programme give rise to; what is open already is read once for
    all of their cases.
    """

    def __init__(
        self,
        writing: Writing,
        *,
        staff: Iterable[Actor],
        programme: str,
        on: date,
    ) -> None:
        self.writing = writing
        row = writing.current.get("programmes", programme=programme)
        kept = None if row is None else programme_of(row)
        self.clocks = Clocks() if kept is None else clocks_of(kept)
        self.services = {} if kept is None else service_ids(kept)
        self.owners = Owners(staff)
        self.programme = programme or None
        self.on = on
        self.there: dict[str | None, list[Action]] = {}

    def look_up(self, cases: Sequence[str]) -> None:
        """Read the actions that there are about these cases."""
        for row in self.writing.current.among("actions", "case_ref", cases):
            self.there.setdefault(row["case_ref"], []).append(action_of(row))

    def raise_from(self, proposed: Proposed, card: Scorecard) -> Raised:
        """Keep the actions that a recorded audit gives rise to."""
        if not proposed.proposals:
            return Raised((), (), proposed.problems)
        there = self.there.setdefault(card.audit_return.case_ref, [])
        found = raised(
            proposed.proposals,
            self._placed(card),
            open_actions=there,
            owners=self.owners,
            clocks=self.clocks,
            on=self.on,
            by=self.writing.by.actor,
            entropy=self.writing.entropy,
            programme=self.programme,
        )
        for action in found.actions:
            told = action_dict(action)
            content = body_text(told)
            text = f'{{"action":{content}}}'
            self.writing.append("action", {"action": told}, text=text, content=content)
            there.append(action)
        return Raised(found.actions, found.standing, (*proposed.problems, *found.problems))

    def _placed(self, card: Scorecard) -> Scorecard:
        """A scorecard with the service as its programme calls it, and as staff lists do."""
        told = card.audit_return
        service = self.services.get(fold(told.service or ""), told.service)
        if service == told.service:
            return card
        return changed(card, audit_return=changed(told, service=service))
