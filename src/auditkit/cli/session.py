"""The kit that one call of the command line works with."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from auditkit.cli.output import errors_to
from auditkit.kit import AuditKit
from auditkit.languages import Words
from auditkit.questions.model import QuestionSet
from auditkit.tables.files import suffix_of


def make_kit(ctx: click.Context) -> AuditKit:
    """The kit of this call, made once, without the plugins that were to be left out; with only
    those that ``AUDITKIT_PLUGINS`` names, by commas, where that is set.
    """
    root = ctx.find_root()
    if not isinstance(root.obj, AuditKit):
        named = os.environ.get("AUDITKIT_PLUGINS")
        only = None if named is None else [one.strip() for one in named.split(",") if one.strip()]
        root.obj = AuditKit(without=root.params.get("without", ()), only=only)
    return root.obj


def say_left_out(kit: AuditKit, words: Words) -> None:
    """On standard error, which plugins are left out, and why."""
    say = errors_to(sys.stderr)
    for origin, what in kit.plugins.failures.values():
        say(words.translate("Plugin {plugin}: {what}", plugin=str(origin), what=what))


def asked_set(kit: AuditKit, names: Sequence[str]) -> QuestionSet | str | None:
    """The set that ``--set`` names: a file, ``ID@VERSION``, or an ID; of an ID with several
    versions, or of several sets, each return says which it is, or its date does.
    """
    asked = [_asked_one(kit, name) for name in names]
    if len(asked) < 2:
        return asked[0] if asked else None
    ids = {one if isinstance(one, str) else one.id for one in asked}
    return ids.pop() if len(ids) == 1 else None


def _asked_one(kit: AuditKit, name: str) -> QuestionSet | str:
    if suffix_of(name) in (".yaml", ".yml"):
        return kit.load(name)
    versions = [one for one in kit.question_set_names() if one.partition("@")[0] == name]
    return name if len(versions) > 1 else kit.question_set(name)
