"""JSON read and written exactly: decimals as typed, and nothing that JSON leaves open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from auditkit import Place, Refused, problem

# FHIR's decimals have eighteen digits or fewer in practice, and small exponents.
_LONGEST_NUMBER = 40
_LARGEST_EXPONENT = 30
_DEEPEST = 60
_MOST_CHARACTERS = 32_767


class _Bad(ValueError):
    """A value that JSON allows and we do not."""


def parse(text: str, file: str, line: int = 1) -> Any:
    """The value in a text that begins in this line of its file; numbers as `Decimal`.

    Raises `Refused` for what is no JSON, for keys that stand twice, NaN, numbers beyond use,
    texts with NUL or half a character, and for what is nested too deep.
    """
    start = Place(file=file, line=line)
    decoder = json.JSONDecoder(
        object_pairs_hook=_unique,
        parse_float=_number,
        parse_int=_number,
        parse_constant=_refuse_constant,
    )
    try:
        found = decoder.decode(text)
        _check(found, 0)
    except json.JSONDecodeError as error:
        place = Place(file=file, line=line + error.lineno - 1, column=error.colno)
        raise Refused([problem("F040", place, said=error.msg)]) from None
    except _Bad as error:
        raise Refused([problem("F041", start, what=str(error))]) from None
    except RecursionError:
        raise Refused([problem("F041", start, what="It is nested too deep")]) from None
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Bad(f"The key {json.dumps(key[:80])} stands twice")
        found[key] = value
    return found


def _number(text: str) -> Decimal:
    value = Decimal(text) if len(text) <= _LONGEST_NUMBER else None
    if value is None or abs(value.adjusted()) > _LARGEST_EXPONENT:
        raise _Bad(
            f"Found the number {text[:_LONGEST_NUMBER]}, expected at most {_LONGEST_NUMBER} digits"
            " and a small exponent"
        )
    return value


def _refuse_constant(name: str) -> Any:
    raise _Bad(f"{name} is not a JSON number")


def _check(value: Any, depth: int) -> None:
    """Refuse texts that no cell can hold, and depth, before anything walks through it."""
    if depth > _DEEPEST:
        raise _Bad(f"It is nested deeper than {_DEEPEST} levels")
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check_text(key)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)


def _check_text(text: str) -> None:
    if "\0" in text:
        raise _Bad("Found a NUL character in a text")
    if not text.isascii() and any("\ud800" <= one <= "\udfff" for one in text):
        raise _Bad("Found half of a character (a lone surrogate)")


def short_enough(text: str) -> bool:
    """Whether a spreadsheet cell could hold a text: then so can an answer."""
    return len(text) <= _MOST_CHARACTERS


def number_text(value: Decimal) -> str:
    """A number in plain digits, with the decimals that it was typed with.

    >>> number_text(Decimal("1.50")), number_text(Decimal("2E+1"))
    ('1.50', '20')
    """
    return f"{value:f}"


def written(value: Any) -> str:
    """A value as JSON text, indented, decimals as they are."""
    return "".join(_parts(value, "\n")) + "\n"


def _parts(value: Any, indent: str) -> Iterator[str]:
    inner = indent + "  "
    if isinstance(value, Mapping):
        yield "{"
        for index, (key, one) in enumerate(value.items()):
            yield f"{',' if index else ''}{inner}{json.dumps(key, ensure_ascii=False)}: "
            yield from _parts(one, inner)
        yield f"{indent}}}" if value else "}"
    elif isinstance(value, list | tuple):
        yield "["
        for index, one in enumerate(value):
            yield f"{',' if index else ''}{inner}"
            yield from _parts(one, inner)
        yield f"{indent}]" if value else "]"
    elif isinstance(value, Decimal):
        yield number_text(value)
    else:
        yield json.dumps(value, ensure_ascii=False)
