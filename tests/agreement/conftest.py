"""Ratings for tests, and what statistics they have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditkit.agreement.measures import measured
from auditkit.agreement.ratings import Ratings, rated
from auditkit.agreement.scale import declared_scale


@pytest.fixture
def statistic() -> Callable:
    """One statistic of some ratings."""

    def find(ratings: Ratings, name: str, weights: str = "unweighted"):
        return next(
            one for one in measured(ratings) if (one.statistic, one.weights) == (name, weights)
        )

    return find


@pytest.fixture
def ratings() -> Callable:
    """Ratings from columns of letters, one a rater; a full stop where there is none."""

    def make(*columns: str, scale: str = "ABCD", scores=None) -> Ratings:
        declared = declared_scale(list(scale), scores)
        rows = [[None if one == "." else one for one in row] for row in zip(*columns, strict=True)]
        return rated(declared, rows, raters=len(columns))

    return make
