"""``auditkit init``: a folder to start from."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from io import BytesIO

import click

from auditkit.cli.language import language_spoken, usage_error, words_spoken
from auditkit.cli.output import errors_to
from auditkit.cli.session import make_kit
from auditkit.errors import Refused
from auditkit.kit import AuditKit
from auditkit.languages import ENGLISH, noted, words_in
from auditkit.problems import Place, problem
from auditkit.tables.files import write_bytes

_SET = "managing-cost-of-care"


@click.command("init", short_help="Write a starter folder.")
@click.argument("folder", default="practice-audits", type=click.Path(), metavar="[FOLDER]")
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--set", "set_name", default=_SET, metavar="ID", help="The question set to use.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.pass_context
def command(ctx: click.Context, folder: str, name: str | None, set_name: str, force: bool) -> None:
    """Write a folder to start from: a blank return, a mapping file, on Windows a file to drag
    returns on, and a programme with invented cases to draw from.

    auditkit init plugin NAME writes a plugin that passes its own tests.
    """
    if name is not None:
        if folder != "plugin":
            raise usage_error("give one folder, or: auditkit init plugin NAME")
        from auditkit.cli.starter_plugin import starter_plugin

        folder, files = starter_plugin(name)
    else:
        files = starter_files(make_kit(ctx), set_name, language_spoken())
    there = [name for name in files if os.path.exists(os.path.join(folder, name))]
    if there and not force:
        raise Refused([problem("F018", Place(file=os.path.join(folder, name))) for name in there])
    for inside, data in files.items():
        path = os.path.join(folder, inside)
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        write_bytes(path, data, replace=True)
    said = words_spoken().plural(
        "Wrote {count} file in {folder}. Next: read {readme}",
        "Wrote {count} files in {folder}. Next: read {readme}",
        len(files),
        folder=folder,
        readme=os.path.join(folder, "README.md"),
    )
    errors_to(sys.stderr)(said)


def starter_files(kit: AuditKit, set_name: str, language: str = ENGLISH) -> Mapping[str, bytes]:
    """The files of a starter folder, by their paths in it; what people read is in a language."""
    from auditkit.cli.starter_cycle import MODERATION, NEXT_PERIOD, PERIOD, RECORD, cycle
    from auditkit.cli.starter_readme import readme
    from auditkit.templates.forms import forms_columns, forms_text
    from auditkit.templates.workbook import write_template

    question_set = kit.question_set(set_name)
    blank = BytesIO()
    write_template(question_set, blank, language=language)
    words = words_in(language)
    played = cycle(kit, question_set)
    facts = {
        "drag": words.translate(_DRAG),
        "run": words.translate(_RUN),
        "id": question_set.id,
        "version": question_set.version,
        "language": "" if language == ENGLISH else f" --language {language}",
        "period": PERIOD,
        "next": NEXT_PERIOD,
        "record": RECORD,
        "moderation": MODERATION,
        **played.corrected,
    }
    return {
        "README.md": readme(words, facts).encode(),
        "blank-return.xlsx": blank.getvalue(),
        "microsoft-forms.txt": forms_text(question_set, language).encode(),
        "microsoft-forms-columns.yaml": forms_columns(question_set, language).encode(),
        "returns/PUT-RETURNS-HERE.txt": words.translate(_PUT_HERE).encode(),
        "score-returns.bat": _BATCH.format(**facts).replace("\n", "\r\n").encode(),
        "score-returns.sh": _SHELL.format(**facts).encode(),
        **played.files,
    }


_PUT_HERE = noted("Put audit returns in this folder: .xlsx, .csv, .json or .jsonl.\n")

_DRAG = noted(
    "Drag a folder or a file of audit returns on this file: it writes results.xlsx beside it."
)
_RUN = noted("Scores the folder of returns named, or the one beside this file, into results.xlsx.")

_BATCH = """\
@echo off
rem {drag}
setlocal
set "RETURNS=%~1"
if "%RETURNS%"=="" set "RETURNS=%~dp0returns"
py -m auditkit score "%RETURNS%" --set {id}@{version} -o "%~dp0results.xlsx" --force{language}
if exist "%~dp0results.xlsx" start "" "%~dp0results.xlsx"
pause
"""

_SHELL = """\
#!/bin/sh
# {run}
cd "$(dirname "$0")" || exit 1
auditkit score "${{1:-returns}}" --set {id}@{version} -o results.xlsx --force{language}
"""
