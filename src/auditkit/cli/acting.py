"""Who acts: the option that says so, by staff code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
VARIABLE = "AUDITKIT_ACTOR"


def _actor_option(*, required: bool) -> Callable[[Decorated], Decorated]:
    return click.option(
        "--as",
        "actor",
        required=required,
        envvar=VARIABLE,
        show_envvar=True,
        metavar="CODE",
        help="Who does it, by staff code.",
    )


# The option that says who does what is recorded; of a command that need not record, the other.
actor_option = _actor_option(required=True)
actor_option_if_any = _actor_option(required=False)
