"""Comparisons and agreement in the terms of JSON."""

from __future__ import annotations

import json

from auditkit.moderation.agreeing import agreement_by
from auditkit.moderation.plain import STAGES_COLUMNS, agreement_dict, stages_dict, stages_rows

ONE = {"plan": "Yes", "kinds": ["Phone", "Visit"], "hours": "1.50", "view": "Warm"}
OTHER = {"plan": "Nearly", "kinds": ["Phone"], "hours": "2", "view": "Cold"}


def test_both_sides_of_every_kind_of_answer(pair):
    told = stages_dict(pair(ONE, OTHER))
    found = {one["question"]: (one["first"], one["second"]) for one in told["questions"]}
    assert found == {
        "plan": ("yes", "nearly"),
        "kinds": (["phone", "visit"], ["phone"]),
        "hours": ("1.50", "2"),
        "view": ("warm", "cold"),
    }
    assert json.loads(json.dumps(told)) == told


def test_rows_hold_several_answers_in_one_cell(pair):
    rows = list(stages_rows(pair(ONE, OTHER)))
    assert {tuple(one) for one in rows} == {STAGES_COLUMNS}
    (kinds,) = (one for one in rows if one["question"] == "kinds")
    assert (kinds["first"], kinds["second"]) == ("phone; visit", "phone")


def test_questions_with_several_answers_option_by_option(pair):
    (found,) = agreement_by([pair(ONE, OTHER), pair(ONE, ONE, case_ref="CASE-2")])
    told = agreement_dict(found)
    (kinds,) = (one for one in told["questions"] if one["question"] == "kinds")
    assert (kinds["pairs"], kinds["identical"], kinds["share_identical"]) == (2, 1, 0.5)
    options = {one["option"]: one["table"] for one in kinds["options"]}
    assert options == {
        "phone": [[0, 0], [0, 2]], "visit": [[0, 0], [1, 1]], "post": [[2, 0], [0, 0]]
    }  # fmt: skip
    assert json.loads(json.dumps(told)) == told
