"""Actions kept in a store: nobody's change is lost, for each says which version it was made to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from auditkit.actions.changing import RULES, change
from auditkit.actions.model import Action
from auditkit.actions.plain import action_dict, action_from
from auditkit.errors import Conflict, NotAllowed, Refused
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.problems import problem
from auditkit.store.changes import action_of
from auditkit.store.current import Current, Row
from auditkit.store.recording import Recorded
from auditkit.store.writing import Writing
from auditkit.wording import several, shortened


@frozen(kw_only=True)
class ActionChange:
    """A change of an action that is at this version: new values by field."""

    id: str
    version: int
    changes: Mapping[str, Any]


_WAITING = ("open", "in_progress")
_SEPARATION = frozenset(code for _, code in RULES.values())


def add_action(writing: Writing, action: Action, key: str | None) -> Recorded:
    """Keep a new action. Raises `Conflict` where its id is taken, or where one is open already
    for the same case and question.
    """
    told = action_dict(action)
    before = writing.earlier(key, "action")
    if before is not None:
        if before.body != {"action": told}:
            raise before.conflict(action)
        return Recorded(seq=before.seq, is_new=False, action=action)
    there = writing.current.get("actions", action=action.id)
    if there is not None:
        kept = action_of(there)
        if kept != action:
            raise Conflict(
                [problem("T026", what=said("action {name}", name=action.id))], kept, action
            )
        return Recorded(seq=there["seq"], is_new=False, action=kept)
    if action.version != 1:
        raise Refused(
            [problem("T023", what=said("action {name} before its version 1", name=action.id))]
        )
    _refuse_second(writing.current, action)
    entry = writing.append("action", {"action": told}, key)
    return Recorded(seq=entry.seq, action=action)


def update_actions(
    writing: Writing, asked: Iterable[ActionChange], on: date
) -> tuple[Recorded, ...]:
    """Change actions. Raises what `update_action` does, with the problems of all of them."""
    recorded: list[Recorded] = []
    conflicts: list[Conflict] = []
    refused: list[Refused] = []
    for one in asked:
        try:
            recorded.append(update_action(writing, one.id, one.version, on, "", one.changes, None))
        except Conflict as conflict:
            conflicts.append(conflict)
        except Refused as problems:
            refused.append(problems)
    if refused:
        raise Refused(each for one in refused for each in one.problems)
    if conflicts:
        problems_of_all = [each for one in conflicts for each in one.problems]
        raise Conflict(problems_of_all, conflicts[0].recorded, conflicts[0].offered)
    return tuple(recorded)


def update_action(
    writing: Writing,
    action_id: str,
    version: int,
    on: date,
    override: str,
    changes: Mapping[str, Any],
    key: str | None,
) -> Recorded:
    """Change an action that is at this version.

    Raises `Conflict` where somebody has changed it since, `NotAllowed` where a rule of
    separation is broken, and whatever changing an action raises.
    """
    request = {"version": version, "changes": _plain(changes)}
    before = writing.earlier(key, "action_changed")
    if before is not None:
        told = before.body["action"]
        if (told["id"], before.body.get("asked")) != (action_id, request):
            raise before.conflict(changes)
        return Recorded(seq=before.seq, is_new=False, action=action_from(told))
    row = writing.current.get("actions", action=action_id)
    if row is None:
        raise Refused([problem("T023", what=said("action {name}", name=shortened(action_id)))])
    kept = action_of(row)
    if kept.version != version:
        raise _conflict(kept, row, version, changes)
    try:
        after = change(kept, by=writing.by.actor, on=on, override=override, **changes)
    except Refused as refused:
        if {one.code for one in refused.problems} <= _SEPARATION:
            raise NotAllowed(refused.problems) from None
        raise
    if after == kept:
        return Recorded(seq=row["seq"], is_new=False, action=kept)
    if after.status in _WAITING and kept.status not in _WAITING:
        _refuse_second(writing.current, after)
    body = {"action": action_dict(after), "asked": request}
    entry = writing.append("action_changed", body, key)
    return Recorded(seq=entry.seq, action=after)


def _refuse_second(current: Current, action: Action) -> None:
    """Nothing is raised twice while it is open for the same case and question."""
    if action.case_ref is None or action.question is None:
        return
    found = current.find("actions", case_ref=action.case_ref, question=action.question)
    for row in found:
        if row["status"] in _WAITING:
            facts = {"action": row["action"], "question": action.question}
            raise Conflict([problem("T027", **facts)], action_of(row), action)


def _conflict(kept: Action, row: Row, version: int, changes: Mapping[str, Any]) -> Conflict:
    """That somebody was first: what stands there now, beside what was to be written."""
    both = [
        said(
            "{name}: now {now}, yours {yours}",
            name=name,
            now=_shown(getattr(kept, name)),
            yours=_shown(value),
        )
        for name, value in sorted(changes.items())
        if hasattr(kept, name) and getattr(kept, name) != value
    ]
    facts = {
        "what": said("The action {name}", name=kept.id),
        "found": kept.version,
        "who": row["changed_by"],
        "expected": version,
        "differing": several(both) or said("It holds what you asked for"),
    }
    return Conflict([problem("T022", **facts)], kept, changes)


def _shown(value: Any) -> str:
    return "nothing" if value in (None, "") else f'"{shortened(str(value))}"'


def _plain(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in changes.items()
    }
