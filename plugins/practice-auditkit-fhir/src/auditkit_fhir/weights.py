"""The weight of an answer: under its name of today, and under the names it used to have."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditkit_fhir.shapes import Part, number, part, parts, text

ITEM_WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight"
# Newest first: the first that is there counts. The README says where each comes from.
WEIGHTS = (
    ITEM_WEIGHT,
    "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/iso21090-CO-value",
    "http://hl7.org/fhir/StructureDefinition/questionnaire-optionScore",
)


def stated_weight(*places: Part) -> Decimal | None:
    """The weight in the extensions of the first of these places that has one."""
    for place in places:
        extensions = [*parts(place, "extension"), *parts(place, "modifierExtension")]
        for url in WEIGHTS:
            for extension in extensions:
                weight = number(extension, "valueDecimal", "valueInteger")
                if extension.get("url") == url and weight is not None:
                    return weight
    return None


def answer_weight(given: Part) -> Decimal | None:
    """The weight that an answer or an option carries itself, or its coding does."""
    return stated_weight(given, part(given, "valueCoding"))


def concepts(value_set: Part) -> Iterator[tuple[str, Part]]:
    """The concepts that a value set lists, each with its system."""
    for include in parts(part(value_set, "compose"), "include"):
        for concept in parts(include, "concept"):
            yield text(include, "system"), concept
    for contained in parts(part(value_set, "expansion"), "contains"):
        yield text(contained, "system"), contained


def defined_concepts(code_system: Part) -> Iterator[tuple[str, Part]]:
    """The concepts of a code system, those within others too."""
    waiting = parts(code_system, "concept")
    for concept in waiting:
        yield text(code_system, "url"), concept
        waiting += parts(concept, "concept")


def concept_weight(concept: Part) -> Decimal | None:
    """The weight of a concept: an extension, or the property ``itemWeight``."""
    weight = stated_weight(concept)
    for told in parts(concept, "property"):
        if weight is None and told.get("code") == "itemWeight":
            weight = number(told, "valueDecimal", "valueInteger")
    return weight
