"""Pseudonyms on the command line: the key that makes them, and the local numbers behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from auditkit.cli.output import say_problems
from auditkit.cli.session import make_kit
from auditkit.tables.files import name_of, read_bytes

if TYPE_CHECKING:
    from auditkit.privacy.keys import Key
    from auditkit.returns import Table

key_option = click.option(
    "--key-file", type=click.Path(), help="The key that makes pseudonyms of cases."
)


def asked_key(path: str | None) -> Key | None:
    """The key in a file, where one is named."""
    if path is None:
        return None
    from auditkit.privacy.keys import read_key

    return read_key(read_bytes(path), name_of(path))


def list_of_cases(
    ctx: click.Context, path: str, column: str | None = None, sheet: str | None = None
) -> tuple[Table, int]:
    """The table in a file, whatever else stands in it, and its column of cases."""
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


def local_numbers(ctx: click.Context, path: str, column: str | None = None) -> list[str]:
    """The local numbers in a list of cases."""
    from auditkit.matching.folding import is_blank

    table, index = list_of_cases(ctx, path, column)
    return [row.cells[index] for row in table.rows if not is_blank(row.cells[index])]
