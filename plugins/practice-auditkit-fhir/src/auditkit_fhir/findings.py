"""What can be wrong with FHIR resources: codes of this plugin's own, each with its words."""

from __future__ import annotations

from typing import NamedTuple

from auditkit import Place, Problem, finding

_ERROR = "error"
_WARNING = "warning"


class Finding(NamedTuple):
    """How a code is put: for the list of codes, and for the case at hand."""

    title: str
    message: str
    severity: str = _WARNING


FINDINGS = {
    "fhir-no-response": Finding(
        "No response in the file",
        "Found {found}, expected a QuestionnaireResponse, a Bundle or list of them, or one a line."
        " Export the responses.",
        _ERROR,
    ),
    "fhir-form-only": Finding(
        "A Questionnaire, and no response",
        "This is a form without answers; the responses to it that stand beside it are read with"
        " its help. Name the file of responses.",
    ),
    "fhir-status": Finding(
        "Response that is not finished",
        'The status is "{found}", expected completed or amended. Finish the response, or take it'
        " out of the export. Not scored.",
        _ERROR,
    ),
    "fhir-no-status": Finding(
        "Response without a status",
        "There is no status, which FHIR requires; the response is taken as completed. Export it"
        " with its status.",
    ),
    "fhir-no-reference": Finding(
        "Response without an identifier of its case",
        "Neither subject.identifier nor identifier holds a value, and a name or the id of a record"
        " is not taken in its place. Export the local case reference as subject.identifier.value,"
        " or ask for it in an item with the linkId case_ref.",
    ),
    "fhir-nhs-number": Finding(
        "NHS number as identifier",
        "The identifier of the subject is an NHS number, which is not taken as case reference."
        " Export a local case reference instead.",
    ),
    "fhir-form-missing": Finding(
        "Questionnaire not there",
        "The Questionnaire {url} is not in this file and not beside it, so that its texts, options"
        " and weights are not known. Put it into the Bundle, or save it beside as {names}.",
    ),
    "fhir-item-twice": Finding(
        "Two items for one question",
        'The items {first} and {second} both answer "{heading}". Take one out of the form, or map'
        " another heading (--columns). Not scored.",
        _ERROR,
    ),
    "fhir-value": Finding(
        "Answer of a kind that is not read",
        "Found {found} in the item {item}, expected a coding, text, number, date, true or false."
        " Change the kind of the item. Not scored.",
        _ERROR,
    ),
    "fhir-code-and-display": Finding(
        "Code and display that mean two options",
        'The code "{code}" in the item {item} means another option than its display "{display}".'
        " Correct the form. Not scored.",
        _ERROR,
    ),
    "fhir-no-weight": Finding(
        "No weight on any answer",
        "No answer carries a weight (itemWeight, ordinalValue), so that stated totals cannot be"
        " checked; scores come from the question set alone. Add itemWeight to the options of the"
        " Questionnaire, or leave its total out.",
    ),
    "fhir-total-differs": Finding(
        "Stated total differs",
        "The item {item} states a total of {stated}; the weights of the answers add up to {found}"
        " ({weighed} of {coded} chosen options have a weight). Correct the form's calculation or"
        " the answers. The stated total is not used.",
    ),
    "fhir-condition": Finding(
        "Condition that enableWhen cannot express",
        "{where} is asked only where {condition}, which enableWhen cannot express: it is asked"
        " always. Tell those who fill in the form.",
    ),
    "fhir-question-weight": Finding(
        "Weights of questions left out",
        "A Questionnaire weighs options, not questions. Left out: {found}. Do not add up the"
        " weights of the form for a score; score its responses with auditkit.",
    ),
    "fhir-comment-required": Finding(
        "Required comments not expressed",
        "A Questionnaire cannot require a comment for some options only, so that each comment may"
        " be left blank. Ask for one in: {found}.",
    ),
    "fhir-no-points": Finding(
        "Several answers without points",
        "The options of {found} are scored by the {score} of those chosen, which a sum of weights"
        " is not. Do not add up the weights of the form for a score.",
    ),
}


def found(code: str, place: Place, /, **facts: object) -> Problem:
    """A problem with this code, in its words."""
    kind = FINDINGS[code]
    return finding(code, place, kind.message.format_map(facts), kind.severity)
