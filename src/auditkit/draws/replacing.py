"""A drawn case that cannot be audited, and the next number in its stead."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.draws.drawn_returns import nearest_drawn
from auditkit.draws.record import Draw, DrawnCase, Replacement
from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.languages import said
from auditkit.matching.folding import fold, tidy
from auditkit.problems import Place, problem
from auditkit.wording import shortened


def replaced(draw: Draw, case_ref: str, *, because: str, ineligible: bool = False) -> Draw:
    """The draw with the next number in the stead of a case; where nobody is left in the service,
    without one.

    The next number is that of the same service and stratum; where none is left, that of the
    other strata of the service in the order declared. `ineligible` says that the case ought not
    to have been on the list. Raises `Refused` for a case that is not drawn or replaced already,
    for want of a reason, and where the line that the draw keeps is used up.
    """
    case = _drawn(draw, case_ref)
    reason = tidy(because)
    if not reason:
        raise Refused([problem("D034", Place(about=case.case_ref))])
    following = _following(draw, case)
    entry = Replacement(
        case_ref=case.case_ref,
        because=reason,
        by=following.case_ref if following else None,
        ineligible=ineligible,
    )
    return changed(draw, replacements=(*draw.replacements, entry))


def _drawn(draw: Draw, case_ref: str) -> DrawnCase:
    """The case of this reference, where it is to be audited as things stand."""
    wanted = fold(case_ref)
    cases = list(draw.cases())
    found = next((one for one in cases if fold(one.case_ref) == wanted), None)
    if found is not None:
        return found
    place = Place(about=shortened(case_ref))
    before = next((one for one in draw.replacements if fold(one.case_ref) == wanted), None)
    if before is not None:
        by = before.by or said("nobody")
        raise Refused([problem("D032", place, because=before.because, by=by)])
    hint = nearest_drawn(case_ref, (one.case_ref for one in cases))
    raise Refused([problem("D031", place, found=shortened(case_ref), hint=hint)])


def _following(draw: Draw, case: DrawnCase) -> DrawnCase | None:
    used = {one.by for one in draw.replacements} | {one.case_ref for one in draw.further}
    for stratum in _strata(draw, case):
        line = [one for one in draw.next if (one.service, one.stratum) == (case.service, stratum)]
        left = [one for one in line if one.case_ref not in used]
        if left:
            return left[0]
        counts = draw.counts(case.service, stratum)
        if counts.taken + len(line) < counts.eligible:
            facts = {"service": case.service, "stratum": stratum, "kept": len(line)}
            raise Refused([problem("D033", Place(about=case.case_ref), **facts)])
    return None


def _strata(draw: Draw, case: DrawnCase) -> Iterator[str]:
    """The strata that a case is replaced from: its own, then the others as they are declared."""
    yield case.stratum
    for one in draw.policy.strata:
        if one.stratum != case.stratum:
            yield one.stratum
