"""``auditkit sets``: question sets listed, shown, checked, and printed as blank returns."""

from __future__ import annotations

import sys
from typing import Any, BinaryIO, cast

import click

from auditkit.cli.language import (
    language_option,
    language_spoken,
    say_wrote,
    usage_error,
    words_spoken,
)
from auditkit.cli.output import Console, printable, say_checked
from auditkit.cli.session import make_kit
from auditkit.kit import AuditKit
from auditkit.languages import noted
from auditkit.problems import errors, shown
from auditkit.questions.model import QuestionSet, worded
from auditkit.tables.files import suffix_of, write_bytes, write_whole

_HEADINGS = (noted("Set"), noted("Version"), noted("Questions"), noted("Title"))


@click.group("sets", short_help="List, show, check and print question sets.")
def command() -> None:
    """Question sets: those that are there, and files of your own."""


def one_set(kit: AuditKit, name: str) -> QuestionSet:
    """The set that an argument names: a file, ``ID@VERSION``, or an ID with one version."""
    return kit.load(name) if suffix_of(name) in (".yaml", ".yml") else kit.question_set(name)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def list_sets(ctx: click.Context, as_json: bool) -> None:
    """List the question sets there are."""
    kit = make_kit(ctx)
    sets = [kit.question_set(name) for name in kit.question_set_names()]
    rows = [
        {
            "question_set": one.id,
            "version": one.version,
            "title": worded(one.title, language_spoken()),
            "questions": len(one.questions),
            "content_hash": one.content_hash,
        }
        for one in sets
    ]
    if as_json:
        _print_json(rows)
        return
    from auditkit.builtin.summary import aligned

    words = words_spoken()
    table = [tuple(map(words.translate, _HEADINGS))]
    table += [
        (str(row["question_set"]), str(row["version"]), str(row["questions"]), str(row["title"]))
        for row in rows
    ]
    for line in aligned(table):
        _say(line)


@command.command("show")
@click.argument("name", metavar="ID|FILE")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@language_option("The language of the texts: en, cy or another that the set has.")
@click.pass_context
def show(ctx: click.Context, name: str, format_: str, as_json: bool, language: str) -> None:
    """Show a question set: its questions, how it scores, what it rates."""
    from auditkit.overlays.showing import described_base, plain_base
    from auditkit.questions.showing import described, plain_set

    kit = make_kit(ctx)
    question_set = one_set(kit, name)
    loaded = kit.loaded(question_set)
    if as_json or format_ == "json":
        _print_json({**plain_set(question_set), **plain_base(loaded)})
        return
    for line in (*described(question_set, language), *described_base(loaded, language)):
        _say(line)


@command.command("check")
@click.argument("names", nargs=-1, required=True, metavar="FILE|ID...")
@click.option("--format", "format_", type=click.Choice(["text", "json", "sarif"]), default="text")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--strict", is_flag=True, help="Exit code 1 for warnings, too.")
@click.option("--programme", type=click.Path(), help="The programme whose roles there are.")
@click.pass_context
def check(
    ctx: click.Context,
    names: tuple[str, ...],
    format_: str,
    as_json: bool,
    strict: bool,
    programme: str | None,
) -> int:
    """Check question sets. Exit code 1 says that one cannot be used."""
    kit = make_kit(ctx)
    known = kit.load_programme(programme).programme if programme is not None else None
    found = {name: kit.check(name, known) for name in names}
    if format_ == "sarif":
        from auditkit.cli.sarif import sarif_log

        _print_json(sarif_log(kit, found))
    elif as_json or format_ == "json":
        _print_json([one.as_dict() for problems in found.values() for one in problems])
    else:
        for name, problems in found.items():
            say_checked(name, problems)
    failing = (problems if strict else errors(problems) for problems in found.values())
    return 1 if any(failing) else 0


