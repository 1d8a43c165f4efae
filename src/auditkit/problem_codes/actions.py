"""Codes of actions."""

from __future__ import annotations

_WARNING = "warning"

CODES: dict[str, tuple[str, ...]] = {
    # X001 to X019: an action and its changes
    "X001": (
        "Step that an action cannot take",
        "Action {action} is {found} and cannot become {wanted}. From here it can become: {allowed}.",
    ),
    "X002": (
        "Done without evidence",
        "Action {action} has no evidence that it was done. Say where it can be seen, such as a file"
        " note with its date.",
    ),
    "X003": (
        "Verified by its owner",
        "{by} is the owner of action {action}. Who verifies an action is not its owner"
        " ({rule}). Ask somebody else.",
    ),
    "X004": (
        "Verified by who did it",
        "{by} marked action {action} as done. Who verifies an action is not who did it"
        " ({rule}). Ask somebody else.",
    ),
    "X005": (
        "Reason missing",
        "Action {action} cannot go from {found} to {wanted} without a reason. Say why.",
    ),
    "X006": (
        "Change of a closed action",
        "Action {action} is {found}, and what it says stays as it is. Take it up again first, with"
        " a reason.",
    ),
    "X007": (
        "New owner of an action that is done",
        "Action {action} is done and keeps its owner until it is verified, for who verifies it is"
        " not its owner. Send it back first if somebody else is to do it.",
    ),
    "X008": (
        "Due before it was raised",
        "Action {action} would be due on {due}, before it was raised on {raised}. Give a later"
        " date.",
    ),
    "X009": (
        "Not one of the words of actions",
        'Found "{found}" for the {field} of an action, expected one of: {allowed}.{hint}',
    ),
    "X010": ("Something of an action missing", "An action needs a {field}. Found nothing."),
    "X011": (
        "Text that an action cannot hold",
        "The {field} of an action holds {found}. Expected a text of at most {most} characters,"
        " none of them invisible.",
    ),
    "X012": (
        "Not an action",
        'Found {found} for "{key}" of an action, expected {expected}.',
    ),
    # X020 to X029: raising actions
    "X020": (
        "Nobody to own an action",
        "Nobody of the staff list is {role} for {where}, so the action has no owner. Add the role"
        " to somebody, or give the action an owner by hand.",
        _WARNING,
    ),
    "X021": (
        "Several people to own an action",
        "More than one of the staff is {role} for {where}: {found}. The action has no owner. Give"
        " it one by hand, or say in the staff list whose team it is.",
        _WARNING,
    ),
    "X022": (
        "Action left open",
        'Whether "{title}" is to be done rests on what was not assessed: {questions}. No action'
        " was raised.",
        _WARNING,
    ),
    "X023": (
        "Action stands already",
        'For {case} and the question {question} there is action {action} already: "{title}".'
        " Change that one, or close it first.",
    ),
    # X030: working days
    "X030": (
        "Bank holidays not known",
        "The bank holidays of {year} are not known, only those from {first} to {last}. Check the"
        " date.",
    ),
}
