"""What differs between a draw as it was kept and the same draw made again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditkit.draws.plain import draw_dict
from auditkit.draws.record import Draw
from auditkit.draws.replacing import replaced
from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.languages import said, said_in_each

# What may differ without the draw being another: by whom it was made again.
_MAKERS = ("auditkit", "policy.criteria")
# Parts of a list that say which item of the list it is.
_NAMES = ("case_ref", "stratum", "service", "exclude", "criterion")


def drawn_again(again: Draw, kept: Draw) -> tuple[Draw, tuple[str, ...]]:
    """A draw made anew with the further cases and the replacements that the kept one has had
    since; and those that cannot be made of it, a line each.
    """
    line = {one.case_ref for one in again.next}
    again = changed(again, further=tuple(one for one in kept.further if one.case_ref in line))
    lost = []
    for one in kept.replacements:
        try:
            again = replaced(again, one.case_ref, because=one.because, ineligible=one.ineligible)
        except Refused as refused:
            why = said_in_each(refused.problems[0].message_in)
            where = f"replacements[{one.case_ref}]"
            lost.append(said("{where}: cannot be made again: {why}", where=where, why=why))
    return again, tuple(lost)


def differences(kept: Draw, again: Draw) -> tuple[str, ...]:
    """Every difference, a line each: where in the record, what it says, and what comes of
    drawing again.
    """
    pairs = _differing(draw_dict(kept), draw_dict(again), "")
    return tuple(line for path, line in pairs if not path.startswith(_MAKERS))


def other_makers(kept: Draw, again: Draw) -> tuple[str, ...]:
    """With which other versions of auditkit and of plugins it was drawn again."""
    pairs = _differing(draw_dict(kept), draw_dict(again), "")
    return tuple(line for path, line in pairs if path.startswith(_MAKERS))


def _differing(kept: Any, again: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(kept, dict) and isinstance(again, dict):
        for key in dict.fromkeys((*kept, *again)):
            below = f"{path}.{key}" if path else key
            yield from _differing(kept.get(key), again.get(key), below)
    elif isinstance(kept, list) or isinstance(again, list):
        yield from _differing_lists(kept or [], again or [], path)
    elif kept != again:
        yield (
            path,
            said(
                "{where}: the record says {kept}, drawn again {again}",
                where=path,
                kept=_quoted(kept),
                again=_quoted(again),
            ),
        )


def _differing_lists(
    kept: list[Mapping[str, Any]], again: list[Mapping[str, Any]], path: str
) -> Iterator[tuple[str, str]]:
    ours, theirs = _named(kept), _named(again)
    for name in dict.fromkeys((*ours, *theirs)):
        below = f"{path}[{name}]"
        if name not in theirs:
            yield below, said("{where}: in the record, not drawn again", where=below)
        elif name not in ours:
            yield below, said("{where}: drawn again, not in the record", where=below)
        else:
            yield from _differing(dict(ours[name]), dict(theirs[name]), below)
    if list(ours) != list(theirs) and set(ours) == set(theirs):
        yield path, said("{where}: in another order", where=path)


def _named(items: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The items of a list by what they are of: a case, a stratum of a service."""
    named = {}
    for item in items:
        case = item.get("case_ref")
        told = [case] if case else [item[name] for name in _NAMES if item.get(name)]
        named[" ".join(map(str, told))] = item
    return named


def _quoted(value: Any) -> str:
    return said("nothing") if value is None else f'"{value}"'
