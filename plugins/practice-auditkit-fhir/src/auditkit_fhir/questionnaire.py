"""A question set as an R4 Questionnaire, and what of it a Questionnaire cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from auditkit import LoadedSet, Place, Problem, Question, QuestionSet, Section
from auditkit.expressions.syntax import Expression
from auditkit.questions.model import CaseField, Option, option_label, question_label, worded
from auditkit_fhir.enabling import Inexpressible, enabling
from auditkit_fhir.findings import found
from auditkit_fhir.forms import HASH_IDENTIFIER, SET_IDENTIFIER
from auditkit_fhir.weights import ITEM_WEIGHT

_PLACES = "http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces"
_LONGEST_NAME = 255
_COMMENT = {"en": "Comment", "cy": "Sylw"}
_ABOUT_THE_CASE = {"en": "About the case", "cy": "Am yr achos"}

Item = dict[str, Any]


def questionnaire(
    loaded: LoadedSet, *, url: str | None = None, language: str = "en", status: str = "active"
) -> tuple[Item, tuple[Problem, ...]]:
    """The Questionnaire of a set, and a warning for everything that it could not express.

    `url` is the address under which it is published; without one it is a UUID made from the
    content of the set, so that the same content has the same one.
    """
    writing = _Writing(loaded, language)
    questions = loaded.question_set
    items = writing.items()
    resource: Item = {
        "resourceType": "Questionnaire",
        "language": language,
        "url": url or f"urn:uuid:{_uuid(questions)}",
        "identifier": [
            _identifier(SET_IDENTIFIER, questions.name),
            _identifier(HASH_IDENTIFIER, questions.content_hash),
        ],
        "version": questions.version,
        "name": _name(questions.id),
        "title": worded(questions.title, language),
        "status": status,
    }
    if questions.description is not None:
        resource["description"] = worded(questions.description, language)
    period = {"start": questions.effective_from, "end": questions.effective_to}
    told = {key: day.isoformat() for key, day in period.items() if day is not None}
    if told:
        resource["effectivePeriod"] = told
    return {**resource, "item": items}, tuple(writing.problems())


def _uuid(questions: QuestionSet) -> UUID:
    """A UUID of version 8, which is for contents such as this."""
    digest = bytearray(sha256(questions.content_hash.encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return UUID(bytes=bytes(digest))


def _identifier(kind: str, value: str) -> Item:
    return {"type": {"text": kind}, "value": value}


def _name(id: str) -> str:
    """A name as FHIR wants it for programs: letters, digits and underscores, a capital first."""
    words = re.split(r"[^A-Za-z0-9]+", id)
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return (name if name[:1].isalpha() else f"Set{name}")[:_LONGEST_NAME]


class _Writing:
    def __init__(self, loaded: LoadedSet, language: str) -> None:
        self.loaded = loaded
        self.set = loaded.question_set
        self.language = language
        self.unsaid: list[Problem] = []

    def items(self) -> list[Item]:
        facts = [self.case_item(name, told) for name, told in self.set.case_fields.items()]
        title = _ABOUT_THE_CASE.get(self.language, _ABOUT_THE_CASE["en"])
        about = [{"linkId": "case", "text": title, "type": "group", "item": facts}]
        return [*(about if facts else ()), *map(self.section_item, self.set.sections)]

    def section_item(self, section: Section) -> Item:
        guidance = worded(section.guidance, self.language)
        link_id = f"section.{section.id}"
        inner = [_display(link_id, guidance)] if guidance else []
        inner += [self.question_item(one) for one in section.questions]
        inner += [self.section_item(one) for one in section.sections]
        title = worded(section.title, self.language)
        place = self.loaded.document.place("sections")
        asked = self.enabled(section.applies_when, f'The section "{title}"', place)
        return {"linkId": link_id, "text": title, "type": "group", **asked, "item": inner}

    def question_item(self, question: Question) -> Item:
        item: Item = {
            "linkId": question.id,
            "text": worded(question.text, self.language),
            "type": _type(question.type, question.places),
        }
        if question.type == "number" and question.places:
            item["extension"] = [{"url": _PLACES, "valueInteger": question.places}]
        where = f'"{question_label(question, self.language)}"'
        place = self.loaded.document.place_of_question(question.id, "applies_when")
        item.update(self.enabled(question.applies_when, where, place))
        if question.type == "choices":
            item["repeats"] = True
        options = self.set.options(question)
        if options:
            item["answerOption"] = [self.option(question, one, options) for one in options]
        comment = _COMMENT.get(self.language, _COMMENT["en"])
        below = [{"linkId": f"{question.id}.comment", "text": comment, "type": "text"}]
        guidance = worded(question.guidance, self.language)
        told = " ".join(filter(None, (guidance, f"({question.unit})" if question.unit else "")))
        return {**item, "item": [*([_display(question.id, told)] if told else ()), *below]}

    def option(self, question: Question, option: Option, options: tuple[Option, ...]) -> Item:
        """An option; its weight stands on the option itself, as Structured Data Capture wants."""
        coding = {"code": option.id, "display": option_label(question, option, self.language)}
        weight = _weight(question, option, options)
        if weight is None:
            return {"valueCoding": coding}
        extension = [{"url": ITEM_WEIGHT, "valueDecimal": weight}]
        return {"extension": extension, "valueCoding": coding}

    def case_item(self, name: str, told: CaseField) -> Item:
        title = worded(told.title, self.language) or name.replace("_", " ").capitalize()
        item: Item = {
            "linkId": f"case.{name}",
            "text": title,
            "type": _type(told.type, told.places),
        }
        if told.type == "number" and told.places:
            item["extension"] = [{"url": _PLACES, "valueInteger": told.places}]
        if told.options:
            item["answerOption"] = [
                {"valueCoding": {"code": one, "display": self.fact_label(told, one)}}
                for one in told.options
            ]
        return {**item, "item": [_display(f"case.{name}", f"({told.unit})")]} if told.unit else item

    def fact_label(self, told: CaseField, option: str) -> str:
        return worded(told.labels.get(option), self.language) or option

    def enabled(self, condition: Expression | None, where: str, place: Place) -> Item:
        if condition is None:
            return {}
        try:
            return enabling(condition.tree, self.set).as_item()
        except Inexpressible:
            text = " ".join(condition.text.split())
            self.unsaid.append(found("fhir-condition", place, where=where, condition=text))
            return {}

    def problems(self) -> Iterator[Problem]:
        """What the Questionnaire does not say, in the order of the set."""
        yield from self.unsaid
        place = Place(file=self.loaded.document.file)
        asked = list(self.set.questions.values())
        weighty = [
            f"{one.id} ({one.weight:f})"
            for one in asked
            if self.set.counts(one) and one.weight != 1
        ]
        if weighty:
            yield found("fhir-question-weight", place, found=", ".join(weighty))
        for one in asked:
            if one.type == "choices" and one.score not in (None, "sum"):
                yield found("fhir-no-points", place, found=one.id, score=one.score)
        required = [one.id for one in asked if one.comment_required]
        if required:
            yield found("fhir-comment-required", place, found=", ".join(required))


def _type(told: str, places: int) -> str:
    if told == "number":
        return "decimal" if places else "integer"
    return {"choice": "choice", "choices": "choice", "text": "text", "date": "date"}[told]


def _display(link_id: str, text: str) -> Item:
    return {"linkId": f"{link_id}.guidance", "text": text, "type": "display"}


def _weight(question: Question, option: Option, options: tuple[Option, ...]) -> Decimal | None:
    """What an option scores, turned round where the highest score is the poor answer."""
    if option.score is None or not question.reverse:
        return option.score
    scores = [one.score for one in options if one.score is not None]
    return min(scores) + max(scores) - option.score
