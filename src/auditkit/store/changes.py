"""What each kind of entry changes in how things stand.

The one place that says so: it is asked when an entry is recorded, when a trail is played again
to be compared, and when an export is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from auditkit.actions.model import Action
from auditkit.actions.plain import action_from
from auditkit.returns import later_stages
from auditkit.store.current import Current, Row, Values
from auditkit.store.trail import body_text

AUDIT = ("case_ref", "programme", "period", "stage")
# How an audit stands that nobody has corrected.
_NOBODY, _FIRST_VERSION, _NOT_STALE = "[]", 1, None


class Recording:
    """An entry as its changes see it: number, time, actor, and the body with its text.

    `content` is the text of an action within the body, where that is there already.
    """

    __slots__ = ("actor", "at", "body", "content", "kind", "seq", "text")

    def __init__(
        self,
        seq: int,
        at: str,
        actor: str,
        kind: str,
        body: Mapping[str, Any],
        text: str,
        content: str | None = None,
    ) -> None:
        self.seq = seq
        self.at = at
        self.actor = actor
        self.kind = kind
        self.body = body
        self.text = text
        self.content = content


def case_of(body: Mapping[str, Any]) -> str | None:
    """The case that a body is about, and with which it is erased."""
    told = body.get("action", body)
    found: str | None = told.get("case_ref")
    return found


def apply(current: Current, entry: Recording) -> None:
    """Bring how things stand to where they stand after this entry."""
    CHANGES[entry.kind](current, entry)


def _question_set(current: Current, entry: Recording) -> None:
    told = ("content_hash", "name", "content")
    current.add("question_sets", {name: entry.body[name] for name in told} | {"seq": entry.seq})


def _programme(current: Current, entry: Recording) -> None:
    key = {"programme": entry.body["programme"]}
    values = {"content": entry.body["content"], "seq": entry.seq}
    there = current.get("programmes", **key)
    if there is None:
        current.add("programmes", {**key, **values, "version": 1})
    else:
        current.change("programmes", key, {**values, "version": there["version"] + 1})


def audit_values(entry: Recording) -> Values:
    """The row of an audit as its entry tells it."""
    body = entry.body
    return (
        body["case_ref"],
        body["programme"],
        body["period"] or "",
        body["stage"],
        body["service"],
        body["team"],
        body["practitioner"],
        body["auditor"],
        body["audit_date"],
        f"{body['question_set']}@{body['set_version']}",
        body["set_hash"],
        entry.at,
        entry.actor,
        _NOBODY,
        _FIRST_VERSION,
        _NOT_STALE,
        entry.text,
        entry.seq,
    )


def _audit(current: Current, entry: Recording) -> None:
    current.add_values("audits", audit_values(entry))


def _correction(current: Current, entry: Recording) -> None:
    body = entry.body
    key = {name: body[name] for name in AUDIT}
    there = current.find("audits", **key)[0]
    current.change(
        "audits",
        key,
        {
            "content": corrected_text(there["content"], body["question"], body["new"]),
            "corrected_by": json.dumps(sorted({*json.loads(there["corrected_by"]), entry.actor})),
            "version": there["version"] + 1,
            "seq": entry.seq,
        },
    )
    for stage in later_stages(key["stage"]):
        stale = {**key, "stage": stage, "stale_since": None}
        current.change("audits", stale, {"stale_since": entry.seq, "seq": entry.seq})
    current.add(
        "corrections",
        {
            **key,
            "seq": entry.seq,
            "question": body["question"],
            "corrected_by": entry.actor,
            "corrected_at": entry.at,
            "content": entry.text,
        },
    )


def corrected_text(content: str, question: str, new: Mapping[str, Any]) -> str:
    """The text of a return with another answer and comment for one question."""
    told = json.loads(content)
    for part, value in (("answers", new["answer"]), ("comments", new["comment"])):
        told[part].pop(question, None)
        if value is not None:
            told[part][question] = value
    return body_text(told)


def _override(current: Current, entry: Recording) -> None:
    body = entry.body
    for rule in body["rules"]:
        current.add(
            "overrides",
            {
                **{name: body[name] for name in AUDIT},
                "seq": entry.seq,
                "rule": rule,
                "overridden_by": entry.actor,
                "because": body["because"],
            },
        )


def _decision(current: Current, entry: Recording) -> None:
    key = {name: entry.body[name] for name in AUDIT}
    values = {
        "decided_at": entry.at,
        "decided_by": entry.actor,
        "content": entry.text,
        "seq": entry.seq,
    }
    there = current.get("decisions", **key)
    if there is None:
        current.add("decisions", {**key, **values, "version": 1})
    else:
        current.change("decisions", key, {**values, "version": there["version"] + 1})
    _looked_at(current, key, entry.seq)


def _confirmation(current: Current, entry: Recording) -> None:
    _looked_at(current, {name: entry.body[name] for name in AUDIT}, entry.seq)


def _looked_at(current: Current, key: Row, seq: int) -> None:
    """An audit that was looked at again is stale no longer."""
    current.change("audits", key, {"stale_since": None, "seq": seq})


def _draw(current: Current, entry: Recording) -> None:
    key = {name: entry.body[name] for name in ("programme", "period", "purpose")}
    values = {"content": body_text(entry.body["content"]), "seq": entry.seq}
    there = current.get("draws", **key)
    if there is None:
        current.add("draws", {**key, **values, "version": 1})
    else:
        current.change("draws", key, {**values, "version": there["version"] + 1})


def _action_values(entry: Recording) -> Values:
    """The row of an action as an entry tells it."""
    told = entry.body["action"]
    return (
        told["id"],
        told.get("programme"),
        told.get("service"),
        told.get("team"),
        told.get("case_ref"),
        told.get("question"),
        told.get("owner"),
        told["due"],
        told["status"],
        told["version"],
        entry.actor,
        body_text(told) if entry.content is None else entry.content,
        entry.seq,
    )


def action_of(row: Row) -> Action:
    """An action as a row holds it."""
    return action_from(json.loads(row["content"]))


def _action(current: Current, entry: Recording) -> None:
    current.add_values("actions", _action_values(entry))


def _action_changed(current: Current, entry: Recording) -> None:
    row = current.row("actions", _action_values(entry))
    current.change("actions", {"action": row["action"]}, row)


def _erasure(current: Current, entry: Recording) -> None:
    """Rows go by the entry that wrote them last, for the reference is not told here."""
    for table in ("decisions", "overrides", "corrections", "audits", "actions"):
        current.remove_written_by(table, entry.body["targets"])


CHANGES: Mapping[str, Callable[[Current, Recording], None]] = {
    "question_set": _question_set,
    "programme": _programme,
    "audit": _audit,
    "correction": _correction,
    "override": _override,
    "decision": _decision,
    "confirmation": _confirmation,
    "draw": _draw,
    "action": _action,
    "action_changed": _action_changed,
    "erasure": _erasure,
}
