"""A criterion: cases whose last review is too long ago."""

from __future__ import annotations

from datetime import date

from auditkit.cases import Case
from auditkit.periods import months_before
from auditkit.programme.criteria import looking_at
from auditkit.programme.history import History


@looking_at("last_review")
def review_overdue(case: Case, history: History, *, months: int) -> bool:
    """The last review was more than so many months before the period begins; a case of which
    no review is known is overdue, too.
    """
    last = case.facts.get("last_review")
    return not isinstance(last, date) or last < months_before(history.period.first, months)
