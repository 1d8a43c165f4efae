"""England's adult social care Client Level Data as a source of cases to audit."""

from __future__ import annotations

import click

from auditkit import hookimpl
from auditkit.cases import CaseSource
from auditkit_cld.command import cld
from auditkit_cld.source import ClientLevelData


@hookimpl
def auditkit_case_sources() -> dict[str, CaseSource]:
    return {"cld": ClientLevelData()}


@hookimpl
def auditkit_commands() -> dict[str, click.Command]:
    return {"cld": cld}
