"""Question sets as Questionnaires, and back."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from auditkit_fhir.enabling import Inexpressible, enabling
from auditkit_fhir.exact_json import parse as parse_json
from auditkit_fhir.exact_json import written
from auditkit_fhir.questionnaire import questionnaire
from fhir_examples import SET, coding, item, response, saved

from auditkit import AuditKit
from auditkit.cli import main
from auditkit.expressions.syntax import parse
from auditkit.testing import made_set

BUNDLED = [one.partition("@")[0] for one in AuditKit(discover=False).question_set_names()]
WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight"


def items_of(resource):
    for one in resource.get("item", ()):
        yield one
        yield from items_of(one)


def items(kit: AuditKit, text: str, tmp_path: Path):
    """The items of the Questionnaire of a set, by linkId, and the warnings."""
    questions = kit.load(saved(tmp_path, text, "written.yaml"))
    resource, problems = questionnaire(kit.loaded(questions))
    return {one["linkId"]: one for one in items_of(resource)}, problems


@pytest.mark.parametrize("name", BUNDLED)
def test_every_bundled_set_can_be_written(kit, name):
    resource, _ = questionnaire(kit.loaded(kit.question_set(name)))
    link_ids = [one["linkId"] for one in items_of(resource)]
    assert len(link_ids) == len(set(link_ids))
    assert set(kit.question_set(name).questions) <= set(link_ids)
    assert json.loads(written(resource))["resourceType"] == "Questionnaire"


@pytest.mark.parametrize("name", BUNDLED)
def test_what_is_asked_when_names_items_that_are_there(kit, name):
    resource, _ = questionnaire(kit.loaded(kit.question_set(name)))
    link_ids = {one["linkId"] for one in items_of(resource)}
    for one in items_of(resource):
        assert {test["question"] for test in one.get("enableWhen", ())} <= link_ids
        assert ("enableBehavior" in one) is (len(one.get("enableWhen", ())) > 1)


def test_a_score_is_the_weight_of_its_option(kit, tmp_path):
    found, _ = items(kit, SET, tmp_path)
    options = found["plan"]["answerOption"]
    weights = [one.get("extension") for one in options]
    assert weights == [
        [{"url": WEIGHT, "valueDecimal": Decimal(score)}] for score in ("1", "0.5", "0")
    ] + [None]
    assert options[0]["valueCoding"] == {"code": "yes", "display": "Yes"}


def test_a_question_turned_round_has_its_weights_turned_round(kit, tmp_path):
    text = SET.replace("label: Plan,", "label: Plan, reverse: true,")
    found, _ = items(kit, text, tmp_path)
    weights = [one["extension"][0]["valueDecimal"] for one in found["plan"]["answerOption"][:3]]
    assert weights == [0, Decimal("0.5"), 1]


def test_each_type_of_question_has_its_type_of_item(kit, tmp_path):
    found, _ = items(kit, SET, tmp_path)
    kinds = {name: found[name]["type"] for name in ("plan", "routes", "hours", "reviewed", "why")}
    assert kinds == {
        "plan": "choice",
        "routes": "choice",
        "hours": "decimal",
        "reviewed": "date",
        "why": "text",
    }
    assert found["routes"]["repeats"] is True
    assert found["plan.comment"]["type"] == "text"


def test_the_same_content_has_the_same_address(kit, plans):
    addresses = {questionnaire(kit.loaded(plans))[0]["url"] for _ in range(2)}
    assert len(addresses) == 1
    other, _ = questionnaire(kit.loaded(kit.question_set("chc-checklist")))
    assert other["url"] not in addresses


def test_what_cannot_be_said_is_told(kit, tmp_path):
    text = SET.replace("label: Plan,", "label: Plan, weight: 2, comment_required: [no],").replace(
        "label: Voice,",
        "label: Voice, applies_when: \"count('no', of=[plan]) > 0\",",
    )
    found, problems = items(kit, text, tmp_path)
    assert [one.code for one in problems] == [
        "fhir-condition",
        "fhir-question-weight",
        "fhir-comment-required",
    ]
    assert "count('no', of=[plan]) > 0" in problems[0].message
    assert problems[0].place.line
    assert "enableWhen" not in found["voice"]


def test_a_form_that_was_written_reads_back(kit, tmp_path, capsys):
    path = str(tmp_path / "questionnaire.json")
    arguments = ["fhir", "questionnaire", "managing-cost-of-care", "-o", path]
    assert main(arguments) == 0
    assert "Wrote" in capsys.readouterr().err
    asked = parse_json(Path(path).read_text("utf-8"), path)
    answers = [item(one, coding("yes")) for one in ("eligibility_evidenced", "voice")]
    about = [item("case.review_type", coding("planned"))]
    given = response(*answers, *about, questionnaire=f"{asked['url']}|{asked['version']}")
    reading = kit.read([saved(tmp_path, given)])
    one = reading.returns[0]
    assert (one.question_set, one.set_version) == ("managing-cost-of-care", "1.0")
    assert one.content_hash == kit.question_set("managing-cost-of-care").content_hash
    assert (one.answers["voice"].value, one.case["review_type"]) == ("yes", "planned")
    assert (one.is_held, list(reading.problems)) == (False, [])


def test_a_folder_of_responses_may_hold_their_form(kit, tmp_path, capsys):
    main(["fhir", "questionnaire", "chc-checklist", "-o", str(tmp_path / "questionnaire.json")])
    saved(tmp_path, response(item("breathing", coding("A"))))
    reading = kit.read([tmp_path], kit.question_set("chc-checklist"))
    assert len(reading.returns) == 1
    assert all(one.severity == "warning" for one in reading.problems)


def test_a_file_is_not_replaced_unless_it_is_said(tmp_path, capsys):
    path = saved(tmp_path, "{}", "there.json")
    arguments = ["fhir", "questionnaire", "chc-checklist", "-o", str(path)]
    assert main(arguments) == 1
    assert path.read_text() == "{}"
    assert main([*arguments, "--force"]) == 0


def test_without_a_file_it_goes_to_standard_output(capsys):
    assert main(["fhir", "questionnaire", "chc-checklist", "--url", "https://x.example/q"]) == 0
    assert json.loads(capsys.readouterr().out)["url"] == "https://x.example/q"


def test_json_is_written_as_exactly_as_it_was_read():
    text = '{\n  "a": [\n    1.50,\n    20,\n    true,\n    null\n  ],\n  "é": {},\n  "b": []\n}\n'
    assert written(parse_json(text, "x")) == text


# Conditions


QUESTIONS = made_set("a", "b", "c")
OPTIONS = (None, "yes", "partly", "no", "na")
TREES = [
    'a == "no"',
    'not (a == "no")',
    'a != "no"',
    'not (a != "no")',
    'a in ["no", "partly"]',
    'not (a in ["no", "partly"])',
    'a not in ["no", "partly"]',
    'not (a not in ["no", "partly"])',
    '"no" == a',
    "answered(a)",
    "not answered(a)",
    'a == "no" and b == "yes" and not (c == "na")',
    'a == "no" or b in ["yes", "partly"]',
    'not (a == "no" or b == "yes")',
    'not (a == "no" and b == "yes")',
    'a != "no" and answered(b)',
]


def enabled(tests, behaviour, answers) -> bool:
    """What the specification says of enableWhen, for one answer an item."""

    def holds(test) -> bool:
        given = answers[test["question"]]
        if test["operator"] == "exists":
            return (given is not None) is test["answerBoolean"]
        equal = given == test["answerCoding"]["code"]
        return equal if test["operator"] == "=" else not equal

    return (all if behaviour == "all" else any)(map(holds, tests))


@pytest.mark.parametrize("text", TREES)
def test_a_condition_means_the_same_as_enable_when(text):
    kit = AuditKit(discover=False)
    condition = {"question": "d", "text": "D", "scale": "evidenced", "applies_when": text}
    plain = [{"question": one, "text": one, "scale": "evidenced"} for one in "abc"]
    section = {"section": "all", "title": "All", "questions": [*plain, condition]}
    questions = made_set(sections=[section])
    found = enabling(parse(text).tree, questions)
    for chosen in product(OPTIONS, repeat=3):
        answers = dict(zip("abc", chosen, strict=True))
        given = {name: one for name, one in answers.items() if one is not None}
        is_asked = "d" in kit.asked(questions, given)
        assert enabled(found.tests, found.behaviour, answers) is is_asked, answers


@pytest.mark.parametrize(
    "text",
    [
        'a == "no" and (b == "yes" or c == "yes")',
        'not (a != "no") and b == "yes"',
        "a == b",
        'count("no") > 1',
    ],
)
def test_what_enable_when_cannot_say_is_not_said(text):
    with pytest.raises(Inexpressible):
        enabling(parse(text).tree, QUESTIONS)


@pytest.mark.parametrize(
    ("text", "tests"),
    [
        ("hours > 3.5", [("hours", ">", {"answerDecimal": Decimal("3.5")})]),
        ("3.5 < hours", [("hours", ">", {"answerDecimal": Decimal("3.5")})]),
        ('reviewed >= "2026-04-01"', [("reviewed", ">=", {"answerDate": "2026-04-01"})]),
        ('"direct" in routes', [("routes", "=", {"answerCoding": {"code": "direct"}})]),
        ('why == "x"', [("why", "=", {"answerString": "x"})]),
        (
            'case.review_type == "planned"',
            [("case.review_type", "=", {"answerCoding": {"code": "planned"}})],
        ),
        (
            "not (case.weekly_cost_change <= 0)",
            [
                ("case.weekly_cost_change", "exists", {"answerBoolean": False}),
                ("case.weekly_cost_change", ">", {"answerDecimal": Decimal(0)}),
            ],
        ),
    ],
)
def test_other_values_are_compared_as_what_they_are(plans, text, tests):
    found = enabling(parse(text).tree, plans)
    assert list(found.tests) == [
        {"question": question, "operator": operator, **answer}
        for question, operator, answer in tests
    ]
