"""Numbers are read exactly, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from return_words import told

from auditkit.matching.numbers import read_number
from auditkit.returns import AuditReturn

# Under a case field of two decimals.
NUMBERS = {
    "whole": ("85", "85"),
    "nought": ("0", "0"),
    "as it was typed": ("1.10", "1.10"),
    "leading noughts": ("010", "10"),
    "decimals that say nothing": ("1.5000", "1.5000"),
    "pounds": ("£85", "85"),
    "pounds and pence": ("£1,250.50", "1250.50"),
    "a space behind the sign": ("£ 85", "85"),
    "a no-break space": ("£\u00a085", "85"),
    "euros": ("€85", "85"),
    "thousands": ("1,234,567.89", "1234567.89"),
    "below nought": ("-20", "-20"),
    "en dash": ("–20", "-20"),
    "minus sign": ("−20", "-20"),
    "minus before the pound": ("-£85.50", "-85.50"),
    "minus behind the pound": ("£-85.50", "-85.50"),
    "plus": ("+5", "5"),
    "a guard against formulas": ("'-20", "-20"),
    "accounting spaces": (" £1,250.00 ", "1250.00"),
    "invisible characters": ("\u200b85\u200e", "85"),
    "fifteen digits": ("123456789012345", "123456789012345"),
    "blank": ("", "None"),
}
REFUSED = {
    "comma for a point": ("1,5", "R015"),
    "comma after nought": ("0,500", "R015"),
    "thousands in fours": ("1,2345", "R015"),
    "thousands without the rest": ("1,250,5", "R015"),
    "point for thousands": ("1.250.000", "R015"),
    "a space for thousands": ("1 250", "R015"),
    "brackets": ("(85)", "R015"),
    "minus behind": ("85-", "R015"),
    "two signs": ("--85", "R015"),
    "two signs about the pound": ("-£-85", "R015"),
    "per cent": ("85%", "R015"),
    "unit": ("85 hours", "R015"),
    "pounds behind": ("85£", "R015"),
    "no figure before the point": (".5", "R015"),
    "no figure behind the point": ("5.", "R015"),
    "sixteen digits": ("1234567890123456", "R015"),
    "full-width digits": ("１２", "R015"),
    "Arabic digits": ("١٢", "R015"),
    "a superscript": ("²", "R015"),
    "a number with a footnote": ("12²", "R015"),
    "a fraction": ("½", "R015"),
    "Roman": ("Ⅻ", "R015"),
    "infinity": ("Infinity", "R015"),
    "not a number": ("NaN", "R015"),
    "an exponent as typed": ("1e5", "R015"),
    "underscore": ("1_000", "R015"),
    "three decimals": ("1.005", "R016"),
    "shortened": ("1.23457E+11", "R011"),
    "shortened with a comma": ("1,23457E+11", "R011"),
    "small": ("1.2E-05", "R011"),
    "an error": ("#DIV/0!", "R011"),
    "no result": ("#NOT CALCULATED!", "R011"),
}


@pytest.mark.parametrize(("text", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_read(
    read_cell: Callable[[str, str], AuditReturn], text: str, expected: str
) -> None:
    assert told(read_cell("case.cost", text), "case.cost") == expected


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_could_be_misread_is_named(
    read_cell: Callable[[str, str], AuditReturn], text: str, expected: str
) -> None:
    assert told(read_cell("case.cost", text), "case.cost") == expected


def test_an_answer_is_read_as_a_fact_is(read_cell: Callable[[str, str], AuditReturn]) -> None:
    assert told(read_cell("hours", "£1,250.5"), "hours") == "1250.5"


def test_a_long_text_is_cut_in_the_message(read_cell: Callable[[str, str], AuditReturn]) -> None:
    (problem,) = read_cell("hours", "many " * 100).problems
    assert len(problem.message) < 150


def test_nought_below_nought_is_nought(read_cell: Callable[[str, str], AuditReturn]) -> None:
    assert str(read_cell("case.cost", "-0").case["cost"]) == "0"


@given(st.decimals(-(10**14), 10**14, places=2))
def test_any_number_reads_back_from_the_ways_it_is_written(number: Decimal) -> None:
    sign, size = ("-" if number < 0 else ""), abs(number)
    written = [f"{number:f}", f"{number:,}", f"{sign}£{size:,}", f"£{sign}{size}", f" {number} "]
    assert [read_number(text) for text in written] == [number] * 5


@given(st.text(alphabet="0123456789.,-+£ ()eE２٣²½", max_size=12))
def test_no_text_is_read_as_another_number(text: str) -> None:
    found = read_number(text)
    figures = "".join(one for one in text if one in "0123456789.")
    assert found is None or abs(found) == Decimal(figures)
