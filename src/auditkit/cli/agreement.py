"""``auditkit moderation agreement``: how far raters agree, from a file of ratings."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from auditkit.cli.language import language_spoken, usage_error, words_spoken
from auditkit.cli.moderation_options import programme_option, stages_option
from auditkit.cli.output import print_json, say_line, say_problems
from auditkit.cli.store_option import VARIABLE
from auditkit.cli.stored_agreement import interval_words, stored_agreement
from auditkit.errors import Refused
from auditkit.languages import Words, noted

if TYPE_CHECKING:
    from auditkit.agreement.estimate import Estimate
    from auditkit.agreement.ratings import Ratings
    from auditkit.agreement.scale import Scale

_NO_SCALE = noted("""\
declare the scale: --scale A,B,C names every option a rating can be, the lowest first.
It is never inferred from the ratings, for an option that nobody happened to use would be missing
from it, and some statistics would come out differently.""")
_NOTHING_NAMED = noted(
    "name a file of ratings, or the store whose audits are compared: --store PATH"
)
_OF_A_FILE = noted("""\
--scale, --scores, --table, --weights and --sheet are about a file of ratings. In a store every
question has the scale that its question set declares.""")
_OF_A_STORE = noted("""\
--store, --period, --programme, --stages and --by are about the audits of a store. A file of
ratings has a column for each rater.""")
_NAMES = {
    "percent_agreement": noted("Percent agreement"),
    "cohen_kappa": noted("Cohen's kappa"),
    "gwet_ac": noted("Gwet's AC1"),
    "fleiss_kappa": noted("Fleiss' kappa"),
    "krippendorff_alpha": noted("Krippendorff's alpha"),
}
_AC2 = noted("Gwet's AC2")
# Of Krippendorff's alpha they are metrics; weights of somebody's own are called like their file.
_WEIGHTS = (
    noted("unweighted"),
    noted("linear"),
    noted("quadratic"),
    noted("ordinal"),
    noted("nominal"),
    noted("interval"),
    noted("ratio"),
)
_HEADINGS = (
    noted("Statistic"),
    noted("Weights"),
    noted("Value"),
    noted("Interval (95%)"),
    noted("Error"),
    noted("How the error was found"),
)
_REMARKS = {
    "too few": noted("Reliability: too few units for statistics (under 10). Look at the counts."),
    "low": noted(
        "Reliability: low (10 to 29 units). The figures are uncertain, as the intervals show."
    ),
}


@click.command("agreement", short_help="Measure agreement, in a store or a file of ratings.")
@click.argument("ratings", required=False, type=click.Path(), metavar="[RATINGS]")
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
            raise usage_error(_NOTHING_NAMED)
        if options or scores or is_table or weights or sheet:
            raise usage_error(_OF_A_FILE)
        return stored_agreement(ctx, where, is_json=is_json, **stored)
    if any(_is_typed(ctx, name) for name in ("where", *stored)):
        raise usage_error(_OF_A_STORE)
    if options is None:
        raise usage_error(_NO_SCALE)
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


def _is_typed(ctx: click.Context, name: str) -> bool:
    """Whether an option was given in the call itself, and not by the environment."""
    return ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE


def _scale(options: str, scores: str | None) -> Scale:
    from auditkit.agreement.scale import declared_scale, number_of

    numbers = None if scores is None else [number_of(one) for one in _split("--scores", scores)]
    if numbers is not None and None in numbers:
        message = noted("{found} holds something else than numbers: --scores 1,2,5")
        raise click.BadParameter(words_spoken().translate(message, found=repr(scores)))
    try:
        return declared_scale(
            _split("--scale", options),
            None if numbers is None else [one for one in numbers if one is not None],
        )
    except Refused as refused:
        told = [one.message_in(language_spoken()) for one in refused.problems]
        raise click.UsageError("\n".join(told)) from None


def _split(option: str, text: str) -> list[str]:
    """The parts of a text at its commas; quotation marks hold a comma together."""
    try:
        rows = list(csv.reader([text], skipinitialspace=True, strict=True))
    except csv.Error as error:
        message = noted("{option}: the quotation marks do not match ({error})")
        raise usage_error(message, option=option, error=error) from None
    return [part.strip() for row in rows for part in row]


def _described(file: str, ratings: Ratings, estimates: Sequence[Estimate]) -> Iterator[str]:
    from auditkit.builtin.summary import aligned
    from auditkit.wording import listed

    words = words_spoken()
    yield _counts(file, ratings, words)
    yield words.translate("Scale: {options}", options=listed(ratings.scale.options))
    if ratings.raters == 2:
        yield ""
        yield from aligned(list(_square(ratings, words)))
    yield ""
    given = [one for one in estimates if one.value is not None]
    head = tuple(map(words.translate, _HEADINGS))
    yield from aligned([head, *(_row(one, words) for one in given)])
    if any(one.se == 0 for one in given):
        yield words.translate(
            "An interval without width is no certainty: all units agree, or disagree, alike."
        )
    missing: dict[tuple[str, str], list[str]] = {}
    for one in estimates:
        if one.value is None:
            why = (_name(one, words), words.again(one.reason))
            missing.setdefault(why, []).append(_weights(one, words))
    for (statistic, reason), weights in missing.items():
        yield f"{statistic} ({', '.join(weights)}): {reason}."
    remark = _REMARKS.get(estimates[0].reliability)
    if remark:
        yield ""
        yield words.translate(remark)


def _counts(file: str, ratings: Ratings, words: Words) -> str:
    """How many raters and units there are, and how many of these can be compared."""
    return words.translate(
        "{file}: {raters}, {units}, {compared} rated at least twice, {others} not",
        file=file,
        raters=words.plural("{count} rater", "{count} raters", ratings.raters),
        units=words.plural("{count} unit", "{count} units", ratings.units),
        compared=ratings.compared,
        others=ratings.units - ratings.compared,
    )


def _square(ratings: Ratings, words: Words) -> Iterator[Sequence[str]]:
    """The counts of each two options: the first rater's down, the second's along."""
    options, pairs = ratings.scale.options, ratings.pairs
    yield (words.translate("First \\ second"), *options)
    for i, option in enumerate(options):
        yield (option, *(str(pairs[i, j]) for j in range(len(options))))


def _row(one: Estimate, words: Words) -> Sequence[str]:
    interval, error, method = "–", "–", words.translate("not defined here")
    if one.ci95 is not None:
        interval = interval_words(one.ci95, 3, words)
    if one.se is not None:
        error, method = f"{one.se:.3f}", words.again(one.method)
    return (_name(one, words), _weights(one, words), f"{one.value:.3f}", interval, error, method)


def _name(one: Estimate, words: Words) -> str:
    is_weighted_ac = one.statistic == "gwet_ac" and one.weights != "unweighted"
    return words.translate(_AC2 if is_weighted_ac else _NAMES[one.statistic])


def _weights(one: Estimate, words: Words) -> str:
    return words.translate(one.weights) if one.weights in _WEIGHTS else one.weights
