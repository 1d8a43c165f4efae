"""A blank return as CSV: the headings, for many cases."""

from __future__ import annotations

from typing import BinaryIO

from auditkit.questions.model import QuestionSet
from auditkit.templates.layout import Heading, facts, questions


def write_headings(question_set: QuestionSet, stream: BinaryIO, language: str = "en") -> None:
    """One line of headings, with the set and its version pinned in columns of their own."""
    import csv
    from io import TextIOWrapper

    headings = [entry.target for entry in facts(question_set, language)]
    headings += ["question_set", "set_version"]
    for entry in questions(question_set, language):
        if not isinstance(entry, Heading):
            headings.append(entry.target)
            if entry.kind != "text":
                headings.append(f"{entry.target}.comment")
    text = TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    csv.writer(text, lineterminator="\r\n").writerow(headings)
    text.flush()
    text.detach()
