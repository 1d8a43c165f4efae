"""The columns of a workbook of actions, in their order: what each is called and who may write.

A workbook is in one language, and is read back in every one that auditkit has words in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from auditkit.actions.clocks import is_overdue
from auditkit.actions.model import KINDS, PRIORITIES, STATUSES, Action
from auditkit.languages import Words, languages_known, noted, words_in
from auditkit.matching.folding import fold
from auditkit.wording import role_words

# The sheet that a person works in, and the one that only a program sees.
SHEET = noted("Actions")
MARK_SHEET = "auditkit"
MARK = "auditkit actions"
CellValue = str | int | date | None
WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS,
    "priority": PRIORITIES,
    "status": STATUSES,
}


class Column(NamedTuple):
    """One column: the field of an action it shows, its heading (a message) and width, and whether
    it may be changed in the workbook.
    """

    field: str
    heading: str
    width: int
    is_edited: bool = False


COLUMNS = (
    Column("id", noted("Action"), 15),
    Column("subject", noted("Concerns"), 15),
    Column("service", noted("Service"), 16),
    Column("team", noted("Team"), 12),
    Column("finding", noted("Finding"), 36),
    Column("title", noted("To be done"), 36, is_edited=True),
    Column("kind", noted("Kind"), 22, is_edited=True),
    Column("owner_role", noted("Role"), 16),
    Column("owner", noted("Owner"), 12, is_edited=True),
    Column("due", noted("Due"), 12, is_edited=True),
    Column("priority", noted("Priority"), 10, is_edited=True),
    Column("status", noted("Status"), 13, is_edited=True),
    Column("evidence", noted("Evidence"), 36, is_edited=True),
    Column("because", noted("Reason"), 28, is_edited=True),
    Column("overdue", noted("Overdue"), 10),
    Column("raised_on", noted("Raised on"), 12),
    Column("raised_by", noted("Raised by"), 12),
    Column("version", noted("Version"), 8),
)
EDITED = tuple(one for one in COLUMNS if one.is_edited)


def headings() -> dict[str, str]:
    """The fields by their folded headings in every language."""
    return {
        fold(words_in(language).translate(one.heading)): one.field
        for language in languages_known()
        for one in COLUMNS
    }


def labels(field: str) -> dict[str, str]:
    """The ids of what a field may hold, by their folded labels in every language."""
    return {
        fold(words_in(language).again(label)): id
        for language in languages_known()
        for id, label in WORDS[field].items()
    }


def shown(action: Action, field: str, on: date, words: Words) -> CellValue:
    """What a cell of a workbook made on a day shows of an action."""
    if field == "subject":
        return action.subject[1]
    if field == "overdue":
        return words.translate("Overdue") if is_overdue(action, on) else ""
    value: CellValue = getattr(action, field)
    if field in WORDS:
        label: str = words.again(WORDS[field][str(value)])
        return label
    if field == "owner_role" and value:
        return role_words(str(value), words.language)
    return value
