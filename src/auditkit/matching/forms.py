"""Answers as a host's own form gives them, read as an audit return."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from auditkit.languages import said_joined
from auditkit.matching.facts import fact_readers
from auditkit.matching.folding import is_blank
from auditkit.matching.options import Unread, answer_reader, quoted_text
from auditkit.matching.rows import case_reader
from auditkit.problems import Place, Problem, did_you_mean, problem
from auditkit.questions.model import INVALID, QuestionSet
from auditkit.questions.shapes import METADATA
from auditkit.returns import Answer, AuditReturn, Table
from auditkit.wording import shortened

_NO_TABLE = Table(file="", headings=(), rows=())


def read_answers(
    question_set: QuestionSet,
    answers: Mapping[str, Any],
    comments: Mapping[str, Any],
    case: Mapping[str, Any],
    about: Mapping[str, Any],
) -> AuditReturn:
    """The return that a form's fields make; what cannot be read is among its problems, each
    with the question (or the fact) it belongs to.
    """
    reader = _FormReader(question_set)
    facts = reader.facts(about)
    given = dict(reader.answers(answers))
    return AuditReturn(
        **facts,
        question_set=question_set.id,
        set_version=question_set.version,
        case=dict(reader.case(case)),
        answers=given,
        comments=dict(reader.comments(comments)),
        problems=tuple(reader.problems),
        place=Place(about=facts["case_ref"]),
    )


class _FormReader:
    def __init__(self, question_set: QuestionSet) -> None:
        self.set = question_set
        self.reference = ""
        self.problems: list[Problem] = []

    def note(self, code: str, name: str, facts: Mapping[str, Any]) -> None:
        question = self.set.questions.get(name)
        asked = quoted_text(question) if question else name
        about = said_joined(filter(None, (self.reference, asked)))
        self.problems.append(problem(code, Place(about=about, question=name), **facts))

    def unknown(self, code: str, name: str, known: Iterable[str]) -> None:
        self.note(code, name, {"found": shortened(name), "hint": did_you_mean(name, known)})

    def understood(self, name: str, value: Any, read: Callable[[str], Any]) -> Any:
        """What a field says, or the `Unread` that it is."""
        try:
            return read(as_text(value))
        except Unread as unread:
            self.note(unread.code, name, unread.facts)
            return unread

    def facts(self, about: Mapping[str, Any]) -> dict[str, Any]:
        """The metadata of the audit. A case reference may still be missing: the host's form
        may ask for it last.
        """
        readers = fact_readers(_NO_TABLE, self.set, {})
        self.reference = as_text(about.get("case_ref", ""))
        found: dict[str, Any] = {"case_ref": self.reference, "stage": "first"}
        for name, value in about.items():
            if name not in METADATA:
                self.unknown("R036", name, METADATA)
            elif value is not None and (name != "case_ref" or value):
                fact = self.understood(name, value, readers[name])
                if not isinstance(fact, Unread) and name not in ("question_set", "set_version"):
                    found[name] = fact
        return found

    def answers(self, answers: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
        """The answers to questions that the set has."""
        for name, value in answers.items():
            question = self.set.questions.get(name)
            if question is None:
                self.unknown("R035", name, self.set.questions)
                continue
            answer = self.understood(name, value, answer_reader(question, self.set))
            is_unread = isinstance(answer, Unread)
            yield name, Answer(INVALID, None, as_text(value)) if is_unread else answer

    def case(self, case: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """The facts about the case that the set declares."""
        for name, value in case.items():
            told = self.set.case_fields.get(name)
            if told is None:
                self.unknown(
                    "R036", f"case.{name}", [f"case.{one}" for one in self.set.case_fields]
                )
                continue
            fact = self.understood(f"case.{name}", value, case_reader(told))
            if fact is not None and not isinstance(fact, Unread):
                yield name, fact

    def comments(self, comments: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for name, value in comments.items():
            text = as_text(value)
            if name not in self.set.questions:
                self.unknown("R035", name, self.set.questions)
            elif not is_blank(text):
                yield name, text


def as_text(value: Any) -> str:
    """A form's value as it would stand in a cell: several with ``;`` between them."""
    if value is None:
        return ""
    if isinstance(value, set | frozenset):
        value = sorted(value, key=as_text)
    if isinstance(value, list | tuple):
        return ";".join(map(as_text, value))
    return value.isoformat() if isinstance(value, date) else str(value)
