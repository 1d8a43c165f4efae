"""A scorecard in the terms of JSON and of flat tables."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from random_sets import Audit, audits, some
from small_sets import document, filled, load, option, question, rated, scale, score, section

from auditkit.problems import problem
from auditkit.returns import Answer
from auditkit.scoring.plain import answer_rows, flat_scorecard, scorecard_dict
from auditkit.scoring.scorecard import Results, Scorecard
from auditkit.version import __version__

# In the order in which they are documented.
KEYS = [
    "case_ref",
    "service",
    "team",
    "practitioner",
    "stage",
    "period",
    "auditor",
    "audit_date",
    "case",
    "question_set",
    "set_version",
    "content_hash",
    "status",
    "score",
    "numerator",
    "denominator",
    "rating",
    "rating_label",
    "computed_rating",
    "judged_rating",
    "limits",
    "undecided",
    "escalations",
    "coverage",
    "sections",
    "questions",
    "warnings",
    "scorer",
    "versions",
]
QUESTION_KEYS = ["state", "option", "value", "weight", "contribution", "comment"]
SECTION_KEYS = ["score", "numerator", "denominator", "coverage"]


def set_of_every_kind() -> dict[str, Any]:
    steps = [{"from": 0, "score": 1}, {"from": 50, "score": 4}]
    return document(
        section("first", question("a", weight="0.5"), question("b")),
        section("second", question("c"), rescore=steps),
        section(
            "third",
            question("reasons", type="choices"),
            question("amount", type="number", places=2),
            question("day", type="date"),
            question("why", type="text"),
            question("said", scale="judgement"),
        ),
        case_fields={
            "review": {"type": "choice", "options": ["planned", "unplanned"]},
            "cost": {"type": "number", "places": 2},
            "began": {"type": "date"},
        },
        rating=rated(
            judgement="said",
            limits=[
                {"when": 'a == "partly"', "at_most": "improve", "because": {"en": "A is so"}},
                {"when": 'b == "no"', "at_most": "improve", "because": "B is open"},
            ],
        ),
        escalations=[
            {"when": 'a == "partly"', "to": "head_of_service", "because": "At once"},
            {"when": 'b == "no"', "to": "manager", "because": "Perhaps"},
        ],
    )


def card() -> Scorecard:
    return score(
        set_of_every_kind(),
        {
            "a": "partly",
            "c": "yes",
            "reasons": ("yes", "no"),
            "amount": Decimal("12.50"),
            "day": date(2026, 4, 13),
            "why": "A text",
            "said": "good",
        },
        case_ref="CASE-0142",
        service="Older People",
        team="North",
        practitioner="P-7",
        stage="reaudit",
        period="2026-04",
        auditor="A-1",
        audit_date=date(2026, 4, 14),
        case={"review": "planned", "cost": Decimal("85.25"), "began": date(2026, 1, 2)},
        comments={"a": "Not on the file"},
    )


def told() -> dict[str, Any]:
    return scorecard_dict(card())


def held_card() -> Scorecard:
    document = set_of_every_kind()
    kit, _ = load(document)
    broken = problem("R012", found="Perhaps", hint="", allowed="Yes, No")
    given = filled(document, {"b": "yes"}, problems=(broken,))
    answers = {**given.answers, "a": Answer("invalid", None, "Perhaps")}
    return kit.score(evolve(given, answers=answers))


@pytest.mark.parametrize("made", [card, held_card])
def test_the_keys_are_those_promised_and_the_documented_one(made: Any) -> None:
    assert sorted(scorecard_dict(made())) == sorted(KEYS)


@pytest.mark.parametrize("made", [card, held_card])
def test_a_question_has_the_keys_promised(made: Any) -> None:
    for one in scorecard_dict(made())["questions"].values():
        assert sorted(one) == sorted(QUESTION_KEYS)


def test_a_section_has_the_keys_promised() -> None:
    assert sorted(told()["sections"]["first"]) == sorted(SECTION_KEYS)


def test_a_rescored_section_says_the_score_it_came_to() -> None:
    assert told()["sections"]["second"]["rescored"] == 4


@pytest.mark.parametrize("made", [card, held_card])
def test_json_takes_it_without_nan(made: Any) -> None:
    found = scorecard_dict(made())
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@some
@given(audits())
def test_json_takes_any_scorecard(audit: Audit) -> None:
    found = scorecard_dict(score(audit.document, audit.answers, case=audit.case))
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_the_identity_is_that_of_the_return() -> None:
    assert [told()[key] for key in KEYS[:9]] == [
        "CASE-0142",
        "Older People",
        "North",
        "P-7",
        "reaudit",
        "2026-04",
        "A-1",
        "2026-04-14",
        {"review": "planned", "cost": 85.25, "began": "2026-01-02"},
    ]


def test_the_set_is_named_with_version_and_hash() -> None:
    made = card()
    assert [scorecard_dict(made)[key] for key in KEYS[9:12]] == [
        "small",
        "1.0",
        made.question_set.content_hash,
    ]


def test_the_score_is_as_rounded_beside_its_ratio() -> None:
    # a: 0.5 × 0.5 = 0.25 of 0.5; second rescored 4 of 4: 1 of 1. 1.25 / 1.5 = 5/6 = 83.3%
    assert [told()[key] for key in ("status", "score", "numerator", "denominator")] == [
        "scored",
        83.3,
        5,
        6,
    ]


def test_a_whole_score_is_a_whole_number() -> None:
    found = scorecard_dict(score(document(question("a")), {"a": "yes"}))["score"]
    assert (found, type(found)) == (100, int)


def test_no_score_is_null() -> None:
    found = scorecard_dict(score(document(question("a")), {"a": "na"}))
    assert [found[key] for key in ("score", "numerator", "denominator")] == [None, None, None]


def test_the_ratings_are_by_id_and_the_official_one_by_label_too() -> None:
    keys = ("rating", "rating_label", "computed_rating", "judged_rating")
    expected = ["improve", "Requires improvement", "improve", "good"]
    assert [told()[key] for key in keys] == expected


def test_limits_say_the_band_and_why() -> None:
    assert told()["limits"] == [{"band": "improve", "because": "A is so"}]


def test_the_undecided_say_what_they_rest_on() -> None:
    assert told()["undecided"] == [
        {"kind": "limit", "because": "B is open", "questions": ["b"]},
        {"kind": "escalation", "because": "Perhaps", "questions": ["b"]},
    ]


def test_escalations_say_to_whom_and_whether_they_are_undecided() -> None:
    assert told()["escalations"] == [
        {"to": "head_of_service", "because": "At once", "undecided": False},
        {"to": "manager", "because": "Perhaps", "undecided": True},
    ]


def test_coverage_is_of_three_counts() -> None:
    assert told()["coverage"] == {"counted": 2, "applicable": 3, "asked": 3}


def test_a_question_says_what_it_added() -> None:
    assert told()["questions"]["a"] == {
        "state": "answered",
        "option": "partly",
        "value": 0.5,
        "weight": 0.5,
        "contribution": 0.25,
        "comment": "Not on the file",
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [("amount", 12.5), ("day", "2026-04-13"), ("why", "A text")],
)
def test_what_was_written_is_the_answer(name: str, expected: object) -> None:
    assert told()["questions"][name]["option"] == expected


def test_several_options_are_a_list() -> None:
    assert told()["questions"]["reasons"]["option"] == ["yes", "no"]


def test_warnings_are_sentences_with_their_codes() -> None:
    assert told()["warnings"] == [
        "The stated rating is Good, the answers come to Requires improvement, and no reason is"
        " given. [C004]"
    ]


def test_the_scorer_is_named_with_its_plugin_and_version() -> None:
    assert told()["scorer"] == {
        "name": "weighted_mean",
        "arguments": {},
        "plugin": "practice-auditkit",
        "version": __version__,
    }


def test_the_version_of_the_library_is_kept() -> None:
    assert told()["versions"] == {"auditkit": __version__}


def test_a_card_of_what_would_be_keeps_the_version_too() -> None:
    document = set_of_every_kind()
    kit, _ = load(document)
    changed = kit.what_if(kit.score(filled(document, {"a": "no"})), {"a": "yes"})
    assert dict(changed.versions) == {"auditkit": __version__}


def test_a_held_card_has_no_figures_and_no_rating() -> None:
    found = scorecard_dict(held_card())
    keys = ("status", "score", "numerator", "rating", "rating_label", "sections")
    assert [found[key] for key in keys] == ["held", None, None, None, None, {}]


def test_a_held_card_shows_what_could_not_be_read() -> None:
    found = scorecard_dict(held_card())["questions"]["a"]
    assert (found["state"], found["option"]) == ("invalid", "Perhaps")


def test_a_set_without_a_rating_has_no_label() -> None:
    assert scorecard_dict(score(document(question("a")), {"a": "yes"}))["rating_label"] is None


# Flat rows


def flat() -> dict[str, Any]:
    return flat_scorecard(card())


def test_a_flat_card_has_a_column_for_each_section() -> None:
    found = {key: value for key, value in flat().items() if key.startswith("score_")}
    assert found == {"score_first": 50, "score_second": 100, "score_third": None}


def test_a_flat_card_has_a_column_for_each_fact_about_the_case() -> None:
    found = {key: value for key, value in flat().items() if key.startswith("case.")}
    assert found == {"case.review": "planned", "case.cost": 85.25, "case.began": "2026-01-02"}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("limits", "A is so"),
        ("undecided", "B is open; Perhaps"),
        ("escalations", "head_of_service: At once; manager: Perhaps (undecided)"),
        ("scorer", "weighted_mean"),
        ("counted", 2),
        ("applicable", 3),
        ("asked", 3),
        ("rating_label", "Requires improvement"),
    ],
)
def test_a_flat_card_joins_what_is_a_list(key: str, expected: object) -> None:
    assert flat()[key] == expected


def test_a_flat_card_holds_nothing_but_texts_and_numbers() -> None:
    kinds = {type(value) for value in flat().values()}
    assert kinds <= {str, int, float, type(None)}


# One row an answer


def rows() -> dict[str, Any]:
    return {row["question"]: row for row in answer_rows(card())}


def test_there_is_a_row_for_each_question() -> None:
    assert list(rows()) == ["a", "b", "c", "reasons", "amount", "day", "why", "said"]


def test_a_row_says_whose_answer_it_is() -> None:
    keys = ("case_ref", "audit_date", "question_set", "status", "rating", "section", "text")
    assert [rows()["a"][key] for key in keys] == [
        "CASE-0142",
        "2026-04-14",
        "small",
        "scored",
        "Requires improvement",
        "First",
        "Is a so?",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a", ("partly", "Partly", None)),
        ("b", ("", "", None)),
        ("reasons", ("yes;no", "Yes; No", None)),
        ("amount", ("", "", 12.5)),
    ],
)
def test_a_row_has_the_option_by_id_and_by_label(name: str, expected: tuple[Any, ...]) -> None:
    row = rows()[name]
    assert (row["option"], row["label"], row["answer"]) == expected


def test_a_number_that_no_decimal_ends_is_the_nearest_float() -> None:
    told = document(question("a", scale="three"), scales={"three": scale(1, 3)})
    assert scorecard_dict(score(told, {"a": "s0"}))["questions"]["a"]["value"] == 1 / 3


def test_labels_in_several_languages_are_given_in_english() -> None:
    labelled = {**option("s0", 1), "label": {"en": "Yes", "cy": "Oes"}}
    told = document(question("a", scale="two"), scales={"two": [labelled, option("s1", 0)]})
    assert answer_rows(score(told, {"a": "s0"}))[0]["label"] == "Yes"


# Several cards


def test_the_problems_of_files_stand_before_those_of_returns() -> None:
    files = problem("F003", encoding="cp1252")
    results = Results([card(), held_card()], (files,))
    assert [one.code for one in results.all_problems()] == ["F003", "C004", "R012"]
