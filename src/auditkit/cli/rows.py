"""Rows that a command prints: as a table, as CSV, as JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from auditkit.cli.options import options
from auditkit.cli.output import Console, print_json, say_line

Rows = Sequence[dict[str, Any]]
# How rows are printed.
row_options = options(
    click.option(
        "--format", "format_", type=click.Choice(["table", "csv", "json"]), default="table"
    ),
    click.option("--json", "as_json", is_flag=True, help="The same as --format json."),
)


def write_rows(
    rows: Rows,
    format_: str,
    columns: Sequence[str],
    table: Callable[[Rows], list[Sequence[str]]],
) -> None:
    """Print rows, of which each has its values by the names of the columns; `table` makes of
    them what people read, the headings first.
    """
    if format_ == "json":
        print_json(rows)
    elif format_ == "csv":
        print_csv(rows, columns)
    elif rows:
        say_table(table(rows))


def print_csv(rows: Rows, columns: Sequence[str]) -> None:
    """Rows as CSV on standard output, under the names of their columns even where there is none."""
    from typing import BinaryIO, cast

    from auditkit.builtin.writers import write_csv

    plain = [{name: _plain(value) for name, value in row.items()} for row in rows]
    write_csv(plain, cast(BinaryIO, Console(sys.stdout)), columns)


def _plain(value: Any) -> Any:
    """A value as a spreadsheet or a mail merge takes it."""
    return ("yes" if value else "no") if isinstance(value, bool) else value


def say_table(table: Iterable[Sequence[str]]) -> None:
    """The lines of a table, its columns aligned, on standard output."""
    from auditkit.builtin.summary import aligned

    for line in aligned(list(table)):
        say_line(line)
