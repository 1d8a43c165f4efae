"""``auditkit plugins``: what is installed, and what each plugin adds."""

from __future__ import annotations

import json
import sys

import click

from auditkit.builtin.summary import aligned
from auditkit.cli.language import words_spoken
from auditkit.cli.output import printable
from auditkit.cli.session import make_kit, say_left_out
from auditkit.errors import PluginFailed
from auditkit.languages import noted
from auditkit.plugins import HOOKS, Plugins

_HEADINGS = (noted("Plugin"), noted("Distribution"), noted("Version"), noted("Adds"))
# What plugins add, for translators: the names of hooks.
KINDS = (
    noted("question sets"),
    noted("scorers"),
    noted("readers"),
    noted("writers"),
    noted("case sources"),
    noted("criteria"),
    noted("checks"),
    noted("report sections"),
    noted("commands"),
)


@click.group(
    "plugins",
    invoke_without_command=True,
    short_help="List the plugins, and what each adds; check one.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """List the plugins, and what each adds. Exit code 1 says that one is broken."""
    if ctx.invoked_subcommand is not None:
        return 0
    kit, words = make_kit(ctx), words_spoken()
    plugins = kit.plugins
    adds = {name: _adds(plugins, name) for name in sorted(plugins.origins)}
    if as_json:
        rows = [
            {
                "plugin": name,
                "distribution": plugins.origins[name].distribution,
                "version": plugins.origins[name].version,
                "adds": added,
            }
            for name, added in adds.items()
        ]
        click.echo(json.dumps(rows, indent=2))
    else:
        table = [tuple(map(words.translate, _HEADINGS))]
        for name, added in adds.items():
            origin = plugins.origins[name]
            what = "; ".join(
                f"{words.translate(kind)}: {', '.join(names)}" for kind, names in added.items()
            )
            distribution, version = words.again(origin.distribution), origin.version
            table.append((name, distribution, version, what))
        for line in aligned(table):
            click.echo(printable(line, sys.stdout.encoding))
    say_left_out(kit, words)
    return 1 if plugins.failures else 0


@command.command("check")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.pass_context
def check(ctx: click.Context, names: tuple[str, ...]) -> int:
    """Hold plugins, by name or by module, against what their hooks promise."""
    from auditkit.testing.contracts import broken_promises

    kit, words = make_kit(ctx), words_spoken()
    kit.plugins.load([name for name in names if name not in kit.plugins.named()])
    found = {name: broken_promises(kit, name) for name in names}
    for name, promises in found.items():
        for line in promises:
            click.echo(printable(f"{name}: {words.again(line)}", sys.stdout.encoding))
        verdict = (
            words.plural("{count} broken promise", "{count} broken promises", len(promises))
            if promises
            else words.translate("keeps what it promises")
        )
        click.echo(printable(f"{name}: {verdict}", sys.stdout.encoding))
    return 1 if any(found.values()) else 0


def _adds(plugins: Plugins, plugin: str) -> dict[str, list[str]]:
    """What a plugin registers, by kind; a hook that fails is among the failures."""
    found: dict[str, list[str]] = {}
    for hook in HOOKS:
        try:
            registered = plugins.registry(hook)
        except PluginFailed:
            continue
        names = [name for name, one in registered.items() if one.origin.name == plugin]
        if names:
            found[hook.removeprefix("auditkit_").replace("_", " ")] = names
    return found
