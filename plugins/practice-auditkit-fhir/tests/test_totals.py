"""Totals that a form states, against the sum of the weights of its answers."""

from __future__ import annotations

import pytest
from fhir_examples import URL, WEIGHT, bundle, coding, form, item, option, response

OLDER = [
    "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/iso21090-CO-value",
]
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
OPTIONS = [
    option("yes", "Yes", 2),
    option("partly", "Partly", 0.1),
    option("no", "No, or not shown", 0),
]
ASKED = [item(name, type="choice", answerOption=OPTIONS) for name in ("plan", "voice")]
TOTAL = item("total", type="decimal", text="Total")


def weights_told(reading) -> list[str]:
    return [
        one.code for one in reading.problems if one.code in ("fhir-total-differs", "fhir-no-weight")
    ]


def answered(*more, **about):
    first, second = item("plan", coding("partly")), item("voice", coding("yes"))
    return response(first, second, *more, questionnaire=URL, **about)


@pytest.mark.parametrize(("stated", "codes"), [(2.1, []), (2.0, ["fhir-total-differs"])])
def test_a_stated_total_is_held_against_the_weights(read, stated, codes):
    # 0.1 + 2 = 2.1, exactly
    given = answered(item("total", {"valueDecimal": stated}))
    assert weights_told(read(bundle(form(*ASKED, TOTAL), given))) == codes


def test_the_message_says_both_totals_and_where(read):
    given = answered(item("total", {"valueInteger": 4}))
    reading = read(bundle(form(*ASKED, TOTAL), given))
    told = next(one for one in reading.problems if one.code == "fhir-total-differs")
    assert "states a total of 4; the weights of the answers add up to 2.1 (2 of 2 " in told.message
    assert (told.place.cell, told.place.about) == ("entry 2, item total", "CASE-0001")
    assert told.severity == "warning"


def test_a_total_is_no_column(read):
    given = answered(item("total", {"valueDecimal": 2.1}))
    assert "R003" not in [one.code for one in read(bundle(form(*ASKED, TOTAL), given)).problems]


@pytest.mark.parametrize("url", OLDER)
def test_older_names_of_the_weight_are_known(read, url):
    extension = [{"url": url, "valueDecimal": 3}]
    own = coding("yes", extension=extension)
    given = response(item("plan", own), item("total-score", {"valueDecimal": 4}))
    assert weights_told(read(given)) == ["fhir-total-differs"]


def test_a_score_of_older_lhc_forms_is_known(read):
    url = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionScore"
    options = [{**coding("yes"), "modifierExtension": [{"url": url, "valueInteger": 3}]}]
    asked = [item(name, type="choice", answerOption=options) for name in ("plan", "voice")]
    given = response(item("plan", coding("yes")), item("total", {"valueInteger": 3}))
    assert weights_told(read(bundle(form(*asked, TOTAL), {**given, "questionnaire": URL}))) == []


def test_the_newer_name_goes_before_the_older(read):
    extensions = [{"url": OLDER[0], "valueDecimal": 1}, {"url": WEIGHT, "valueDecimal": 3}]
    own = {**coding("yes"), "extension": extensions}
    given = response(item("plan", own), item("total", {"valueDecimal": 3}))
    assert weights_told(read(given)) == []


def test_a_weight_of_nought_is_a_weight(read):
    given = response(item("plan", coding("no")), item("total", {"valueInteger": 0}))
    assert weights_told(read(bundle(form(*ASKED, TOTAL), {**given, "questionnaire": URL}))) == []


@pytest.mark.parametrize("key", ["compose", "expansion"])
def test_weights_may_stand_in_a_contained_value_set(read, key):
    concept = {"code": "yes", "extension": [{"url": OLDER[0], "valueDecimal": 5}]}
    told = {
        "compose": {"include": [{"system": "s", "concept": [concept]}]},
        "expansion": {"contains": [{"system": "s", **concept}]},
    }[key]
    values = {"resourceType": "ValueSet", "id": "v", key: told}
    asked = [item(name, type="choice", answerValueSet="#v") for name in ("plan", "voice")]
    given = response(item("plan", coding("yes", system="s")), item("total", {"valueInteger": 5}))
    given["questionnaire"] = URL
    assert weights_told(read(bundle(form(*asked, TOTAL, contained=[values]), given))) == []


