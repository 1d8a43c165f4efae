"""Worked cases: answers as somebody would type them, and what the scorecard must say."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from importlib import import_module
from typing import Any

from auditkit.documents.document import Document
from auditkit.documents.nodes import ListNode, MappingNode, Node, Scalar
from auditkit.documents.record import Record, model, reads
from auditkit.documents.shapes import WORDS, ListOf, MapOf, Reading, Shape
from auditkit.documents.yaml_events import read_yaml
from auditkit.errors import Refused
from auditkit.kit import AuditKit
from auditkit.matching.options import Unread, answer_reader
from auditkit.matching.rows import case_reader
from auditkit.problems import did_you_mean, problem
from auditkit.questions.model import QuestionSet, worded
from auditkit.returns import Answer, AuditReturn
from auditkit.scoring.scorecard import Scorecard
from auditkit.tables.files import AnyPath, beside, name_of, read_bytes, suffix_of

NONE = "none at all"


class _Typed(Shape):
    """A text as somebody would type it, a blank too."""

    words = "a text"

    def read(self, node: Node, reading: Reading) -> Any:
        return node.value if type(node) is Scalar else self.expected(node, reading)

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        return WORDS.schema(definitions)


class _Expected(Shape):
    """What a case expects, by the things that a scorecard can be asked for."""

    words = "what the scorecard must say, such as rating: good"

    def read(self, node: Node, reading: Reading) -> Any:
        if type(node) is not MappingNode or not node.entries:
            return self.expected(node, reading)
        for key in node.entries:
            if key not in ASKED:
                facts = {"found": key, "hint": did_you_mean(key, ASKED), "known": ", ".join(ASKED)}
                return reading.note("S001", node.keys[key], **facts)
        return _plain(node)

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        return {"type": "object", "propertyNames": {"enum": list(ASKED)}}


def _plain(node: Any) -> Any:
    """Texts, lists and maps, as they were typed."""
    if type(node) is MappingNode:
        return {key: _plain(value) for key, value in node.entries.items()}
    return [*map(_plain, node.items)] if type(node) is ListNode else node.value


_TYPED = _Typed()


@model
class Case:
    """One worked case."""

    name: str = reads(WORDS, "what the case shows", key="case")
    answers: Mapping[str, str] = reads(
        MapOf(_TYPED, "a map from question to answer"), "answers as typed", factory=dict
    )
    otherwise: str | None = reads(
        WORDS, "the option for every other question that offers it", default=None
    )
    case_fields: Mapping[str, str] = reads(
        MapOf(_TYPED, "a map of facts about the case"), "facts about the case", factory=dict
    )
    comments: Mapping[str, str] = reads(
        MapOf(_TYPED, "a map from question to comment"), "comments, by question", factory=dict
    )
    expect: Mapping[str, Any] = reads(_Expected(), "what the scorecard must say")


@model
class CaseFile:
    """Cases of one question set: one by ``id@version``, or in a file, or ``set.yaml`` beside."""

    set: str = reads(WORDS, "the set: ID@VERSION, or a file beside this one", default="set.yaml")
    plugins: tuple[str, ...] = reads(
        ListOf(WORDS, "a list of modules"), "modules with hooks, to try uninstalled", default=()
    )
    cases: tuple[Case, ...] = reads(
        ListOf(Record(lambda: Case, "a case"), "a list of cases", least=1), "the worked cases"
    )


_CASE_FILE: Any = Record(lambda: CaseFile, "a file of cases")


def read_cases(path: AnyPath) -> CaseFile:
    """The cases in a YAML file. Raises `Refused` with every problem found."""
    document = Document(name_of(path), read_yaml(read_bytes(path), name_of(path)))
    reading = Reading()
    found = _CASE_FILE.read(document.root, reading)
    if reading.problems:
        raise Refused(reading.problems)
    if suffix_of(found.set) in (".yaml", ".yml") and not os.path.exists(beside(path, found.set)):
        place = document.place("set")
        raise Refused([problem("F001", place, said=f"there is no {found.set} beside it")])
    return found  # type: ignore[no-any-return]


def kit_for(cases: CaseFile, path: AnyPath) -> tuple[AuditKit, QuestionSet]:
    """A kit with the plugins of a file of cases, and the set that they are of."""
    kit = AuditKit([import_module(name) for name in cases.plugins])
    if suffix_of(cases.set) in (".yaml", ".yml"):
        return kit, kit.load(beside(path, cases.set))
    return kit, kit.question_set(cases.set)


def failures(kit: AuditKit, question_set: QuestionSet, case: Case) -> list[str]:
    """What the scorecard of a case says otherwise than expected, a line each."""
    try:
        given = _return_of(question_set, case)
    except Unread as unread:
        return [problem(unread.code, **unread.facts).message]
    card = kit.score(given, question_set)
    return [
        f"{key}: expected {expected}, found {found}"
        for key, expected in case.expect.items()
        for found in [ASKED[key](card, expected)]
        if found != expected
    ]


def _return_of(question_set: QuestionSet, case: Case) -> AuditReturn:
    return AuditReturn(
        case_ref="CASE-0001",
        question_set=question_set.id,
        set_version=question_set.version,
        case={
            name: case_reader(question_set.case_fields[name])(text)
            for name, text in case.case_fields.items()
        },
        answers=dict(_answers(question_set, case)),
        comments=case.comments,
    )


def _answers(question_set: QuestionSet, case: Case) -> Iterator[tuple[str, Answer]]:
    unknown = [name for name in case.answers if name not in question_set.questions]
    if unknown:
        hint = did_you_mean(unknown[0], question_set.questions)
        raise Unread("R035", found=unknown[0], hint=hint)
    for name, question in question_set.questions.items():
        offered = [option.id for option in question_set.options(question)]
        text = case.answers.get(name, case.otherwise if case.otherwise in offered else None)
        if text is not None:
            yield name, answer_reader(question, question_set)(text)


def _number(value: Decimal | None) -> str:
    return NONE if value is None else str(value)


def _fraction(card: Scorecard) -> str:
    figure = card.overall
    return NONE if figure is None else f"{figure.numerator}/{figure.denominator}"


def _coverage(card: Scorecard) -> str:
    found = card.coverage
    return f"{found.counted} of {found.applicable} of {found.asked}"


def _sections(card: Scorecard, expected: Mapping[str, str]) -> dict[str, str]:
    figures = {name: card.sections[name].figure for name in expected}
    return {name: _number(one and one.percentage) for name, one in figures.items()}


# What a case may expect, and how the scorecard answers: a text, a list, or a map of texts.
ASKED: dict[str, Callable[[Scorecard, Any], Any]] = {
    "status": lambda card, _: card.status,
    "score": lambda card, _: _number(card.score),
    "fraction": lambda card, _: _fraction(card),
    "rating": lambda card, _: card.rating or NONE,
    "computed": lambda card, _: card.computed_rating or NONE,
    "judged": lambda card, _: card.judged_rating or NONE,
    "score_alone": lambda card, _: card.unlimited_rating or NONE,
    "rule": lambda card, _: worded(card.rule) or NONE,
    "limits": lambda card, _: [worded(hit.because) for hit in card.limits],
    "undecided": lambda card, _: [one.kind for one in card.undecided],
    "escalations": lambda card, _: [told.to for told in card.escalations],
    "coverage": lambda card, _: _coverage(card),
    "warnings": lambda card, _: [warning.code for warning in card.warnings],
    "sections": _sections,
    "rescored": lambda card, expected: {
        name: _number(card.sections[name].rescored) for name in expected
    },
    "states": lambda card, expected: {name: card.questions[name].state for name in expected},
}
