"""The same case at the same stage and period twice: never both scored as if they were two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from auditkit.frozen import changed
from auditkit.languages import said_in_each
from auditkit.matching.folding import fold
from auditkit.problems import Place, Problem, problem
from auditkit.returns import AuditReturn

REFUSE = "refuse"
LATEST = "latest"
TWICE, OLDER = "R023", "R024"


class Dated(Protocol):
    """What tells which of two returns is the newer."""

    @property
    def submitted(self) -> datetime | None: ...

    @property
    def audit_date(self) -> date | None: ...


def settle_duplicates(
    returns: Sequence[AuditReturn], policy: str
) -> tuple[list[AuditReturn], list[Problem]]:
    """The returns, with every duplicate held (`refuse`) or all but the newest gone (`latest`);
    and the problems of those that are gone.
    """
    groups: dict[tuple[str, str, str, str], list[int]] = {}
    for index, one in enumerate(returns):
        if one.case_ref:
            key = (one.question_set, fold(one.case_ref), one.stage, fold(one.period or ""))
            groups.setdefault(key, []).append(index)
    settled: list[AuditReturn | None] = list(returns)
    gone: list[Problem] = []
    for indexes in groups.values():
        alike = [returns[index] for index in indexes]
        for at, other in others(alike, policy):
            one = alike[at]
            facts = twice(one.case_ref, alike[other].place)
            if policy == LATEST:
                settled[indexes[at]] = None
                gone.append(problem(OLDER, one.place, **facts))
            else:
                found = problem(TWICE, one.place, **facts)
                settled[indexes[at]] = changed(one, problems=(*one.problems, found))
    return [one for one in settled if one is not None], gone


def others(alike: Sequence[Dated], policy: str) -> Iterator[tuple[int, int]]:
    """Which of the returns of one case, stage and period do not stand, each with the other that
    is named to it: with `refuse` all of two or more, with `latest` all but the newest.

    The newest is the one sent in last, where it is known of both; else the one with the latest
    audit date; where dates are missing or equal, the one read last.
    """
    if policy == LATEST:
        newest = _newest(alike)
        yield from ((at, newest) for at in range(len(alike)) if at != newest)
    elif len(alike) > 1:
        yield from ((at, 0 if at else 1) for at in range(len(alike)))


def twice(case: str, other: Place) -> dict[str, Any]:
    """What is told of a return whose case is there twice: the place of the other, without its
    case, which may be the local number behind a pseudonym.
    """
    return {"case": case, "other": said_in_each(changed(other, about="").text_in)}


def _newest(alike: Sequence[Dated]) -> int:
    newest = 0
    for index in range(1, len(alike)):
        if _is_newer(alike[index], alike[newest]):
            newest = index
    return newest


def _is_newer(later: Dated, earlier: Dated) -> bool:
    """Whether the one read later is the newer of two."""
    if later.submitted and earlier.submitted and later.submitted != earlier.submitted:
        return later.submitted > earlier.submitted
    return (later.audit_date or date.min) >= (earlier.audit_date or date.min)
