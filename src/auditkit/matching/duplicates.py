"""The same case at the same stage and period twice: never both scored as if they were two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from auditkit.frozen import changed
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

    The newest is the one with the latest audit date; where dates are missing or equal, the one
    read last.
    """
    groups: dict[tuple[str, str, str, str], list[int]] = {}
    for index, one in enumerate(returns):
        if one.case_ref:
            key = (one.question_set, fold(one.case_ref), one.stage, fold(one.period or ""))
            groups.setdefault(key, []).append(index)
    settled: list[AuditReturn | None] = list(returns)
    gone: list[Problem] = []
    for indexes in groups.values():
        newest = max(indexes, key=lambda index: (returns[index].audit_date or date.min, index))
        for index in indexes if len(indexes) > 1 else ():
            one = returns[index]
            if policy != LATEST:
                other = indexes[0] if index != indexes[0] else indexes[1]
                found = _twice("R023", one, returns[other])
                settled[index] = changed(one, problems=(*one.problems, found))
            elif index != newest:
                settled[index] = None
                gone.append(_twice("R024", one, returns[newest]))
    return [one for one in settled if one is not None], gone


def _twice(code: str, one: AuditReturn, other: AuditReturn) -> Problem:
    return problem(code, one.place, case=one.case_ref, other=str(other.place))
