"""Commands with their help in another language, and click's own words in it too."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy

import click

from auditkit.languages import CATALOGUES, DOMAIN, Words, noted, noted_plural, paragraphs

# What click says itself, in the versions that auditkit runs with.
CLICK = (
    noted("Usage:"),
    noted("Options"),
    noted("Commands"),
    noted("Positional arguments"),
    noted("Show this message and exit."),
    noted("Show the version and exit."),
    noted("Error: {message}"),
    noted("Try '{command} {option}' for help."),
    noted("Invalid value: {message}"),
    noted("Invalid value for {param_hint}: {message}"),
    noted("Missing argument"),
    noted("Missing option"),
    noted("Missing parameter"),
    noted("Missing command."),
    noted("Choose from:\n\t{choices}"),
    noted("No such option: {name}"),
    noted("No such option {name!r}."),
    noted("No such command {name!r}."),
    noted("Option {name!r} does not take a value."),
    noted("env var: {var}"),
    noted("default: {default}"),
    noted("required"),
    noted("{name} {filename!r} does not exist."),
    noted("{name} {filename!r} is a file."),
    noted("{name} {filename!r} is a directory."),
    noted("{name} {filename!r} is not readable."),
    noted("{name} {filename!r} is not writable."),
    noted("{value!r} is not a valid {number_type}."),
    noted("{value} is not in the range {range}."),
    noted_plural("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    noted_plural("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    noted_plural(
        "Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."
    ),
    noted_plural(
        "Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"
    ),
    noted_plural(
        "{value!r} does not match the format {format}.",
        "{value!r} does not match the formats {formats}.",
    ),
)
# What a value is, which stands for it beside an option.
TYPES = (
    noted("directory"),
    noted("file"),
    noted("float"),
    noted("integer"),
    noted("path"),
    noted("text"),
)
# What stands for a value in the first line of a help text and beside an option.
METAVARS = (
    noted("ACTION"),
    noted("ANSWER"),
    noted("ARGS"),
    noted("CASE"),
    noted("CODE"),
    noted("COMMAND"),
    noted("DATE"),
    noted("DIR"),
    noted("DRAW"),
    noted("FILE"),
    noted("FOLDER"),
    noted("HEAD"),
    noted("HEADING"),
    noted("NAME"),
    noted("OPTIONS"),
    noted("PATH"),
    noted("PERIOD"),
    noted("QUESTION"),
    noted("RATINGS"),
    noted("REASON"),
    noted("REF"),
    noted("RETURNS"),
    noted("ROLE"),
    noted("SECONDS"),
    noted("STAGE"),
    noted("TEXT"),
    noted("VALUE"),
    noted("VERSION"),
)
_WORD = re.compile("[A-Z]{2,}")
_LANGUAGE_OF_PROGRAMS = "LANGUAGE"


@contextmanager
def click_says(language: str) -> Iterator[None]:
    """Whatever click says within is said in this language.

    click asks the program's own gettext, which looks for the language in the environment: the
    one way in, put back as it was.
    """
    domain, asked = gettext.textdomain(), os.environ.get(_LANGUAGE_OF_PROGRAMS)
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)
    os.environ[_LANGUAGE_OF_PROGRAMS] = language.replace("-", "_")
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if asked is None:
            del os.environ[_LANGUAGE_OF_PROGRAMS]
        else:
            os.environ[_LANGUAGE_OF_PROGRAMS] = asked


def translated(command: click.Command, words: Words) -> click.Command:
    """A command that helps in these words, and each command within it."""
    found = copy(command)
    found.help = _help_in(words, command.help)
    found.short_help = _help_in(words, command.short_help)
    found.options_metavar = _metavar_in(words, command.options_metavar)
    found.params = [_translated_parameter(one, words) for one in command.params]
    # click keeps the option --help once it was asked for, in the language it was asked in.
    found._help_option = None  # noqa: SLF001
    if isinstance(found, click.Group):
        found.subcommand_metavar = _metavar_in(words, found.subcommand_metavar) or ""
        found.commands = {name: translated(one, words) for name, one in found.commands.items()}
    return found


def _translated_parameter(parameter: click.Parameter, words: Words) -> click.Parameter:
    found = copy(parameter)
    if isinstance(found, click.Option):
        found.help = _help_in(words, found.help)
    if found.type.name in TYPES:
        found.type = copy(found.type)
        found.type.name = words.translate(found.type.name)
    found.metavar = _metavar_in(words, found.metavar)
    return found


def _help_in(words: Words, text: str | None) -> str | None:
    """A help text, translated paragraph by paragraph."""
    if text is None:
        return None
    return "\n\n".join(words.translate(one) for one in paragraphs(text))


def _metavar_in(words: Words, metavar: str | None) -> str | None:
    return metavar and _WORD.sub(lambda found: words.translate(found.group()), metavar)
