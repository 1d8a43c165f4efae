"""Shapes that only question sets have: names, conditions, shares, working days."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import Any

from auditkit.documents.nodes import Node, Scalar
from auditkit.documents.shapes import (
    BROKEN,
    ID,
    NUMBER,
    PERCENT,
    Matching,
    Reading,
    Shape,
    described,
)
from auditkit.expressions.syntax import FUNCTIONS, ExpressionError, parse

# One text, or the same text in several languages.
Wording = str | Mapping[str, str]

METADATA = (
    "case_ref",
    "service",
    "team",
    "practitioner",
    "stage",
    "period",
    "auditor",
    "audit_date",
    "question_set",
    "set_version",
    "content_hash",
)
RESERVED = frozenset({*METADATA, *FUNCTIONS, *keyword.kwlist, "case"})


class Name(Matching):
    """An id that conditions may use: none of the words that mean something else there."""

    def __init__(self) -> None:
        super().__init__(ID.pattern, ID.words)

    def read(self, node: Node, reading: Reading) -> Any:
        value = super().read(node, reading)
        if value in RESERVED:
            return reading.note("S006", node, found=value)
        return value


class Condition(Shape):
    """A condition on answers and on the case."""

    words = 'a condition such as contingency_plan == "no"'
    stands_alone = True

    def read(self, node: Node, reading: Reading) -> Any:
        if type(node) is not Scalar:
            return self.expected(node, reading)
        if node.plain and node.flow:
            return reading.note("Y005", node)
        if node.cut:
            return reading.note("Y014", node, found=described(node))
        try:
            return parse(node.value)
        except ExpressionError as error:
            return reading.note(error.code, node, **error.facts)

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        return {"type": "string", "description": self.words}


class Share(Matching):
    """A share of the whole: ``80%``, or 0.8."""

    def __init__(self) -> None:
        super().__init__(PERCENT.pattern, "a percentage such as 80%, or a number from 0 to 1")

    def read(self, node: Node, reading: Reading) -> Any:
        if type(node) is Scalar and not node.value.endswith("%"):
            value = NUMBER.read(node, reading)
            if value is BROKEN or 0 <= value <= 1:
                return value
            return self.expected(node, reading)
        return PERCENT.read(node, reading) if type(node) is Scalar else self.expected(node, reading)


def _working_days(text: str) -> int:
    return int(text.partition(" ")[0])


PLACES = Matching(r"[0-9]|1[0-2]", "a whole number from 0 to 12", int)
NAME = Name()
CONDITION = Condition()
SHARE = Share()
WORKING_DAYS = Matching(
    r"[1-9][0-9]{0,2} working days?",
    "a number of working days such as 10 working days",
    _working_days,
    "{} working days".format,
)
