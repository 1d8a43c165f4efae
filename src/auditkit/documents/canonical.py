"""One form for one meaning: canonical JSON of a model, and its SHA-256."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs

from auditkit.documents.record import model_fields

if TYPE_CHECKING:
    from cattrs import Converter


def canonical_json(model: Any, *, scoring_only: bool = False) -> str:
    """A model as canonical JSON: keys sorted, lists in order, NFC, decimals normalised.

    Values equal to their default are left out, so that a key added to the language later
    changes no hash. `scoring_only` leaves out what cannot change a score.
    """
    import json

    plain = _converter(scoring_only).unstructure(model)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(model: Any, *, scoring_only: bool = False) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    import hashlib

    return hashlib.sha256(canonical_json(model, scoring_only=scoring_only).encode()).hexdigest()


@cache
def _converter(scoring_only: bool) -> Converter:
    """What takes models apart; scores of few runs need it, so that cattrs is loaded here."""
    from cattrs import Converter
    from cattrs.gen import make_dict_unstructure_fn, override

    converter = Converter()

    def by_key(model: type) -> Callable[[Any], Any]:
        told = {one.attribute: one for one in model_fields(model)}
        if not told:
            return str
        kept = {name: one for name, one in told.items() if one.scoring or not scoring_only}
        wanted: dict[str, Any] = {
            one.name: override(
                rename=kept[one.name].key,
                omit_if_default=True,
                unstruct_hook=kept[one.name].shape.written,
            )
            if one.name in kept
            else override(omit=True)
            for one in attrs.fields(model)
        }
        return make_dict_unstructure_fn(model, converter, **wanted)

    converter.register_unstructure_hook_factory(attrs.has, by_key)
    converter.register_unstructure_hook(str, _composed)
    converter.register_unstructure_hook(Decimal, _shortest)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(float, _refused)
    return converter


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


def _refused(number: float) -> str:
    raise TypeError(f"no canonical form for {type(number).__name__}")
