"""The draw record as JSON: written in one form only, read strictly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

import attrs

from auditkit.draws.record import (
    CriterionUsed,
    Draw,
    DrawnCase,
    ExclusionPolicy,
    Further,
    Lists,
    Policy,
    Replacement,
    ServiceCounts,
    Shortfall,
    StratumCounts,
    StratumPolicy,
)
from auditkit.errors import Refused
from auditkit.languages import Said, said
from auditkit.problems import Place, problem
from auditkit.wording import shortened

FORMAT = "auditkit draw"
FORMAT_VERSION = 1
T = TypeVar("T")


def draw_dict(draw: Draw) -> dict[str, Any]:
    """A draw in the terms of JSON."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "auditkit": draw.auditkit,
        "period": draw.period,
        "purpose": draw.purpose,
        "seed": draw.seed,
        "seed_of_programme": draw.is_seed_of_programme,
        "lists": _plain(draw.lists),
        "policy": _policy(draw.policy),
        "services": [_service(one) for one in draw.services],
        "shortfalls": [_plain(one) for one in draw.shortfalls],
        "taken": [_case(one) for one in draw.taken],
        "next": [_case(one) for one in draw.next],
        "replacements": [_plain(one) for one in draw.replacements],
        # Left out where there are none: draws for first audits never have any.
        **({"further": [_plain(one) for one in draw.further]} if draw.further else {}),
    }


def draw_json(draw: Draw) -> str:
    """A draw as the text of its file: the same draw gives the same bytes."""
    return json.dumps(draw_dict(draw), ensure_ascii=False, indent=1) + "\n"


def _plain(one: Any) -> dict[str, Any]:
    return {name.name: getattr(one, name.name) for name in one.__attrs_attrs__}


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        **_plain(policy),
        "cost": dict(policy.cost),
        "strata": [_plain(one) for one in policy.strata],
        "exclusions": [_plain(one) for one in policy.exclusions],
        "criteria": [_plain(one) for one in policy.criteria],
    }


def _service(one: ServiceCounts) -> dict[str, Any]:
    strata = [{**_plain(each), "excluded": dict(each.excluded)} for each in one.strata]
    totals = {"listed": one.listed, "eligible": one.eligible, "taken": one.taken}
    plain = _plain(one)
    return {**plain, **totals, "strata": strata}


def _case(one: DrawnCase) -> dict[str, Any]:
    return {**_plain(one), "facts": dict(one.facts)}


def read_draw(data: bytes, file: str) -> Draw:
    """The draw in a file. Raises `Refused` for whatever no draw was written as."""
    try:
        told = json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse)
        found = _draw(told)
        is_whole = draw_dict(found) == told
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise _refused(file, _what_is_wrong(error)) from None
    if not is_whole:
        raise _refused(file, said("it holds what no draw holds, or its sums do not agree"))
    return found


def _what_is_wrong(error: Exception) -> str:
    told = error.args[0] if error.args else ""
    if isinstance(told, Said):
        return told
    if isinstance(error, json.JSONDecodeError):
        return said("it is no JSON from line {line} on", line=error.lineno)
    if isinstance(error, UnicodeDecodeError):
        return said("it is no text in UTF-8")
    if isinstance(error, KeyError):
        return said('it has no "{key}"', key=shortened(str(told)))
    return said("not every value in it is of the kind that a draw has there")


def _refused(file: str, what: str) -> Refused:
    return Refused([problem("D030", Place(file=file), said=what)])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(said("a key stands twice"))
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(said("found {found}", found=constant))


def _draw(told: Mapping[str, Any]) -> Draw:
    if (told["format"], told["format_version"]) != (FORMAT, FORMAT_VERSION):
        raise ValueError(said("expected the format {format}", format=f"{FORMAT} {FORMAT_VERSION}"))
    draw = _made(
        Draw,
        {
            **{name: told[name] for name in ("auditkit", "period", "purpose", "seed")},
            "is_seed_of_programme": told["seed_of_programme"],
            "lists": _made(Lists, told["lists"]),
            "policy": _read_policy(told["policy"]),
            "services": tuple(map(_read_service, told["services"])),
            "shortfalls": tuple(_made(Shortfall, one) for one in told["shortfalls"]),
            "taken": tuple(_made(DrawnCase, one) for one in told["taken"]),
            "next": tuple(_made(DrawnCase, one) for one in told["next"]),
            "replacements": tuple(_made(Replacement, one) for one in told["replacements"]),
            "further": tuple(_made(Further, one) for one in told.get("further", ())),
        },
    )
    list(draw.cases())  # a replacement by a case that is not in line is a KeyError
    return draw


def _read_policy(told: Mapping[str, Any]) -> Policy:
    parts = {
        "strata": tuple(_made(StratumPolicy, one) for one in told["strata"]),
        "exclusions": tuple(_made(ExclusionPolicy, one) for one in told["exclusions"]),
        "criteria": tuple(_made(CriterionUsed, one) for one in told["criteria"]),
    }
    return _made(Policy, {**told, **parts})


def _read_service(told: Mapping[str, Any]) -> ServiceCounts:
    strata = tuple(_made(StratumCounts, one) for one in told["strata"])
    names = ("service", "title", "places")
    return _made(ServiceCounts, {**{name: told[name] for name in names}, "strata": strata})


def _made(kind: type[T], told: Mapping[str, Any]) -> T:
    """A part of the record, with its values of the types that it declares."""
    for one in attrs.fields(kind):  # type: ignore[arg-type]
        expected = _TYPES.get(str(one.type))
        if expected is not None and one.name in told and type(told[one.name]) not in expected:
            facts = {"found": repr(told[one.name]), "type": str(one.type)}
            raise ValueError(said("{name} is {found}, expected {type}", name=one.name, **facts))
    return kind(**told)


_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "bool": (bool,),
    "str | None": (str, type(None)),
    "Mapping[str, str]": (dict,),
    "Mapping[str, int]": (dict,),
}
