"""Shapes: what the value of a key may be, for reading, for the JSON Schema and for the hash.

A model names the shape of each field; nothing is coerced. A shape reads a node to a value, or
notes a problem and returns `BROKEN`. Plain classes: they are built on every start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from auditkit.documents.nodes import ListNode, MappingNode, Node, Scalar
from auditkit.errors import Refused
from auditkit.languages import said
from auditkit.problems import ENOUGH, Problem, by_place, did_you_mean, problem
from auditkit.wording import shortened

BROKEN: Any = type("Broken", (), {"__repr__": lambda self: "BROKEN"})()

_LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
LONGEST_TEXT = 10_000


# The keys that name an item of a list, in paths and wherever lists are merged.
NAMING_KEYS = (
    "question",
    "section",
    "option",
    "rule",
    "limit",
    "action",
    "escalation",
    "band",
    "service",
    "stratum",
    "exclude",
    "stage",
)
# One step of a path: a key, or an item of a list with its number.
Step = str | tuple[int | str, Node | None]


class Reading:
    """One reading of one document: the problems so far, and the path to the value at hand.

    `lossy` is true once something broken has been left out: what refers to it cannot be checked.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.path: list[Step] = []
        self.lossy = False

    def note(self, code: str, node: Node, **facts: Any) -> Any:
        """Note a problem at this node; the value is then broken.

        Raises `Refused` when there are more problems than anybody reads.
        """
        self.problems.append(problem(code, node.place(path_text(self.path)), **facts))
        if len(self.problems) >= ENOUGH:
            raise Refused(by_place(self.problems))
        return BROKEN


def path_text(path: Sequence[Step]) -> str:
    """A path in words: ``sections[eligibility].questions[pets].weight``."""
    steps = []
    for step in path:
        if isinstance(step, str):
            steps.append(f".{shortened(step)}")
        else:
            number, node = step
            steps.append(f"[{shortened(name_of(node) or str(number))}]")
    return "".join(steps).removeprefix(".")


def name_of(node: Node | None) -> str | None:
    """The id by which an item of a list is known, where it has one."""
    if type(node) is MappingNode:
        for key in NAMING_KEYS:
            named = node.entries.get(key)
            if type(named) is Scalar:
                return named.value
    return None


class Shape:
    """What one value may be. `words` says it to people; `stands_alone` is true where nothing else
    in a document is checked against such values. `written` makes of a value the text that reads
    as it, where that is not the plain value.
    """

    words = "a value"
    stands_alone = False
    written: Callable[[Any], Any] | None = None

    def read(self, node: Node, reading: Reading) -> Any:
        raise NotImplementedError

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def expected_words(self) -> str:
        """What this is, to be said in any language."""
        return said(self.words)

    def expected(self, node: Node, reading: Reading) -> Any:
        return reading.note("S002", node, expected=self.expected_words(), found=described(node))


def described(node: Node) -> str:
    """What a node is, to people."""
    if type(node) is Scalar:
        text = shortened(node.value, 60)
        return f'"{text}"' if text else said("nothing")
    if type(node) is ListNode:
        return said("a list") if node.items else said("an empty list")
    return said("a mapping")


class Matching(Shape):
    """A text of a certain form."""

    def __init__(
        self,
        pattern: str,
        words: str,
        convert: Callable[[str], Any] | None = None,
        written: Callable[[Any], str] | None = None,
    ) -> None:
        self.pattern = pattern
        self.words = words
        self.convert = convert
        self.written = written

    @cached_property
    def matches(self) -> Callable[[str], object]:
        """Whether a text has this form; compiled when first asked, for most are not."""
        return re.compile(self.pattern).fullmatch

    def read(self, node: Node, reading: Reading) -> Any:
        if type(node) is not Scalar or not self.matches(node.value):
            return self.expected(node, reading)
        if self.convert is None:
            return node.value
        try:
            return self.convert(node.value)
        except ValueError:
            return self.expected(node, reading)

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        if self.convert in (int, Decimal):
            return {"type": "integer" if self.convert is int else "number"}
        pattern = f"^{self.pattern}$"
        return {"type": ["string", "number"], "pattern": pattern, "description": self.words}


class Text(Shape):
    """Text for people: one text, or a map from language to text."""

    words = "a text, or a map of languages such as {en: …, cy: …}"

    def read(self, node: Node, reading: Reading) -> Any:
        if type(node) is Scalar:
            return line_of_text(node, reading)
        if type(node) is not MappingNode or not node.entries:
            return self.expected(node, reading)
        texts = {}
        for language, value in node.entries.items():
            reading.path.append(language)
            texts[language] = self.in_language(node.keys[language], value, reading)
            reading.path.pop()
        return BROKEN if BROKEN in texts.values() else texts

    def in_language(self, language: Scalar, value: Node, reading: Reading) -> Any:
        if not LANGUAGE.matches(language.value):
            return reading.note("S003", language, found=shortened(language.value))
        return WORDS.read(value, reading)

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        definitions.setdefault(
            "text",
            {
                "oneOf": [
                    {"type": ["string", "number", "boolean"]},
                    {
                        "type": "object",
                        "propertyNames": {"pattern": f"^{_LANGUAGE}$"},
                        "additionalProperties": {"type": ["string", "number", "boolean"]},
                        "minProperties": 1,
                    },
                ],
            },
        )
        return {"$ref": "#/$defs/text"}


