"""What a store does about audits that disagree: decisions, confirmations, what was first said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from auditkit.actors import Actor
from auditkit.store.correcting import submitted
from auditkit.store.current import Current
from auditkit.store.deciding import Deciding, Decision, confirm, decide, decision_of
from auditkit.store.kits import Audit, Kit
from auditkit.store.planning import audit_key
from auditkit.store.recording import Recorded, audit_of
from auditkit.store.transactions import Transactions, appending
from auditkit.store.writing import Entropy
from auditkit.store.writing import by as who


class Moderation:
    """The moderation of one store: ``store.moderation``."""

    def __init__(self, transactions: Transactions, entropy: Entropy, kit: Kit) -> None:
        self._transactions = transactions
        self._entropy = entropy
        self._kit = kit

    def decide(
        self,
        case_ref: str,
        *,
        stands: str,
        by: Iterable[str],
        because: str,
        actor: Actor,
        at: datetime,
        stage: str = "moderation",
        period: str | None = None,
        programme: str | None = None,
        answers: Mapping[str, Any] | None = None,
        comments: Mapping[str, str] | None = None,
        version: int | None = None,
        key: str | None = None,
    ) -> Recorded:
        """Record what the auditors of two stages that disagree decided: whose audit `stands`.

        `stage` is the later of the two, `by` names both auditors. Where they agree on answers
        that neither gave, the later audit is corrected with `answers` and `comments`, and stands.
        `version` is that of the decision that this one takes the place of.

        Raises `Refused` where nothing is to be decided or somebody is missing, `Conflict` where
        another decision stands there, `InvalidReturn` for an answer that cannot be read.
        """
        with appending(self._transactions, self._entropy, who(actor, at)) as writing:
            asked = Deciding(
                key=audit_key(writing.current, case_ref, stage, period, programme),
                stands=stands,
                by=tuple(by),
                because=because,
                answers=answers or {},
                comments=comments or {},
                version=version,
            )
            return decide(writing, self._kit, asked, key)

    def confirm(
        self,
        case_ref: str,
        *,
        because: str,
        actor: Actor,
        at: datetime,
        stage: str = "moderation",
        period: str | None = None,
        programme: str | None = None,
        key: str | None = None,
    ) -> Recorded:
        """Say that somebody looked again at an audit that is stale, and that it stays as it is.

        Raises `Refused` where no earlier audit was corrected since.
        """
        with appending(self._transactions, self._entropy, who(actor, at)) as writing:
            told = audit_key(writing.current, case_ref, stage, period, programme)
            return confirm(writing, told, because, key)

    def decisions(
        self, *, programme: str | None = None, period: str | None = None
    ) -> tuple[Decision, ...]:
        """The joint decisions as they stand, in the order in which they were last made."""
        with self._transactions.reading() as connection:
            rows = Current(connection).find("decisions", **_named(programme, period))
            return tuple(map(decision_of, rows))

    def submitted(
        self, *, programme: str | None = None, period: str | None = None
    ) -> tuple[Audit, ...]:
        """The audits with the returns as they were submitted, before any was corrected."""
        with self._transactions.reading() as connection:
            current = Current(connection)
            rows = current.find("audits", **_named(programme, period))
            return tuple(audit_of(submitted(current, row)) for row in rows)


def _named(programme: str | None, period: str | None) -> dict[str, str]:
    asked = {"programme": programme, "period": period}
    return {name: value for name, value in asked.items() if value is not None}
