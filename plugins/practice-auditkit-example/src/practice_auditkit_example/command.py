"""A command: the case references in files of returns."""

from __future__ import annotations

import click

from auditkit import AuditKit


@click.command("references", short_help="List the case references in returns.")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True))
@click.option("--set", "set_name", required=True, metavar="ID", help="The question set.")
def references(files: tuple[str, ...], set_name: str) -> None:
    """List the case references in returns, one a line, each once."""
    kit = AuditKit()
    reading = kit.read(files, kit.question_set(set_name))
    for reference in dict.fromkeys(one.case_ref for one in reading.returns):
        click.echo(reference)
