"""What a list does not tell of its cases, though the programme looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditkit.cases import Case
from auditkit.draws.policy import CaseRule
from auditkit.problems import Problem, problem
from auditkit.programme.criteria import EARLIER_AUDITS
from auditkit.programme.scope import NAMING


def lacking(
    rules: Sequence[CaseRule], cases: Sequence[Case], *, is_past_known: bool
) -> Iterator[Problem]:
    """A warning for every fact that strata and exclusions look at and that no case has, or some
    have not; and one where they look at earlier audits that nobody gave.
    """
    looking: dict[str, list[str]] = {}
    for rule in rules:
        for fact in rule.looks_at:
            looking.setdefault(fact, []).append(rule.id)
    for fact, ids in looking.items():
        what = ", ".join(ids)
        if fact == EARLIER_AUDITS:
            if not is_past_known:
                yield problem("D023", exclusions=what)
            continue
        without = sum(_is_without(case, fact) for case in cases)
        if without and without == len(cases):
            yield problem("D017", fact=fact, what=what)
        elif without:
            yield problem("D018", fact=fact, count=without, what=what)


def _is_without(case: Case, fact: str) -> bool:
    found = getattr(case, fact) if fact in NAMING else case.facts.get(fact)
    return found is None
