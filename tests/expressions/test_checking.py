"""What a condition may compare with what, beyond the bad sets in tests/questions/refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from plain_conditions import SCOPE

from auditkit.expressions.checking import check, in_words
from auditkit.expressions.numbers import decimal_places
from auditkit.expressions.syntax import parse


def codes(text: str, *, figures: bool = True) -> list[str]:
    return [error.code for error in check(parse(text).tree, SCOPE, figures=figures)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a == 1", ["E011"]),
        ("a == amount", ["E011"]),
        ("a == why", ["E011"]),
        ("amount == why", ["E011"]),
        ("seen == amount", ["E011"]),
        ("seen == why", ["E011"]),
        ('amount > "1"', ["E011"]),
        ('seen == "1 May 2026"', ["E011"]),
        ('seen == "2026-1-5"', ["E011"]),
        ('seen == "20260105"', ["E011"]),
        ('seen in ["2026-04-13", "2026-04-31"]', ["E011"]),
        ("why == 1", ["E011"]),
        ("1 == 2", ["E011"]),
        ("answered(a) == 1", ["E011"]),
        ("1 == answered(a)", ["E011"]),
        ('days_between(a, seen) == "x"', ["E011"]),
        ("days_between(amount, seen) > 1", ["E011"]),
        ("days_between(1, seen) > 1", ["E011"]),
        ('days_between("soon", seen) > 1', ["E011"]),
        ("days_between(missing, seen) > 1", ["E006"]),
        ("days_between(score(), seen) > 1", ["E011"]),
        ("days_between(a == b, seen) > 1", ["E004"]),
        ("days_between(answered(a), seen) > 1", ["E011"]),
        ("days_between(seen) > 1", ["E009"]),
        ("days_between(seen, left, seen) > 1", ["E009"]),
        ('points("inner") > 1', ["E009"]),
        ("score(outer, inner) > 1", ["E009"]),
        ("score(section=inner) > 1", ["E009"]),
        ("score(a) > 1", ["E015"]),
        ("answered()", ["E009"]),
        ("answered(case.area)", ["E009"]),
        ('answered("a")', ["E009"]),
        ("answered(missing)", ["E006"]),
        ("count(a) > 1", ["E009"]),
        ("count([]) > 1", ["E009"]),
        ('count("no", "yes") > 1', ["E009"]),
        ('count("no", of=case.area) > 1', ["E009"]),
        ('count("no", of=(a == b)) > 1', ["E009"]),
        ('count("no", tagged=["starred", "other"]) > 1', ["E009"]),
        ('count("no", tagged=points()) > 1', ["E009"]),
        ('count("no", of=[missing, a]) > 1', ["E006"]),
        ('count("no", of=[seen]) > 1', ["E011"]),
        ('count("no", tagged="unknown") > 1', ["E016"]),
        ('count("maybe") > 1', ["E010"]),
        ('count("A", of=[a, b]) > 1', ["E010"]),
        ('count("no") == "two"', ["E011"]),
        ('a in ["no", "maybe"]', ["E010"]),
        ('a in ["no", 1]', ["E011"]),
        ("a in b", ["E021"]),
        ('a in "no"', ["E021"]),
        ("a in []", ["E021"]),
        ('several in ["A"]', ["E021"]),
        ("a in several", ["E021"]),
        ("1 in several", ["E021"]),
        ("[a] in several", ["E004"]),
        ('["A"] in several', ["E021"]),
        ('"maybe" in several', ["E010"]),
        ("answered(a) in [1]", ["E021"]),
        ("amount in [1.25]", ["E013"]),
        ("whole in [1, 0.5]", ["E013"]),
        ('["no"] == a', ["E021"]),
        ('several == "A"', ["E022"]),
        ("several != several", ["E022"]),
        ('a < "no"', ["E012"]),
        ("why < case.note", ["E012"]),
        ('several < "A"', ["E022"]),
        ('"a" < why', ["E012"]),
        ("case.area == a", []),
        ("case.unknown == a", ["E007"]),
        ("case.unknown == missing", ["E007", "E006"]),
        ("missing == 1 or amount == 1.25", ["E006", "E013"]),
        ("not amount", ["E014"]),
        ("amount and points()", ["E014", "E014"]),
        ("case.cost == 1.234", ["E013"]),
        ("points() > 0.000000000001", []),
        ("days_between(seen, left) > 1.5", ["E013"]),
        ("amount == 2.500", []),
        ("amount == case.cost", []),
        ('seen > "2026-04-13"', []),
        ("seen == left", []),
    ],
)
def test_a_condition_has_these_mistakes(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize("text", ["score() > 1", "points(inner) > 1", "a == 'no' and score() > 1"])
def test_figures_are_not_known_while_questions_are_being_asked(text: str) -> None:
    assert codes(text) == []
    assert codes(text, figures=False) == ["E017"]


def test_an_option_that_is_nearly_right_is_hinted_at() -> None:
    [error] = check(parse('a == "partially"').tree, SCOPE)
    assert error.facts == {
        "found": "partially",
        "question": "a",
        "hint": ' Did you mean "partly"?',
        "allowed": "yes, partly, no, na, open",
    }


def test_a_question_that_is_nearly_right_is_hinted_at() -> None:
    [error] = check(parse('sevral == "A"').tree, SCOPE)
    assert error.facts == {"found": "sevral", "hint": ' Did you mean "several"?'}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"no"', '"no"'),
        ("-1.50", "-1.50"),
        ("a", "a"),
        ("case.area", "case.area"),
        ("['no', a, 1]", '["no", a, 1]'),
        ("count('no')", "count(…)"),
        ("not a", "a condition"),
    ],
)
def test_a_part_of_a_condition_is_put_as_it_would_be_typed(text: str, words: str) -> None:
    assert in_words(parse(text).tree) == words


@pytest.mark.parametrize(
    ("text", "places"),
    [("1", 0), ("1.0", 0), ("1.50", 1), ("-0.125", 3), ("100", 0), ("0.000000000001", 12)],
)
def test_zeros_at_the_end_of_a_number_are_no_decimals(text: str, places: int) -> None:
    assert decimal_places(Decimal(text)) == places
