"""Where a case stands after its stages: what each was held against, and whose audit is official."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from attrs import field

from auditkit.errors import Refused
from auditkit.frozen import frozen
from auditkit.moderation.policies import CaseAtStages, JointDecision, Official, official_result
from auditkit.moderation.sides import StageComparison, compare_stages
from auditkit.problems import Problem
from auditkit.programme.model import Programme
from auditkit.scoring.scorecard import Scorecard


@frozen(kw_only=True)
class StagesOfCase:
    """What is known of one case and period, by stage: the scorecards, the joint decisions, the
    stages that are `stale`, and which stages the auditor of each could see; a stage that is not
    in `visible` is one of which nobody said so.
    """

    cards: Mapping[str, Scorecard]
    decisions: Mapping[str, JointDecision] = field(factory=dict)
    stale: Collection[str] = ()
    visible: Mapping[str, Collection[str]] = field(factory=dict)


@frozen(kw_only=True)
class Standing:
    """Where a case stands: `held` has each later stage beside the audit that it was held
    against, `disagreeing` are those that disagree with it. Two audits that cannot be compared
    disagree, and `problems` says why.
    """

    held: Mapping[str, StageComparison]
    against: Mapping[str, str]
    disagreeing: tuple[str, ...]
    official: Official
    problems: tuple[Problem, ...] = ()


def standing(programme: Programme, case: StagesOfCase) -> Standing:
    """Go through the stages of a case in the order of the programme.

    Each is held against the audit that is official before it; where none is, against the stage
    before.
    """
    done: list[str] = []
    held: dict[str, StageComparison] = {}
    against: dict[str, str] = {}
    disagreeing: list[str] = []
    problems: list[Problem] = []
    official = Official(stage=None)
    for stage in [one.stage for one in programme.stages if one.stage in case.cards]:
        if done:
            against[stage] = before = official.stage or done[-1]
            try:
                held[stage] = compared_stages(case, before, stage)
            except Refused as refused:
                problems += refused.problems
            if stage not in held or held[stage].disagrees:
                disagreeing.append(stage)
        done.append(stage)
        official = official_result(
            programme,
            CaseAtStages(
                done=tuple(done),
                disagreeing=disagreeing,
                decisions=case.decisions,
                stale=case.stale,
            ),
        )
    return Standing(
        held=held,
        against=against,
        disagreeing=tuple(disagreeing),
        official=official,
        problems=tuple(problems),
    )


def compared_stages(case: StagesOfCase, first: str, second: str) -> StageComparison:
    """Two stages of a case held against each other. Raises what `compare_stages` does.

    They were made apart from each other only where somebody said so when the second was recorded.
    """
    seen = case.visible.get(second)
    is_blind = seen is not None and first not in seen
    return compare_stages(case.cards[first], case.cards[second], is_blind=is_blind)
