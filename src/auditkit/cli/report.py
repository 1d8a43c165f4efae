"""``auditkit report``: from audit returns to a paper for the Practice Oversight Group."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from auditkit.cli.language import language_option, say_wrote, usage_error
from auditkit.cli.output import Console, say_problems
from auditkit.cli.session import asked_set, make_kit
from auditkit.errors import Refused
from auditkit.problems import Place, errors, problem
from auditkit.report.as_docx import report_docx
from auditkit.report.as_html import report_html
from auditkit.report.as_json import report_json
from auditkit.report.as_markdown import report_markdown
from auditkit.report.as_xlsx import report_xlsx
from auditkit.report.model import ReportModel
from auditkit.report.notes import read_notes
from auditkit.report.theme import read_theme
from auditkit.tables.files import suffix_of, write_whole

_FORMS: dict[str, Callable[[ReportModel], bytes]] = {
    ".docx": report_docx,
    ".html": report_html,
    ".json": report_json,
    ".md": report_markdown,
    ".xlsx": report_xlsx,
}


@click.command("report", short_help="Report to the Practice Oversight Group.")
@click.argument("returns", nargs=-1, required=True, type=click.Path())
@click.option(
    "--set",
    "set_names",
    multiple=True,
    metavar="ID[@VERSION]|FILE",
    help="The question set; given again, each that returns may belong to.",
)
@click.option("--columns", type=click.Path(), help="A mapping file for headings.")
@click.option(
    "--duplicates",
    type=click.Choice(["refuse", "latest"]),
    default="refuse",
    help="What to do with a case that is there twice.",
)
@click.option("--title", metavar="TEXT", help="What the report is called.")
@click.option("--period", metavar="TEXT", help="The months it is about, as they are to be read.")
@click.option("--notes", type=click.Path(), help="Decision, commentary, case studies, as text.")
@click.option("--theme", type=click.Path(), help="A council's name, logo and wording, in YAML.")
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    help="The file to write: .html, .docx, .xlsx, .md or .json.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@language_option("The language of the report and of problems: en or cy.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.pass_context
def command(
    ctx: click.Context,
    returns: tuple[str, ...],
    set_names: tuple[str, ...],
    columns: str | None,
    duplicates: str,
    title: str | None,
    period: str | None,
    notes: str | None,
    theme: str | None,
    output: str | None,
    as_json: bool,
    language: str,
    force: bool,
) -> int:
    """Report on audit returns: files, or folders of them.

    Results for each question, ratings by service, and what the figures cannot say: a page of
    HTML, a Word document, a workbook, Markdown, or JSON. Problems go to standard error.
    """
    form = _form(output, as_json)
    kit = make_kit(ctx)
    if output is not None and os.path.exists(output) and not force:
        raise Refused([problem("F018", Place(file=output))])
    written = read_notes(notes) if notes else None
    worn = read_theme(theme) if theme else None
    questions = asked_set(kit, set_names)
    reading = kit.read(returns, questions, columns=columns, duplicates=duplicates)
    cards = [kit.score(one) for one in reading.returns]
    report = kit.report(
        cards, title=title, period=period, language=language, theme=worn, notes=written
    )
    data = form(report)
    if output is not None:
        write_whole(output, lambda stream: stream.writelines([data]), replace=force)
        say_wrote(output)
    if output is None:
        Console(sys.stdout).write(data)
    held = [one for card in cards for one in card.warnings if one.severity == "error"]
    found = [*reading.problems, *held, *report.problems]
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
