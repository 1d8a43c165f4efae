"""Options that several commands have, as one decorator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def options(*asked: Callable[[Any], Any]) -> Callable[[Decorated], Decorated]:
    """Options, and arguments, in the order in which help lists them."""

    def decorate(command: Decorated) -> Decorated:
        for option in reversed(asked):
            command = option(command)
        return command

    return decorate
