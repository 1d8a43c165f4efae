"""What stands on a blank return: the facts to fill in, and the questions under their sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditkit.frozen import frozen
from auditkit.languages import noted, words_in
from auditkit.matching.headings import COMMENT_ON, FRIENDLY
from auditkit.questions.model import (
    Question,
    QuestionSet,
    Section,
    option_label,
    question_label,
    worded,
)

# The sheet that marks a workbook as one of our templates, and the first line it holds.
TEMPLATE_SHEET = "auditkit"
TEMPLATE_MARK = "auditkit template 1"
TICK = "x"

STAGE_LABELS = {
    "first": noted("First audit"),
    "reaudit": noted("Re-audit"),
    "moderation": noted("Moderation"),
}
# Units that the bundled sets name, for translators; any other is shown as it is written.
UNITS = (noted("GBP per week"),)
_FACTS = (
    "case_ref",
    "service",
    "team",
    "practitioner",
    "stage",
    "period",
    "auditor",
    "audit_date",
)


@frozen(kw_only=True)
class Entry:
    """One thing to fill in. `target` is what readers know it by; `options` are the texts to
    choose from, by id; `kind` is fact, or the type of the question.
    """

    target: str
    kind: str
    text: str
    label: str = ""
    guidance: str = ""
    options: Mapping[str, str] = {}
    is_date: bool = False


@frozen(kw_only=True)
class Heading:
    """The title of a section, with its guidance."""

    text: str
    guidance: str = ""
    depth: int = 0


def facts(question_set: QuestionSet, language: str) -> list[Entry]:
    """The facts about the audit and the case, as a person fills them in."""
    translate = words_in(language).translate
    stages = {stage: translate(label) for stage, label in STAGE_LABELS.items()}
    entries = [
        Entry(
            target=key,
            kind="fact",
            text=translate(FRIENDLY[key][0]),
            options=stages if key == "stage" else {},
            is_date=key == "audit_date",
        )
        for key in _FACTS
    ]
    for name, told in question_set.case_fields.items():
        title = worded(told.title, language) or name.replace("_", " ").capitalize()
        entries.append(
            Entry(
                target=f"case.{name}",
                kind="fact",
                text=title,
                guidance=translate(told.unit) if told.unit else "",
                options=dict(zip(told.options, told.worded_options(language), strict=True)),
                is_date=told.type == "date",
            )
        )
    return entries


def questions(question_set: QuestionSet, language: str) -> Iterator[Entry | Heading]:
    """The questions in the order asked, each section with its heading before it."""
    yield from _section(question_set, question_set.sections, language, 0)


def comment_heading(entry: Entry, language: str) -> str:
    """The heading of the comment on a question."""
    return words_in(language).translate(COMMENT_ON[0], question=entry.label)


def _section(
    question_set: QuestionSet, sections: Sequence[Section], language: str, depth: int
) -> Iterator[Entry | Heading]:
    for section in sections:
        guidance = worded(section.guidance, language)
        yield Heading(text=worded(section.title, language), guidance=guidance, depth=depth)
        for question in section.questions:
            yield question_entry(question_set, question, language)
        yield from _section(question_set, section.sections, language, depth + 1)


def question_entry(question_set: QuestionSet, question: Question, language: str) -> Entry:
    """One question with the options it offers, worded for it."""
    options = {
        option.id: option_label(question, option, language)
        for option in question_set.options(question)
    }
    return Entry(
        target=question.id,
        kind=question.type,
        text=worded(question.text, language),
        label=question_label(question, language),
        guidance=worded(question.guidance, language),
        options=options,
        is_date=question.type == "date",
    )
