"""An action as JSON, and back, without loss."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

import attrs

from auditkit.actions.checking import field_words, wrong_in
from auditkit.actions.model import Action
from auditkit.errors import Refused
from auditkit.languages import said, said_in_each, words_in
from auditkit.problems import NOWHERE, Place, did_you_mean, problem
from auditkit.wording import shortened

_DATES = ("raised_on", "due", "done_on", "closed_on")
_FIELDS = {one.name: one for one in attrs.fields(Action)}  # type: ignore[arg-type]
_values = attrgetter(*_FIELDS)
_NEEDED = tuple(name for name, one in _FIELDS.items() if one.default is attrs.NOTHING)


def action_dict(action: Action) -> dict[str, Any]:
    """An action in the terms of JSON. What is not there is left out, so that a field added
    later changes no action that was kept before.
    """
    found = {name: value for name, value in zip(_FIELDS, _values(action), strict=True) if value}
    for name in _DATES:
        if name in found:
            found[name] = found[name].isoformat()
    return found


def action_from(values: Mapping[str, Any], place: Place = NOWHERE) -> Action:
    """The action of which `action_dict` made these values.

    Raises `Refused` with everything that is wrong with them.
    """
    problems = [
        problem("X010", place, field=field_words(name)) for name in _NEEDED if name not in values
    ]
    read = {}
    for key, value in values.items():
        if key not in _FIELDS:
            expected = said_in_each(partial(_a_key, did_you_mean(key, _FIELDS)))
            facts = {"key": shortened(key), "found": said("a value"), "expected": expected}
            problems.append(problem("X012", place, **facts))
            continue
        read[key] = _read(key, value)
        if read[key] is None:
            facts = {"found": shortened(repr(value)), "expected": _expected(key)}
            problems.append(problem("X012", place, key=key, **facts))
    problems = problems or wrong_in(Action(**read), place)
    if problems:
        raise Refused(problems)
    return Action(**read)


def _a_key(hint: str, language: str) -> str:
    words = words_in(language)
    return words.translate("a key of an action") + str(words.again(hint)).removesuffix("?")


def _read(key: str, value: Any) -> Any:
    """A value as an action holds it, or None where it is of another kind."""
    if key == "version":
        return value if type(value) is int and value > 0 else None
    if type(value) is not str or not value:
        return None
    if key not in _DATES:
        return value
    try:
        read = date.fromisoformat(value)
    except ValueError:
        return None
    return read if read.isoformat() == value else None


def _expected(key: str) -> str:
    if key == "version":
        return said("a whole number from 1")
    return said("a date such as 2026-10-01") if key in _DATES else said("a text")
