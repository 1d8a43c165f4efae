"""The options of ``auditkit actions``: which actions, and what of them."""

from __future__ import annotations

import click

from auditkit.actions.model import KINDS, PRIORITIES, STATUSES
from auditkit.cli.days import Day
from auditkit.cli.options import options

json_option = click.option("--json", "as_json", is_flag=True, help="As JSON.")
filter_options = options(
    click.option("--case", "case_ref", metavar="REF", help="Those of one case."),
    click.option("--service", metavar="NAME", help="Those of one service."),
    click.option("--team", metavar="NAME", help="Those of one team."),
    click.option("--owner", metavar="CODE", help="Those of one owner."),
    click.option(
        "--status",
        "statuses",
        multiple=True,
        type=click.Choice(list(STATUSES)),
        help="Those that stand so; may be given again.",
    ),
    click.option("--all", "with_closed", is_flag=True, help="Those that are closed, too."),
)
field_options = options(
    click.option("--title", metavar="TEXT", help="What is to be done."),
    click.option("--kind", type=click.Choice(list(KINDS)), help="What sort of action it is."),
    click.option("--finding", metavar="TEXT", help="What was found."),
    click.option("--owner", metavar="CODE", help="The staff code of who does it."),
    click.option("--owner-role", metavar="ROLE", help="The role of who does it."),
    click.option("--due", metavar="DATE", type=Day(), help="The day it is due."),
    click.option("--priority", type=click.Choice(list(PRIORITIES)), help="How much it presses."),
)
