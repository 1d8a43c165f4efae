"""The command line: one module a noun, loaded when its command is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from auditkit.errors import AuditkitError, Refused
from auditkit.problems import shown
from auditkit.version import __version__

# The commands that come with auditkit, each with its module and what it is for. They are told
# here so that the list of commands loads none of them.
COMMANDS = {
    "init": ("auditkit.cli.init", "Write a starter folder."),
    "plugins": ("auditkit.cli.plugins", "List the plugins, and what each adds."),
    "privacy": ("auditkit.cli.privacy", "Make the key of pseudonyms."),
    "report": ("auditkit.cli.report", "Report to the Practice Oversight Group."),
    "programme": ("auditkit.cli.programme", "Check and show a programme of audits."),
    "score": ("auditkit.cli.score", "Score audit returns."),
    "sets": ("auditkit.cli.sets", "List, show, check and print question sets."),
}


class Commands(click.Group):
    """Built-in commands by name, loaded when called; those of plugins only when they must be."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*COMMANDS, *self._plugin_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            return import_module(COMMANDS[cmd_name][0]).command  # type: ignore[no-any-return]
        return self._plugin_commands(ctx).get(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = {name: purpose for name, (_, purpose) in COMMANDS.items()}
        for name, command in self._plugin_commands(ctx).items():
            rows[name] = command.get_short_help_str()
        with formatter.section("Commands"):
            formatter.write_dl(sorted(rows.items()))

    def _plugin_commands(self, ctx: click.Context) -> dict[str, click.Command]:
        if ctx.resilient_parsing:
            return {}
        from auditkit.cli.session import make_kit

        plugins = make_kit(ctx).plugins
        registered = plugins.registry("auditkit_commands")
        return {name: one.object for name, one in registered.items()}


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="auditkit")
@click.option("--without", multiple=True, metavar="NAME", help="Leave a plugin out.")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
def command(without: tuple[str, ...], debug: bool) -> None:
    """Practice audits of adult social care: score returns, check question sets."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 problems or refused, 2 usage,
    3 unexpected.
    """
    from auditkit.cli.output import errors_to

    arguments = sys.argv[1:] if arguments is None else arguments
    say = errors_to(sys.stderr)
    try:
        code = command.main(arguments, prog_name="auditkit", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        say("Stopped.")
        return 1
    except Refused as refused:
        for line in shown(refused.problems):
            say(line)
        return 1
    except AuditkitError as error:
        say(str(error))
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if "--debug" in arguments:
            raise
        said = f"{type(error).__name__}: {error}"
        say(
            f"Unexpected error: {said}\nRun again with auditkit --debug … and report what it shows."
        )
        return 3
    return code if isinstance(code, int) else 0
