"""What must stay the same, or may not get worse, whatever the set."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from random_sets import Audit, audits, reworked, some
from reference import Reference
from small_sets import document, exact, filled, load, question, score, yaml_of

from auditkit.kit import AuditKit
from auditkit.scoring.scorecard import Scorecard

FACTORS = st.sampled_from(["2", "0.5", "10", "0.001", "7", "123456.789"])
# Methods under which a better answer can never make the score worse.
MONOTONIC = ("weighted_mean", "points", "all_or_none", "lowest")


def scored(audit: Audit, document: dict[str, Any] | None = None) -> Scorecard:
    told = audit.document if document is None else document
    return score(told, audit.answers, case=audit.case, comments=audit.comments)


def outcome(card: Scorecard) -> tuple[Any, ...]:
    """Score, rating and coverage."""
    return card.overall, card.rating, card.coverage


@some
@given(audits(missing=("exclude", "worst")))
def test_the_order_of_sections_and_questions_changes_nothing(audit: Audit) -> None:
    def turned(section: dict[str, Any]) -> dict[str, Any]:
        questions, sections = section["questions"][::-1], section.get("sections", [])[::-1]
        return {**section, "questions": questions, "sections": sections}

    document = reworked(audit, turned)
    document["sections"].reverse()
    assert outcome(scored(audit, document)) == outcome(scored(audit))


@some
@given(audits(methods=("weighted_mean", "points")), FACTORS)
def test_weights_say_the_same_in_any_unit(audit: Audit, factor: str) -> None:
    def heavier(thing: dict[str, Any]) -> dict[str, Any]:
        return {**thing, "weight": str(Decimal(factor) * Decimal(thing.get("weight", "1")))}

    def changed(section: dict[str, Any]) -> dict[str, Any]:
        scored_ones = ("choice", "choices")
        questions = [
            heavier(one) if one.get("type", "choice") in scored_ones else one
            for one in section["questions"]
        ]
        return heavier({**section, "questions": questions})

    assert outcome(scored(audit, reworked(audit, changed))) == outcome(scored(audit))


@some
@given(audits(conditions=False, methods=("weighted_mean", "all_or_none", "lowest")), FACTORS)
def test_the_scores_of_a_scale_say_the_same_in_any_unit(audit: Audit, factor: str) -> None:
    scaled = [
        {**one, "score": str(Decimal(factor) * Decimal(one["score"]))} if "score" in one else one
        for one in audit.document["scales"]["scale0"]
    ]
    document = {**audit.document, "scales": {**audit.document["scales"], "scale0": scaled}}
    assert outcome(scored(audit, document)) == outcome(scored(audit))


@some
@given(audits(), st.data())
def test_a_question_of_weight_zero_changes_nothing_but_its_own_line(
    audit: Audit, data: st.DataObject
) -> None:
    options = [one["option"] for one in audit.document["scales"]["scale0"]]
    audit.answers["added"] = data.draw(st.sampled_from([None, *options]))
    added = {"question": "added", "text": "Added", "scale": "scale0", "weight": 0}
    first, *others = audit.document["sections"]
    changed = {**first, "questions": [*first["questions"], added]}
    after = scored(audit, {**audit.document, "sections": [changed, *others]})
    del audit.answers["added"]
    before = scored(audit)
    assert outcome(after) == outcome(before)
    assert after.sections == before.sections
    assert {name: one for name, one in after.questions.items() if name != "added"} == dict(
        before.questions
    )


@some
@given(audits(conditions=False, missing=("exclude", "worst")), st.data())
def test_a_blank_in_place_of_an_answer_never_raises_the_coverage(
    audit: Audit, data: st.DataObject
) -> None:
    given_ones = [name for name, value in audit.answers.items() if value is not None]
    assume(given_ones)
    blanked = Audit(audit.document, {**audit.answers, data.draw(st.sampled_from(given_ones)): None})
    before, after = scored(audit).coverage, scored(blanked).coverage
    assert after.counted <= before.counted
    assert after.counted * before.applicable <= before.counted * after.applicable


@some
@given(audits(conditions=False, methods=MONOTONIC, missing=("exclude", "worst")), st.data())
def test_a_better_answer_never_lowers_the_score_or_the_rating(
    audit: Audit, data: st.DataObject
) -> None:
    better = improvements(audit.reference())
    assume(better)
    name, option = data.draw(st.sampled_from(better))
    improved = Audit(audit.document, {**audit.answers, name: option})
    before, after = scored(audit), scored(improved)
    assert share(after) >= share(before)
    assert place(after) <= place(before)


def improvements(found: Reference) -> list[tuple[str, str]]:
    """Questions with an option that earns more than the one chosen."""
    counted = [
        name
        for name, question in found.questions.items()
        if question["type"] == "choice" and found.earned(name) is not None
    ]
    return [
        (name, option)
        for name in counted
        for option in found.scores(name)
        if earned(found, name, option) > earned(found, name, found.given[name])
    ]


def earned(found: Reference, name: str, option: str) -> Fraction:
    sign = -1 if found.questions[name].get("reverse") else 1
    return sign * found.scores(name)[option]


def share(card: Scorecard) -> Fraction:
    """The exact share; none, where every section has weight 0, is as good as nothing."""
    return exact(card) or Fraction(0)


def place(card: Scorecard) -> int:
    """The place of the rating among the bands, best first; no rating is the last."""
    rating = card.question_set.rating
    bands = [] if rating is None else [band.id for band in rating.bands]
    return bands.index(card.rating) if card.rating else len(bands)


@some
@given(audits(), st.data())
def test_a_card_does_not_depend_on_what_was_scored_before(
    audit: Audit, data: st.DataObject
) -> None:
    names = st.sets(st.sampled_from(sorted(audit.answers)))
    kit, _ = load(audit.document)
    for blanks in [set(), data.draw(names), data.draw(names), set()]:
        answers = {name: None if name in blanks else one for name, one in audit.answers.items()}
        facts = {"case": audit.case, "comments": audit.comments}
        card = kit.score(filled(audit.document, answers, **facts))
        assert card == score(audit.document, answers, **facts)


def test_more_returns_than_a_plan_remembers_are_all_scored() -> None:
    # Weights 1, 3, 9, … tell every one of 3^8 = 6,561 combinations from every other
    weights = [3**power for power in range(8)]
    told = document(*(question(f"q{index}", weight=one) for index, one in enumerate(weights)))
    kit, _ = load(told)
    worth = {"no": 0, "partly": 1, "yes": 2}
    for typed in product(worth, repeat=8):
        card = kit.score(filled(told, {f"q{index}": one for index, one in enumerate(typed)}))
        earned = sum(worth[one] * weight for one, weight in zip(typed, weights, strict=True))
        assert exact(card) == Fraction(earned, 2 * sum(weights))


def test_more_texts_than_a_plan_remembers_are_all_kept() -> None:
    told = document(question("a"), question("b", type="text"))
    kit, _ = load(told)
    for number in range(4_200):
        card = kit.score(filled(told, {"a": "yes", "b": f"text {number}"}))
        assert card.questions["b"].answer == f"text {number}"


def test_a_set_loaded_anew_is_scored_anew(tmp_path: Path) -> None:
    kit = AuditKit(discover=False)
    file = tmp_path / "set.yaml"
    shares = []
    for weight in (1, 3):
        told = document(question("a"), question("b", weight=weight))
        file.write_text(yaml_of(told), encoding="utf-8")
        kit.load(file)
        shares.append(exact(kit.score(filled(told, {"a": "yes", "b": "no"}))))
    assert shares == [Fraction(1, 2), Fraction(1, 4)]
