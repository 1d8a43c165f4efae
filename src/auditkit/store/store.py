"""The store: what programs, and the command line, do with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, BinaryIO, Self

from sqlalchemy import Connection, Engine

from auditkit.actions.model import Action
from auditkit.actors import Actor
from auditkit.programme.model import Programme
from auditkit.questions.model import QuestionSet
from auditkit.returns import AuditReturn
from auditkit.stages.recording import recording_rules
from auditkit.store.acting import ActionChange, add_action, update_action, update_actions
from auditkit.store.addresses import Address
from auditkit.store.changes import action_of
from auditkit.store.correcting import KEPT, Correction, correct, set_of
from auditkit.store.counting import Stats, count
from auditkit.store.current import Current, Row
from auditkit.store.erasing import erase
from auditkit.store.exporting import export, import_into
from auditkit.store.kits import Audit, BundledKit, Kit
from auditkit.store.moderation import Moderation
from auditkit.store.observing import advance, cursor, read_entries
from auditkit.store.planning import (
    Draw,
    adopt,
    audit_key,
    draw_of,
    programme_named,
    programme_of,
    record_draw,
)
from auditkit.store.raising import RaisingActions
from auditkit.store.recording import (
    Override,
    Recorded,
    RecordingReturns,
    Rules,
    audit_of,
    offers,
    override_of,
)
from auditkit.store.trail import Entry, Head
from auditkit.store.transactions import (
    JoinedTransactions,
    OwnTransactions,
    Transactions,
    appending,
)
from auditkit.store.verifying import Progress, verify
from auditkit.store.writing import Entropy, Writing, by, head_of


class Store:
    """Audits and what was done about them, in a database, with the trail of every change.

    Each change is one transaction together with its entry in the trail. `open_store` opens a
    store of its own. With a `connection`, it joins the transaction of a host: a change is there
    once the host commits, and a change that is refused leaves the rest of the host's
    transaction alone. The store must be there already; `create_within` makes it.

    `close` it, or use it in a ``with`` statement.
    """

    def __init__(
        self,
        *,
        entropy: Entropy,
        connection: Connection | None = None,
        engine: Engine | None = None,
        address: Address | None = None,
        kit: Kit | None = None,
        rules: Rules | None = None,
        staff: Mapping[str, Actor] | None = None,
    ) -> None:
        if engine is not None and address is not None and connection is None:
            self._transactions: Transactions = OwnTransactions(engine, address)
        elif connection is not None and engine is None:
            self._transactions = JoinedTransactions(connection)
        else:
            raise TypeError("a store needs a connection to join, or an engine of its own")
        self.entropy = entropy
        self.address = address
        self.kit = kit if kit is not None else BundledKit()
        self.rules = rules
        self.staff = staff
        self._sets: dict[str, QuestionSet] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections that are the store's own."""
        self._transactions.close()

    # Audits

    def record(
        self,
        audit_return: AuditReturn,
        *,
        actor: Actor,
        at: datetime,
        key: str | None = None,
        programme: str | None = None,
        override: str = "",
    ) -> Recorded:
        """Record a return, and raise the actions that it gives rise to. The same one again is
        recognised, and nothing is written.

        `key` makes a retry harmless: with the same key it gives what it gave the first time.
        `override` is the reason for which a rule of its stage is broken.

        Raises `Conflict` where another return stands there, `NotAllowed` where a rule is
        broken, `InvalidReturn` where it cannot be recorded, `Refused` for anything else.
        """
        with self._writing(actor, at) as writing:
            named = programme_named(writing.current, programme)
            found = offers(self.kit, [audit_return], named)
            recording = self._recording(writing, named, actor, at)
            recording.look_up(found)
            return recording.record(found[0], key, override)

    def record_all(
        self,
        returns: Iterable[AuditReturn],
        *,
        actor: Actor,
        at: datetime,
        programme: str | None = None,
        override: str = "",
    ) -> tuple[Recorded, ...]:
        """Record returns, all of them or none: nothing is written if one cannot be recorded."""
        who = by(actor, at)
        with self._transactions.reading() as connection:
            named = programme_named(Current(connection), programme)
        # Scored before the transaction begins, so that others need not wait for it.
        found = offers(self.kit, returns, named)
        with appending(self._transactions, self.entropy, who) as writing:
            recording = self._recording(writing, named, actor, at)
            return recording.record_all(found, override)

    def correct(
        self,
        case_ref: str,
        *,
        question: str,
        because: str,
        actor: Actor,
        at: datetime,
        stage: str = "first",
        period: str | None = None,
        programme: str | None = None,
        answer: Any = KEPT,
        comment: Any = KEPT,
        version: int | None = None,
        key: str | None = None,
    ) -> Recorded:
        """Correct one answer, its comment, or both, of a recorded return.

        They are given as a form gives them; nothing given stays as it is. `version` is the one
        that was looked at, where another's correction must not be passed over. A moderation of
        the audit becomes stale. Raises as `record` does.
        """
        with self._writing(actor, at) as writing:
            asked = Correction(
                key=audit_key(writing.current, case_ref, stage, period, programme),
                question=question,
                answer=answer,
                comment=comment,
                because=because,
                version=version,
            )
            return correct(writing, self.kit, asked, key)

    def audits(
        self,
        *,
        case_ref: str | None = None,
        programme: str | None = None,
        period: str | None = None,
        stage: str | None = None,
    ) -> tuple[Audit, ...]:
        """The audits as they stand, in the order in which they were last changed."""
        asked = {"case_ref": case_ref, "programme": programme, "period": period, "stage": stage}
        return tuple(map(audit_of, self._rows("audits", asked)))

    @property
    def moderation(self) -> Moderation:
        """Joint decisions, stale audits confirmed, and audits as they were submitted."""
        return Moderation(self._transactions, self.entropy, self.kit)

    def question_set(self, named: str) -> QuestionSet:
        """The question set of this content hash, or the last of this name (``id@version``), as
        it was when a return under it was recorded.
        """
        if named in self._sets:
            return self._sets[named]
        with self._transactions.reading() as connection:
            found = set_of(Current(connection), named)
        return self._sets.setdefault(found.content_hash, found)

    def overrides(self, *, programme: str | None = None) -> tuple[Override, ...]:
        """The rules that were broken for a reason, in the order of their entries."""
        return tuple(override_of(row) for row in self._rows("overrides", {"programme": programme}))

    def erase(self, case_ref: str, *, actor: Actor, at: datetime, because: str) -> Recorded:
        """Erase what is kept of a case; the trail says that it was erased, and still verifies.

        Raises `Refused` where nothing of this case is kept.
        """
        with self._writing(actor, at) as writing:
            return erase(writing, case_ref, because)

    # Actions

    def add_action(
        self, action: Action, *, actor: Actor, at: datetime, key: str | None = None
    ) -> Recorded:
        """Keep a new action; the same one again is recognised.

        Raises `Conflict` where its id is taken, or where one is open already for the same case
        and question.
        """
        with self._writing(actor, at) as writing:
            return add_action(writing, action, key)

    def update_action(
        self,
        action_id: str,
        *,
        version: int,
        actor: Actor,
        at: datetime,
        override: str = "",
        key: str | None = None,
        **changes: Any,
    ) -> Recorded:
        """Change fields of an action. `version` is the one that was looked at; the day of the
        change is that of `at`, in its own zone.

        Raises `Conflict` where somebody has changed it since: `recorded` is the action as it is
        now, `offered` the changes. Raises `NotAllowed` where a rule of separation is broken and
        `override` gives no reason.
        """
        with self._writing(actor, at) as writing:
            day = at.date()
            return update_action(writing, action_id, version, day, override, changes, key)

    def update_actions(
        self, changes: Iterable[ActionChange], *, actor: Actor, at: datetime
    ) -> tuple[Recorded, ...]:
        """Change several actions, all of them or none. Raises what `update_action` does, with the
        problems of all of them.
        """
        with self._writing(actor, at) as writing:
            return update_actions(writing, changes, at.date())

    def actions(
        self,
        *,
        id: str | None = None,
        case_ref: str | None = None,
        status: str | None = None,
        owner: str | None = None,
    ) -> tuple[Action, ...]:
        """The actions as they stand, in the order in which they were last changed."""
        asked = {"action": id, "case_ref": case_ref, "status": status, "owner": owner}
        return tuple(map(action_of, self._rows("actions", asked)))

    # Plans

    def adopt(
        self, programme: Programme, *, actor: Actor, at: datetime, key: str | None = None
    ) -> Recorded:
        """Keep a programme, or the version of it that holds from now on."""
        with self._writing(actor, at) as writing:
            return adopt(writing, programme, key)

    def programmes(self) -> tuple[Programme, ...]:
        """The programmes as they hold now, in the order in which they were last adopted."""
        return tuple(map(programme_of, self._rows("programmes", {})))

    def record_draw(
        self,
        record: Mapping[str, Any],
        *,
        actor: Actor,
        at: datetime,
        version: int | None = None,
        key: str | None = None,
    ) -> Recorded:
        """Keep the record of a draw, which names its `programme`, `period` and `purpose`.

        `version` is that of the draw that it takes the place of, as when a case is replaced.
        Raises `Conflict` where another draw stands there.
        """
        with self._writing(actor, at) as writing:
            return record_draw(writing, record, version, key)

    def draws(
        self,
        *,
        programme: str | None = None,
        period: str | None = None,
        purpose: str | None = None,
    ) -> tuple[Draw, ...]:
        """The draws as they stand, in the order in which they were last changed."""
        asked = {"programme": programme, "period": period, "purpose": purpose}
        return tuple(map(draw_of, self._rows("draws", asked)))

    # The trail

    def head(self) -> Head:
        """The end of the trail: who keeps it can tell later whether the trail is the same."""
        with self._transactions.reading() as connection:
            return head_of(connection)

    def entries(self, after: int = 0, limit: int | None = None) -> tuple[Entry, ...]:
        """The entries after a number, in their order, at most so many."""
        with self._transactions.reading() as connection:
            return read_entries(connection, after, limit)

    def cursor(self, name: str) -> int:
        """The entry up to which an observer of this name has read; 0 for a new one."""
        with self._transactions.reading() as connection:
            return cursor(Current(connection), name)

    def advance(self, name: str, seq: int, *, expected: int) -> None:
        """Move an observer's cursor from where it is expected to be.

        Who moves it after the entries were delivered delivers each at least once, in order.
        Raises `Conflict` where it stands elsewhere.
        """
        with self._transactions.changing() as connection:
            current = Current(connection)
            advance(current, name, seq, expected)
            current.flush()

    def verify(self, expect: Head | str | None = None, *, progress: Progress | None = None) -> Head:
        """Check the trail from its first entry on, and that how things stand follows from it.

        `expect` is a head that somebody kept; `progress` is told the number of each entry.
        Returns the head. Raises `Refused` with the first bad entry.
        """
        with self._transactions.reading() as connection:
            return verify(connection, expect, progress)

    def stats(self) -> Stats:
        """What is in the store, in numbers."""
        with self._transactions.reading() as connection:
            return count(connection)

    # Moving

    def export(self, stream: BinaryIO, *, progress: Progress | None = None) -> Head:
        """Write everything to a stream as JSON Lines, without loss. Returns the head."""
        with self._transactions.reading() as connection:
            return export(connection, stream, progress)

    def import_from(self, lines: Iterable[bytes], *, progress: Progress | None = None) -> Head:
        """Fill this store, which must be empty, with an export. Returns its head.

        Raises `Refused` for a file that is no export, or was changed or cut off; nothing is
        imported then.
        """
        with self._transactions.changing() as connection:
            where = str(self.address or "The store")
            return import_into(Current(connection), where, lines, progress)

    def _writing(self, actor: Actor, at: datetime) -> AbstractContextManager[Writing]:
        return appending(self._transactions, self.entropy, by(actor, at))

    def _rows(self, table: str, asked: Mapping[str, str | None]) -> list[Row]:
        wanted = {name: value for name, value in asked.items() if value is not None}
        with self._transactions.reading() as connection:
            return Current(connection).find(table, **wanted)

    def _recording(
        self, writing: Writing, programme: str, actor: Actor, at: datetime
    ) -> RecordingReturns:
        """What records the returns of a programme, and raises the actions they give rise to."""
        row = writing.current.get("programmes", programme=programme)
        kept = None if row is None else programme_of(row)
        staff = (self.staff or {}).values()
        raising = RaisingActions(writing, staff=staff, programme=programme, on=at.date())
        return RecordingReturns(writing, self._rules(kept), kept, actor, raising)

    def _rules(self, programme: Programme | None) -> Rules:
        """The rules that were given, else those of the stages that the programme declares."""
        return self.rules or recording_rules(programme, self.staff)
