"""How dates, numbers, roles and lists are said to people."""

from __future__ import annotations

import doctest
from datetime import date
from fractions import Fraction
from types import ModuleType

import pytest

from auditkit import problems, wording
from auditkit.expressions import numbers
from auditkit.questions import model
from auditkit.wording import (
    counted,
    date_words,
    exact_words,
    listed,
    lower_first,
    role_words,
    several,
    shortened,
)


@pytest.mark.parametrize(
    "module", [model, numbers, problems, wording], ids=lambda one: one.__name__
)
def test_the_examples_in_the_code_are_true(module: ModuleType) -> None:
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (date(2026, 1, 1), "1 January 2026"),
        (date(2026, 12, 31), "31 December 2026"),
        (date(2028, 2, 29), "29 February 2028"),
    ],
)
def test_a_date_is_said_with_the_month_in_words(when: date, said: str) -> None:
    assert date_words(when) == said


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("team_leader", "Team Leader"),
        ("head_of_service", "Head of Service"),
        ("lead_for_quality_and_the_board", "Lead for Quality and the Board"),
        ("auditor", "Auditor"),
    ],
)
def test_a_role_is_said_with_capitals(role: str, said: str) -> None:
    assert role_words(role) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (Fraction(7), "7"),
        (Fraction(0), "0"),
        (Fraction(11, 2), "5.5"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(1, 10_000), "0.0001"),
        (Fraction(1, 100_000), "1/100000"),
        (Fraction(2, 3), "2/3"),
        (Fraction(100), "100"),
    ],
)
def test_a_number_is_said_exactly(number: Fraction, said: str) -> None:
    assert exact_words(number) == said


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("No contingency plan", "no contingency plan"),
        ("A plan", "a plan"),
        ("NHS funding", "NHS funding"),
        ("A", "A"),
        ("", ""),
        ("Ŷd", "ŷd"),
        ("already small", "already small"),
    ],
)
def test_a_sentence_becomes_a_clause_unless_it_begins_with_an_abbreviation(
    text: str, clause: str
) -> None:
    assert lower_first(text) == clause


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 cases"), (1, "1 case"), (2, "2 cases"), (11, "11 cases")]
)
def test_things_are_counted(number: int, said: str) -> None:
    assert counted(number, "case") == said


def test_listed_texts_with_a_comma_stand_in_quotes() -> None:
    assert listed(["Yes", "No, or not evidenced", "N/A"]) == 'Yes, "No, or not evidenced", N/A'
    assert listed([]) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("short", "short"),
        ("  two\n lines\t", "two lines"),
        ("exactly ten", "exactly t…"),
        ("ten letter", "ten letter"),
        ("", ""),
        ("   ", ""),
        ("x" * 500_000, "xxxxxxxxx…"),
        ("y " + " " * 500_000 + "z", "y…"),
    ],
)
def test_a_text_is_shortened_to_one_line(text: str, said: str) -> None:
    assert shortened(text, 10) == said


def test_a_text_is_shortened_to_eighty_characters_unless_told_otherwise() -> None:
    assert shortened("x" * 80) == "x" * 80
    assert shortened("x" * 81) == "x" * 79 + "…"


def test_several_texts_are_shortened_and_counted() -> None:
    assert several(["a", "b"]) == "a, b"
    assert several([]) == ""
    assert several([str(n) for n in range(22)]).endswith(", 18, 19 and 2 more")
    assert several(["x" * 100]) == "x" * 79 + "…"
