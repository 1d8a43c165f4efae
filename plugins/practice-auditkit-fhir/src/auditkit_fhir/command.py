"""``auditkit fhir``: question sets as resources."""

from __future__ import annotations

import sys
from typing import BinaryIO, cast

import click

from auditkit.cli.output import Console, errors_to, say_problems
from auditkit.cli.session import make_kit
from auditkit.cli.sets import one_set
from auditkit.tables.files import write_whole


@click.group("fhir", short_help="Write question sets as FHIR resources.")
def fhir() -> None:
    """Question sets as FHIR R4 resources; responses are read by `auditkit score`."""


@fhir.command("questionnaire")
@click.argument("name", metavar="ID|FILE")
@click.option("-o", "--output", type=click.Path(), help="The file to write.")
@click.option("--url", metavar="URL", help="The address under which it is published.")
@click.option("--language", default="en", metavar="CODE", help="The language of its texts.")
@click.option(
    "--status",
    type=click.Choice(["draft", "active", "retired", "unknown"]),
    default="active",
    help="Its status of publication.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.pass_context
def questionnaire(
    ctx: click.Context,
    name: str,
    output: str | None,
    url: str | None,
    language: str,
    status: str,
    force: bool,
) -> None:
    """Write a question set as a Questionnaire; what it cannot express goes to standard error."""
    from auditkit_fhir.exact_json import written
    from auditkit_fhir.questionnaire import questionnaire as made

    kit = make_kit(ctx)
    loaded = kit.loaded(one_set(kit, name))
    resource, problems = made(loaded, url=url, language=language, status=status)
    data = written(resource).encode()

    def write(stream: BinaryIO) -> None:
        stream.write(data)

    if output is not None:
        write_whole(output, write, replace=force)
        errors_to(sys.stderr)(f"Wrote {output}: {len(loaded.question_set.questions)} questions")
    else:
        write(cast(BinaryIO, Console(sys.stdout)))
    say_problems(problems)
