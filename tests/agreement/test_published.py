"""Tables of the literature: every figure that was published, to the digits that were."""

from __future__ import annotations

from decimal import Decimal
from math import sqrt
from pathlib import Path

import pytest
import yaml

from auditkit.agreement.measures import measured
from auditkit.agreement.ratings import rated, tabled
from auditkit.agreement.scale import declared_scale
from auditkit.agreement.weights import own_weights

PUBLISHED = sorted((Path(__file__).parent / "published").glob("*.yaml"))


def text(one):
    return None if one is None else str(one)


def rows_of(told):
    """A row of ratings for each unit, from rows, columns or tallies."""
    if "columns" in told:
        return [list(map(text, row)) for row in zip(*told["columns"], strict=True)]
    if "tallies" in told:
        scale = told["scale"]
        return [
            [option for option, times in zip(scale, tally, strict=True) for _ in range(times)]
            for tally in told["tallies"]
        ]
    return [list(map(text, row)) for row in told["ratings"]]


def ratings_of(told):
    scale = declared_scale(told["scale"])
    if "table" in told:
        return tabled(scale, told["table"])
    rows = rows_of(told)
    return rated(scale, rows, raters=len(rows[0]))


def figures(path: Path):
    told = yaml.safe_load(path.read_text("utf-8"))
    for expected in told["expected"]:
        name = f"{path.stem}-{expected['statistic']}-{expected['weights']}"
        yield pytest.param(told, expected, id=name)


def agrees(found: float, published: str) -> bool:
    """Whether a figure is the published one: half a unit of its last digit away at most."""
    unit = Decimal(1).scaleb(Decimal(published).as_tuple().exponent)
    return abs(found - float(published)) <= float(unit) / 2 + 1e-9


@pytest.mark.parametrize(("told", "expected"), [one for path in PUBLISHED for one in figures(path)])
def test_a_published_figure(told, expected):
    ratings = ratings_of(told)
    own = [
        own_weights(name, ratings.scale, table)
        for name, table in told.get("own_weights", {}).items()
    ]
    found = next(
        one
        for one in measured(ratings, own)
        if (one.statistic, one.weights) == (expected["statistic"], expected["weights"])
    )
    n = found.n
    divided = sqrt((n - 1) / n) if told.get("errors_divide_by_n") else 1
    assert agrees(found.value, expected["value"])
    if "se" in expected:
        assert agrees(found.se * divided, expected["se"])
    for limit, published in zip(found.ci95, expected.get("ci95", ()), strict=False):
        assert agrees(limit, published)


# Gwet (2008), 118, 5, 2 and 0 of 125, to the last digit: chance agreement falls with the number
# of options that the scale declares, whether or not anybody uses them.
UNUSED = {
    2: 0.9407763376087177,
    3: 0.9424332637049951,
    4: 0.942965159860509,
    5: 0.9432274389897728,
}


@pytest.mark.parametrize("options", UNUSED)
def test_an_option_that_nobody_used_counts_in_gwets_coefficient(options):
    scale = declared_scale([f"option {one}" for one in range(options)])
    table = [[0] * options for _ in range(options)]
    table[0][:2] = [118, 5]
    table[1][:2] = [2, 0]
    found = {(one.statistic, one.weights): one for one in measured(tabled(scale, table))}
    assert found["gwet_ac", "unweighted"].value == pytest.approx(UNUSED[options], abs=1e-15)