def line_of_text(node: Scalar, reading: Reading) -> Any:
    """The text of a scalar, where it says something and nothing was cut off."""
    if node.cut:
        return reading.note("Y014", node, found=described(node))
    if not node.value.strip():
        return reading.note("S002", node, expected=said("a text"), found=said("nothing"))
    if len(node.value) > LONGEST_TEXT:
        return reading.note("S008", node, most=LONGEST_TEXT, length=len(node.value))
    return node.value


class Words(Shape):
    """A single text in no particular language: an option id, a synonym, a unit."""

    words = "a text"

    def read(self, node: Node, reading: Reading) -> Any:
        if type(node) is not Scalar:
            return self.expected(node, reading)
        return line_of_text(node, reading)

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"]}


class Flag(Shape):
    """True or false; the texts yes, no, on and off are refused, for they are answers."""

    words = "true or false"

    def read(self, node: Node, reading: Reading) -> Any:
        value = node.value if type(node) is Scalar and node.plain else None
        if value == "true":
            return True
        return False if value == "false" else self.expected(node, reading)

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        return {"type": "boolean"}


class OneOf(Shape):
    """One of a few words."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed
        self.words = "one of " + ", ".join(allowed)

    def read(self, node: Node, reading: Reading) -> Any:
        if type(node) is not Scalar:
            return self.expected(node, reading)
        if node.value in self.allowed:
            return node.value
        hint = did_you_mean(node.value, self.allowed)
        found = shortened(node.value)
        return reading.note("S004", node, found=found, hint=hint, allowed=self.expected_words())

    def expected_words(self) -> str:
        return said("one of {allowed}", allowed=", ".join(self.allowed))

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        return {"enum": list(self.allowed)}


class ListOf(Shape):
    """A list of one shape, with at least so many items."""

    def __init__(self, item: Shape, words: str, least: int = 0) -> None:
        self.item = item
        self.words = words
        self.least = least

    def read(self, node: Node, reading: Reading) -> Any:
        if type(node) is not ListNode or len(node.items) < self.least:
            return self.expected(node, reading)
        values = []
        path = reading.path
        for index, item in enumerate(node.items):
            path.append((index, item))
            value = self.item.read(item, reading)
            path.pop()
            if value is BROKEN:
                reading.lossy = True
            else:
                values.append(value)
        return tuple(values)

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        least = {"minItems": self.least} if self.least else {}
        return {"type": "array", "items": self.item.schema(definitions), **least}


class MapOf(Shape):
    """Keys of the author's own, each an id, with values of one shape."""

    def __init__(self, item: Shape, words: str, keys: Matching | None = None) -> None:
        self.item = item
        self.words = words
        self.keys = keys
        if item.written is not None:
            self.written = self.written_values

    def read(self, node: Node, reading: Reading) -> Any:
        if type(node) is not MappingNode:
            return self.expected(node, reading)
        values = {}
        path = reading.path
        for key, item in node.entries.items():
            path.append(key)
            named = key if self.keys is None else self.keys.read(node.keys[key], reading)
            value = self.item.read(item, reading)
            path.pop()
            if named is BROKEN or value is BROKEN:
                reading.lossy = True
            else:
                values[key] = value
        return values

    def written_values(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The values as they are written, each by its key."""
        assert self.item.written is not None
        return {key: self.item.written(value) for key, value in values.items()}

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        values = self.item.schema(definitions)
        if self.keys is None:
            return {"type": "object", "additionalProperties": values}
        pattern = f"^{self.keys.pattern}$"
        return {
            "type": "object",
            "patternProperties": {pattern: values},
            "additionalProperties": False,
        }


def _percent(text: str) -> Decimal:
    return Decimal(f"{text[:-1]}E-2")


ID = Matching(r"[a-z][a-z0-9_]*", "an id: a small letter, then small letters, digits and _")
SET_ID = Matching(
    r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*", "an id: small letters and digits, with - or _ between"
)
NUMBER = Matching(
    r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?", "a number such as 2 or 0.5", Decimal
)
WHOLE = Matching(r"0|[1-9][0-9]{0,8}", "a whole number", int)
PERCENT = Matching(
    r"(?:100(?:\.0{1,6})?|[0-9]{1,2}(?:\.[0-9]{1,6})?)%", "a percentage such as 80%", _percent
)
DATE = Matching(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date such as 2026-10-01", date.fromisoformat)
LANGUAGE = Matching(_LANGUAGE, "a language code such as en or cy")
TEXT = Text()
WORDS = Words()
FLAG = Flag()
