"""``auditkit report --publish``: a folder of open data."""

from __future__ import annotations

import json
import os

import click

from auditkit.cli.language import say_wrote, usage_error
from auditkit.cli.options import options
from auditkit.errors import Refused
from auditkit.problems import Place, problem
from auditkit.report.as_html import report_html
from auditkit.report.csvw import METADATA, csvw_files
from auditkit.report.model import ReportModel
from auditkit.report.publishing import Disclosure, published
from auditkit.tables.files import write_bytes

_USUAL, _LEAST = 5, 3
_PAGE = "report.html"


# What a report takes that is to be published.
publishing_options = options(
    click.option(
        "--publish",
        type=click.Path(file_okay=False),
        metavar="FOLDER",
        help="Write a page and CSV files that may be published.",
    ),
    click.option(
        "--suppress-below",
        type=click.IntRange(min=_LEAST),
        metavar="N",
        help="Hide published numbers below this, but 0; 5 if nothing else is said.",
    ),
    click.option(
        "--round-to",
        type=click.IntRange(min=_LEAST),
        metavar="N",
        help="Round every published number to a multiple of this instead.",
    ),
    click.option("--licence", metavar="URL", help="The licence of what is published."),
)


def asked_disclosure(
    publish: str | None, suppress_below: int | None, round_to: int | None, licence: str | None
) -> Disclosure | None:
    """How small numbers are to be kept; None where nothing is to be published."""
    if publish is None:
        if suppress_below or round_to or licence:
            raise usage_error("this goes with --publish FOLDER")
        return None
    if suppress_below and round_to:
        raise usage_error("either --suppress-below or --round-to, not both")
    if round_to:
        return Disclosure(round_to=round_to)
    return Disclosure(suppress_below=suppress_below or _USUAL)


def publish_in(
    folder: str, report: ReportModel, disclosure: Disclosure, licence: str | None, *, force: bool
) -> None:
    """Write the page and the files of the tables.

    Raises `Refused` before anything is written where one of them is there, unless with `force`.
    """
    open_report = published(report, disclosure)
    files = {_PAGE: report_html(open_report), **csvw_files(open_report, licence)}
    paths = {os.path.join(folder, name): data for name, data in files.items()}
    there = [path for path in paths if os.path.exists(path) and not force]
    if there:
        raise Refused([problem("F018", Place(file=path)) for path in there])
    try:
        os.makedirs(folder, exist_ok=True)
        for name in _earlier(folder) - files.keys():
            os.remove(os.path.join(folder, name))
    except OSError as error:
        said = error.strerror or "refused"
        raise Refused([problem("F019", Place(file=folder), said=said)]) from None
    for path, data in paths.items():
        write_bytes(path, data, replace=force)
    say_wrote(folder)


def _earlier(folder: str) -> set[str]:
    """The tables of an earlier publication in the folder; beside those of another they might say
    what it hides.
    """
    try:
        with open(os.path.join(folder, METADATA), "rb") as stream:
            tables = json.load(stream)["tables"]
        named = {str(one["url"]) for one in tables}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    there = {entry.name for entry in os.scandir(folder) if entry.is_file()}
    return {name for name in named & there if name.endswith(".csv")}
