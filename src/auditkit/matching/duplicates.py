"""The same case at the same stage and period twice: never both scored as if they were two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from auditkit.frozen import changed
from auditkit.languages import said_in_each
from auditkit.matching.folding import fold
from auditkit.problems import Problem, problem
from auditkit.returns import AuditReturn

REFUSE = "refuse"
LATEST = "latest"


def settle_duplicates(
    returns: Sequence[AuditReturn], policy: str
) -> tuple[list[AuditReturn], list[Problem]]:
    """The returns, with every duplicate held (`refuse`) or all but the newest gone (`latest`);
    and the problems of those that are gone.

    The newest is the one sent in last, where it is known of both; else the one with the latest
    audit date; where dates are missing or equal, the one read last.
    """
    groups: dict[tuple[str, str, str, str], list[int]] = {}
    for index, one in enumerate(returns):
        if one.case_ref:
            key = (one.question_set, fold(one.case_ref), one.stage, fold(one.period or ""))
            groups.setdefault(key, []).append(index)
    settled: list[AuditReturn | None] = list(returns)
    gone: list[Problem] = []
    for indexes in groups.values():
        if len(indexes) == 1:
            continue
        newest = _newest(returns, indexes)
        for index in indexes:
            one = returns[index]
            if policy != LATEST:
                other = indexes[0] if index != indexes[0] else indexes[1]
                found = _twice("R023", one, returns[other])
                settled[index] = changed(one, problems=(*one.problems, found))
            elif index != newest:
                settled[index] = None
                gone.append(_twice("R024", one, returns[newest]))
    return [one for one in settled if one is not None], gone


def _newest(returns: Sequence[AuditReturn], indexes: Sequence[int]) -> int:
    newest = indexes[0]
    for index in indexes[1:]:
        if _is_newer(returns[index], returns[newest]):
            newest = index
    return newest


def _is_newer(later: AuditReturn, earlier: AuditReturn) -> bool:
    """Whether the one read later is the newer of two."""
    if later.submitted and earlier.submitted and later.submitted != earlier.submitted:
        return later.submitted > earlier.submitted
    return (later.audit_date or date.min) >= (earlier.audit_date or date.min)


def _twice(code: str, one: AuditReturn, other: AuditReturn) -> Problem:
    return problem(code, one.place, case=one.case_ref, other=said_in_each(other.place.text_in))
