"""Audit returns held against the draw that their cases come from."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import zip_longest
from typing import Any

from auditkit.draws.record import Draw
from auditkit.frozen import changed
from auditkit.languages import said
from auditkit.matching.folding import fold
from auditkit.problems import Problem, problem
from auditkit.returns import AuditReturn
from auditkit.wording import shortened

_LONGEST = 200


def not_drawn(returns: Iterable[AuditReturn], draw: Draw) -> tuple[Problem, ...]:
    """A problem for every return of a case that was not drawn, with the nearest that was; for
    one of a case that was replaced; and for one of another period than the draw's.
    """
    found = map(Drawn(draw).problem, returns)
    return tuple(one for one in found if one is not None)


def against_draw(returns: Iterable[AuditReturn], draw: Draw) -> tuple[AuditReturn, ...]:
    """The returns, those held that are of no case of the draw."""
    return tuple(map(Drawn(draw).held, returns))


class Drawn:
    """The cases of a draw by what their references fold to."""

    def __init__(self, draw: Draw) -> None:
        self.period = draw.period
        self.cases = {fold(one.case_ref): one.case_ref for one in draw.cases()}
        self.replaced = {fold(one.case_ref): one for one in draw.replacements}
        self.near = _Near(self.cases.values())

    def held(self, one: AuditReturn) -> AuditReturn:
        """A return, held where something is wrong with it."""
        found = self.problem(one)
        return one if found is None else changed(one, problems=(*one.problems, found))

    def problem(self, one: AuditReturn) -> Problem | None:
        """What is wrong with a return, held against the draw."""
        found = self.wrong(one.case_ref, one.period)
        return found and problem(found[0], one.place, **found[1])

    def wrong(self, case_ref: str, period: str | None) -> tuple[str, dict[str, Any]] | None:
        """The same of a return of this case and period: a code with its facts, or None."""
        folded = fold(case_ref)
        if not folded:
            return None  # that its reference is missing is a problem already
        if folded in self.cases and period in (None, self.period):
            return None
        case = shortened(case_ref)
        if folded in self.cases:
            return "D037", {"case": case, "found": shortened(str(period)), "period": self.period}
        if folded in self.replaced:
            gone = self.replaced[folded]
            by = gone.by or said("no other case")
            return "D036", {"case": case, "because": gone.because, "by": by}
        return "D035", {"case": case, "period": self.period, "hint": self.near.hint(case_ref)}


def nearest_drawn(case_ref: str, drawn: Iterable[str]) -> str:
    """A hint that names the drawn reference which is nearest to another; nothing where none is
    like it.
    """
    return _Near(drawn).hint(case_ref)


class _Near:
    """References by what a slip of the hand makes of them."""

    def __init__(self, references: Iterable[str]) -> None:
        self.references = references

    def hint(self, typed: str) -> str:
        """Names the reference that was meant, where all but one sign is right, else one of the
        two beside it in their order, if it has half of its signs: of several the one with the
        fewest signs in other places. Else nothing.
        """
        folded = fold(typed)
        found = {self.slips[slip] for slip in _slips(folded) if slip in self.slips}
        near = min(
            sorted(found) or self.beside(folded),
            key=lambda one: _differing(folded, fold(one)),
            default=None,
        )
        return said(' The nearest drawn is "{near}".', near=near) if near else ""

    def beside(self, folded: str) -> list[str]:
        """The references before and after one in their order that are half like it."""
        at = bisect(self.ordered, (folded,))
        around = self.ordered[max(at - 1, 0) : at + 1]
        return [name for other, name in around if 2 * _differing(folded, other) <= len(folded)]

    @cached_property
    def ordered(self) -> list[tuple[str, str]]:
        return sorted((fold(one), one) for one in self.references)

    @cached_property
    def slips(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for one in self.references:
            for slip in _slips(fold(one)):
                found.setdefault(slip, one)
        return found


def _slips(folded: str) -> Iterator[str]:
    """A reference, and what is left of it without any one sign. What stands between letters and
    digits is left out, and so are zeros in front of a number.
    """
    signs = "".join(filter(str.isalnum, re.sub("(?<![0-9])0+(?=[0-9])", "", folded[:_LONGEST])))
    yield signs
    for at in range(len(signs)):
        yield signs[:at] + signs[at + 1 :]


def _differing(one: str, other: str) -> int:
    return sum(mine != theirs for mine, theirs in zip_longest(one, other))
