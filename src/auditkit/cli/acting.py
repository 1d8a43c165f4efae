"""Who acts: the option that says so, by staff code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
VARIABLE = "AUDITKIT_ACTOR"


def actor_option(command: Decorated) -> Decorated:
    """The option that says who does what is recorded."""
    return click.option(
        "--as",
        "actor",
        required=True,
        envvar=VARIABLE,
        show_envvar=True,
        metavar="CODE",
        help="Who does it, by staff code.",
    )(command)
