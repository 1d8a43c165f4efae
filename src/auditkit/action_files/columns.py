"""The columns of a workbook of actions, in their order: what each is called and who may write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from auditkit.actions.clocks import is_overdue
from auditkit.actions.model import KINDS, PRIORITIES, STATUSES, Action

# The sheet that a person works in, and the one that only a program sees.
SHEET = "Actions"
MARK_SHEET = "auditkit"
MARK = "auditkit actions"
CellValue = str | int | date | None
WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS,
    "priority": PRIORITIES,
    "status": STATUSES,
}


class Column(NamedTuple):
    """One column: the field of an action it shows, its heading and width, and whether it may be
    changed in the workbook.
    """

    field: str
    heading: str
    width: int
    is_edited: bool = False


COLUMNS = (
    Column("id", "Action", 15),
    Column("subject", "Concerns", 15),
    Column("service", "Service", 16),
    Column("team", "Team", 12),
    Column("finding", "Finding", 36),
    Column("title", "To be done", 36, is_edited=True),
    Column("kind", "Kind", 22, is_edited=True),
    Column("owner_role", "Role", 16),
    Column("owner", "Owner", 12, is_edited=True),
    Column("due", "Due", 12, is_edited=True),
    Column("priority", "Priority", 10, is_edited=True),
    Column("status", "Status", 13, is_edited=True),
    Column("evidence", "Evidence", 36, is_edited=True),
    Column("because", "Reason", 28, is_edited=True),
    Column("overdue", "Overdue", 10),
    Column("raised_on", "Raised on", 12),
    Column("raised_by", "Raised by", 12),
    Column("version", "Version", 8),
)
EDITED = tuple(one for one in COLUMNS if one.is_edited)


def shown(action: Action, field: str, on: date) -> CellValue:
    """What a cell of a workbook made on a day shows of an action."""
    if field in _MADE:
        return _MADE[field](action, on)
    value: CellValue = getattr(action, field)
    return WORDS[field][str(value)] if field in WORDS else value


_MADE: Mapping[str, Callable[[Action, date], str]] = {
    "subject": lambda action, on: action.subject[1],
    "overdue": lambda action, on: "Overdue" if is_overdue(action, on) else "",
}
