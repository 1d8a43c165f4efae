"""The facts about an audit that stand beside its answers: case, stage, dates, pins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from auditkit.matching.damage import damage, loss
from auditkit.matching.dates import DateColumn
from auditkit.matching.folding import is_blank, tidy, without_guard
from auditkit.matching.options import Matcher, Unread, date_of
from auditkit.questions.model import QuestionSet
from auditkit.questions.shapes import METADATA
from auditkit.returns import STAGES, Table
from auditkit.wording import shortened

_STAGE_WORDS = {
    "first": ("First audit", "Audit", "1", "Archwiliad cyntaf", "Cyntaf", "Archwiliad"),
    "reaudit": ("Re-audit", "Re audit", "Second audit", "2", "Ailarchwiliad", "Ail archwiliad"),
    "moderation": ("Moderated", "Moderation audit", "3", "Cymedroli", "Cymedrolwyd"),
}
LONGEST_REFERENCE = 200

ReadFact = Callable[[str], Any]


class UnderstoodOnce(dict[str, Any]):
    """What the texts of one column mean, each worked out once: a value, or an `Unread`.

    `all_read` turns false with the first `Unread`.
    """

    MOST = 10_000

    def __init__(self, read: ReadFact) -> None:
        super().__init__()
        self.read = read
        self.all_read = True

    def __missing__(self, text: str) -> Any:
        try:
            value = self.read(text)
        except Unread as unread:
            value = unread.with_traceback(None)
            self.all_read = False
        if len(self) < self.MOST:
            self[text] = value
        return value


def fact_readers(
    table: Table, question_set: QuestionSet, columns: Mapping[str, int]
) -> dict[str, ReadFact]:
    """How the texts of each kind of metadata are read.

    A reader raises `Unread` for what it does not understand: a damaged reference, a date that
    could be read two ways, another question set than the one at hand.
    """
    index = columns.get("audit_date")
    dates = DateColumn(row.cells[index] for row in table.rows) if index is not None else None
    return {
        **dict.fromkeys(METADATA, text_fact),
        "case_ref": case_reference,
        "stage": stage_reader(),
        "audit_date": lambda text: (
            None if is_blank(text) else date_of(text, dates or DateColumn(()))
        ),
        "question_set": _pin(question_set.id, question_set.name),
        "set_version": _pin(question_set.version),
        "content_hash": _hash_pin(question_set),
    }


def text_fact(text: str) -> str | None:
    """The text in a cell, on one line."""
    what = loss(text)
    if what is not None:
        raise Unread("R011", found=shortened(text.strip()), what=what)
    return tidy(without_guard(text)) or None


def case_reference(text: str) -> str:
    """The case reference in a cell, as it was typed but for spaces and invisible characters."""
    reference = tidy(without_guard(text))
    if not reference:
        raise Unread("R010")
    what = damage(reference)
    if what is not None:
        raise Unread("R011", found=shortened(reference), what=what)
    if len(reference) > LONGEST_REFERENCE:
        raise Unread("R032", most=LONGEST_REFERENCE)
    return reference


def stage_reader() -> ReadFact:
    """The function that reads the texts of a column of stages; blank is the first."""
    stages = Matcher((stage, _STAGE_WORDS[stage]) for stage in STAGES)

    def read(text: str) -> str:
        if is_blank(text):
            return STAGES[0]
        found = stages.find(text)
        if found is None:
            raise Unread("R020", found=shortened(text), allowed=", ".join(STAGES))
        return found

    return read


def _pin(ours: str, name: str | None = None) -> ReadFact:
    """A return that names another set or version is not scored under this one."""

    def read(text: str) -> str | None:
        theirs = tidy(text)
        if theirs in ("", ours, name):
            return ours if theirs else None
        code = "R033" if theirs in _without_zeros(ours) else "R031"
        raise Unread(code, found=shortened(theirs), expected=ours)

    return read


def _hash_pin(question_set: QuestionSet) -> ReadFact:
    def read(text: str) -> str | None:
        theirs = tidy(text)
        if theirs and theirs != question_set.content_hash:
            raise Unread("R026", name=question_set.name, hash=theirs, changes="")
        return theirs or None

    return read


def _without_zeros(version: str) -> tuple[str, ...]:
    """What a spreadsheet makes of a version that it takes for a number: 1.10 turns to 1.1."""
    return (version.rstrip("0").rstrip("."),) if "." in version else ()
