"""How often intervals cover the truth, where each stratum has two audited cases."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest

from auditkit.estimates.stratified import Stratum, share_of_all

DRAWS = 400
# The cases of a month by stratum: of the first kind those of increased cost, four services.
ALIKE = {"increased": (30, 18, 14, 20), "other": (150, 120, 90, 100)}
# One service is larger than all others together.
UNLIKE = {"increased": (60, 10, 10, 12), "other": (400, 60, 50, 70)}


def covered(cases: dict[str, Sequence[int]], good: dict[str, float], months: int) -> float:
    """Of a hundred draws, how many intervals hold the true share."""
    chance = Random(f"{cases} {good} {months}")
    strata = [
        (kind, [Fraction(at < round(size * good[kind])) for at in range(size)])
        for _ in range(months)
        for kind, sizes in cases.items()
        for size in sizes
    ]
    true = Fraction(sum(sum(found) for _, found in strata), sum(len(found) for _, found in strata))
    held = 0
    for _ in range(DRAWS):
        drawn = [
            Stratum(name=str(at), kind=kind, eligible=len(found), values=_two_of(found, chance))
            for at, (kind, found) in enumerate(strata)
        ]
        low, high = share_of_all(drawn).interval
        held += low <= true <= high
    return 100 * held / DRAWS


def _two_of(found: Sequence[Fraction], chance: Random) -> tuple[Fraction, ...]:
    return tuple(chance.sample(found, 2))


NEARLY_ALL = {"increased": 0.9, "other": 0.94}
MOST = {"increased": 0.7, "other": 0.75}
SOME = {"increased": 0.45, "other": 0.35}


@pytest.mark.parametrize(
    ("cases", "good", "months"),
    [
        (ALIKE, NEARLY_ALL, 1),
        (ALIKE, MOST, 1),
        (ALIKE, SOME, 1),
        (ALIKE, NEARLY_ALL, 3),
        (ALIKE, MOST, 3),
        (UNLIKE, MOST, 1),
        (UNLIKE, SOME, 1),
        (UNLIKE, NEARLY_ALL, 3),
        (UNLIKE, SOME, 3),
    ],
)
def test_of_a_hundred_intervals_about_95_cover_the_truth(cases, good, months):
    # With 400 draws the count itself is sure to within about two of a hundred.
    assert 92.5 <= covered(cases, good, months) <= 98.5
