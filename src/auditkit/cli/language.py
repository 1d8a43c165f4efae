"""The option ``--language``: in which language a command speaks to people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from auditkit.cli.output import errors_to
from auditkit.documents.shapes import LANGUAGE
from auditkit.errors import Refused
from auditkit.languages import ENGLISH, words_in
from auditkit.problems import shown

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def language_option(about: str) -> Callable[[Decorated], Decorated]:
    """The option with what the language is that of."""
    return click.option("--language", default=ENGLISH, metavar="CODE", callback=_code, help=about)


def _code(_: click.Context, __: click.Parameter, value: str) -> str:
    if not LANGUAGE.matches(value):
        raise click.BadParameter(f"{value!r} is not a language code such as en or cy")
    return value


def say_wrote(path: str, language: str) -> None:
    """On standard error, that a file is there now."""
    errors_to(sys.stderr)(words_in(language).translate("Wrote {file}", file=path))


@contextmanager
def refusing_in(language: str) -> Iterator[None]:
    """Whatever is refused within is said in this language."""
    try:
        yield
    except Refused as refused:
        for line in shown(refused.problems, language=language):
            errors_to(sys.stderr)(line)
        raise click.exceptions.Exit(1) from None
