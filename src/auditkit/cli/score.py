"""``auditkit score``: from files of returns to scorecards."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, BinaryIO, cast

import click

from auditkit.cli.keys import asked_key, key_option
from auditkit.cli.language import language_option, usage_error, words_spoken
from auditkit.cli.output import Console, errors_to, say_problems
from auditkit.cli.reading_options import reading_options
from auditkit.cli.session import asked_set, make_kit, say_left_out
from auditkit.errors import Refused
from auditkit.kit import AuditKit
from auditkit.plugins import Registered, answering
from auditkit.problems import Place, errors, problem
from auditkit.questions.model import QuestionSet
from auditkit.returns import AuditReturn
from auditkit.scoring.scorecard import Results
from auditkit.tables.files import suffix_of, write_whole

if TYPE_CHECKING:
    from auditkit.draws.record import Draw
    from auditkit.privacy.keys import Key

_LONG = 20
# The size of some 20,000 returns, below which return by return is quicker.
_LARGE = 3_000_000


@click.command("score", short_help="Score audit returns.")
@click.argument("returns", nargs=-1, required=True, type=click.Path(), metavar="RETURNS...")
@reading_options
@click.option("-o", "--output", type=click.Path(), help="The file to write.")
@click.option("--format", "format_", metavar="F", help="table, csv, json, jsonl, answers or xlsx.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--draw", type=click.Path(), help="The draw that the cases come from.")
@key_option
@click.option("--strict", is_flag=True, help="Refuse a file with a problem in any return.")
@click.option("--explain", is_flag=True, help="Explain each figure.")
@language_option("The language of table, explanations and problems: en or cy.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "rows", "polars", "duckdb", "spark"]),
    default="auto",
    help="How to score: return by return; in bulk, read by Polars or DuckDB; or on a cluster.",
)
@click.option(
    "--master",
    metavar="URL",
    help="Where Spark runs, such as spark://host:7077; by default in this machine.",
)
@click.option(
    "--summary",
    is_flag=True,
    help="Only count: answers and ratings by service, stage and period.",
)
@click.option(
    "--problems",
    "problems_file",
    type=click.Path(),
    help="In bulk, a CSV file for every problem (on Spark a folder of them); the terminal gets"
    " counts.",
)
@click.pass_context
def command(
    ctx: click.Context,
    returns: tuple[str, ...],
    set_names: tuple[str, ...],
    output: str | None,
    format_: str | None,
    as_json: bool,
    columns: str | None,
    duplicates: str,
    sheet: str | None,
    draw: str | None,
    key_file: str | None,
    strict: bool,
    explain: bool,
    language: str,
    force: bool,
    engine: str,
    master: str | None,
    summary: bool,
    problems_file: str | None,
) -> int:
    """Score audit returns: files, or folders of them.

    Results go to standard output or to the file given, problems to standard error. Exit code 1
    says that a return is held or a file refused; the others are scored all the same. With
    --key-file cases stand under their pseudonyms, as in a draw that was made with the key.

    Large files, Parquet, and patterns such as 'lake/*.parquet' are scored in bulk, into a CSV or
    Parquet file: the columns are the same. Spark writes a folder of such files.
    """
    kit = make_kit(ctx)
    small_only = any((strict, explain, as_json, sheet, format_))
    if master and engine != "spark":
        raise usage_error("--master says where Spark runs: add --engine spark")
    _check(engine, summary, output, problems_file)
    is_in_bulk = bool(summary or problems_file) or is_asked_in_bulk(engine, returns, output)
    if not (is_in_bulk or small_only):
        is_in_bulk = any(map(_holds_parquet, returns))
    if not (is_in_bulk or small_only) and engine == "auto" and is_large(returns, output):
        # Rows that name their sets themselves may name several.
        is_in_bulk = isinstance(asked_set(kit, set_names), QuestionSet)
    if is_in_bulk:
        from auditkit.cli.bulk import asked_admission, score_in_bulk

        if small_only:
            raise usage_error(
                "in bulk there is no --strict, --explain, --json, --format or --sheet"
            )
        admission = asked_admission(duplicates, key_file, draw)
        asked = (kit, returns, set_names, output, columns, summary, problems_file, force)
        if engine == "spark":
            from auditkit.cli.spark import score_on_spark

            return score_on_spark(*asked, master, admission)
        return score_in_bulk(*asked, engine, admission)
    writer = _writer(kit, "json" if as_json else format_, output)
    if output is not None and os.path.exists(output) and not force:
        raise Refused([problem("F018", Place(file=output))])
    key, drawn = asked_key(key_file), asked_draw(draw)
    reading = kit.read(
        returns,
        asked_set(kit, set_names),
        columns=columns,
        duplicates=duplicates,
        sheet=sheet,
        strict=strict,
        progress=_progress,
    )
    returns_found = _of_draw(_under_pseudonyms(reading.returns, key), drawn)
    results = Results([kit.score(one) for one in returns_found], reading.problems, language)
    if output is not None:
        write_whole(output, partial(_write, writer, results), replace=force)
        errors_to(sys.stderr)(_wrote(output, len(results.cards)))
    else:
        console = cast(BinaryIO, Console(sys.stdout))
        if explain:
            for card in results.cards:
                console.write((kit.explain(card, language) + "\n\n").encode())
        _write(writer, results, console)
    say_left_out(kit, words_spoken())
    found = results.all_problems()
    say_problems(found)
    return 1 if errors(found) else 0


def asked_draw(path: str | None) -> Draw | None:
    """The draw in a file, where one is named."""
    if path is None:
        return None
    from auditkit.cli.draw_records import read_record

    return read_record(path)


def _under_pseudonyms(returns: Sequence[AuditReturn], key: Key | None) -> Sequence[AuditReturn]:
    """The returns, under the pseudonyms of their cases where there is a key."""
    if key is None:
        return returns
    from auditkit.privacy.protecting import under_pseudonym

    return [under_pseudonym(one, key) for one in returns]


def _of_draw(returns: Sequence[AuditReturn], draw: Draw | None) -> Sequence[AuditReturn]:
    """The returns, where there is a draw those held that are of none of its cases."""
    if draw is None:
        return returns
    from auditkit.draws.drawn_returns import against_draw

    return against_draw(returns, draw)


def is_asked_in_bulk(engine: str, returns: Sequence[str], output: str | None) -> bool:
    """Whether files are to be scored in bulk by what was asked for: by that engine, from or into
    Parquet, or by a pattern.
    """
    is_pattern = engine == "auto" and any("*" in one for one in returns)
    is_other = engine not in ("auto", "rows")
    return is_other or is_pattern or any(map(_is_parquet, (output, *returns)))


def is_large(returns: Sequence[str], output: str | None) -> bool:
    """Whether files are larger than return by return is quick for, and can be scored in bulk."""
    if output is None or any(suffix_of(one) != ".csv" for one in (output, *returns)):
        return False
    size = sum(os.path.getsize(one) for one in returns if os.path.exists(one))
    return size > _LARGE and all(map(PathFinder.find_spec, ("polars", "pyarrow")))


def _check(engine: str, summary: bool, output: str | None, problems_file: str | None) -> None:
    """Raise where what was asked for in bulk is contradictory."""
    if engine == "rows" and (summary or problems_file):
        raise usage_error("--summary and --problems are for bulk: choose another --engine")
    if summary and output is not None and suffix_of(output) != ".csv":
        raise usage_error("a summary is written as CSV: -o FILE.csv")
    if output and problems_file and os.path.realpath(output) == os.path.realpath(problems_file):
        raise usage_error("-o and --problems cannot be the same file")


def _is_parquet(path: str | None) -> bool:
    return path is not None and suffix_of(path) in (".parquet", ".pq")


def _holds_parquet(path: str) -> bool:
    """Whether Parquet is among the returns of a folder."""
    try:
        with os.scandir(path) as entries:
            return any(_is_parquet(one.name) and one.is_file() for one in entries)
    except OSError:
        return False


def _wrote(output: str, count: int) -> str:
    return words_spoken().plural(
        "Wrote {file}: {count} return", "Wrote {file}: {count} returns", count, file=output
    )


def _write(writer: Registered, results: Results, stream: BinaryIO) -> None:
    with answering(writer, OSError):
        writer.object.write(results, stream)


def _writer(kit: AuditKit, name: str | None, output: str | None) -> Registered:
    """The writer that a format or a file name asks for."""
    writers = kit.plugins.registry("auditkit_writers")
    if name is None and output is not None:
        suffix = suffix_of(output)
        name = next((one for one in writers if suffix in writers[one].object.suffixes), None)
        if name is None:
            known = ", ".join(sorted(s for w in writers.values() for s in w.object.suffixes))
            raise usage_error(
                "no format is known for {found}; known: {known}", found=output, known=known
            )
    name = name or "table"
    if name not in writers:
        known = ", ".join(writers)
        raise usage_error("unknown format {found}; known: {known}", found=repr(name), known=known)
    if output is None and not writers[name].object.is_text:
        raise usage_error("{format} needs a file to write: -o FILE", format=name)
    return writers[name]


def _progress(files: Sequence[str]) -> Iterable[str]:
    """The files with a progress bar, where there are many and a terminal shows it."""
    if len(files) < _LONG or not sys.stderr.isatty():
        return files
    return _with_bar(files)


def _with_bar(files: Sequence[str]) -> Iterator[str]:
    with click.progressbar(
        files, label=words_spoken().translate("Reading"), file=sys.stderr
    ) as bar:
        yield from bar
