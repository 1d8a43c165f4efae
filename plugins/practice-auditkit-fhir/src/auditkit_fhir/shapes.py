"""Parts of a resource, whatever it holds: of the kind expected, else nothing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Part = Mapping[str, Any]
NOTHING: Part = {}


def part(whole: Part, key: str) -> Part:
    """The object under a key; an empty one where there is none."""
    value = whole.get(key)
    return value if isinstance(value, dict) else NOTHING


def parts(whole: Part, key: str) -> list[Part]:
    """The objects in the list under a key."""
    value = whole.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(whole: Part, key: str) -> str:
    """The text under a key; an empty one where there is none."""
    value = whole.get(key)
    return value.strip() if isinstance(value, str) else ""


def number(whole: Part, *keys: str) -> Decimal | None:
    """The number under the first of the keys that has one."""
    return next((whole[key] for key in keys if isinstance(whole.get(key), Decimal)), None)


def value_of(whole: Part) -> tuple[str, Any]:
    """The value of an answer or option with its key, such as ``valueCoding``; or nothing."""
    for key, value in whole.items():
        if key.startswith("value") and len(key) > len("value") and value is not None:
            return key, value
    return "", None
