"""``auditkit programme``: the file that says what is drawn, who audits it, and by when."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from auditkit.cli.acting import actor_option
from auditkit.cli.language import language_spoken, words_spoken
from auditkit.cli.output import errors_to, print_json, say_checked, say_line
from auditkit.cli.session import make_kit
from auditkit.cli.store_option import opened_store, store_option
from auditkit.errors import Refused
from auditkit.problems import errors


@click.group("programme", short_help="Check and show a programme of audits.")
def command() -> None:
    """A programme: services, places, strata, exclusions, stages and clocks, from one file."""


@command.command("check")
@click.argument("file", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--strict", is_flag=True, help="Exit code 1 for warnings, too.")
@click.pass_context
def check(ctx: click.Context, file: str, as_json: bool, strict: bool) -> int:
    """Check a programme. Exit code 1 says that it cannot be used."""
    try:
        found = make_kit(ctx).load_programme(file).warnings
    except Refused as refused:
        found = refused.problems
    wrong = errors(found)
    if as_json:
        print_json([one.as_dict() for one in found])
    else:
        say_checked(file, found)
    return 1 if wrong or (strict and found) else 0


@command.command("show")
@click.argument("file", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def show(ctx: click.Context, file: str, as_json: bool) -> None:
    """Show a programme: what is drawn, who audits it, and by when."""
    from auditkit.programme.showing import described, plain_programme

    loaded = make_kit(ctx).load_programme(file)
    if as_json:
        print_json(plain_programme(loaded.programme))
        return
    for line in described(loaded.programme, language_spoken()):
        say_line(line)


@command.command("adopt")
@click.argument("file", type=click.Path())
@store_option
@actor_option
@click.pass_context
def adopt(ctx: click.Context, file: str, where: str, actor: str) -> None:
    """Keep a programme in a store: from now on its rules hold for what is recorded there.

    The same programme again is recognised; a changed one takes the place of the one before.
    """
    from auditkit.actors import Actor

    loaded = make_kit(ctx).load_programme(file)
    with opened_store(ctx, where) as store:
        found = store.adopt(loaded.programme, actor=Actor(actor), at=datetime.now(UTC))
        words, name = words_spoken(), loaded.programme.id
        kept = (
            words.translate("Adopted {programme}", programme=name)
            if found.is_new
            else words.translate("Already adopted: {programme}", programme=name)
        )
        errors_to(sys.stderr)(kept)


@command.command("schema")
def schema() -> None:
    """Print the JSON Schema of programmes, for editors."""
    from auditkit.documents.schema import json_schema
    from auditkit.programme.model import PROGRAMME

    print_json(json_schema(PROGRAMME, "auditkit programme"))
