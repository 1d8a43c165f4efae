"""Whether conditions ever hold, always hold, or follow from each other; None where unknown."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit.builtin.checks.worlds import TooManyWorlds, Worlds
from auditkit.expressions.evaluation import compile_condition
from auditkit.expressions.syntax import Expression
from auditkit.wording import shortened


def holds(worlds: Worlds, condition: Expression) -> bool | None:
    """True where it holds for every return, False where for none."""
    truth = compile_condition(condition.tree, worlds.scope)
    seen: set[bool] = set()
    try:
        for facts in worlds.having([condition.tree]):
            seen.add(truth(facts))
            if len(seen) > 1:
                return None
    except TooManyWorlds:
        return None
    return seen.pop() if seen else None


def can_hold_together(worlds: Worlds, conditions: Sequence[Expression]) -> bool:
    """Whether some return may meet all these conditions; True where that is not known."""
    truths = [compile_condition(one.tree, worlds.scope) for one in conditions]
    try:
        found = worlds.having([one.tree for one in conditions])
        return any(all(truth(facts) for truth in truths) for facts in found)
    except TooManyWorlds:
        return True


def follows(worlds: Worlds, condition: Expression, others: Sequence[Expression]) -> bool:
    """Whether one of the others holds wherever the condition does; False where not known."""
    if any(condition.text.split() == other.text.split() for other in others):
        return True
    truth = compile_condition(condition.tree, worlds.scope)
    truths = [compile_condition(one.tree, worlds.scope) for one in others]
    try:
        found = worlds.having([condition.tree, *(one.tree for one in others)])
        return all(any(one(facts) for one in truths) for facts in found if truth(facts))
    except TooManyWorlds:
        return False


def said(condition: Expression) -> str:
    """A condition in a message, on one line."""
    return shortened(condition.text, 160)
