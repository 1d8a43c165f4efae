"""The order of stages: which comes when, and what its auditor may see of those before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from auditkit.languages import said
from auditkit.programme.model import Programme, Stage
from auditkit.returns import STAGES
from auditkit.stages.separation import BrokenRule

# Rules of order, with their words; they are kept and broken as those of separation are.
ORDER_RULES: Mapping[str, str] = {
    "stage_is_declared": said("An audit is made at a stage that the programme has."),
    "stages_in_order": said(
        "A stage comes after those that every case goes through, and before those that follow it."
    ),
}


def order_broken(
    programme: Programme, stage: str, done: Collection[str], person: str = ""
) -> tuple[BrokenRule, ...]:
    """The rules of order that an audit at a stage would break, given the stages of the same case
    and period that are done.
    """
    rule, other = "", ""
    if programme.stage(stage) is None:
        rule, other = "stage_is_declared", stage
    else:
        missing = [one for one in needed_before(programme, stage) if one not in done]
        later = [one for one in STAGES[STAGES.index(stage) + 1 :] if one in done]
        if missing or later:
            rule, other = "stages_in_order", (missing + later)[0]
    if not rule:
        return ()
    return (BrokenRule(rule=rule, words=ORDER_RULES[rule], person=person, other=other),)


def needed_before(programme: Programme, stage: str) -> tuple[str, ...]:
    """The stages that a case has been through before it comes to this one: the first, and every
    other that the programme wants of all cases.
    """
    before = programme.stages[: _names(programme).index(stage)]
    return tuple(one.stage for one in before if one.stage == STAGES[0] or one.share == 1)


def visible_stages(stage: Stage, done: Iterable[str]) -> tuple[str, ...]:
    """The stages whose answers the auditor of this one may see: none where it is blind."""
    if stage.blind:
        return ()
    before = STAGES[: STAGES.index(stage.stage)]
    return tuple(one for one in before if one in set(done))


def _names(programme: Programme) -> list[str]:
    return [one.stage for one in programme.stages]
