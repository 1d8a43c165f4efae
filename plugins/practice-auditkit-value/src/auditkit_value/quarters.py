"""Four quarters: the outcome held or lost, the cost up or not."""

from __future__ import annotations

HELD, LOST = "held", "lost"
UP, UNCHANGED, DOWN = "up", "unchanged", "down"
OUTCOMES = (HELD, LOST, None)
COSTS = (UP, UNCHANGED, DOWN, None)

UNKNOWN = "unknown"
# Best first. An unchanged cost stands with one that fell: nobody paid more.
QUARTERS = {
    "held_not_up": "Outcome held, cost down or unchanged",
    "held_up": "Outcome held, cost up",
    "lost_up": "Outcome lost, cost up",
    "lost_not_up": "Outcome lost, cost down or unchanged",
}
LABELS = {**QUARTERS, UNKNOWN: "Outcome or cost not known"}


def quarter(outcome: str | None, cost_change: str | None) -> str:
    """The quarter of a case: ``held`` or ``lost`` by ``up``, ``unchanged`` or ``down``;
    ``unknown`` where either is None. Raises `ValueError` for any other word.

    >>> quarter("lost", "down"), quarter("held", None)
    ('lost_not_up', 'unknown')
    """
    if outcome not in OUTCOMES or cost_change not in COSTS:
        raise ValueError(f"{outcome!r} and {cost_change!r}, expected {OUTCOMES} and {COSTS}")
    if outcome is None or cost_change is None:
        return UNKNOWN
    return f"{outcome}_{'up' if cost_change == UP else 'not_up'}"


def is_saving_that_cost_an_outcome(outcome: str | None, cost_change: str | None) -> bool:
    """Whether less is paid and the outcome was lost."""
    return outcome == LOST and cost_change == DOWN
