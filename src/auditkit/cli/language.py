"""The option ``--language``: in which language a command speaks to people.

Every command has it, the program itself too, and ``AUDITKIT_LANGUAGE`` says it for all; what
stands nearest to the command counts.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, TypeVar

import click

from auditkit.languages import ENGLISH, Words, noted, words_in

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

VARIABLE = "AUDITKIT_LANGUAGE"
_OPTION = "--language"
_SPOKEN = "auditkit.language"


def language_option(
    about: str = noted("The language to speak: en or cy."), **settings: Any
) -> Callable[[Decorated], Decorated]:
    """The option, with what it is the language of."""
    return click.option(
        _OPTION, metavar="CODE", is_eager=True, callback=_code, help=about, **settings
    )


def with_language(command: click.Command) -> click.Command:
    """A command with the option, and each command within it."""
    found = copy(command)
    if all(one.name != "language" for one in found.params):
        found.params = [*found.params]
        language_option(expose_value=False)(found)
    if isinstance(found, click.Group):
        found.commands = {name: with_language(one) for name, one in found.commands.items()}
    return found


def language_spoken() -> str:
    """The language of the call at hand."""
    context = click.get_current_context(silent=True)
    return ENGLISH if context is None else _spoken_in(context)


def words_spoken() -> Words:
    """Auditkit's words in the language of the call at hand."""
    return words_in(language_spoken())


def usage_error(message: str, /, **facts: Any) -> click.UsageError:
    """A call that makes no sense, in its language."""
    return click.UsageError(words_spoken().translate(message, **facts))


def language_in(arguments: Sequence[str]) -> str:
    """The language that a call asks for, as far as can be seen before it is taken apart: help
    and mistakes in the call itself are said in it.
    """
    asked = os.environ.get(VARIABLE) or ENGLISH
    for number, argument in enumerate(arguments):
        if argument == _OPTION and number + 1 < len(arguments):
            asked = arguments[number + 1]
        elif argument.startswith(f"{_OPTION}="):
            asked = argument.partition("=")[2]
    return asked if asked == ENGLISH or _is_code(asked) else ENGLISH


def say_wrote(path: str) -> None:
    """On standard error, that a file is there now."""
    from auditkit.cli.output import errors_to

    errors_to(sys.stderr)(words_spoken().translate("Wrote {file}", file=path))


def _code(context: click.Context, _: click.Parameter, value: str | None) -> str:
    if value:
        if not _is_code(value):
            raise click.BadParameter(
                words_spoken().translate(
                    "{found} is not a language code such as en or cy", found=repr(value)
                )
            )
        context.meta[_SPOKEN] = value
    return _spoken_in(context)


def _spoken_in(context: click.Context) -> str:
    found: str = context.meta.get(_SPOKEN, ENGLISH)
    return found


def _is_code(value: str) -> bool:
    from auditkit.documents.shapes import LANGUAGE

    return bool(LANGUAGE.matches(value))
