"""The JSON Schema of overlays, for editors."""

from __future__ import annotations

import jsonschema
import pytest

from auditkit.documents.schema import json_schema
from auditkit.overlays.model import OVERLAY

SCHEMA = jsonschema.Draft202012Validator(json_schema(OVERLAY, "auditkit overlay"))
WHOLE = {"question_set": "local", "version": "2", "extends": "core@1.0"}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"change": {"questions": {"plan": {"weight": 2, "after": "voice"}}}},
        {
            "add": {
                "questions": [{"question": "pets", "section": "s", "text": "Pets", "after": "a"}]
            }
        },
        {"remove": {"options": {"found": {"na": "Nobody uses it"}}}},
    ],
)
def test_what_an_overlay_may_say_passes(more):
    assert SCHEMA.is_valid({**WHOLE, **more})


@pytest.mark.parametrize(
    "more",
    [
        {"change": {"questions": {"plan": {"wieght": 2}}}},
        {"add": {"questions": [{"question": "pets", "text": "Pets"}]}},
        {"remove": {"options": {"found": "Nobody uses it"}}},
        {"sections": []},
    ],
)
def test_what_it_may_not_is_marked(more):
    assert not SCHEMA.is_valid({**WHOLE, **more})
