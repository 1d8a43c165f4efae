"""A Questionnaire as its responses need it: what each item asks, offers and weighs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from attrs import field

from auditkit.frozen import frozen
from auditkit_fhir.shapes import Part, part, parts, text, value_of
from auditkit_fhir.weights import answer_weight, concept_weight, concepts, defined_concepts

SET_IDENTIFIER = "auditkit question set"
HASH_IDENTIFIER = "auditkit content hash"
_CALCULATED = (
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
)
_WITHOUT_ANSWER = ("group", "display")
_DEEPEST = 30


@frozen(kw_only=True)
class Offered:
    """One option: its value as answers give it, its display and its weight."""

    system: str = ""
    code: str
    display: str = ""
    weight: Decimal | None = None


@frozen(kw_only=True)
class FormItem:
    """One item of a form. `calculated` is the FHIRPath expression that fills it in."""

    link_id: str
    text: str
    codes: tuple[Part, ...] = ()
    type: str = ""
    options: tuple[Offered, ...] = ()
    calculated: str = ""

    @property
    def asks(self) -> bool:
        return self.type not in _WITHOUT_ANSWER

    def option(self, system: str, code: str) -> Offered | None:
        """The option of this code; a system counts where both sides name one."""
        for one in self.options:
            if one.code == code and (one.system == system or not one.system or not system):
                return one
        return None


@frozen
class Form:
    """A Questionnaire: its items by linkId in order, and the facts it tells about the set."""

    items: Mapping[str, FormItem] = field(factory=dict)
    pins: Mapping[str, str] = field(factory=dict)


NO_FORM = Form()


def read_form(questionnaire: Part, around: Sequence[Part] = ()) -> Form:
    """The form in a Questionnaire; `around` are resources that may hold its value sets."""
    others = [*parts(questionnaire, "contained"), *around]
    items: dict[str, FormItem] = {}
    for item in _items(questionnaire, 0):
        link_id = text(item, "linkId")
        if link_id:
            items.setdefault(link_id, _form_item(item, link_id, others))
    return Form(items, dict(_pins(questionnaire)))


def _items(within: Part, depth: int) -> Iterator[Part]:
    if depth < _DEEPEST:
        for item in parts(within, "item"):
            yield item
            yield from _items(item, depth + 1)


def _form_item(item: Part, link_id: str, others: Sequence[Part]) -> FormItem:
    options = [_option(one) for one in parts(item, "answerOption")]
    if not options:
        options = list(_from_value_set(text(item, "answerValueSet"), others))
    calculated = ""
    for extension in parts(item, "extension"):
        if extension.get("url") == _CALCULATED:
            calculated = text(part(extension, "valueExpression"), "expression")
    return FormItem(
        link_id=link_id,
        text=text(item, "text"),
        codes=tuple(parts(item, "code")),
        type=text(item, "type"),
        options=tuple(_with_code_systems(options, others)),
        calculated=calculated,
    )


def _option(offered: Part) -> Offered:
    key, value = value_of(offered)
    weight = answer_weight(offered)
    if key != "valueCoding" or not isinstance(value, dict):
        return Offered(code=str(value), weight=weight)
    display = text(value, "display")
    code = text(value, "code") or display
    return Offered(system=text(value, "system"), code=code, display=display, weight=weight)


def _from_value_set(named: str, others: Sequence[Part]) -> Iterator[Offered]:
    url = named.partition("|")[0]
    for other in others:
        is_meant = url and url in (f"#{text(other, 'id')}", text(other, "url"))
        if other.get("resourceType") == "ValueSet" and is_meant:
            for system, concept in concepts(other):
                display = text(concept, "display")
                weight = concept_weight(concept)
                code = text(concept, "code")
                yield Offered(system=system, code=code, display=display, weight=weight)


def _with_code_systems(options: Sequence[Offered], others: Sequence[Part]) -> Iterator[Offered]:
    """The options; what has no weight has that of its code system, if that is at hand."""
    systems = [one for one in others if one.get("resourceType") == "CodeSystem"]
    if not systems or all(one.weight is not None for one in options):
        yield from options
        return
    weights = {
        (system, text(concept, "code")): concept_weight(concept)
        for one in systems
        for system, concept in defined_concepts(one)
    }
    for one in options:
        weight = one.weight if one.weight is not None else weights.get((one.system, one.code))
        yield Offered(system=one.system, code=one.code, display=one.display, weight=weight)


def _pins(questionnaire: Part) -> Iterator[tuple[str, str]]:
    """The question set, its version and hash, where `auditkit fhir questionnaire` wrote them."""
    for identifier in parts(questionnaire, "identifier"):
        kind, value = text(part(identifier, "type"), "text"), text(identifier, "value")
        name, at, version = value.partition("@")
        if kind == SET_IDENTIFIER and at:
            yield "question_set", name
            yield "set_version", version
        elif kind == HASH_IDENTIFIER:
            yield "content_hash", value


def beside_names(url: str) -> tuple[str, ...]:
    """The names of files in which the Questionnaire of this url is looked for.

    >>> beside_names("https://anytown.example/Questionnaire/costs|1.0")
    ('costs.json', 'Questionnaire-costs.json', 'questionnaire.json')
    """
    last = re.split(r"[/:]", url.partition("|")[0].rstrip("/"))[-1]
    name = re.sub(r"[^A-Za-z0-9._-]", "-", last).lstrip(".")[:100]
    own = (f"{name}.json", f"Questionnaire-{name}.json") if name else ()
    return (*own, "questionnaire.json")
