"""Options that the commands of moderation have in common."""

from __future__ import annotations

import click

from auditkit.cli.acting import VARIABLE
from auditkit.cli.language import usage_error, words_spoken
from auditkit.cli.options import options
from auditkit.languages import noted
from auditkit.returns import STAGES

programme_option = click.option(
    "--programme", metavar="ID", help="The programme, where the store has several."
)
stage_option = click.option(
    "--stage",
    type=click.Choice(STAGES[1:]),
    default="moderation",
    show_default=True,
    help="The later stage.",
)
stages_option = click.option(
    "--stages",
    default="first,moderation",
    show_default=True,
    metavar="STAGE,STAGE",
    help="The two stages that are held against each other.",
)
# Which audit of which case is meant.
audit_options = options(
    click.argument("case_ref", metavar="CASE"),
    click.option("--period", metavar="PERIOD", help="The period of the audits."),
    programme_option,
    stage_option,
)
keeping_option = click.option(
    "--as",
    "actor",
    envvar=VARIABLE,
    show_envvar=True,
    metavar="CODE",
    help="Keep it in the store, as somebody of this staff code.",
)


def no_pairs(first: str, second: str) -> str:
    """That there is nothing to compare, in the language of the call."""
    from auditkit.builtin.summary import stage_words

    words = words_spoken()
    stages = {"first": stage_words(first, words), "second": stage_words(second, words)}
    return words.translate("No case was audited at both stages, {first} and {second}.", **stages)


def two_stages(text: str) -> tuple[str, str]:
    """The two stages that `--stages` names, the earlier one first."""
    found = [part.strip() for part in text.split(",")]
    if len(found) != 2 or found[0] == found[1] or not set(found) <= set(STAGES):
        message = noted("--stages {found}: expected two of {known}")
        raise usage_error(message, found=repr(text), known=", ".join(STAGES))
    first, second = sorted(found, key=STAGES.index)
    return first, second
