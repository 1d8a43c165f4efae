"""The shape of a mapping that becomes a frozen attrs object, told by the class itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, dataclass_transform

import attrs

from auditkit.documents.nodes import MappingNode, Node
from auditkit.documents.shapes import BROKEN, Reading, Shape
from auditkit.frozen import frozen
from auditkit.problems import did_you_mean
from auditkit.wording import shortened

T = TypeVar("T")

_READS = "auditkit.reads"


class Reads:
    """How one field of a model is read: under which key, in which shape.

    `about` says to authors what the field means. `scoring` is false where it cannot change a
    score or a rating, such as a title.
    """

    __slots__ = ("about", "key", "scoring", "shape")

    def __init__(self, shape: Shape, about: str, key: str | None, scoring: bool) -> None:
        self.shape = shape
        self.about = about
        self.key = key
        self.scoring = scoring


def reads(
    shape: Shape, about: str, *, key: str | None = None, scoring: bool = True, **options: Any
) -> Any:
    """A field of a model: the shape of its value, what it means, and its key where that differs.

    The options are those of ``attrs.field``, such as a default.
    """
    return attrs.field(metadata={_READS: Reads(shape, about, key, scoring)}, **options)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(reads,))
def model(cls: type[T]) -> type[T]:
    """Make a frozen class whose objects are read from documents."""
    return frozen(kw_only=True)(cls)


class ModelField:
    """One field of a model, as the reader, the schema and the hash need it."""

    __slots__ = ("about", "attribute", "default", "key", "required", "scoring", "shape")

    def __init__(self, attribute: attrs.Attribute[Any], told: Reads) -> None:
        self.attribute = attribute.name
        self.key = told.key or attribute.name
        self.shape = told.shape
        self.about = told.about
        self.scoring = told.scoring
        self.required = attribute.default is attrs.NOTHING
        factory = isinstance(attribute.default, attrs.Factory)  # type: ignore[arg-type]
        self.default = attribute.default.factory() if factory else attribute.default  # type: ignore[union-attr]


def model_fields(model: type) -> list[ModelField]:
    """The fields of a model that are read from a document."""
    told = [(one, one.metadata[_READS]) for one in attrs.fields(model) if _READS in one.metadata]
    return [ModelField(attribute, reads) for attribute, reads in told]


class Record(Shape):
    """A mapping with the keys of a model, in any order, and no others."""

    def __init__(self, model: Callable[[], type], words: str) -> None:
        self.find_model = model
        self.words = words
        self.model: type = type(None)
        self.fields: dict[str, ModelField] = {}

    def by_key(self) -> dict[str, ModelField]:
        """The fields by their keys, in the order declared; found at the first use, for a
        model may hold itself.
        """
        if not self.fields:
            self.model = self.find_model()
            self.fields = {one.key: one for one in model_fields(self.model)}
        return self.fields

    def read(self, node: Node, reading: Reading) -> Any:
        if type(node) is not MappingNode:
            return self.expected(node, reading)
        fields = self.fields or self.by_key()
        path = reading.path
        values = {}
        broken = False
        for key, child in node.entries.items():
            known = fields.get(key)
            if known is None:
                facts = {"found": shortened(key), "hint": did_you_mean(key, fields)}
                reading.note("S001", node.keys[key], **facts, known=", ".join(fields))
                continue
            path.append(key)
            value = known.shape.read(child, reading)
            path.pop()
            if value is not BROKEN:
                values[known.attribute] = value
                continue
            broken = broken or known.required
            reading.lossy = reading.lossy or (known.scoring and not known.shape.stands_alone)
        for key, known in fields.items():
            if known.required and key not in node.entries:
                reading.note("S005", node, key=key, expected=known.shape.expected_words())
                broken = True
        return BROKEN if broken else self.model(**values)

    def schema(self, definitions: dict[str, Any]) -> dict[str, Any]:
        fields = self.by_key()
        name = self.model.__name__
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = {
                "type": "object",
                "description": _first_sentence(self.model.__doc__ or ""),
                "properties": {
                    key: {**one.shape.schema(definitions), "description": one.about}
                    for key, one in fields.items()
                },
                "required": [key for key, one in fields.items() if one.required],
                "additionalProperties": False,
            }
        return {"$ref": f"#/$defs/{name}"}


def _first_sentence(text: str) -> str:
    return " ".join(text.split()).partition(". ")[0].removesuffix(".")
