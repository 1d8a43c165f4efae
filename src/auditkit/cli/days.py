"""The day that it is: an option of commands that count days, and the clock where it is not given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click

from auditkit.cli.language import words_spoken
from auditkit.matching.dates import read_date


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day, in ISO form or with the day first."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        found = value if isinstance(value, date) else read_date(value)
        if found is None:
            message = words_spoken().translate(
                "{found} is no date such as 2026-04-27 or 27/04/2026.", found=repr(value)
            )
            self.fail(message, param, ctx)
        return found


def now() -> datetime:
    return datetime.now().astimezone()


on_option = click.option(
    "--on",
    metavar="DATE",
    type=Day(),
    default=lambda: now().date(),
    help="The day that it is; without it, today.",
)
