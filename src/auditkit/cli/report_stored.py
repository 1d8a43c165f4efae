"""What ``auditkit report`` takes from a store, and the cases behind the themes of a period."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import click

from auditkit.cli.language import usage_error, words_spoken
from auditkit.cli.output import print_json, say_line
from auditkit.cli.store_option import kept_programme, opened_store
from auditkit.languages import noted

if TYPE_CHECKING:
    from auditkit.report.building import Progress
    from auditkit.report.evidence import Evidence

T = TypeVar("T")
# From so many cases on a report takes its time.
_LONG = 1_000


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
        kept = kept_programme(store, programme)
        return evidence_of(store, kept, period, on, progress=partial(_with_bar, noted("Reading")))


def sections_progress(evidence: Evidence) -> Progress | None:
    """A progress bar over the sections of a report, where many cases stand behind them."""
    if len(evidence.cases) < _LONG or not sys.stderr.isatty():
        return None
    return partial(_bar, noted("Reporting"))


def _with_bar(label: str, items: Sequence[T]) -> Iterable[T]:
    """The same with a progress bar, where there are many and a terminal shows it."""
    return items if len(items) < _LONG or not sys.stderr.isatty() else _bar(label, items)


def _bar(label: str, items: Sequence[T]) -> Iterator[T]:
    told, steps = words_spoken().translate(label), max(1, len(items) // 100)
    with click.progressbar(items, label=told, file=sys.stderr, update_min_steps=steps) as bar:
        yield from bar


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
