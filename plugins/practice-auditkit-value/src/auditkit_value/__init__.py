"""Outcome against cost: which savings in personalised commissioning cost an outcome."""

from __future__ import annotations

from pathlib import Path

import click

from auditkit import hookimpl
from auditkit.actions.proposals import ActionRules
from auditkit_value.actions import outcome_lost
from auditkit_value.command import value
from auditkit_value.outcome_held import OutcomeHeld
from auditkit_value.report_section import OutcomeAgainstCost

_SETS = Path(__file__).parent / "question_sets"


@hookimpl
def auditkit_question_sets() -> dict[str, Path]:
    name = "personalised-commissioning-value"
    return {f"{name}@1.0": _SETS / f"{name}-1.0.yaml"}


@hookimpl
def auditkit_scorers() -> dict[str, type[OutcomeHeld]]:
    return {"outcome_held": OutcomeHeld}


@hookimpl
def auditkit_report_sections() -> dict[str, OutcomeAgainstCost]:
    return {"outcome_against_cost": OutcomeAgainstCost()}


@hookimpl
def auditkit_action_rules() -> dict[str, ActionRules]:
    return {"outcome_lost": outcome_lost}


@hookimpl
def auditkit_commands() -> dict[str, click.Command]:
    return {"value": value}
