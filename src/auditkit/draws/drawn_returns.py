"""Audit returns held against the draw that their cases come from."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import zip_longest

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
    found = map(_Drawn(draw).problem, returns)
    return tuple(one for one in found if one is not None)


def against_draw(returns: Iterable[AuditReturn], draw: Draw) -> tuple[AuditReturn, ...]:
    """The returns, those held that are of no case of the draw."""
    drawn = _Drawn(draw)
    return tuple(_with(one, drawn.problem(one)) for one in returns)


def _with(one: AuditReturn, found: Problem | None) -> AuditReturn:
    return one if found is None else changed(one, problems=(*one.problems, found))


class _Drawn:
    """The cases of a draw by what their references fold to."""

    def __init__(self, draw: Draw) -> None:
        self.period = draw.period
        self.cases = {fold(one.case_ref): one.case_ref for one in draw.cases()}
        self.replaced = {fold(one.case_ref): one for one in draw.replacements}

    def problem(self, one: AuditReturn) -> Problem | None:
        folded = fold(one.case_ref)
        case = shortened(one.case_ref)
        if not folded:
            return None  # that its reference is missing is a problem already
        if folded in self.cases:
            if one.period in (None, self.period):
                return None
            facts = {"case": case, "found": shortened(str(one.period)), "period": self.period}
            return problem("D037", one.place, **facts)
        if folded in self.replaced:
            gone = self.replaced[folded]
            facts = {"case": case, "because": gone.because, "by": gone.by or said("no other case")}
            return problem("D036", one.place, **facts)
        hint = nearest_drawn(one.case_ref, self.cases.values())
        return problem("D035", one.place, case=case, period=self.period, hint=hint)


def nearest_drawn(case_ref: str, drawn: Iterable[str]) -> str:
    """A hint that names the drawn reference which is most like another, or nothing."""
    known = {fold(one): one for one in drawn}
    near = _nearest(fold(case_ref), known)
    return said(' The nearest drawn is "{near}".', near=known[near]) if near else ""


def _nearest(folded: str, known: Iterable[str]) -> str | None:
    """The reference that is most like another: of those alike, the one with the fewest signs in
    other places.
    """
    typed = folded[:_LONGEST]
    near = get_close_matches(typed, known, n=5, cutoff=0.5)
    return min(near, key=lambda one: _differing(typed, one), default=None)


def _differing(one: str, other: str) -> int:
    return sum(mine != theirs for mine, theirs in zip_longest(one, other))
