"""The options that say how returns are read, which every command that reads returns has."""

from __future__ import annotations

import click

from auditkit.cli.options import options

# Under which question sets, by which headings, of which sheet, and what of duplicates.
reading_options = options(
    click.option(
        "--set",
        "set_names",
        multiple=True,
        metavar="ID[@VERSION]|FILE",
        help="The question set; given again, each that returns may belong to.",
    ),
    click.option("--columns", type=click.Path(), help="A mapping file for headings."),
    click.option(
        "--duplicates",
        type=click.Choice(["refuse", "latest"]),
        default="refuse",
        help="What to do with a case that is there twice.",
    ),
    click.option("--sheet", metavar="NAME", help="The sheet of a workbook to read."),
)
