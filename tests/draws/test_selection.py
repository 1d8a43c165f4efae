"""Published figures: draw numbers, quotas, largest remainders (tests/draws/selection.yaml)."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from auditkit.draws.numbers import checking_hint, draw_number, in_draw_order
from auditkit.draws.quota import filled, largest_remainder

from .conftest import listed, taken

FIGURES = yaml.safe_load((Path(__file__).parent / "selection.yaml").read_text("utf-8"))
SEED = FIGURES["seed"]
# What is reported is a stratum, or the service as a whole.
NAMES = {"service": None}


@pytest.mark.parametrize(
    "one", FIGURES["numbers"], ids=lambda one: f"{one['period']} {one['purpose']}"
)
def test_a_draw_number(one):
    found = draw_number(SEED, one["period"], one["purpose"], one["case_ref"])
    assert found == one["draw_number"]


@pytest.mark.parametrize("one", FIGURES["largest_remainder"], ids=str)
def test_places_are_divided_by_largest_remainder(one):
    share = Fraction(str(one["share"]))
    assert largest_remainder(one["places"], [share, share]) == one["wanted"]


@pytest.mark.parametrize("one", FIGURES["quotas"], ids=str)
def test_quotas_are_filled_within_the_service(kit, load, one):
    drawing = kit.draw(load(kit), "2026-04", listed(*one["eligible"]), past=[])
    assert taken(drawing) == one["taken"]
    expected = [NAMES.get(name, name) for name in one["shortfalls"]]
    shortfalls = [each for each in drawing.draw.shortfalls if each.service == "older_people"]
    assert [each.stratum for each in shortfalls] == expected


def test_anybody_can_check_a_number():
    hint = checking_hint(SEED, "2026-04", "audit", "CASE 0001'x")
    printed = subprocess.run(["sh", "-c", hint], capture_output=True, text=True, check=True).stdout
    assert printed.split()[0] == draw_number(SEED, "2026-04", "audit", "CASE 0001'x")


def test_a_number_is_of_the_composed_reference():
    assert draw_number(SEED, "2026-04", "audit", "E\u0301-1") == draw_number(
        SEED, "2026-04", "audit", "\u00c9-1"
    )


def test_cases_come_in_the_order_of_their_numbers():
    references = [one["case_ref"] for one in FIGURES["numbers"][:6]]
    found = in_draw_order(references, seed=SEED, period="2026-04", purpose="audit")
    # 0bbb…, 3f89…, 7096…, 7ea2…, a791…, cddb…
    assert [case[-1] for case, _ in found] == ["4", "6", "3", "2", "5", "1"]


def test_remainders_of_three_shares():
    # 10 × 60%, 30%, 10% = 6, 3, 1; 7 × the same = 4.2, 2.1, 0.7: the last has the largest rest
    shares = [Fraction(6, 10), Fraction(3, 10), Fraction(1, 10)]
    assert largest_remainder(10, shares) == [6, 3, 1]
    assert largest_remainder(7, shares) == [4, 2, 1]
    # 2.4, 1.2, 0.4: one place is left, and the first named of 0.4 and 0.4 gets it
    assert largest_remainder(4, shares) == [3, 1, 0]
    assert largest_remainder(4, [Fraction(0), Fraction(0)]) == [0, 0]


def test_spare_places_go_to_the_strata_in_the_order_declared():
    assert filled([2, 1, 1], [0, 2, 9]) == [0, 2, 2]
    assert filled([1, 2, 1], [9, 0, 9]) == [3, 0, 1]
