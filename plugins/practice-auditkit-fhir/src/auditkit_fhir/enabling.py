"""Conditions of a question set as ``enableWhen``, where that can say the same."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from auditkit import QuestionSet
from auditkit.expressions.syntax import (
    Call,
    CaseName,
    Compare,
    Items,
    Junction,
    Literal,
    Name,
    Not,
    Tree,
)
from auditkit.questions.model import NOT_ASSESSED, CaseField, Question
from auditkit_fhir.shapes import Part

_ALL, _ANY = "all", "any"
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Enabling(NamedTuple):
    """Comparisons, of which all or any must hold."""

    behaviour: str
    tests: tuple[Part, ...]

    def as_item(self) -> dict[str, Any]:
        """The keys of an item that say so."""
        found: dict[str, Any] = {"enableWhen": list(self.tests)}
        return found if len(self.tests) == 1 else {**found, "enableBehavior": self.behaviour}


class Inexpressible(Exception):
    """A condition that ``enableWhen`` cannot say."""


def enabling(tree: Tree, questions: QuestionSet) -> Enabling:
    """A condition as ``enableWhen``; blank answers count as they do in auditkit.

    Raises `Inexpressible`: comparisons can be joined by *all* or by *any*, never by both.
    """
    return _Expressing(questions).of(tree, negated=False)


class _Expressing:
    def __init__(self, questions: QuestionSet) -> None:
        self.questions = questions

    def of(self, tree: Tree, *, negated: bool) -> Enabling:
        match tree:
            case Not():
                return self.of(tree.part, negated=not negated)
            case Junction():
                is_all = (tree.operator == "and") is not negated
                parts = [self.of(part, negated=negated) for part in tree.parts]
                return _joined(_ALL if is_all else _ANY, parts)
            case Call(function="answered", arguments=(Name(id=name),)):
                return _single(self.answered(name, is_there=not negated))
            case Compare(operator="in" | "not in", left=left, right=Items() as items):
                return self.of_items(tree, left, items.items, negated=negated)
            case Compare(operator="in" | "not in", left=Literal() as one, right=Name() as several):
                return self.of_items(tree, several, (one,), negated=negated)
            case Compare():
                return self.of_compare(tree, negated=negated)
        raise Inexpressible

    def of_items(
        self, tree: Compare, asked: Tree, among: tuple[Tree, ...], *, negated: bool
    ) -> Enabling:
        """Membership in a list. A blank is neither in it nor, said without ``not``, out of it."""
        is_in = (tree.operator == "in") is not negated
        tests = tuple(self.equal(asked, one, "=" if is_in else "!=") for one in among)
        if tree.operator == "in":
            return Enabling(_ANY if is_in else _ALL, tests)
        exists = _exists(_id(asked), is_there=not is_in)
        return Enabling(_ANY if is_in else _ALL, (exists, *tests))

    def of_compare(self, tree: Compare, *, negated: bool) -> Enabling:
        left, operator, right = tree.left, tree.operator, tree.right
        if isinstance(left, Literal) and not isinstance(right, Literal):
            left, operator, right = right, _TURNED.get(operator, operator), left
        if operator == "==":
            return _single(self.equal(left, right, "!=" if negated else "="))
        if negated:  # holds for a blank too
            opposite = self.equal(left, right, _OPPOSITE.get(operator, "="))
            return Enabling(_ANY, (_exists(_id(left), is_there=False), opposite))
        if operator == "!=":
            there = _exists(_id(left), is_there=True)
            return Enabling(_ALL, (there, self.equal(left, right, "!=")))
        return _single(self.equal(left, right, operator))

    def answered(self, name: str, *, is_there: bool) -> Part:
        options = self.questions.options(self.questions.questions[name])
        if any(one.state == NOT_ASSESSED for one in options):
            raise Inexpressible  # such an answer is given, and is none
        return _exists(name, is_there=is_there)

    def equal(self, left: Tree, right: Tree, operator: str) -> Part:
        """One comparison of an item with a value."""
        if not isinstance(right, Literal):
            raise Inexpressible
        name = _id(left)
        told: Question | CaseField = (
            self.questions.case_fields[name.removeprefix("case.")]
            if isinstance(left, CaseName)
            else self.questions.questions[name]
        )
        return {"question": name, "operator": operator, **_answer(told, right.value)}


def _exists(name: str, *, is_there: bool) -> Part:
    return {"question": name, "operator": "exists", "answerBoolean": is_there}


def _id(tree: Tree) -> str:
    """The linkId of the item that a side of a comparison is about."""
    match tree:
        case Name(id=id):
            return id
        case CaseName(id=id):
            return f"case.{id}"
    raise Inexpressible


def _answer(told: Question | CaseField, value: str | Decimal) -> dict[str, Any]:
    if told.type in ("choice", "choices"):
        return {"answerCoding": {"code": str(value)}}
    if told.type == "number" and isinstance(value, Decimal):
        is_whole = told.places == 0 and value == value.to_integral_value()
        return {"answerInteger" if is_whole else "answerDecimal": value}
    if told.type == "date":
        return {"answerDate": str(value)}
    if told.type == "text":
        return {"answerString": str(value)}
    raise Inexpressible


def _single(test: Part) -> Enabling:
    return Enabling(_ALL, (test,))


def _joined(behaviour: str, parts: list[Enabling]) -> Enabling:
    if any(len(one.tests) > 1 and one.behaviour != behaviour for one in parts):
        raise Inexpressible
    return Enabling(behaviour, tuple(test for one in parts for test in one.tests))
