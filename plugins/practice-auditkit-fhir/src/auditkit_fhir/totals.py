"""Totals that a form states, against those that the weights of its answers add up to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from auditkit import Place, Problem
from auditkit.frozen import frozen
from auditkit_fhir.answers import Given
from auditkit_fhir.exact_json import number_text
from auditkit_fhir.findings import found
from auditkit_fhir.forms import Form, FormItem
from auditkit_fhir.shapes import number, part, text, value_of
from auditkit_fhir.weights import answer_weight

# FHIRPath of Structured Data Capture: weight(), and ordinal() as it was called before.
_SUMS_WEIGHTS = re.compile(r"\b(weight|ordinal|ordinalValue)\(\)")
_ITEMS_NAMED = re.compile(r"linkId\s*=\s*'([^']+)'")
_SAYS_TOTAL = re.compile(r"^total$|\btotal[ _-]?score\b|\bscore[ _-]?total\b", re.IGNORECASE)


@frozen(kw_only=True)
class Weighed:
    """One chosen answer, the linkIds of its item and around it, and its weight if it has one."""

    path: tuple[str, ...]
    is_coded: bool
    weight: Decimal | None


def is_total(given: Given, asked: FormItem | None) -> bool:
    """Whether an item states a total: its form sums weights there, or its name says so."""
    if asked and asked.calculated:
        return bool(_SUMS_WEIGHTS.search(asked.calculated))
    codes = asked.codes if asked else ()
    names = [given.link_id, given.text, asked.text if asked else ""]
    names += [text(one, key) for one in codes for key in ("code", "display")]
    return any(_SAYS_TOTAL.search(name.rstrip(": ")) for name in names)


def weighed(items: Sequence[Given], form: Form) -> Iterator[Weighed]:
    """The answers of a response with their weights: their own, else those of the form."""
    for given in items:
        asked = form.items.get(given.link_id)
        for answer in given.answers:
            key, value = value_of(answer)
            weight = answer_weight(answer)
            if weight is None and asked is not None and key:
                coding = part(answer, "valueCoding")
                code = text(coding, "code") or text(coding, "display") if coding else str(value)
                option = asked.option(text(coding, "system"), code)
                weight = option.weight if option else None
            path = (*given.within, given.link_id)
            yield Weighed(path=path, is_coded=key == "valueCoding", weight=weight)


def check_totals(
    items: Sequence[Given],
    form: Form,
    answers: Sequence[Weighed],
    place: Callable[[str], Place],
    is_asked: Callable[[Given], bool],
) -> Iterator[Problem]:
    """A warning for each total that the answers do not add up to; `is_asked` tells which items
    the question set asks for itself.
    """
    for given in items:
        asked = form.items.get(given.link_id)
        if not given.answers or not is_total(given, asked) or is_asked(given):
            continue
        stated = _stated(given)
        scopes = list(_scopes(given, asked, answers))
        sums = [_sum(scope) for scope in scopes]
        if stated is None or not any(one.weight is not None for one in scopes[0]):
            continue
        if stated not in sums:
            coded = [one for one in scopes[0] if one.is_coded]
            yield found(
                "fhir-total-differs",
                place(given.link_id),
                item=given.link_id,
                stated=number_text(stated),
                found=" or ".join(dict.fromkeys(map(number_text, sums))),
                weighed=sum(one.weight is not None for one in coded),
                coded=len(coded),
            )


def _stated(given: Given) -> Decimal | None:
    answer = given.answers[0]
    stated = number(answer, "valueInteger", "valueDecimal")
    return number(part(answer, "valueQuantity"), "value") if stated is None else stated


def _scopes(
    given: Given, asked: FormItem | None, answers: Sequence[Weighed]
) -> Iterator[list[Weighed]]:
    """The answers that a total may be of: those of the items that its expression names; else all
    of them, or those of the group that it stands in.
    """
    named = set(_ITEMS_NAMED.findall(asked.calculated)) if asked else set()
    if named:
        yield [one for one in answers if named.intersection(one.path)]
        return
    yield list(answers)
    if given.within:
        depth = len(given.within)
        yield [one for one in answers if one.path[:depth] == given.within]


def _sum(answers: Sequence[Weighed]) -> Decimal:
    return sum((one.weight for one in answers if one.weight is not None), Decimal(0))
