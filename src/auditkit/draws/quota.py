"""How many cases of each stratum: shares of the places, and what fills the places left."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def largest_remainder(places: int, shares: Sequence[Decimal | Fraction]) -> list[int]:
    """Places divided in the proportion of the shares: to each the whole part of its quota, then
    one more to those with the largest remainders, of equal ones to the first named.

    >>> [largest_remainder(places, [Fraction(1, 2)] * 2) for places in (4, 3, 5, 1)]
    [[2, 2], [2, 1], [3, 2], [1, 0]]
    """
    exact = [Fraction(share) for share in shares]
    whole = sum(exact)
    if not whole:
        return [0] * len(exact)
    quotas = [places * share / whole for share in exact]
    given = [int(quota) for quota in quotas]
    order = sorted(range(len(quotas)), key=lambda at: given[at] - quotas[at])
    for at in order[: places - sum(given)]:
        given[at] += 1
    return given


def filled(wanted: Sequence[int], eligible: Sequence[int]) -> list[int]:
    """How many of each stratum are taken: what is wanted, as far as there is; the places left
    go to the other strata of the service in the order declared.

    >>> filled([2, 2], [1, 50]), filled([2, 2], [10, 1]), filled([2, 2], [0, 3])
    ([1, 3], [3, 1], [0, 3])
    """
    taken = [min(some, there) for some, there in zip(wanted, eligible, strict=True)]
    spare = sum(wanted) - sum(taken)
    for at, there in enumerate(eligible):
        more = min(spare, there - taken[at])
        taken[at] += more
        spare -= more
    return taken
