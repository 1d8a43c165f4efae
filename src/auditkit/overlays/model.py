"""What an overlay may say, as frozen objects that keep the pieces as they were typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from auditkit.documents.nodes import MappingNode, Node
from auditkit.documents.record import Record, model, reads
from auditkit.documents.shapes import (
    BROKEN,
    DATE,
    SET_ID,
    TEXT,
    WORDS,
    ListOf,
    MapOf,
    Reading,
    Shape,
)
from auditkit.languages import noted, said
from auditkit.problems import did_you_mean
from auditkit.questions.model import CaseField, Option, Question, Section
from auditkit.questions.rating import ActionRule, Band, Escalation, Limit, Rating, Rule, Scoring
from auditkit.questions.shapes import NAME, Wording
from auditkit.wording import shortened

AFTER, BEFORE = noted("after"), noted("before")


class Piece(Shape):
    """Keys of a model, kept as they were typed, with keys that say where the piece belongs.

    A `whole` piece has all keys that its model needs; another changes some of them.
    """

    def __init__(self, record: Record, *belonging: str, whole: bool) -> None:
        self.record = record
        self.words = record.words
        self.belonging = belonging
        self.whole = whole

    def read(self, node: Node, reading: Reading) -> Any:
        if type(node) is not MappingNode:
            return self.expected(node, reading)
        fields = self.record.by_key()
        known = [*fields, *self.belonging]
        sound = True
        for key, child in node.entries.items():
            if key not in known:
                facts = {"found": shortened(key), "hint": did_you_mean(key, known)}
                reading.note("S001", node.keys[key], **facts, known=", ".join(known))
                sound = False
                continue
            reading.path.append(key)
            shape = WORDS if key in self.belonging else fields[key].shape
            sound = shape.read(child, reading) is not BROKEN and sound
            reading.path.pop()
        for key in self._needed() if self.whole else ():
            if key not in node.entries:
                expected = fields[key].shape.expected_words() if key in fields else said("an id")
                reading.note("S005", node, key=key, expected=expected)
                sound = False
        return node if sound else BROKEN

    def _needed(self) -> list[str]:
        needed = [key for key, field in self.record.by_key().items() if field.required]
        return [*needed, *(key for key in self.belonging if key in _ALWAYS_SAID)]

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        fields = self.record.by_key()
        places = {key: WORDS.schema(definitions) for key in self.belonging}
        values = {key: field.shape.schema(definitions) for key, field in fields.items()}
        return {
            "type": "object",
            "properties": {**values, **places},
            "required": self._needed() if self.whole else [],
            "additionalProperties": False,
        }


# Of what says where a piece belongs, the keys that an added piece cannot do without.
_ALWAYS_SAID = ("section", "scale")
_SECTION = Record(lambda: Section, "a section")
_QUESTION = Record(lambda: Question, "a question")
_OPTION = Record(lambda: Option, "an option")
_BAND = Record(lambda: Band, "a band")
_RULE = Record(lambda: Rule, "a rule")
_LIMIT = Record(lambda: Limit, "a limit")
_ACTION = Record(lambda: ActionRule, "an action")
_ESCALATION = Record(lambda: Escalation, "an escalation")
_CASE_FIELD = Record(lambda: CaseField, "a case field")


def _changed(record: Record, *belonging: str) -> Shape:
    return MapOf(Piece(record, *belonging, whole=False), "a map from id to what changes")


def _added(record: Record, *belonging: str) -> Shape:
    return ListOf(Piece(record, *belonging, AFTER, BEFORE, whole=True), "a list")


@model
class Changes:
    """What is different in things that the base has, each by its id; what is not named stays."""

    sections: Mapping[str, MappingNode] = reads(
        _changed(_SECTION, AFTER, BEFORE), "sections, wherever they are", factory=dict
    )
    questions: Mapping[str, MappingNode] = reads(
        _changed(_QUESTION, "section", AFTER, BEFORE),
        "questions; `section`, `after` and `before` move one",
        factory=dict,
    )
    options: Mapping[str, Mapping[str, MappingNode]] = reads(
        MapOf(_changed(_OPTION, AFTER, BEFORE), "a map from scale to options"),
        "options, under the id of their scale",
        factory=dict,
    )
    case_fields: Mapping[str, MappingNode] = reads(
        _changed(_CASE_FIELD), "facts about the case", factory=dict
    )
    bands: Mapping[str, MappingNode] = reads(
        _changed(_BAND, AFTER, BEFORE), "bands of the rating", factory=dict
    )
    rules: Mapping[str, MappingNode] = reads(
        _changed(_RULE, AFTER, BEFORE), "rules of the rating", factory=dict
    )
    limits: Mapping[str, MappingNode] = reads(
        _changed(_LIMIT, AFTER, BEFORE), "limits of the rating", factory=dict
    )
    actions: Mapping[str, MappingNode] = reads(
        _changed(_ACTION, AFTER, BEFORE), "actions that are raised", factory=dict
    )
    escalations: Mapping[str, MappingNode] = reads(
        _changed(_ESCALATION, AFTER, BEFORE), "escalations", factory=dict
    )
    scoring: MappingNode | None = reads(
        Piece(Record(lambda: Scoring, "a map of scoring"), whole=False),
        "keys of scoring",
        default=None,
    )
    rating: MappingNode | None = reads(
        Piece(Record(lambda: Rating, "a map of rating"), whole=False),
        "keys of rating, its lists apart",
        default=None,
    )


@model
class Additions:
    """What the base has not. Each goes to the end of its list, or `after` or `before` another."""

    sections: tuple[MappingNode, ...] = reads(
        _added(_SECTION, "within"), "sections, `within` another or at the top", default=()
    )
    questions: tuple[MappingNode, ...] = reads(
        _added(_QUESTION, "section"), "questions, each with its `section`", default=()
    )
    options: tuple[MappingNode, ...] = reads(
        _added(_OPTION, "scale"), "options, each with its `scale`", default=()
    )
    scales: Mapping[str, Node] = reads(
        MapOf(ListOf(Piece(_OPTION, whole=True), "a list of options"), "a map of scales", NAME),
        "scales, by id",
        factory=dict,
    )
    case_fields: Mapping[str, MappingNode] = reads(
        MapOf(Piece(_CASE_FIELD, whole=True), "a map of case fields", NAME),
        "facts about the case, by id",
        factory=dict,
    )
    bands: tuple[MappingNode, ...] = reads(_added(_BAND), "bands of the rating", default=())
    rules: tuple[MappingNode, ...] = reads(_added(_RULE), "rules of the rating", default=())
    limits: tuple[MappingNode, ...] = reads(_added(_LIMIT), "limits of the rating", default=())
    actions: tuple[MappingNode, ...] = reads(_added(_ACTION), "actions to raise", default=())
    escalations: tuple[MappingNode, ...] = reads(_added(_ESCALATION), "escalations", default=())


_REASONS = MapOf(TEXT, "a map from id to the reason")


@model
class Removals:
    """What the base has and this set has not, each by its id with the reason, which is shown."""

    sections: Mapping[str, Wording] = reads(
        _REASONS, "sections, with all that is in them", factory=dict
    )
    questions: Mapping[str, Wording] = reads(_REASONS, "questions", factory=dict)
    options: Mapping[str, Mapping[str, Wording]] = reads(
        MapOf(_REASONS, "a map from scale to options"),
        "options, under the id of their scale",
        factory=dict,
    )
    scales: Mapping[str, Wording] = reads(_REASONS, "scales", factory=dict)
    case_fields: Mapping[str, Wording] = reads(_REASONS, "facts about the case", factory=dict)
    bands: Mapping[str, Wording] = reads(_REASONS, "bands of the rating", factory=dict)
    rules: Mapping[str, Wording] = reads(_REASONS, "rules of the rating", factory=dict)
    limits: Mapping[str, Wording] = reads(_REASONS, "limits of the rating", factory=dict)
    actions: Mapping[str, Wording] = reads(_REASONS, "actions that are raised", factory=dict)
    escalations: Mapping[str, Wording] = reads(_REASONS, "escalations", factory=dict)


@model
class Overlay:
    """A question set that says only what is different from another."""

    id: str = reads(SET_ID, "the id of the set that comes of it", key="question_set")
    version: str = reads(WORDS, "its version")
    extends: str = reads(WORDS, "the set it lies over: ID@VERSION, or a file beside this one")
    title: Wording | None = reads(TEXT, "another title", default=None)
    description: Wording | None = reads(TEXT, "another description", default=None)
    source: Wording | None = reads(TEXT, "where the changes come from", default=None)
    effective_from: date | None = reads(DATE, "the first audit date it is meant for", default=None)
    effective_to: date | None = reads(DATE, "the last audit date it is meant for", default=None)
    change: Changes = reads(
        Record(lambda: Changes, "a map of changes"), "what is different", default=Changes()
    )
    add: Additions = reads(
        Record(lambda: Additions, "a map of additions"), "what is new", default=Additions()
    )
    remove: Removals = reads(
        Record(lambda: Removals, "a map of removals"), "what is gone, and why", default=Removals()
    )


OVERLAY: Any = Record(lambda: Overlay, "an overlay")
