"""FHIR R4 for auditkit: QuestionnaireResponses as audit returns, sets as Questionnaires."""

from __future__ import annotations

import click

from auditkit import hookimpl
from auditkit_fhir.command import fhir
from auditkit_fhir.reader import Responses


@hookimpl
def auditkit_readers() -> dict[str, Responses]:
    return {"fhir": Responses()}


@hookimpl
def auditkit_commands() -> dict[str, click.Command]:
    return {"fhir": fhir}
