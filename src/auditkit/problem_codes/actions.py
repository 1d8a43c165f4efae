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
        " Change that one, or bring it to its end first.",
    ),
    "X024": (
        "Two actions for one question",
        'Not raised: "{title}". For the question {question} the same audit raised {action}, and'
        " one action at a time is open for a question. Add what it says to that one.",
        _WARNING,
    ),
    # X030: working days
    "X030": (
        "Bank holidays not known",
        "The bank holidays of {year} are not known, only those from {first} to {last}. Check the"
        " date.",
    ),
    # X040 to X059: workbooks of actions
    "X040": (
        "Too many actions for a workbook",
        "{count} actions are more than the {most} that one workbook can bring back. Export those"
        " of one service at a time.",
    ),
    "X041": (
        "Not a workbook of actions",
        "This is no workbook that auditkit actions export wrote, or its hidden sheet is gone."
        " Export the actions again and enter the changes there.",
    ),
    "X042": (
        "Column of actions missing",
        'The column "{heading}" is missing. Export the actions again and enter the changes there.',
    ),
    "X043": (
        "Column that is none of actions",
        'The column "{heading}" is none of a workbook of actions, or stands twice; it is left out.',
        _WARNING,
    ),
    "X044": (
        "Row without an action",
        "The row names no action. Raise new ones with auditkit actions add, and take the row out.",
    ),
    "X045": ("Unknown action", 'There is no action "{found}".{hint} Take the row out.'),
    "X046": (
        "Action twice",
        "The action {action} stands in {first} already. Keep one of the rows.",
    ),
    "X047": (
        "Row of another workbook",
        "The row of action {action} does not belong to this copy of the workbook: its version"
        " is not the one exported. Export the actions again and enter the changes there.",
    ),
    "X048": (
        "Changed by somebody else meanwhile",
        "Action {action} was changed since this workbook was made (version {made}, now {now})."
        ' {heading}: here "{ours}", there "{theirs}", before "{before}". Export the actions'
        " again and decide which holds.",
    ),
    "X049": (
        "Action gone from the workbook",
        "The row of action {action} is gone; the action stays as it is. To end it, set its status"
        " to Cancelled with a reason.",
        _WARNING,
    ),
    "X050": (
        "Not a date",
        'Found "{found}", expected a date such as 27/04/2026, the day first.',
    ),
    "X051": (
        "Cell damaged by a spreadsheet",
        "The cell holds {what}. Type in what is meant.",
    ),
    "X052": (
        "Change of a cell that is only shown",
        'The column "{heading}" is not changed by a workbook; what was written there is left out.',
        _WARNING,
    ),
    # X060: the command line
    "X060": (
        "Programme not known",
        "Found {found} for the programme, expected one that the store keeps: {known}.",
    ),
}
