"""``auditkit privacy``: the key of pseudonyms, lists under them, and their local numbers back."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from auditkit.cli.keys import list_of_cases, local_numbers
from auditkit.cli.language import words_spoken
from auditkit.cli.options import options
from auditkit.cli.output import errors_to, say_problems
from auditkit.tables.files import name_of, read_bytes, write_bytes, write_whole

if TYPE_CHECKING:
    from auditkit.privacy.keys import Key
    from auditkit.privacy.tables import TextRows


@click.group("privacy", short_help="Make the key of pseudonyms, use it on lists of cases.")
def command() -> None:
    """Pseudonyms: the key that makes them, lists of cases under them, and the way back."""


@command.command("key")
@click.option("-o", "--output", required=True, type=click.Path(), help="The file to write.")
def key(output: str) -> None:
    """Write a new key file, which nobody else on this machine may read.

    A key that is there is never replaced: without it nobody can tell whose its pseudonyms are.
    """
    from auditkit.privacy.keys import LEAST_BYTES, new_key, read_key

    data = new_key(os.urandom(LEAST_BYTES)).encode()
    write_bytes(output, data, replace=False, is_secret=True)
    say, words = errors_to(sys.stderr), words_spoken()
    mark = read_key(data, output).fingerprint
    say(words.translate("Wrote {file}, fingerprint {mark}", file=output, mark=mark))
    say(
        words.translate(
            "Keep it apart from the store, and keep a copy: without it pseudonyms cannot be undone."
        )
    )


# How a list is read and written.
_of_a_list = options(
    click.option("--key-file", required=True, type=click.Path(), help="The key."),
    click.option("--column", metavar="HEADING", help="The column of cases."),
    click.option("--sheet", metavar="NAME", help="The sheet of a workbook to read."),
    click.option("-o", "--output", required=True, type=click.Path(), help="The CSV to write."),
    click.option("--force", is_flag=True, help="Replace a file that is there."),
)


@command.command("hide")
@click.argument("cases", type=click.Path())
@_of_a_list
@click.pass_context
def hide(
    ctx: click.Context,
    /,
    cases: str,
    key_file: str,
    column: str | None,
    sheet: str | None,
    output: str,
    force: bool,
) -> None:
    """Write a list of cases under pseudonyms, without columns that say who somebody is."""
    from auditkit.privacy.tables import pseudonymous_rows

    table, index = list_of_cases(ctx, cases, column, sheet)
    _write(pseudonymous_rows(table, index, _key(key_file)), output, force)


@command.command("join")
@click.argument("work_list", type=click.Path())
@click.option(
    "--numbers", required=True, type=click.Path(), help="A list with the local numbers of cases."
)
@_of_a_list
@click.pass_context
def join(
    ctx: click.Context,
    /,
    work_list: str,
    numbers: str,
    key_file: str,
    column: str | None,
    sheet: str | None,
    output: str,
    force: bool,
) -> None:
    """Write a work list with the local number of each case in front, from a list of them.

    Keep what is written as you keep the key: it says which case is whose.
    """
    from auditkit.privacy.tables import joined_rows

    table, index = list_of_cases(ctx, work_list, sheet=sheet)
    told = local_numbers(ctx, numbers, column)
    _write(joined_rows(table, index, told, _key(key_file)), output, force, is_secret=True)


def _key(path: str) -> Key:
    from auditkit.privacy.keys import read_key

    return read_key(read_bytes(path), name_of(path))


def _write(found: TextRows, output: str, force: bool, *, is_secret: bool = False) -> None:
    from auditkit.builtin.writers import write_csv

    say_problems(found.problems)
    write_whole(
        output, lambda stream: write_csv(found.rows, stream), replace=force, is_secret=is_secret
    )
    errors_to(sys.stderr)(
        words_spoken().plural(
            "Wrote {file}: {count} row", "Wrote {file}: {count} rows", len(found.rows), file=output
        )
    )
