"""Staff as codes: an e-mail address becomes a code, or the return is held; it is never kept."""

from __future__ import annotations

from collections.abc import Mapping

from auditkit.frozen import changed
from auditkit.languages import said
from auditkit.matching.folding import fold
from auditkit.problems import Place, Problem, problem
from auditkit.returns import AuditReturn

# The facts of a return that name members of staff.
STAFF_FACTS = ("auditor", "practitioner")


def staff_code(text: str, codes: Mapping[str, str]) -> str | None:
    """The code of a member of staff, from a code or an e-mail address; None for an address that
    nobody is known by. `codes` are by e-mail address.

    >>> staff_code("Ann@council.example", {"ann@council.example": "TL-04"})
    'TL-04'
    """
    if "@" not in fold(text):
        return text
    wanted = fold(text).removeprefix("mailto:")
    return next((code for email, code in codes.items() if fold(email) == wanted), None)


def with_staff_codes(audit_return: AuditReturn, codes: Mapping[str, str]) -> AuditReturn:
    """A return that names staff by their codes. An address that nobody is known by is dropped,
    and the return is held.
    """
    facts: dict[str, str | None] = {}
    problems: list[Problem] = []
    for name in STAFF_FACTS:
        told = getattr(audit_return, name)
        if told is None:
            continue
        code = staff_code(told, codes)
        if code is None:
            problems.append(_unknown(name, audit_return.place))
        if code != told:
            facts[name] = code
    if not facts:
        return audit_return
    return changed(audit_return, **facts, problems=(*audit_return.problems, *problems))


def _unknown(name: str, place: Place) -> Problem:
    return problem("N006", changed(place, question=name), fact=said(name))
