"""``auditkit privacy``: the key that makes pseudonyms."""

from __future__ import annotations

import os
import sys

import click

from auditkit.cli.output import errors_to
from auditkit.tables.files import write_whole


@click.group("privacy")
def command() -> None:
    """Make the key of pseudonyms."""


@command.command("key")
@click.option("-o", "--output", required=True, type=click.Path(), help="The file to write.")
def key(output: str) -> None:
    """Write a new key file, which nobody else on this machine may read.

    A key that is there is never replaced: without it nobody can tell whose its pseudonyms are.
    """
    from auditkit.privacy.keys import LEAST_BYTES, new_key, read_key

    data = new_key(os.urandom(LEAST_BYTES)).encode()
    write_whole(output, lambda stream: stream.write(data), replace=False, is_secret=True)  # type: ignore[arg-type]
    say = errors_to(sys.stderr)
    say(f"Wrote {output}, fingerprint {read_key(data, output).fingerprint}")
    say("Keep it apart from the store, and keep a copy: without it pseudonyms cannot be undone.")
