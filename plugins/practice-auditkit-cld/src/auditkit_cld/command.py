"""``auditkit cld``: cases from extracts, and extracts to try it with."""

from __future__ import annotations

import os
import sys
from datetime import date
from functools import partial
from typing import BinaryIO, cast

import click

from auditkit import Place, Refused, problem
from auditkit.cases import Case, CaseSource
from auditkit.cli.output import Console, errors_to, say_problems
from auditkit.cli.session import make_kit
from auditkit.matching.dates import read_date
from auditkit.problems import errors
from auditkit.tables.files import write_whole
from auditkit.wording import counted, date_words

_MOST_PEOPLE = 1_000_000


def _day(_ctx: click.Context, _param: click.Parameter, text: str | None) -> date | None:
    """A date in ISO form or with the day first."""
    found = None if text is None else read_date(text)
    if text is not None and found is None:
        raise click.BadParameter(f"{text!r} is no date such as 2026-03-31 or 31/03/2026")
    return found


@click.group("cld", short_help="Cases from England's Client Level Data.")
def cld() -> None:
    """Cases from extracts of England's adult social care Client Level Data."""


@cld.command("cases", short_help="List the cases in an extract.")
@click.argument("extract", type=click.Path())
@click.option("--earlier", type=click.Path(), metavar="EXTRACT", help="What to compare it with.")
@click.option("--at", callback=_day, metavar="DATE", required=True, help="The day to look at.")
@click.option(
    "--earlier-at", callback=_day, metavar="DATE", help="That of the earlier one, if not its last."
)
@click.option("-o", "--output", type=click.Path(), metavar="CSV", help="The file to write.")
@click.option("--pounds", default="50", show_default=True, help="Increased is above so much,")
@click.option("--percent", default="10", show_default=True, help="and above so many percent.")
@click.option("--service", metavar="HEADING", help="The field that gives the service.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.pass_context
def cases(
    ctx: click.Context,
    extract: str,
    earlier: str | None,
    at: date,
    earlier_at: date | None,
    output: str | None,
    pounds: str,
    percent: str,
    service: str | None,
    force: bool,
) -> int:
    """List everybody with a service open on a day, with their weekly cost and what changed.

    Goes to standard output or to the file given, problems to standard error. Exit code 1 says
    that rows are wrong; the other rows count all the same.
    """
    from auditkit_cld.listing import write_cases

    _refuse_existing(output, force=force)
    options = {"pounds": pounds, "percent": percent}
    if earlier_at is not None:
        options["earlier_at"] = earlier_at.isoformat()
    if service is not None:
        options["service_field"] = service
    source: CaseSource = make_kit(ctx).plugins.registry("auditkit_case_sources")["cld"].object
    found = source.read(extract, at=at, earlier=earlier, options=options)
    write = partial(write_cases, found.cases)
    if output is None:
        write(cast(BinaryIO, Console(sys.stdout)))
    else:
        write_whole(output, write, replace=force)
    say_problems(found.problems)
    errors_to(sys.stderr)(_summary(found.cases, at, output))
    return 1 if errors(found.problems) else 0


def _summary(found: tuple[Case, ...], at: date, output: str | None) -> str:
    said = [f"{counted(len(found), 'case')} on {date_words(at)}"]
    if any("new_person" in case.facts for case in found):
        increased = [case.facts.get("increased_cost") for case in found]
        new = sum(case.facts.get("new_person") == "yes" for case in found)
        said.append(f"{increased.count('yes')} with increased cost, {new} new")
        said.append(f"{increased.count(None)} undecided")
    return ("" if output is None else f"Wrote {output}: ") + ", ".join(said)


@cld.command("generate", short_help="Write synthetic extracts to try it with.")
@click.option("-o", "--output", type=click.Path(), required=True, metavar="FOLDER")
@click.option("--people", type=click.IntRange(1, _MOST_PEOPLE), default=200, show_default=True)
@click.option("--seed", default="1", show_default=True, help="The same seed, the same files.")
@click.option("--release", type=click.Choice(["1", "2"]), default="1", show_default=True)
@click.option("--force", is_flag=True, help="Replace files that are there.")
def generate(output: str, people: int, seed: str, release: str, force: bool) -> None:
    """Write two synthetic extracts a year apart, with the traps of real ones, and a list of who
    is which trap. Nobody in them exists.
    """
    from auditkit_cld import generating

    found = list(generating.people(people, seed, int(release)))
    extract = partial(generating.write_extract, found, release=int(release))
    files = {
        f"cld-release-{release}-2025-03-31.csv": partial(extract, is_later=False),
        f"cld-release-{release}-2026-03-31.csv": partial(extract, is_later=True),
        "traps.csv": partial(generating.write_traps, found),
    }
    paths = {os.path.join(output, name): write for name, write in files.items()}
    for path in paths:
        _refuse_existing(path, force=force)
    os.makedirs(output, exist_ok=True)
    say = errors_to(sys.stderr)
    for path, write in paths.items():
        write_whole(path, write, replace=force)
        say(f"Wrote {path}")
    earlier, later, _ = paths
    say(f"Next: auditkit cld cases {later} --earlier {earlier} --at 2026-03-31")


def _refuse_existing(path: str | None, *, force: bool) -> None:
    if path is not None and os.path.exists(path) and not force:
        raise Refused([problem("F018", Place(file=path))])
