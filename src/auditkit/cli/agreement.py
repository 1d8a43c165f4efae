"""``auditkit moderation agreement``: how far raters agree, from a file of ratings."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from auditkit.cli.moderation_options import programme_option, stages_option
from auditkit.cli.output import print_json, say_line, say_problems
from auditkit.cli.store_option import VARIABLE
from auditkit.cli.stored_agreement import stored_agreement
from auditkit.errors import Refused

if TYPE_CHECKING:
    from auditkit.agreement.estimate import Estimate
    from auditkit.agreement.ratings import Ratings
    from auditkit.agreement.scale import Scale

_NO_SCALE = """\
declare the scale: --scale A,B,C names every option a rating can be, the lowest first.
It is never inferred from the ratings, for an option that nobody happened to use would be missing
from it, and some statistics would come out differently."""
_NOTHING_NAMED = "name a file of ratings, or the store whose audits are compared: --store PATH"
_OF_A_FILE = """\
--scale, --scores, --table, --weights and --sheet are about a file of ratings. In a store every
question has the scale that its question set declares."""
_NAMES = {
    "percent_agreement": "Percent agreement",
    "cohen_kappa": "Cohen's kappa",
    "gwet_ac": "Gwet's AC1",
    "fleiss_kappa": "Fleiss' kappa",
    "krippendorff_alpha": "Krippendorff's alpha",
}
_REMARKS = {
    "too few": "Reliability: too few units for statistics (under 10). Look at the counts.",
    "low": "Reliability: low (10 to 29 units). The figures are uncertain, as the intervals show.",
}


@click.command("agreement", short_help="Measure agreement, in a store or a file of ratings.")
@click.argument("ratings", required=False, type=click.Path())
@click.option("--scale", "options", metavar="A,B,C", help="Every option, the lowest first. Needed.")
@click.option("--scores", metavar="1,2,5", help="The options as numbers, if they are words.")
@click.option("--table", "is_table", is_flag=True, help="The file is a square table of counts.")
@click.option("--weights", type=click.Path(), help="A square table of weights of your own.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook to read.")
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--store", "where", envvar=VARIABLE, show_envvar=True, metavar="PATH|URL", help="The store."
)
@click.option("--period", metavar="PERIOD", help="Of a store: cases of this period alone.")
@programme_option
@stages_option
@click.option(
    "--by",
    type=click.Choice(["question", "service", "auditor"]),
    default="question",
    show_default=True,
    help="Of a store: over all cases, or apart for each service or auditor.",
)
@click.pass_context
def agreement(
    ctx: click.Context,
    /,
    ratings: str | None,
    options: str | None,
    scores: str | None,
    is_table: bool,
    weights: str | None,
    sheet: str | None,
    format_: str,
    as_json: bool,
    where: str | None,
    **stored: str | None,
) -> int:
    """Measure how far raters agree: percent agreement, Cohen's and Fleiss' kappa, Gwet's AC,
    Krippendorff's alpha.

    Without RATINGS, how far two stages agree over the cases of a store: on the rating and each
    question, on the scales that the question set declares, and over all questions, with errors
    by case. It is measured on the answers that were submitted, before any was corrected.

    RATINGS is a CSV or XLSX file: under a row of headings, the unit in the first column and one
    column for each rater; an empty cell is a missing rating. With --table it is a square table
    of counts, the options of the first rater down the first column, those of the second along
    the first row.
    """
    is_json = as_json or format_ == "json"
    if ratings is None:
        if where is None:
            raise click.UsageError(_NOTHING_NAMED)
        if options or scores or is_table or weights or sheet:
            raise click.UsageError(_OF_A_FILE)
        return stored_agreement(ctx, where, is_json=is_json, **stored)
    if options is None:
        raise click.UsageError(_NO_SCALE)
    from auditkit.agreement.measures import measured
    from auditkit.tables.ratings import read_counts, read_ratings, read_weights

    scale = _scale(options, scores)
    own = [] if weights is None else [read_weights(weights, scale)]
    found = (read_counts if is_table else read_ratings)(ratings, scale, sheet)
    estimates = measured(found.ratings, own)
    if is_json:
        print_json([one.as_dict() for one in estimates])
    else:
        for line in _described(os.path.basename(ratings), found.ratings, estimates):
            say_line(line)
    say_problems(found.problems)
    return 0


def _scale(options: str, scores: str | None) -> Scale:
    from auditkit.agreement.scale import declared_scale, number_of

    numbers = None if scores is None else [number_of(one) for one in _split("--scores", scores)]
    if numbers is not None and None in numbers:
        raise click.BadParameter(f"{scores!r} holds something else than numbers: --scores 1,2,5")
    try:
        return declared_scale(
            _split("--scale", options),
            None if numbers is None else [one for one in numbers if one is not None],
        )
    except Refused as refused:
        raise click.UsageError("\n".join(one.message for one in refused.problems)) from None


def _split(option: str, text: str) -> list[str]:
    """The parts of a text at its commas; quotation marks hold a comma together."""
    try:
        rows = list(csv.reader([text], skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise click.UsageError(f"{option}: the quotation marks do not match ({error})") from None
    return [part.strip() for row in rows for part in row]


def _described(file: str, ratings: Ratings, estimates: Sequence[Estimate]) -> Iterator[str]:
    from auditkit.builtin.summary import aligned
    from auditkit.wording import counted, listed

    units, compared = ratings.units, ratings.compared
    raters, rated = counted(ratings.raters, "rater"), counted(units, "unit")
    yield f"{file}: {raters}, {rated}, {compared} rated at least twice, {units - compared} not"
    yield f"Scale: {listed(ratings.scale.options)}"
    if ratings.raters == 2:
        yield ""
        yield from aligned(list(_square(ratings)))
    yield ""
    head = ("Statistic", "Weights", "Value", "95% interval", "Error", "How the error was found")
    given = [one for one in estimates if one.value is not None]
    yield from aligned([head, *map(_row, given)])
    if any(one.se == 0 for one in given):
        yield "An interval without width is no certainty: all units agree, or disagree, alike."
    missing: dict[tuple[str, str], list[str]] = {}
    for one in estimates:
        if one.value is None:
            missing.setdefault((_name(one), one.reason), []).append(one.weights)
    for (statistic, reason), weights in missing.items():
        yield f"{statistic} ({', '.join(weights)}): {reason}."
    remark = _REMARKS.get(estimates[0].reliability)
    if remark:
        yield ""
        yield remark


def _square(ratings: Ratings) -> Iterator[Sequence[str]]:
    """The counts of each two options: the first rater's down, the second's along."""
    options, pairs = ratings.scale.options, ratings.pairs
    yield ("First \\ second", *options)
    for i, option in enumerate(options):
        yield (option, *(str(pairs[i, j]) for j in range(len(options))))


def _row(one: Estimate) -> Sequence[str]:
    interval = "–" if one.ci95 is None else f"{one.ci95[0]:.3f} to {one.ci95[1]:.3f}"
    error = "–" if one.se is None else f"{one.se:.3f}"
    method = one.method if one.se is not None else "not defined here"
    return (_name(one), one.weights, f"{one.value:.3f}", interval, error, method)


def _name(one: Estimate) -> str:
    if one.statistic == "gwet_ac" and one.weights != "unweighted":
        return "Gwet's AC2"
    return _NAMES[one.statistic]
