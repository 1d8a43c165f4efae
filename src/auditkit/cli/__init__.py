"""The command line: one module a noun, loaded when its command is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from auditkit.cli.language import VARIABLE, language_in, language_option, with_language
from auditkit.errors import AuditkitError, Refused
from auditkit.languages import ENGLISH, Words, noted, said, words_in
from auditkit.problems import shown
from auditkit.version import __version__

# The commands that come with auditkit, each with its module and what it is for. They are told
# here so that the list of commands loads none of them; `noted` are those that are translated.
COMMANDS = {
    "actions": ("auditkit.cli.actions", noted("Track what is to be done because of audits.")),
    "audits": ("auditkit.cli.audits", noted("Record audits in a store, list and show them.")),
    "draws": ("auditkit.cli.draws", noted("Choose cases to audit, so that anybody can check it.")),
    "init": ("auditkit.cli.init", noted("Write a starter folder.")),
    "moderation": ("auditkit.cli.moderation", noted("Compare audits of the same cases.")),
    "plugins": ("auditkit.cli.plugins", noted("List the plugins, and what each adds.")),
    "privacy": (
        "auditkit.cli.privacy",
        noted("Make the key of pseudonyms, use it on lists of cases."),
    ),
    "programme": ("auditkit.cli.programme", noted("Check and show a programme of audits.")),
    "report": ("auditkit.cli.report", "Report to the Practice Oversight Group."),
    "score": ("auditkit.cli.score", noted("Score audit returns.")),
    "sets": ("auditkit.cli.sets", noted("List, show, check and print question sets.")),
    "store": ("auditkit.cli.store", noted("Keep audits in a database, and verify its trail.")),
}


class Commands(click.Group):
    """Built-in commands by name, loaded when called; those of plugins only when they must be."""

    words: Words | None = None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*COMMANDS, *self._plugin_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return self._plugin_commands(ctx).get(cmd_name)
        found = with_language(import_module(COMMANDS[cmd_name][0]).command)
        return found if self.words is None else _translated(found, self.words)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        words = self.words or words_in(ENGLISH)
        rows = {name: words.translate(purpose) for name, (_, purpose) in COMMANDS.items()}
        for name, command in self._plugin_commands(ctx).items():
            rows[name] = command.get_short_help_str()
        with formatter.section(words.translate("Commands")):
            formatter.write_dl(sorted(rows.items()))
        from auditkit.cli.session import make_kit, say_left_out

        say_left_out(make_kit(ctx), words)

    def _plugin_commands(self, ctx: click.Context) -> dict[str, click.Command]:
        if ctx.resilient_parsing:
            return {}
        from auditkit.cli.session import make_kit

        plugins = make_kit(ctx).plugins
        registered = plugins.registry("auditkit_commands")
        for name in registered.keys() & COMMANDS:
            plugins.leave_out(registered[name], said("auditkit has the command {name}", name=name))
        return {name: one.object for name, one in registered.items() if name not in COMMANDS}


def _translated(command: click.Command, words: Words) -> click.Command:
    from auditkit.cli.translation import translated

    return translated(command, words)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="auditkit", message="%(prog)s %(version)s")
@click.option("--without", multiple=True, metavar="NAME", help="Leave a plugin out.")
@language_option(envvar=VARIABLE, expose_value=False)
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
def command(without: tuple[str, ...], debug: bool) -> None:
    """Practice audits of adult social care: score returns, check question sets."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 problems or refused, 2 usage,
    3 unexpected.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    language = language_in(arguments)
    if language == ENGLISH:
        return _run(command, arguments, language)
    from auditkit.cli.translation import click_says, translated

    words = words_in(language)
    spoken = translated(command, words)
    spoken.words = words  # type: ignore[attr-defined]
    with click_says(language):
        return _run(spoken, arguments, language)


def _run(root: click.Command, arguments: list[str], language: str) -> int:
    from auditkit.cli.output import errors_to

    say = errors_to(sys.stderr)
    words = words_in(language)
    try:
        code = root.main(arguments, prog_name="auditkit", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        say(words.translate("Stopped."))
        return 1
    except Refused as refused:
        for line in shown(refused.problems, language=language):
            say(line)
        return 1
    except AuditkitError as error:
        say(error.text_in(words))
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if "--debug" in arguments:
            raise
        found = f"{type(error).__name__}: {error}"
        say(words.translate("Unexpected error: {found}", found=found))
        say(words.translate("Run again with auditkit --debug … and report what it shows."))
        return 3
    return code if isinstance(code, int) else 0
