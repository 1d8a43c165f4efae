"""Text to paste into Microsoft Forms, and the mapping file for what comes out of it."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.languages import words_in
from auditkit.questions.model import QuestionSet, worded
from auditkit.templates.layout import Entry, Heading, comment_heading, facts, questions

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Facts that Forms knows by itself.
_KNOWN_TO_FORMS = ("audit_date",)


def forms_text(question_set: QuestionSet, language: str = "en") -> str:
    """A questionnaire in the form that the quick import of Microsoft Forms understands:
    numbered questions, lettered options.
    """
    lines = [worded(question_set.title, language), ""]
    for number, (entry, text) in enumerate(_asked(question_set, language), 1):
        lines.append(f"{number}. {text}")
        lines[-1] += _several(entry, language)
        lines += [
            f"   {letter}. {label}"
            for letter, label in zip(_LETTERS, entry.options.values(), strict=False)
        ]
        lines.append("")
    return "\n".join(lines)


def forms_columns(question_set: QuestionSet, language: str = "en") -> str:
    """The mapping file that reads an export of that form."""
    columns, comments = [], []
    for entry, text in _asked(question_set, language):
        if entry.target.endswith(".comment"):
            comments.append(f"  {entry.target.removesuffix('.comment')}: {_quoted(text)}")
        else:
            asked = text + _several(entry, language)
            columns.append(f"  {entry.target}: {_quoted(asked)}")
    columns.append(f"  audit_date: {_quoted('Completion time')}")
    return "\n".join(["columns:", *columns, "comments:", *comments, ""])


def _asked(question_set: QuestionSet, language: str) -> Iterator[tuple[Entry, str]]:
    """Everything the form asks, each with the words of its heading: none stands twice."""
    for entry in facts(question_set, language):
        if entry.target not in _KNOWN_TO_FORMS:
            yield entry, entry.text
    for asked in questions(question_set, language):
        if isinstance(asked, Heading):
            continue
        yield asked, asked.text
        if asked.kind != "text":
            target = f"{asked.target}.comment"
            yield Entry(target=target, kind="text", text=""), comment_heading(asked, language)


def _several(entry: Entry, language: str) -> str:
    if entry.kind != "choices":
        return ""
    return words_in(language).translate(" (choose all that apply)")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
