"""``auditkit report``: from audit returns to a paper for the Practice Oversight Group."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date

import click

from auditkit.cli.days import on_option
from auditkit.cli.language import language_option, say_wrote, usage_error
from auditkit.cli.moderation_options import programme_option
from auditkit.cli.narrowing import as_asked, check_narrowing, narrowing_options
from auditkit.cli.output import Console, say_problems
from auditkit.cli.publishing import asked_disclosure, publish_in, publishing_options
from auditkit.cli.reading_options import reading_options
from auditkit.cli.report_stored import say_themes, sections_progress, stored_evidence
from auditkit.cli.session import asked_set, make_kit
from auditkit.cli.store_option import store_option_if_any
from auditkit.errors import Refused
from auditkit.problems import Place, errors, problem
from auditkit.report.as_docx import report_docx
from auditkit.report.as_html import report_html
from auditkit.report.as_json import report_json
from auditkit.report.as_markdown import report_markdown
from auditkit.report.as_xlsx import report_xlsx
from auditkit.report.building import ReportOptions
from auditkit.report.conversation import conversation
from auditkit.report.model import ReportModel
from auditkit.report.notes import read_notes
from auditkit.report.theme import read_theme
from auditkit.tables.files import suffix_of, write_bytes

_FORMS: dict[str, Callable[[ReportModel], bytes]] = {
    ".docx": report_docx,
    ".html": report_html,
    ".json": report_json,
    ".md": report_markdown,
    ".xlsx": report_xlsx,
}


@click.command("report", short_help="Report to the Practice Oversight Group.")
@click.argument("returns", nargs=-1, type=click.Path())
@store_option_if_any
@click.option(
    "--period",
    metavar="PERIOD",
    help="From a store, the period: 2026-04, 2026-27-Q1 or 2026-27; of returns, the months they"
    " are about, as they are to be read.",
)
@programme_option
@on_option
@reading_options
@click.option(
    "--trend",
    "trends",
    multiple=True,
    metavar="QUESTION[=OPTION]",
    help="From a store, a chart of this question over time; may be given again.",
)
@narrowing_options
@click.option(
    "--themes",
    "as_themes",
    is_flag=True,
    help="From a store, list the cases behind each theme instead, to choose case studies from.",
)
@click.option("--title", metavar="TEXT", help="What the report is called.")
@click.option("--notes", type=click.Path(), help="Decision, commentary, case studies, as text.")
@click.option("--theme", type=click.Path(), help="A council's name, logo and wording, in YAML.")
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    help="The file to write: .html, .docx, .xlsx, .md or .json.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@publishing_options
@language_option("The language of the report and of problems: en or cy.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.pass_context
def command(
    ctx: click.Context,
    returns: tuple[str, ...],
    where: str | None,
    period: str | None,
    programme: str | None,
    on: date,
    set_names: tuple[str, ...],
    columns: str | None,
    duplicates: str,
    sheet: str | None,
    trends: tuple[str, ...],
    service: str | None,
    team: str | None,
    case_ref: str | None,
    as_themes: bool,
    title: str | None,
    notes: str | None,
    theme: str | None,
    output: str | None,
    as_json: bool,
    publish: str | None,
    suppress_below: int | None,
    round_to: int | None,
    licence: str | None,
    language: str,
    force: bool,
) -> int:
    """Report on a period of a store, or on audit returns alone: files, or folders of them.

    From a store: headline findings, what was audited, results weighted to all cases, reasons for
    increases, costs and outcomes, agreement, change over time, themes, actions and further ones,
    limits and method; or feedback for a service or a team, or one case on a page. From returns:
    results for each question, ratings by service, and what the figures cannot say. A page of HTML,
    a Word document, a workbook, Markdown, or JSON. Problems go to standard error.

    With --publish a folder is written that may be published: the page and a CSV file for each
    table, without small numbers and what they follow from, and without what people wrote.
    """
    if as_themes and (returns or publish is not None or output is not None):
        raise usage_error("--themes goes with --store, and with neither -o nor --publish")
    check_narrowing(service, team, case_ref, returns=bool(returns), publish=publish is not None)
    disclosure = asked_disclosure(publish, suppress_below, round_to, licence)
    form = _form(output, as_json)
    if output is not None and os.path.exists(output) and not force:
        raise Refused([problem("F018", Place(file=output))])
    told: ReportOptions = {
        "title": title,
        "language": language,
        "notes": read_notes(notes) if notes else None,
        "theme": read_theme(theme) if theme else None,
        "trends": trends,
    }
    kit = make_kit(ctx)
    if returns:
        questions = asked_set(kit, set_names)
        reading = kit.read(returns, questions, columns=columns, duplicates=duplicates, sheet=sheet)
        cards = [kit.score(one) for one in reading.returns]
        told["period"] = period
        report = kit.report(cards, **told)
        held = [one for card in cards for one in card.warnings if one.severity == "error"]
        problems = [*reading.problems, *held]
    else:
        evidence = stored_evidence(ctx, where, programme, period, on)
        evidence = as_asked(evidence, service, team, language)
        if as_themes:
            return say_themes(evidence, is_json=as_json)
        if case_ref is not None:
            report = conversation(evidence, case_ref, language=language, theme=told["theme"])
        else:
            told["progress"] = sections_progress(evidence)
            report = kit.report(evidence=evidence, **told)
        problems = []
    if publish is not None and disclosure is not None:
        publish_in(publish, report, disclosure, licence, force=force)
    if output is not None:
        write_bytes(output, form(report), replace=force)
        say_wrote(output)
    elif publish is None:
        Console(sys.stdout).write(form(report))
    found = [*problems, *report.problems]
    say_problems(found)
    return 1 if errors(found) else 0


def _form(output: str | None, as_json: bool) -> Callable[[ReportModel], bytes]:
    if output is None:
        return report_json if as_json else report_markdown
    suffix = suffix_of(output)
    if suffix not in _FORMS:
        known = ", ".join(_FORMS)
        raise usage_error("no form is known for {found}; known: {known}", found=output, known=known)
    return _FORMS[suffix]
