"""The audits of a store by case, and any two of their stages side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.moderation.policies import JointDecision
from auditkit.moderation.sides import StageComparison
from auditkit.moderation.standing import StagesOfCase, compared_stages
from auditkit.problems import Problem

if TYPE_CHECKING:
    from auditkit.store import Store
    from auditkit.store.kits import Audit

# What tells one case from another: its programme, its period, its reference.
CaseKey = tuple[str, str, str]
# Gives the cases one by one, and may show how far they have come.
Progress = Callable[[Sequence[CaseKey]], Iterable[CaseKey]]
Decisions = Mapping[CaseKey, Mapping[str, JointDecision]]


@frozen(kw_only=True)
class Pairs:
    """Audits of the same cases at two stages, by period and case; and why others that have both
    could not be compared.
    """

    pairs: tuple[StageComparison, ...]
    problems: tuple[Problem, ...] = ()


def stages_of_cases(
    store: Store,
    audits: Iterable[Audit],
    decisions: Decisions | None = None,
    progress: Progress | None = None,
) -> dict[CaseKey, StagesOfCase]:
    """The audits of each case by stage, scored under the sets that they are pinned to; in the
    order of programmes, periods and cases.
    """
    cases: dict[CaseKey, dict[str, Audit]] = {}
    for one in audits:
        told = one.audit_return
        key = (one.programme, told.period or "", told.case_ref)
        cases.setdefault(key, {})[told.stage] = one
    return {
        key: StagesOfCase(
            cards={
                stage: store.kit.score(one.audit_return, store.question_set(one.set_hash))
                for stage, one in cases[key].items()
            },
            decisions=(decisions or {}).get(key, {}),
            stale=[stage for stage, one in cases[key].items() if one.stale_since is not None],
            visible={
                stage: one.visible for stage, one in cases[key].items() if one.visible is not None
            },
        )
        for key in (progress(sorted(cases)) if progress else sorted(cases))
    }


def stage_pairs(
    store: Store,
    first: str,
    second: str,
    *,
    programme: str | None = None,
    period: str | None = None,
    as_submitted: bool = False,
) -> Pairs:
    """The cases of a store that were audited at both stages, as they stand, or `as_submitted`:
    with the answers that were first given, before any was corrected.
    """
    read = store.moderation.submitted if as_submitted else store.audits
    kept = read(programme=programme, period=period)
    audits = [one for one in kept if one.audit_return.stage in (first, second)]
    both = {
        key: case
        for key, case in stages_of_cases(store, audits).items()
        if {first, second} <= case.cards.keys()
    }
    pairs: list[StageComparison] = []
    problems: list[Problem] = []
    for case in both.values():
        try:
            pairs.append(compared_stages(case, first, second))
        except Refused as refused:
            problems += refused.problems
    return Pairs(pairs=tuple(pairs), problems=tuple(problems))
