"""What ``auditkit report`` takes from a store, and the cases behind the themes of a period."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from auditkit.cli.language import usage_error, words_spoken
from auditkit.cli.output import print_json, say_line
from auditkit.cli.store_option import kept_programme, opened_store

if TYPE_CHECKING:
    from auditkit.report.evidence import Evidence


def stored_evidence(
    ctx: click.Context,
    where: str | None,
    programme: str | None,
    period: str | None,
    on: date,
) -> Evidence:
    """What the store holds of a programme up to the end of a period."""
    if where is None:
        raise usage_error("expected returns, or --store with --period")
    if period is None:
        raise usage_error("--period is missing: 2026-04, 2026-27-Q1 or 2026-27")
    from auditkit.reporting import evidence_of

    with opened_store(ctx, where) as store:
        return evidence_of(store, kept_programme(store, programme), period, on)


def say_themes(evidence: Evidence, *, is_json: bool) -> int:
    """List the cases behind each theme, for whoever looks for case studies; exit code 0."""
    from auditkit.builtin.sections.themes import KINDS
    from auditkit.report.themes import themes

    words = words_spoken()
    found = themes(evidence, words)
    if is_json:
        print_json([{"kind": one.kind, "theme": one.label, "cases": [*one.cases]} for one in found])
        return 0
    if not found:
        say_line(words.translate("No theme was found."))
    for kind, heading in KINDS.items():
        some = [one for one in found if one.kind == kind]
        if some:
            say_line(f"{words.translate(heading)}:")
        for one in some:
            say_line(f"  {one.label} ({len(one.cases)}): {', '.join(one.cases)}")
    return 0
