"""``auditkit draws replace``: another case in the stead of one that cannot be audited."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from auditkit.cli.acting import actor_option_if_any
from auditkit.cli.draw_records import read_record, record_options, refuse_there, write_draw
from auditkit.cli.keys import asked_key, key_option
from auditkit.cli.language import say_wrote, usage_error, words_spoken
from auditkit.cli.output import errors_to, print_json, say_line
from auditkit.cli.store_option import opened_store, store_option_if_any
from auditkit.draws.plain import draw_dict
from auditkit.draws.replacing import replaced
from auditkit.languages import noted, noted_plural
from auditkit.returns import STAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditkit.draws.record import Draw, Replacement

KEPT = noted_plural(
    "Kept the draw for {period}: {count} case", "Kept the draw for {period}: {count} cases"
)
_OF_STORES = ("where", "actor", "period", "stage", "programme")


@click.command("replace")
@click.argument("named", metavar="[DRAW] CASE", nargs=-1, required=True)
@click.option("--because", required=True, metavar="TEXT", help="Why it cannot be audited.")
@click.option("--ineligible", is_flag=True, help="It ought not to have been on the list.")
@store_option_if_any
@actor_option_if_any
@click.option("--period", help="The period of the draw, where several in the store have the case.")
@click.option("--stage", type=click.Choice(STAGES), help="The stage that it was drawn for.")
@click.option("--programme", metavar="ID", help="The programme, where the store has several.")
@key_option
@record_options
@click.pass_context
def replace(
    ctx: click.Context,
    /,
    named: tuple[str, ...],
    because: str,
    ineligible: bool,
    where: str | None,
    actor: str | None,
    key_file: str | None,
    output: str | None,
    as_json: bool,
    force: bool,
    **which: str | None,
) -> None:
    """Put the next number in the stead of a case that cannot be audited.

    With --store, name CASE alone: the draw that has it is found in the store and kept there as
    it is then, and -o writes its record to a file, too. Without, DRAW is the file of the draw;
    it is written back unless -o names another, and `draws keep` brings it into a store.

    The record keeps both cases, with the reason. With --key-file CASE may be a local number.
    """
    from auditkit.privacy.pseudonyms import pseudonym

    record = named[0] if len(named) > 1 else None
    if len(named) > 2:
        raise usage_error("expected one case, or the file of a draw and one case")
    refuse_there(output, force)
    key = asked_key(key_file)
    case = named[-1] if key is None else pseudonym(named[-1], key)
    if record is None:
        told = {"because": because, "ineligible": ineligible, **which}
        draw = _in_store(ctx, where, actor, case, told)
    else:
        _refuse_options_of_stores(ctx)
        draw = replaced(read_record(record), case, because=because, ineligible=ineligible)
    written = output or record
    if written is not None:
        write_draw(written, draw, force or output is None)
    if as_json:
        print_json(draw_dict(draw))
        return
    _say_replaced(draw.replacements[-1])
    if written is not None:
        say_wrote(written)
    else:
        words = words_spoken()
        errors_to(sys.stderr)(words.translate("Its file is as it was: -o FILE writes it anew"))


def _in_store(
    ctx: click.Context,
    where: str | None,
    actor: str | None,
    case: str,
    told: Mapping[str, Any],
) -> Draw:
    """The draw as the store keeps it from now on."""
    from datetime import UTC, datetime

    from auditkit.actors import Actor
    from auditkit.kept_replacements import replace_kept

    if where is None:
        raise usage_error(
            "say where the case was drawn: the file of the draw before CASE, or --store"
        )
    if actor is None:
        raise usage_error("--as CODE says who changes the draw in the store")
    with opened_store(ctx, where) as store:
        at = datetime.now(UTC)
        draw = replace_kept(store, case, actor=Actor(actor), at=at, **told)
        say_kept(KEPT, draw)
    return draw


def _refuse_options_of_stores(ctx: click.Context) -> None:
    """A store that only the environment names is not meant where a file is named."""
    for name in _OF_STORES:
        if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            option = next(one.opts[0] for one in ctx.command.params if one.name == name)
            raise usage_error(
                "{option} is for a draw in the store, and a file is named", option=option
            )


def _say_replaced(entry: Replacement) -> None:
    if entry.by is not None:
        message = noted("{case} is replaced by {by}: {reason}")
    else:
        message = noted("{case} is left out, and no case is left to take its place")
    facts = {"case": entry.case_ref, "by": entry.by, "reason": entry.because}
    say_line(words_spoken().translate(message, **facts))


def say_kept(message: tuple[str, str], draw: Draw) -> None:
    """That the store keeps a draw."""
    count = len(list(draw.cases()))
    errors_to(sys.stderr)(words_spoken().plural(*message, count, period=draw.period))