def test_weights_may_stand_in_a_code_system(read):
    weight = [{"code": "itemWeight", "valueDecimal": 5}]
    system = {
        "resourceType": "CodeSystem",
        "url": "s",
        "concept": [{"code": "all", "concept": [{"code": "yes", "property": weight}]}],
    }
    options = [coding("yes", system="s")]
    asked = [item(name, type="choice", answerOption=options) for name in ("plan", "voice")]
    given = response(item("plan", coding("yes", system="s")), item("total", {"valueInteger": 4}))
    given["questionnaire"] = URL
    reading = read(bundle(form(*asked, TOTAL), system, given))
    assert weights_told(reading) == ["fhir-total-differs"]


def test_no_weight_at_all_is_told_once(read):
    given = response(item("plan", coding("yes")), item("total", {"valueInteger": 4}))
    assert weights_told(read(bundle(given, given))) == ["fhir-no-weight"]


def test_no_weight_is_told_only_where_options_are_chosen(read):
    assert weights_told(read(response(item("why", {"valueString": "Moved"})))) == []


# Which items are totals


def calculated(expression: str, link_id: str = "6"):
    told = {"language": "text/fhirpath", "expression": expression}
    extension = [{"url": CALCULATED, "valueExpression": told}]
    return item(link_id, type="decimal", text="Sum:", extension=extension)


@pytest.mark.parametrize(
    "expression",
    [
        "%resource.repeat(item).answer.weight().sum()",
        "%resource.repeat(item).where(linkId!='6').answer.value.ordinal().aggregate($this + $total, 0)",
        "%resource.item.answer.ordinalValue().sum()",
    ],
)
def test_an_item_that_sums_weights_is_a_total(read, expression):
    given = answered(item("6", {"valueDecimal": 9}))
    reading = read(bundle(form(*ASKED, calculated(expression)), given))
    assert weights_told(reading) == ["fhir-total-differs"]


def test_an_item_that_calculates_something_else_is_none(read):
    given = answered(item("total", {"valueDecimal": 9}))
    asked = form(*ASKED, calculated("%resource.item.answer.count()", "total"))
    assert weights_told(read(bundle(asked, given))) == []


@pytest.mark.parametrize(("stated", "codes"), [(0.1, []), (2.1, ["fhir-total-differs"])])
def test_a_total_of_some_items_is_of_those(read, stated, codes):
    expression = "%resource.repeat(item).where(linkId='plan').answer.weight().sum()"
    given = answered(item("6", {"valueDecimal": stated}))
    assert weights_told(read(bundle(form(*ASKED, calculated(expression)), given))) == codes


@pytest.mark.parametrize(("stated", "codes"), [(0.1, []), (2.1, []), (2, ["fhir-total-differs"])])
def test_a_total_in_a_group_is_of_the_group_or_of_all(read, stated, codes):
    inner = [item("plan", coding("partly")), item("total", {"valueDecimal": stated})]
    given = response(item("g", item=inner), item("voice", coding("yes")), questionnaire=URL)
    assert weights_told(read(bundle(form(*ASKED), given))) == codes


@pytest.mark.parametrize("link_id", ["total", "TOTAL-SCORE", "total_score", "Score total"])
def test_an_item_whose_name_says_total_is_one(read, link_id):
    given = answered(item(link_id, {"valueDecimal": 9}))
    assert weights_told(read(bundle(form(*ASKED), given))) == ["fhir-total-differs"]


@pytest.mark.parametrize("text", ["Total weekly cost", "Totally agreed", "hours", "Voice"])
def test_other_words_and_questions_of_the_set_are_none(read, text):
    given = response(item("plan", coding("yes")), item("x", {"valueDecimal": 9}, text=text))
    assert weights_told(read(bundle(form(*ASKED), {**given, "questionnaire": URL}))) == []
