"""The kit that one call of the command line works with."""

from __future__ import annotations

import click

from auditkit.kit import AuditKit
from auditkit.questions.model import QuestionSet
from auditkit.tables.files import suffix_of


def make_kit(ctx: click.Context) -> AuditKit:
    """The kit of this call, made once, without the plugins that were to be left out."""
    root = ctx.find_root()
    if not isinstance(root.obj, AuditKit):
        root.obj = AuditKit(without=root.params.get("without", ()))
    return root.obj


def asked_set(kit: AuditKit, name: str | None) -> QuestionSet | str | None:
    """The set that ``--set`` names: a file, ``ID@VERSION``, or an ID; an ID with several
    versions is left for each return to decide.
    """
    if name is None:
        return None
    if suffix_of(name) in (".yaml", ".yml"):
        return kit.load(name)
    versions = [one for one in kit.question_set_names() if one.partition("@")[0] == name]
    return name if len(versions) > 1 else kit.question_set(name)
