"""How an action changes: the steps there are, and who may take them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from auditkit.actions.checking import wrong_in
from auditkit.actions.model import (
    CANCELLED,
    DONE,
    IN_PROGRESS,
    OPEN,
    STATUSES,
    VERIFIED,
    Action,
)
from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.languages import said_joined
from auditkit.matching.folding import fold
from auditkit.problems import Problem, problem

# From each status, those that an action can go to, and whether that needs a reason.
STEPS: Mapping[str, Mapping[str, bool]] = {
    OPEN: {IN_PROGRESS: False, DONE: False, CANCELLED: True},
    IN_PROGRESS: {OPEN: False, DONE: False, CANCELLED: True},
    DONE: {VERIFIED: False, IN_PROGRESS: True, CANCELLED: True},
    VERIFIED: {IN_PROGRESS: True},
    CANCELLED: {OPEN: True},
}
# Rules of separation, each with its words and the code of breaking it.
RULES: Mapping[str, tuple[str, str]] = {
    "verifier_is_not_owner": ("Who verifies an action is not its owner.", "X003"),
    "verifier_is_not_doer": ("Who verifies an action is not who marked it as done.", "X004"),
}
CHANGEABLE = frozenset(
    {"title", "finding", "kind", "owner_role", "owner", "due", "priority", "status"}
    | {"evidence", "because"}
)


def change(action: Action, *, by: str, on: date, override: str = "", **changes: Any) -> Action:
    """The action as it is after a change of its `CHANGEABLE` fields; itself where nothing differs.

    `by` is the staff code of who changes it, `on` the day. `override` is the reason for which a
    rule of separation is broken; the action then says which, and why. Raises `Refused` with
    every reason why it cannot be changed so (X001 to X011).
    """
    if not changes.keys() <= CHANGEABLE:
        raise TypeError(f"cannot change {', '.join(sorted(changes.keys() - CHANGEABLE))}")
    status = changes.get("status", action.status)
    differing = {key: value for key, value in changes.items() if value != getattr(action, key)}
    if not differing:
        return action
    if status != action.status:
        # A reason given before is not one for this step.
        differing["because"] = changes.get("because", "")
    problems = [*_forbidden(action, status, differing)]
    if problems:
        raise Refused(problems)
    broken = broken_rules(action, by) if status == VERIFIED != action.status else ()
    if broken and not override.strip():
        raise Refused(_broken(action, rule, by) for rule in broken)
    told = f"{', '.join(broken)}: {override.strip()}" if broken else ""
    stamps = _stamps(action, status, by, on, told)
    after = changed(action, **differing, **stamps, version=action.version + 1)
    problems = wrong_in(after)
    if problems:
        raise Refused(problems)
    return after


def broken_rules(action: Action, by: str) -> tuple[str, ...]:
    """The rules, by their ids, that keep a person from verifying an action."""
    kept_from = {"verifier_is_not_owner": action.owner, "verifier_is_not_doer": action.done_by}
    return tuple(rule for rule, who in kept_from.items() if who and fold(who) == fold(by))


def _broken(action: Action, rule: str, by: str) -> Problem:
    return problem(RULES[rule][1], action=action.id, by=by, rule=rule)


def _forbidden(action: Action, status: str, differing: Mapping[str, Any]) -> Iterator[Problem]:
    """Why an action cannot go to a status with these differences, whoever does it."""
    facts = {"action": action.id, "found": STATUSES[action.status]}
    if status == action.status:
        if action.is_closed:
            yield problem("X006", **facts)
    elif status in STATUSES:
        steps = STEPS[action.status]
        wanted = STATUSES[status]
        if status not in steps:
            allowed = said_joined(STATUSES[one] for one in steps)
            yield problem("X001", **facts, wanted=wanted, allowed=allowed)
        elif steps[status] and not differing["because"].strip():
            yield problem("X005", **facts, wanted=wanted)
    if action.status == DONE and status in (DONE, VERIFIED) and "owner" in differing:
        yield problem("X007", action=action.id)


def _stamps(action: Action, status: str, by: str, on: date, override: str) -> dict[str, Any]:
    """Who did or closed it when; nobody did where it is taken up again."""
    if status == action.status:
        return {}
    if status == DONE:
        return {"done_on": on, "done_by": by, "override": ""}
    if status in (VERIFIED, CANCELLED):
        return {"closed_on": on, "closed_by": by, "override": override}
    return dict.fromkeys(("done_on", "done_by", "closed_on", "closed_by")) | {"override": ""}
