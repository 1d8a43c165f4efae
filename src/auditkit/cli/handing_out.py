"""``auditkit draws hand-out``: the cases of a draw given to auditors, with blank returns."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import click

from auditkit.cli.days import on_option
from auditkit.cli.draw_records import read_record, refuse_there
from auditkit.cli.keys import asked_key, key_option, local_numbers
from auditkit.cli.language import language_spoken, usage_error, words_spoken
from auditkit.cli.output import errors_to, say_problems
from auditkit.cli.session import make_kit
from auditkit.cli.store_option import VARIABLE, opened_store
from auditkit.returns import STAGES
from auditkit.tables.files import write_bytes

if TYPE_CHECKING:
    from auditkit.draws.record import Draw
    from auditkit.handing_out import HandedOut, History
    from auditkit.programme.reading import LoadedProgramme
    from auditkit.programme.staff import Staff


@click.command("hand-out")
@click.argument("record", metavar="DRAW", type=click.Path())
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option("--programme", required=True, type=click.Path(), help="The programme file.")
@click.option("--staff", required=True, type=click.Path(), help="The staff list.")
@click.option(
    "--store",
    "where",
    envvar=VARIABLE,
    show_envvar=True,
    metavar="PATH|URL",
    help="The store that holds earlier audits: who took part in them gets none of these.",
)
@key_option
@click.option("--numbers", type=click.Path(), help="A list with the local numbers of cases.")
@click.option("--column", metavar="HEADING", help="The column of local numbers in it.")
@on_option
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.pass_context
def hand_out(
    ctx: click.Context,
    /,
    record: str,
    folder: str,
    programme: str,
    staff: str,
    where: str | None,
    key_file: str | None,
    numbers: str | None,
    column: str | None,
    on: date,
    force: bool,
) -> None:
    """Write a work list and a workbook of blank returns for every auditor.

    They are due so many working days after --on as the programme says. A draw for a later stage
    needs --store, for nobody is given a case that they took part in before. With --key-file and
    --numbers work lists have the local number of each case in front.
    """
    from auditkit.privacy.pseudonyms import joined_back

    key = asked_key(key_file)
    if (key is None) != (numbers is None):
        raise usage_error("--key-file and --numbers go together")
    kit = make_kit(ctx)
    loaded = kit.load_programme(programme)
    people = kit.read_staff(staff, loaded)
    draw = read_record(record)
    known = None
    if key is not None and numbers is not None:
        references = [one.case_ref for one in draw.cases()]
        known = joined_back(references, local_numbers(ctx, numbers, column), key).numbers
    history = None
    if where is not None and draw.stage != STAGES[0]:
        history = _history(ctx, where, draw, loaded, people)
    found = handed_out(draw, loaded, people, on=on, history=history, numbers=known)
    refuse_files(found, folder, force)
    write_files(found, folder, force, is_secret=known is not None)


def _history(
    ctx: click.Context, where: str, draw: Draw, loaded: LoadedProgramme, staff: Staff
) -> History:
    from auditkit.kept_draws import took_part

    with opened_store(ctx, where) as store:
        audits = store.audits(programme=loaded.programme.id, period=draw.period)
    return took_part(audits, draw.stage, draw.period, staff.actors)


def handed_out(
    draw: Draw,
    loaded: LoadedProgramme,
    staff: Staff,
    *,
    on: date,
    history: History | None = None,
    numbers: Mapping[str, str] | None = None,
) -> HandedOut:
    """What auditors get, in the language of the call."""
    from auditkit.handing_out import hand_out

    return hand_out(
        draw, loaded, staff, on=on, history=history, numbers=numbers, language=language_spoken()
    )


def refuse_files(found: HandedOut, folder: str, force: bool) -> None:
    """Raises `Refused` where any of the files is there already that may not be replaced."""
    for name in found.files:
        refuse_there(os.path.join(folder, name), force)


def write_files(found: HandedOut, folder: str, force: bool, *, is_secret: bool) -> None:
    """Write what auditors get into a folder; what tells local numbers, for nobody else to read."""
    os.makedirs(folder, exist_ok=True)
    for name, data in found.files.items():
        path = os.path.join(folder, name)
        write_bytes(path, data, replace=force, is_secret=is_secret)
    say_problems(found.problems)
    people = ", ".join(f"{who} {number}" for who, number in found.allocation.loads.items())
    words = words_spoken()
    errors_to(sys.stderr)(
        words.plural(
            "Wrote {count} file in {folder}. Cases: {people}",
            "Wrote {count} files in {folder}. Cases: {people}",
            len(found.files),
            folder=folder,
            people=people or words.translate("none"),
        )
    )
