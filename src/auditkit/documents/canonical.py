"""One form for one meaning: canonical JSON of a model, and its SHA-256."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from auditkit.documents.record import model_fields


def canonical_json(model: Any, *, scoring_only: bool = False) -> str:
    """A model as canonical JSON: keys sorted, lists in order, NFC, decimals normalised.

    Values equal to their default are left out, so that a key added to the language later
    changes no hash. `scoring_only` leaves out what cannot change a score.
    """
    import json

    plain = _plain(model, scoring_only)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(model: Any, *, scoring_only: bool = False) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    import hashlib

    return hashlib.sha256(canonical_json(model, scoring_only=scoring_only).encode()).hexdigest()


def _plain(value: Any, scoring_only: bool) -> Any:
    if isinstance(value, str):
        return _composed(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        return _shortest(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_composed(key): _plain(item, scoring_only) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item, scoring_only) for item in value]
    if attrs.has(type(value)):
        return _plain_model(value, scoring_only)
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _plain_model(model: Any, scoring_only: bool) -> Any:
    told = model_fields(type(model))
    if not told:
        return _plain(str(model), scoring_only)
    kept = {}
    for one in told:
        value = getattr(model, one.attribute)
        if (one.scoring or not scoring_only) and (one.required or value != one.default):
            kept[one.key] = _plain(value, scoring_only)
    return kept


def _shortest(number: Decimal) -> str:
    """A number without zeros that say nothing, whatever the precision of the program's context."""
    digits = format(number, "f")
    if "." in digits:
        digits = digits.rstrip("0").removesuffix(".")
    return "0" if digits == "-0" else digits


def _composed(text: str) -> str:
    if text.isascii():
        return text
    import unicodedata

    return unicodedata.normalize("NFC", text)