@command.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.argument("returns", nargs=-1, metavar="[RETURNS...]")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def diff(
    ctx: click.Context, before: str, after: str, returns: tuple[str, ...], as_json: bool
) -> int:
    """List what differs between two sets and, given returns, whose score or rating moves."""
    from auditkit.cli.differences import compared, described_comparison, plain_comparison

    kit = make_kit(ctx)
    found = compared(kit, one_set(kit, before), one_set(kit, after), returns)
    if as_json:
        _print_json(plain_comparison(found))
    else:
        for line in described_comparison(found, language_spoken()):
            _say(line)
    for line in shown(found.problems, language=language_spoken()):
        click.echo(line, err=True)
    return 1 if errors(found.problems) else 0


@command.command("lock")
@click.argument("names", nargs=-1, required=True, metavar="FILE...")
@click.option("--force", is_flag=True, help="Replace a lock that is there.")
@click.pass_context
def lock(ctx: click.Context, names: tuple[str, ...], force: bool) -> None:
    """Keep a set as it is published, beside its file: a changed text is then seen."""
    from auditkit.versions.locks import lock_path, lock_text

    kit = make_kit(ctx)
    for name in names:
        text = lock_text(kit.load(name))
        path = lock_path(name)
        write_bytes(path, text.encode(), replace=force)
        _say(words_spoken().translate("Wrote {file}", file=path))


@command.command("schema")
@click.option("--overlay", is_flag=True, help="Of overlays instead.")
def schema(overlay: bool) -> None:
    """Print the JSON Schema of question sets, for editors."""
    from auditkit.documents.schema import json_schema
    from auditkit.overlays.model import OVERLAY
    from auditkit.questions.model import QUESTION_SET

    title = "auditkit overlay" if overlay else "auditkit question set"
    _print_json(json_schema(OVERLAY if overlay else QUESTION_SET, title))


@command.command("template")
@click.argument("name", metavar="ID|FILE")
@click.option("-o", "--output", required=True, type=click.Path(), help=".xlsx, .csv or .txt")
@click.option("--layout", type=click.Choice(["pages", "rows"]), default="pages")
@click.option("--for", "purpose", type=click.Choice(["forms"]), help="Text for Microsoft Forms.")
@language_option("The language of the texts: en, cy or another that the set has.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.pass_context
def template(
    ctx: click.Context,
    name: str,
    output: str,
    layout: str,
    purpose: str | None,
    language: str,
    force: bool,
) -> None:
    """Write a blank return that comes back to the right version."""
    question_set = one_set(make_kit(ctx), name)
    if purpose == "forms":
        _write_forms(question_set, output, language, force)
    else:
        _write_template(question_set, output, layout, language, force)


def _write_template(
    question_set: QuestionSet, output: str, layout: str, language: str, force: bool
) -> None:
    suffix = suffix_of(output)
    if suffix == ".csv":
        from auditkit.templates.delimited import write_headings

        write_whole(output, lambda out: write_headings(question_set, out, language), replace=force)
    elif suffix == ".xlsx":
        from auditkit.templates.workbook import write_template

        def write(stream: BinaryIO) -> None:
            write_template(question_set, stream, layout=layout, language=language)

        write_whole(output, write, replace=force)
    else:
        raise usage_error("a template is a workbook (.xlsx) or a table (.csv)")
    say_wrote(output)


def _write_forms(question_set: QuestionSet, output: str, language: str, force: bool) -> None:
    """The text to paste, and beside it the mapping file for the export."""
    from auditkit.templates.forms import forms_columns, forms_text

    if suffix_of(output) not in (".txt", ".md", ".docx"):
        raise usage_error("the text for Microsoft Forms goes into a file ending in .txt")
    mapping = output[: -len(suffix_of(output))] + "-columns.yaml"
    for path, text in (
        (output, forms_text(question_set, language)),
        (mapping, forms_columns(question_set, language)),
    ):
        write_bytes(path, text.encode(), replace=force)
        say_wrote(path)


def _say(line: str) -> None:
    click.echo(printable(line, sys.stdout.encoding))


def _print_json(value: Any) -> None:
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    cast(BinaryIO, Console(sys.stdout)).write((text + "\n").encode())
