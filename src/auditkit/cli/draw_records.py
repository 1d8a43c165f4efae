"""Records of draws as the command line writes and shows them."""

from __future__ import annotations

import os

import click

from auditkit.cli.language import language_spoken
from auditkit.cli.options import options
from auditkit.cli.output import print_json, say_line
from auditkit.draws.plain import draw_dict, draw_json, read_draw
from auditkit.draws.record import Draw
from auditkit.errors import Refused
from auditkit.problems import Place, problem
from auditkit.tables.files import name_of, read_bytes, write_bytes

# Where the record of a draw goes.
record_options = options(
    click.option("-o", "--output", type=click.Path(), help="The record to write."),
    click.option("--json", "as_json", is_flag=True, help="Print the record."),
    click.option("--force", is_flag=True, help="Replace files that are there."),
)


def refuse_there(output: str | None, force: bool) -> None:
    """Raises `Refused` where a file is there already that may not be replaced."""
    if output is not None and os.path.exists(output) and not force:
        raise Refused([problem("F018", Place(file=output))])


def read_record(path: str) -> Draw:
    """The draw that a record holds."""
    return read_draw(read_bytes(path), name_of(path))


def write_draw(output: str, draw: Draw, force: bool) -> None:
    """Write the record of a draw."""
    write_bytes(output, draw_json(draw).encode(), replace=force)


def show_draw(draw: Draw, as_json: bool) -> None:
    """The tables of a draw, and what is to be said beside them; or its record as JSON."""
    from auditkit.builtin.summary import aligned
    from auditkit.draws.showing import cases_table, counts_table, described

    if as_json:
        print_json(draw_dict(draw))
        return
    language = language_spoken()
    for line in aligned(counts_table(draw, language)):
        say_line(line)
    say_line("")
    for line in aligned(cases_table(draw, language)):
        say_line(line)
    say_line("")
    for line in described(draw, language):
        say_line(line)
