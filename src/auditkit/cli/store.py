"""``auditkit store``: the database of audits, its trail, and copies of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from time import sleep
from typing import TYPE_CHECKING, BinaryIO

import click

from auditkit.actors import Actor
from auditkit.cli.acting import actor_option
from auditkit.cli.language import say_wrote, words_spoken
from auditkit.cli.output import errors_to, print_json, say_line
from auditkit.cli.session import make_kit
from auditkit.cli.store_option import counting, opened_store, say_head, store_option, with_bar
from auditkit.errors import Refused
from auditkit.frozen import changed
from auditkit.languages import noted
from auditkit.problems import Place, problem
from auditkit.tables.files import cannot_open, name_of, write_whole

if TYPE_CHECKING:
    from auditkit.store.delivering import Delivered

_NOTHING_THERE = "T001"
# What is counted in a store.
_COUNTED = {
    "entries": noted("entries"),
    "audits": noted("audits"),
    "actions": noted("actions"),
    "cases": noted("cases"),
    "erased_bodies": noted("erased bodies"),
    "first_entry": noted("first entry"),
    "last_entry": noted("last entry"),
    "head": noted("head"),
}


@click.group("store", short_help="Keep audits in a database, and verify its trail.")
def command() -> None:
    """A store of audits: a file, or a schema in PostgreSQL, with a trail of every change.

    The last line on standard error is the head of the trail: keep it, and `verify --expect`
    tells later whether the trail still leads through it.
    """


@command.command("init")
@store_option
@click.pass_context
def init(ctx: click.Context, where: str) -> None:
    """Make a store. One that is there already is left as it is."""
    try:
        make_kit(ctx).open_store(where, entropy=os.urandom).close()
    except Refused as refused:
        if [one.code for one in refused.problems] != [_NOTHING_THERE]:
            raise
    else:
        from auditkit.store.addresses import Address

        raise Refused([problem("T006", where=Address(where))])
    with opened_store(ctx, where, create=True) as store:
        errors_to(sys.stderr)(words_spoken().translate("Made {store}", store=store.address))


@command.command("verify")
@store_option
@click.option("--expect", metavar="HEAD", help="A head that was kept, as in 12:3f0a….")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def verify(ctx: click.Context, where: str, expect: str | None, as_json: bool) -> None:
    """Verify the trail, and that how things stand follows from it.

    Exit code 1 says that it does not, and the first bad entry is named.
    """
    with opened_store(ctx, where) as store:
        with counting(noted("Verifying"), store.head().seq) as progress:
            head = store.verify(expect, progress=progress)
        if as_json:
            print_json({"entries": head.seq, "head": str(head)})
        else:
            say_line(
                words_spoken().plural(
                    "The trail holds: {count} entry.",
                    "The trail holds: {count} entries.",
                    head.seq,
                )
            )


@command.command("export")
@store_option
@click.argument("file", type=click.Path())
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.pass_context
def export(ctx: click.Context, where: str, file: str, force: bool) -> None:
    """Write everything in a store to a file of JSON Lines, without loss."""
    with opened_store(ctx, where) as store:
        with counting(noted("Exporting"), store.head().seq) as progress:

            def write(stream: BinaryIO) -> None:
                store.export(stream, progress=progress)

            write_whole(file, write, replace=force)
        say_wrote(file)


@command.command("import")
@store_option
@click.argument("file", type=click.Path())
def import_(where: str, file: str) -> None:
    """Fill an empty store from an export, and verify it. The store is made if need be."""
    try:
        stream = open(file, "rb")  # noqa: SIM115 - what cannot be opened is told apart
    except OSError as error:
        raise Refused([cannot_open(file, error)]) from None
    from auditkit.store.exporting import import_store

    with stream:
        try:
            head = import_store(where, with_bar(stream))
        except Refused as refused:
            place = Place(file=name_of(file))
            raise Refused([changed(one, place=place) for one in refused.problems]) from None
    say_line(
        words_spoken().plural(
            "Imported {count} entry; the trail holds.",
            "Imported {count} entries; the trail holds.",
            head.seq,
        )
    )
    say_head(head)


@command.command("upgrade")
@store_option
def upgrade(where: str) -> None:
    """Bring a store of an earlier version up to date. A file is copied first."""
    from auditkit.store.upgrading import upgrade_store

    found = upgrade_store(where)
    words = words_spoken()
    if found.backup:
        say_line(
            words.translate(
                "Put a copy of version {version} aside: {file}",
                version=found.version_before,
                file=found.backup,
            )
        )
    say_line(words.translate("The store is up to date."))
    say_head(found.head)


@command.command("stats")
@store_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def stats(ctx: click.Context, where: str, as_json: bool) -> None:
    """Count what is in a store."""
    with opened_store(ctx, where) as store:
        found = store.stats()
        if as_json:
            print_json(found.as_dict())
            return
        words = words_spoken()
        for name, told in found.as_dict().items():
            each = told.items() if isinstance(told, dict) else [("", told)]
            for kind, number in each:
                about = f"{words.translate(_COUNTED[name])} {words.translate(kind)}".strip()
                say_line(about.replace("_", " ") + f": {number}")


@command.command("erase")
@store_option
@click.argument("case_ref", metavar="CASE")
@click.option("--because", required=True, metavar="REASON", help="Why it is erased.")
@actor_option
@click.pass_context
def erase(ctx: click.Context, where: str, case_ref: str, because: str, actor: str) -> None:
    """Erase what is kept of a case, for ever. The trail says so, and still verifies.

    Copies and exports made before still hold it.
    """
    with opened_store(ctx, where) as store:
        found = store.erase(case_ref, actor=Actor(actor), at=datetime.now(UTC), because=because)
        say_line(words_spoken().translate("Erased, as entry {seq} says.", seq=found.seq))


@command.command("deliver")
@store_option
@click.option(
    "--follow",
    type=click.FloatRange(min=0.1),
    metavar="SECONDS",
    help="Look again every so many seconds, until stopped.",
)
@click.pass_context
def deliver(ctx: click.Context, where: str, follow: float | None) -> int:
    """Tell the plugins that observe what was recorded since they were last told.

    An entry that a plugin does not take is told again at the next delivery, before any later
    one. Exit code 1 says that one was not taken.
    """
    from auditkit.store.delivering import deliver

    plugins = make_kit(ctx).plugins
    with opened_store(ctx, where) as store:
        found = deliver(store, plugins)
        _say_delivered(found)
        while follow is not None:
            sleep(follow)
            _say_delivered([one for one in deliver(store, plugins) if one.taken or one.failure])
    return 1 if any(one.failure for one in found) else 0


def _say_delivered(found: Sequence[Delivered]) -> None:
    words = words_spoken()
    for one in found:
        facts = {"observer": one.observer, "count": one.taken, "seq": one.seq}
        say_line(words.translate("{observer}: {count} taken, up to entry {seq}", **facts))
        if one.failure:
            facts |= {"seq": one.seq + 1, "said": one.failure}
            told = words.translate("{observer}: entry {seq} was not taken: {said}", **facts)
            errors_to(sys.stderr)(told)
    # Whoever reads along through a pipe reads it now, and not when it has become long.
    sys.stdout.flush()
