"""The items of a response, one after another, and their answers as texts of cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from auditkit import Question, QuestionSet
from auditkit.frozen import frozen
from auditkit.matching.options import Matcher, wordings
from auditkit_fhir.exact_json import number_text, short_enough
from auditkit_fhir.forms import FormItem
from auditkit_fhir.shapes import Part, part, parts, text, value_of

_DEEPEST = 30
_TRUE_AND_FALSE = {True: ("true", "Yes"), False: ("false", "No")}
_DATE_LENGTH = len("2026-04-13")


class Unusable(Exception):
    """An answer that cannot be read: a code of this plugin, and the facts it names."""

    def __init__(self, problem: str, /, **facts: Any) -> None:
        self.code = problem
        self.facts = facts
        super().__init__(problem)


@frozen(kw_only=True)
class Given:
    """One item of a response with its answers; `within` are the linkIds around it."""

    link_id: str
    text: str
    answers: tuple[Part, ...]
    within: tuple[str, ...]


def given_items(response: Part) -> Iterator[Given]:
    """Every item of a response in order, those within items and under answers too."""
    yield from _given(response, (), 0)


def _given(around: Part, within: tuple[str, ...], depth: int) -> Iterator[Given]:
    if depth > _DEEPEST:
        return
    for item in parts(around, "item"):
        link_id = text(item, "linkId")
        answers = tuple(parts(item, "answer"))
        yield Given(link_id=link_id, text=text(item, "text"), answers=answers, within=within)
        inner = (*within, link_id)
        yield from _given(item, inner, depth + 1)
        for answer in answers:
            yield from _given(answer, inner, depth + 1)


def cell(
    given: Given, asked: FormItem | None, question: Question | None, questions: QuestionSet | None
) -> str:
    """The answers of an item as the text of a cell, several with ``;`` between them.

    Raises `Unusable` for what no table could hold.
    """
    find = _finder(question, questions)
    texts = [_text(one, given, asked, question, find) for one in given.answers]
    whole = ";".join(one for one in texts if one)
    if not short_enough(whole):
        facts = {"found": f"a text of {len(whole)} characters", "item": given.link_id}
        raise Unusable("fhir-value", **facts)
    return whole


Find = Callable[[str], str | None]


def _finder(question: Question | None, questions: QuestionSet | None) -> Find | None:
    """Finds the option of a question that a text means; None where the options are not known."""
    options = questions.options(question) if question and questions else ()
    if not options or question is None:
        return None
    own = question.labels
    known = [
        (one.id, (*wordings(own.get(one.id)), *wordings(one.label), *one.synonyms))
        for one in options
    ]
    return Matcher(known).find


def _text(
    answer: Part,
    given: Given,
    asked: FormItem | None,
    question: Question | None,
    find: Find | None,
) -> str:
    key, value = value_of(answer)
    if not key:
        return ""
    if key == "valueCoding" and isinstance(value, dict):
        return _coding(value, given, asked, find)
    if key == "valueBoolean" and isinstance(value, bool):
        texts = _TRUE_AND_FALSE[value]
        return next((one for one in texts if find and find(one)), texts[1])
    if key in ("valueDecimal", "valueInteger") and isinstance(value, Decimal):
        return number_text(value)
    if key == "valueQuantity" and isinstance(value, dict):
        amount, unit = value.get("value"), text(value, "unit")
        own = question.unit if question else None
        if isinstance(amount, Decimal) and unit in ("", own) and not value.get("comparator"):
            return number_text(amount)
    if key == "valueDateTime" and isinstance(value, str):
        return value[:_DATE_LENGTH] if question and question.type == "date" else value
    if key in ("valueString", "valueDate", "valueTime", "valueUri") and isinstance(value, str):
        return value
    raise Unusable("fhir-value", found=key, item=given.link_id)


def _coding(coding: Part, given: Given, asked: FormItem | None, find: Find | None) -> str:
    """The option that a coding means: by its code, its display, or that of the form."""
    code, display = text(coding, "code"), text(coding, "display")
    option = asked.option(text(coding, "system"), code) if asked and code else None
    offered = option.display if option else ""
    if find is None:
        return display or offered or code
    by_code = find(code) if code else None
    by_display = next((found for one in (display, offered) if one and (found := find(one))), None)
    if by_code and by_display and by_code != by_display:
        facts = {"code": code, "display": display or offered, "item": given.link_id}
        raise Unusable("fhir-code-and-display", **facts)
    return by_code or by_display or display or offered or code


def identifier_value(response: Part, key: str) -> str:
    """The identifier of a reference, such as the subject: never its display, which is a name."""
    return text(part(part(response, key), "identifier"), "value")
