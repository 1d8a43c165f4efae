"""Actions raised in the transaction that records the audits which give rise to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from auditkit.actions.clocks import Clocks, clocks_of
from auditkit.actions.model import Action
from auditkit.actions.owners import Owners
from auditkit.actions.proposals import Proposed
from auditkit.actions.raising import Raised, Raising
from auditkit.actors import Actor
from auditkit.scoring.scorecard import Scorecard
from auditkit.stages.recording import service_ids
from auditkit.store.changes import action_of
from auditkit.store.planning import programme_of
from auditkit.store.trail import storable
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
        self.raising = Raising(
            owners=Owners(staff),
            clocks=Clocks() if kept is None else clocks_of(kept),
            on=on,
            by=writing.by.actor,
            entropy=writing.entropy,
            programme=programme or None,
            services={} if kept is None else service_ids(kept),
        )
        self.there: dict[str | None, list[Action]] = {}

    def look_up(self, cases: Sequence[str]) -> None:
        """Read the actions that there are about these cases."""
        for row in self.writing.current.among("actions", "case_ref", cases):
            self.there.setdefault(row["case_ref"], []).append(action_of(row))

    def raise_from(self, proposed: Proposed, card: Scorecard, others: Iterable[Raised]) -> Raised:
        """Keep the actions that a recorded audit gives rise to; `others` are those of audits of
        its case that were recorded since the look-up.
        """
        if not proposed.proposals:
            return Raised(problems=proposed.problems)
        standing = list(self.there.get(card.audit_return.case_ref, ()))
        standing += [action for one in others for action in one.actions]
        found = self.raising.raised(proposed.proposals, card, standing)
        for one in found.drafted:
            content = one.text()
            text = storable(f'{{"action":{content}}}')
            self.writing.append("action", {"action": one.told()}, text=text, content=content)
        if not proposed.problems:
            return found
        return found._replace(problems=(*proposed.problems, *found.problems))
