"""A return as conditions see it, of which one who scores frames tells all that they look at."""

from __future__ import annotations

from small_sets import document, filled, load, question, section

from auditkit.scoring.seen import Seen

# `c` is asked where `a` is no; the rule rests on what was asked alone.
SET = document(
    section("first", question("a"), question("b")),
    section("second", question("c", applies_when='a == "no"')),
    actions=[
        {
            "when": 'b == "no" and c == "no"',
            "title": "Look again",
            "kind": "other",
            "owner": "team_leader",
            "due": "10 working days",
        }
    ],
)


def decided(seen: Seen) -> bool | None:
    (rule,) = seen.plan.action_rules
    return rule.condition.outcome(seen)


def told_and_seen(**answers: str | None) -> list[bool | None]:
    kit, questions = load(SET)
    plan = kit.plan(questions)
    seen = Seen(plan, filled(SET, answers))
    seen.learn_for([plan.action_rules[0].condition], {})
    values = dict(zip(plan.names, seen.given, strict=True))
    return [decided(seen), decided(Seen.told(plan, values, {}, {}, is_held=False))]


def test_answers_that_are_told_decide_as_a_return_does() -> None:
    assert told_and_seen(a="no", b="no", c="no") == [True, True]
    assert told_and_seen(a="no", b="no", c="yes") == [False, False]


def test_a_question_that_was_not_asked_decides_nothing() -> None:
    assert told_and_seen(a="yes", b="no", c="no") == [False, False]


def test_a_question_not_assessed_leaves_it_open() -> None:
    assert told_and_seen(a="no", b="no", c="unclear") == [None, None]
    assert told_and_seen(a="no", b="no", c=None) == [None, None]
