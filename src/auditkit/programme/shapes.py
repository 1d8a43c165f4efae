"""Shapes that only programmes have: durations, days of the year, what a case must be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auditkit.documents.nodes import MappingNode, Node, Scalar
from auditkit.documents.shapes import BROKEN, WORDS, Matching, Reading, Shape
from auditkit.expressions.syntax import Expression
from auditkit.frozen import frozen
from auditkit.languages import said
from auditkit.periods import DAY_MONTH, day_month
from auditkit.questions.shapes import CONDITION

_CRITERION = "criterion"


@frozen
class CriterionUse:
    """A criterion by its name, with the arguments that it is given, as typed."""

    name: str
    arguments: Mapping[str, str]

    def __str__(self) -> str:
        told = ", ".join(f"{key}={value}" for key, value in self.arguments.items())
        return f"{self.name}({told})" if told else self.name


# What a case must be: a criterion of a plugin, or a condition on its facts.
When = CriterionUse | Expression


class CaseIs(Shape):
    """A criterion with arguments, or a condition over case fields."""

    words = (
        'a criterion such as {criterion: closed}, or a condition such as "case.weekly_cost > 50"'
    )

    def read(self, node: Node, reading: Reading) -> Any:
        if type(node) is not MappingNode:
            return CONDITION.read(node, reading)
        if _CRITERION not in node.entries:
            return reading.note(
                "S005", node, key=_CRITERION, expected=said("the name of a criterion")
            )
        texts = {}
        for key, value in node.entries.items():
            reading.path.append(key)
            texts[key] = WORDS.read(value, reading)
            reading.path.pop()
        if BROKEN in texts.values():
            return BROKEN
        return CriterionUse(texts.pop(_CRITERION), texts)

    def written(self, value: When | None) -> Any:
        """What it is made of again where it is read from canonical JSON."""
        if isinstance(value, CriterionUse):
            return {_CRITERION: value.name, **value.arguments}
        return value if value is None else str(value)

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        named = {
            "type": "object",
            "properties": {_CRITERION: {"type": "string"}},
            "required": [_CRITERION],
            "additionalProperties": {"type": ["string", "number", "boolean"]},
        }
        return {"oneOf": [{"type": "string"}, named], "description": self.words}


class YesOrNo(Shape):
    """Yes or no: unlike in a question set, neither is an answer here."""

    words = "yes or no"
    _MEANINGS = {"yes": True, "true": True, "no": False, "false": False}  # noqa: RUF012

    def read(self, node: Node, reading: Reading) -> Any:
        found = self._MEANINGS.get(node.value) if type(node) is Scalar else None
        return self.expected(node, reading) if found is None else found

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        return {"enum": ["yes", "no", True, False]}


def _months(text: str) -> int:
    return int(text.partition(" ")[0])


CASE_IS = CaseIs()
YES_OR_NO = YesOrNo()
MONTHS = Matching(
    r"[1-9][0-9]{0,2} months?", "a number of months such as 12 months", _months, "{} months".format
)
DAY_OF_YEAR = Matching(DAY_MONTH, "a day of the year such as 1 April", day_month, str)
# A text of one line that nobody mistypes: a seed is said over the telephone.
SEED = Matching(r"[!-~]{1,200}", "a text of letters, digits and signs without spaces")
