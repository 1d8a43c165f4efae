"""Criteria: conditions on a case and its history that plugins offer by name, with arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from auditkit.documents.shapes import NUMBER, PERCENT, WHOLE
from auditkit.errors import AuditkitError
from auditkit.frozen import frozen
from auditkit.languages import noted, said
from auditkit.problems import did_you_mean
from auditkit.programme.shapes import CriterionUse
from auditkit.wording import shortened

# Tells of a case and its history whether something is so. What it needs to be told in a programme
# are keyword arguments of its own, each annotated as int, Decimal, bool or str; one without a
# default must be given.
Criterion = Callable[..., bool]


# What a criterion looks at that looks at the history of a case.
EARLIER_AUDITS = "earlier_audits"
C = TypeVar("C", bound=Criterion)


def looking_at(*facts: str) -> Callable[[C], C]:
    """Mark a criterion with the facts that it looks at: of a list that lacks them people are
    told, for it then holds for no case. `EARLIER_AUDITS` stands for the history.
    """

    def mark(criterion: C) -> C:
        criterion.looks_at = facts  # type: ignore[attr-defined]
        return criterion

    return mark


def _whole(text: str) -> int:
    if not WHOLE.matches(text):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> Decimal:
    if PERCENT.matches(text):
        return Decimal(f"{text[:-1]}E-2")
    if not NUMBER.matches(text):
        raise ValueError(text)
    return Decimal(text)


def _flag(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(text)
    return text == "yes"


# How the text of an argument is read, by what it is annotated as.
_TYPES: Mapping[type, tuple[str, Callable[[str], Any]]] = {
    int: (noted("a whole number"), _whole),
    Decimal: (noted("a number such as 2 or 0.5, or a percentage"), _number),
    bool: (noted("yes or no"), _flag),
    str: (noted("a text"), str),
}
_BY_POSITION = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class ArgumentsWrong(AuditkitError):
    """What is wrong with the arguments that a criterion is given: `argument` is the one, where it
    is one.
    """

    def __init__(self, what: str, argument: str = "") -> None:
        self.what = what
        self.argument = argument
        super().__init__(what)


@frozen
class Parameter:
    """An argument that a criterion takes."""

    name: str
    words: str
    read: Callable[[str], Any]
    is_needed: bool


@cache
def parameters(criterion: Criterion) -> Mapping[str, Parameter]:
    """The arguments that a criterion takes besides case and history.

    Raises `TypeError` for a function that is no criterion.
    """
    found = {}
    told = list(inspect.signature(criterion, eval_str=True).parameters.values())
    if len(told) < 2 or any(one.kind not in _BY_POSITION for one in told[:2]):
        raise TypeError("a criterion takes a case and a history")
    for one in told[2:]:
        if one.kind is not inspect.Parameter.KEYWORD_ONLY:
            raise TypeError(f"the argument {one.name} must be by keyword only")
        if one.annotation not in _TYPES:
            raise TypeError(f"the argument {one.name} must be an int, Decimal, bool or str")
        is_needed = one.default is inspect.Parameter.empty
        found[one.name] = Parameter(one.name, *_TYPES[one.annotation], is_needed)
    return found


def read_arguments(criterion: Criterion, use: CriterionUse) -> dict[str, Any]:
    """The arguments of a criterion in their types. Raises `ArgumentsWrong`."""
    known = parameters(criterion)
    for name in use.arguments:
        if name not in known:
            takes = ", ".join(known) or said("none")
            hint = did_you_mean(name, known)
            message = noted('it has no argument "{name}".{hint} Its arguments: {takes}')
            raise ArgumentsWrong(said(message, name=name, hint=hint, takes=takes), name)
    for name, one in known.items():
        if one.is_needed and name not in use.arguments:
            message = noted('its argument "{name}" is missing, expected {expected}')
            raise ArgumentsWrong(said(message, name=name, expected=said(one.words)))
    return {name: _read(known[name], text) for name, text in use.arguments.items()}


def _read(parameter: Parameter, text: str) -> Any:
    try:
        return parameter.read(text)
    except ValueError:
        what = said(
            'its argument "{name}" is "{found}", expected {expected}',
            name=parameter.name,
            found=shortened(text),
            expected=said(parameter.words),
        )
        raise ArgumentsWrong(what, parameter.name) from None
