"""``auditkit moderation``: audits looked at again, and how far the two agree."""

from __future__ import annotations

import click

from auditkit.cli.agreement import agreement


@click.group("moderation", short_help="Compare audits of the same cases.")
def command() -> None:
    """Audits of the same cases, held against each other."""


command.add_command(agreement)
