"""What the score would be if an answer were another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from small_sets import document, filled, limits, load, option, printed, question, rated, scale

from auditkit.errors import AuditkitError
from auditkit.kit import AuditKit
from auditkit.scoring.scorecard import Scorecard

ABC = (question("a"), question("b"), question("c"))
LIMITED = {
    "rating": rated(
        limits=[{"when": 'a == "no"', "at_most": "improve", "because": "A is poor"}],
    )
}


def scored(
    answers: Mapping[str, Any], *asked: dict[str, Any], **keys: Any
) -> tuple[AuditKit, Scorecard]:
    told = document(*(asked or ABC), **{**LIMITED, **keys})
    kit, _ = load(told)
    return kit, kit.score(filled(told, answers))


def changed(
    changes: dict[str, str], answers: Mapping[str, Any], *asked: dict[str, Any], **keys: Any
) -> Scorecard:
    kit, card = scored(answers, *asked, **keys)
    return kit.what_if(card, changes)


YES_YES_NO = {"a": "yes", "b": "yes", "c": "no"}


def test_a_change_changes_the_score() -> None:
    assert printed(changed({"c": "yes"}, YES_YES_NO)) == "100.0"


def test_a_change_changes_the_rating() -> None:
    # 2/3 is good
    assert changed({"c": "yes"}, YES_YES_NO).rating == "outstanding"


def test_several_changes_are_made_at_once() -> None:
    # (1 + 0.5 + 0.5) / 3
    assert printed(changed({"b": "partly", "c": "partly"}, YES_YES_NO)) == "66.7"


def test_no_change_gives_the_same_figures() -> None:
    assert printed(changed({}, YES_YES_NO)) == "66.7"


def test_a_change_may_lift_a_limit() -> None:
    assert limits(changed({"a": "partly"}, {**YES_YES_NO, "a": "no"})) == []


def test_a_change_may_bring_a_limit() -> None:
    # 2/3 is good without the limit
    assert limits(changed({"a": "no"}, dict.fromkeys("abc", "yes"))) == ["A is poor"]


def test_a_blank_may_be_filled() -> None:
    assert changed({"c": "yes"}, {"a": "yes", "b": "yes"}).coverage.counted == 3


def test_a_change_may_be_to_not_applicable() -> None:
    assert changed({"c": "na"}, YES_YES_NO).questions["c"].state == "not_applicable"


def test_a_question_with_several_answers_gets_the_one() -> None:
    asked = question("a", type="choices", scale="many", score="sum")
    card = changed(
        {"a": "s0"}, {"a": ("s0", "s1")}, asked, scales={"many": scale(1, 3)}, rating=rated()
    )
    # 1 of 4
    assert (printed(card), card.questions["a"].option) == ("25.0", ("s0",))


def test_a_change_may_ask_another_question() -> None:
    asked = question("d", applies_when='a == "no"')
    card = changed({"a": "no"}, {**YES_YES_NO, "d": "yes"}, *ABC, asked)
    assert card.questions["d"].state == "answered"


def test_the_card_itself_stays_as_it_was() -> None:
    kit, card = scored(YES_YES_NO)
    kit.what_if(card, {"c": "yes"})
    assert (printed(card), card.audit_return.answers["c"].value) == ("66.7", "no")


def test_the_return_that_was_scored_is_that_with_the_changes() -> None:
    card = changed({"c": "partly"}, YES_YES_NO)
    assert {name: one.value for name, one in card.audit_return.answers.items()} == {
        "a": "yes",
        "b": "yes",
        "c": "partly",
    }


def test_an_unknown_question_is_refused() -> None:
    with pytest.raises(AuditkitError, match=r'"yes" is not an option of "z" in small@1\.0'):
        changed({"z": "yes"}, YES_YES_NO)


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(AuditkitError, match=r'"maybe" is not an option of "a" in small@1\.0'):
        changed({"a": "maybe"}, YES_YES_NO)


def test_a_question_without_options_is_refused() -> None:
    asked = question("d", type="text")
    with pytest.raises(AuditkitError, match='is not an option of "d"'):
        changed({"d": "Because"}, YES_YES_NO, *ABC, asked)


def test_a_held_return_stays_held_while_the_problem_lasts() -> None:
    card = changed({"b": "yes"}, {"a": "yes"}, scoring={"missing": "refuse"})
    assert card.status == "held"


def test_a_return_held_for_a_blank_is_scored_once_it_is_filled() -> None:
    card = changed({"c": "yes"}, {"a": "yes", "b": "yes"}, scoring={"missing": "refuse"})
    assert (card.status, printed(card)) == ("scored", "100.0")


# The line of the explanation that names the smallest lift


def lift(answers: Mapping[str, Any], *asked: dict[str, Any], **keys: Any) -> str | None:
    """The last line of the explanation, if it says what would have been better."""
    kit, card = scored(answers, *asked, **keys)
    last = kit.explain(card).splitlines()[-1]
    return last if last.startswith("If ") else None


def test_the_smallest_lift_is_the_one_that_raises_the_score_least() -> None:
    # 1.5 of 3 = 50%. With b yes 2/3; with c partly 2/3 as well, yes 2.5/3: the first of the least
    assert lift({"a": "yes", "b": "partly", "c": "no"}) == "If B were Yes: 66.7%, Good"


def test_a_lift_to_partly_is_smaller_than_one_to_yes() -> None:
    # 4 of 7: c partly gives 4.5/7 = 64.3%, yes would give 5/7
    heavy = question("a", weight=4), question("b", weight=2), question("c")
    assert lift({"a": "yes", "b": "no", "c": "no"}, *heavy) == "If C were Partly: 64.3%, Good"


def test_an_answer_under_a_limit_is_lifted_by_any_better_one() -> None:
    assert lift({"a": "no", "b": "yes", "c": "yes"}) == "If A were Partly: 83.3%, Good"


def test_where_no_single_answer_lifts_the_rating_nothing_is_said() -> None:
    # 0 of 3: one yes is 33.3%, still inadequate
    assert lift(dict.fromkeys("abc", "no"), rating=rated()) is None


def test_where_the_rating_is_the_best_nothing_is_said() -> None:
    assert lift(dict.fromkeys("abc", "yes")) is None


def test_where_there_is_no_rating_nothing_is_said() -> None:
    assert lift({"a": "no"}, scoring={"minimum_counted": 2}) is None


def test_a_lift_of_a_reversed_question_is_to_its_good_answer() -> None:
    # 2 of 4 = 50%; d no would give 3/4
    asked = (*ABC, question("d", reverse=True))
    answers = {"a": "yes", "b": "na", "c": "na", "d": "yes"}
    assert lift(answers, *asked) == "If D were Partly: 75.0%, Good"


def test_a_lift_is_never_to_what_would_not_count() -> None:
    # Without b the score would be 100%, but N/A is no better answer
    assert lift({"a": "yes", "b": "partly"}, rating=rated()) == "If B were Yes: 100.0%, Outstanding"


def test_several_answers_are_not_offered_as_a_lift() -> None:
    asked = question("a", type="choices", scale="many", score="sum")
    assert lift({"a": ("s0",)}, asked, scales={"many": scale(1, 9)}, rating=rated()) is None


def test_an_option_that_earns_no_more_is_not_offered_as_a_lift() -> None:
    # "none" earns nothing either, though the limit does not name it
    asked = question("a", scale="three"), question("b", weight=9)
    scales = {"three": [option("no", 0), option("none", 0), option("yes", 1)]}
    line = lift({"a": "no", "b": "yes"}, *asked, scales=scales)
    assert line == "If A were Yes: 100.0%, Outstanding"
