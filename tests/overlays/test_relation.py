"""How an overlay stands to its base, and the score that its answers have there."""

from __future__ import annotations

import json

import pytest

from auditkit.overlays.showing import described_base, plain_base
from auditkit.returns import Answer, AuditReturn
from auditkit.scoring.plain import flat_scorecard, scorecard_dict

ADDED = "add: {questions: [{question: pets, section: person, text: Pets, scale: found}]}\n"


@pytest.mark.parametrize(
    ("lines", "relation"),
    [
        ("", "extends"),
        (ADDED, "extends"),
        ("change: {questions: {plan: {text: Other words, guidance: Look here}}}", "extends"),
        ("change: {questions: {voice: {guidance: Listen}}}", "extends"),
        ("remove: {sections: {person: Elsewhere}, escalations: {unheard: Elsewhere}}", "extends"),
        ("change: {options: {found: {yes: {label: Found}}}}", "extends"),
        ("change: {questions: {plan: {weight: 3}}}", "complies"),
        ("change: {questions: {plan: {section: needs}}, sections: {planning: {weight: 2}}}\n"
         "add: {questions: [{question: other, section: planning, text: O, scale: found}]}", "complies"),
        ("change: {bands: {good: {from: 75}}}", "complies"),
        ("change: {scoring: {missing: worst}}", "complies"),
        ("change: {limits: {no_plan: {when: 'plan != \"yes\"'}}}", "complies"),
        ("remove: {limits: {no_plan: Elsewhere}}", "complies"),
        ("remove: {questions: {technology: Elsewhere}}", "adapted"),
        ("change: {options: {found: {partly: {score: 0.4}}}}", "adapted"),
        ("add: {options: [{option: mostly, label: Mostly, scale: found, score: 0.8}]}", "adapted"),
        ("change: {questions: {plan: {reverse: true}}}", "adapted"),
        ("change: {questions: {plan: {applies_when: 'case.review_type == \"planned\"'}}}", "adapted"),
        ("change: {sections: {planning: {applies_when: 'case.review_type == \"planned\"'}}}", "adapted"),
    ],
)  # fmt: skip
def test_the_relation_is_decided_by_what_changed(overlay, lines, relation):
    assert overlay(lines).relation == relation


def answered(**options: str) -> AuditReturn:
    return AuditReturn(
        case_ref="CASE-0001",
        question_set="local",
        set_version="2",
        case={"review_type": "planned"},
        answers={name: Answer("answered", option) for name, option in options.items()},
    )


GIVEN = answered(eligible="yes", technology="no", plan="partly", voice="yes", pets="no")


def test_the_score_under_the_unchanged_base_stands_beside_the_local_one(overlay, kit):
    overlay(ADDED + "change: {questions: {plan: {weight: 3}}}")
    card = kit.score(GIVEN)
    assert (card.overall.numerator, card.overall.denominator) == (1, 2)
    assert card.base.relation == "complies"
    assert scorecard_dict(card)["base"] == {
        "question_set": "core",
        "set_version": "1.0",
        "content_hash": kit.question_set("core@1.0").content_hash,
        "relation": "complies",
        "score": 62.5,
        "numerator": 5,
        "denominator": 8,
        "rating": "good",
        "rating_label": "Good",
    }
    flat = flat_scorecard(card)
    assert (flat["base_score"], flat["base_rating"], flat["base_relation"]) == (
        62.5,
        "good",
        "complies",
    )
    told = kit.explain(card).splitlines()
    assert "Under core 1.0 unchanged: 62.5%, Good (this set complies with it)" in told


def test_what_if_says_what_it_would_be_under_the_base_too(overlay, kit):
    overlay(ADDED + "change: {questions: {plan: {weight: 3}}}")
    there = kit.what_if(kit.score(GIVEN), {"technology": "yes"}).base
    # Under the base, where plan weighs 1: (2 + 1 + 0.5) / (2 + 1 + 1) = 7/8.
    assert (there.relation, str(there.card.overall)) == ("complies", "87.5%")


def test_an_adapted_set_has_no_figure_under_its_base(overlay, kit):
    overlay("remove: {questions: {technology: Elsewhere}}")
    card = kit.score(answered(eligible="yes", plan="yes", voice="yes"))
    assert (card.base.relation, card.base.card) == ("adapted", None)
    assert scorecard_dict(card)["base"]["score"] is None
    assert "Adapted from core 1.0" in kit.explain(card)


def test_a_base_that_rates_by_what_is_not_asked_here_gives_no_rating(overlay, kit):
    overlay("remove: {sections: {person: Elsewhere}, escalations: {unheard: Elsewhere}}")
    there = kit.score(answered(eligible="yes", technology="yes", plan="yes")).base.card
    assert (there.score, there.rating) == (100, None)


def test_a_held_return_has_no_figure_under_the_base(overlay, kit):
    overlay("")
    from auditkit.problems import problem

    held = AuditReturn(
        case_ref="CASE-0002", question_set="local", set_version="2", problems=(problem("R010"),)
    )
    assert kit.score(held).base.card is None


def test_a_set_that_stands_on_its_own_has_no_base(overlay, kit):
    overlay("")
    own = kit.loaded(kit.question_set("core@1.0"))
    assert (own.base, plain_base(own), list(described_base(own))) == (None, {}, [])


def test_what_was_removed_is_shown_with_its_reason(overlay):
    loaded = overlay("remove: {questions: {technology: {en: Audited elsewhere, cy: Rhywle arall}}}")
    assert list(described_base(loaded, "cy"))[:2] == [
        "Addaswyd o core@1.0",
        '  Tynnwyd: cwestiwn "Technology?" [technology]. Rhywle arall',
    ]
    told = json.loads(json.dumps(plain_base(loaded)))
    assert told["base"]["relation"] == "adapted"
    assert [one["id"] for one in told["removed"]] == ["technology", "use_technology"]
