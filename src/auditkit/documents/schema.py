"""The JSON Schema of a document, generated from its model."""

from __future__ import annotations

from typing import Any

from auditkit.documents.shapes import Shape


def json_schema(shape: Shape, title: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of documents of this shape, for editors.

    Editors read YAML by other rules than auditkit, so that texts may look like numbers or
    truth values to them; the schema allows for that.
    """
    definitions: dict[str, Any] = {}
    root = shape.schema(definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **root,
        "$defs": definitions,
    }
