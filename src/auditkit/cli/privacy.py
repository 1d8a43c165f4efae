"""``auditkit privacy``: the key of pseudonyms, lists under them, and their local numbers back."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from auditkit.cli.language import words_spoken
from auditkit.cli.output import errors_to, say_problems
from auditkit.cli.session import make_kit
from auditkit.tables.files import name_of, read_bytes, write_whole

if TYPE_CHECKING:
    from auditkit.privacy.keys import Key
    from auditkit.privacy.tables import TextRows
    from auditkit.returns import Table

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


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
    write_whole(output, lambda stream: stream.write(data), replace=False, is_secret=True)  # type: ignore[arg-type]
    say, words = errors_to(sys.stderr), words_spoken()
    mark = read_key(data, output).fingerprint
    say(words.translate("Wrote {file}, fingerprint {mark}", file=output, mark=mark))
    say(
        words.translate(
            "Keep it apart from the store, and keep a copy: without it pseudonyms cannot be undone."
        )
    )


def _of_a_list(function: Decorated) -> Decorated:
    """How a list is read and written."""
    for option in (
        click.option("--force", is_flag=True, help="Replace a file that is there."),
        click.option("-o", "--output", required=True, type=click.Path(), help="The CSV to write."),
        click.option("--sheet", metavar="NAME", help="The sheet of a workbook to read."),
        click.option("--column", metavar="HEADING", help="The column of cases."),
        click.option("--key-file", required=True, type=click.Path(), help="The key."),
    ):
        function = option(function)
    return function


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

    table, index = _table(ctx, cases, column, sheet)
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

    table, index = _table(ctx, work_list, None, sheet)
    known, of_numbers = _table(ctx, numbers, column, None)
    told = (row.cells[of_numbers] for row in known.rows)
    _write(joined_rows(table, index, told, _key(key_file)), output, force, is_secret=True)


def _key(path: str) -> Key:
    from auditkit.privacy.keys import read_key

    return read_key(read_bytes(path), name_of(path))


def _table(
    ctx: click.Context, path: str, column: str | None, sheet: str | None
) -> tuple[Table, int]:
    """The table in a file, and its column of cases."""
    from auditkit.errors import Refused
    from auditkit.matching.folding import fold
    from auditkit.matching.headings import metadata_headings
    from auditkit.problems import problem
    from auditkit.tables.reading import Source

    known = metadata_headings()
    asked = {fold(column)} if column else {text for text in known if known[text] == "case_ref"}
    source = Source(
        name=name_of(path),
        data=read_bytes(path),
        sheet=sheet,
        is_reference=lambda text: fold(text) in asked,
        is_known=lambda text: fold(text) in known or fold(text) in asked,
        path=path,
    )
    readers = [one.object for one in make_kit(ctx).plugins.registry("auditkit_readers").values()]
    reader = next((one for one in readers if one.claims(source.name, source.data[:4096])), None)
    if reader is None:
        suffixes = sorted({suffix for one in readers for suffix in one.suffixes})
        raise Refused([problem("F009", source.place, known=", ".join(suffixes))])
    tables = reader.read(source)
    say_problems(tables.problems)
    table = tables.tables[0]
    return table, next(at for at, text in enumerate(table.headings) if fold(text) in asked)


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
