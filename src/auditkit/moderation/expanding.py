"""Further cases of a draw for a later stage, where its audits disagree with those before."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from auditkit.draws.record import Draw, DrawnCase, Further
from auditkit.frozen import changed
from auditkit.moderation.policies import expanded


def further_cases(draw: Draw, disagreeing: Collection[str]) -> tuple[DrawnCase, ...]:
    """The cases next in line that disagreements ask for and that the draw does not hold yet.

    A case that was replaced disagrees where the one in its stead does.
    """
    there = {one.case_ref for one in draw.further}
    instead = {one.by for one in draw.replacements}
    disagree = set(disagreeing)
    for one in reversed(draw.replacements):
        if one.by in disagree:
            disagree.add(one.case_ref)
    line = [one for one in draw.next if one.case_ref not in instead]
    asked = expanded(draw.taken, line, disagree)
    return tuple(one for one in asked if one.case_ref not in there)


def with_further(draw: Draw, cases: Iterable[DrawnCase], because: str) -> Draw:
    """The draw with further cases of those next in line."""
    more = (Further(case_ref=one.case_ref, because=because) for one in cases)
    return changed(draw, further=(*draw.further, *more))
