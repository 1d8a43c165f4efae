"""``auditkit report`` for a service, a team, or one case."""

from __future__ import annotations

import click

from auditkit.cli.language import usage_error
from auditkit.cli.options import options
from auditkit.report.evidence import Evidence
from auditkit.report.narrowing import narrowed

# What narrows a report.
narrowing_options = options(
    click.option(
        "--service",
        metavar="NAME",
        help="From a store, feedback for one service, for learning.",
    ),
    click.option(
        "--team", metavar="NAME", help="From a store, feedback for one team, for learning."
    ),
    click.option(
        "--case",
        "case_ref",
        metavar="REF",
        help="From a store, one case on a page instead, for a Quality Conversation.",
    ),
)


def check_narrowing(*asked: str | None, returns: bool, publish: bool) -> None:
    """Only a report from a store can be narrowed, and only a whole one may be published: beside
    it, narrow ones would tell what it hides.
    """
    if not any(one is not None for one in asked):
        return
    if returns:
        raise usage_error("--service, --team and --case go with --store")
    if publish:
        raise usage_error("--publish is for the whole report")


def as_asked(evidence: Evidence, service: str | None, team: str | None, language: str) -> Evidence:
    """The evidence of a service or a team, where one is named."""
    if service is None and team is None:
        return evidence
    return narrowed(evidence, service=service, team=team, language=language)
