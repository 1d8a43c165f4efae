"""``auditkit score`` for large files: streamed, with problems counted instead of listed."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import click
import pyarrow

from auditkit.cli.keys import asked_key
from auditkit.cli.language import usage_error, words_spoken
from auditkit.cli.output import Console, errors_to, say_problems
from auditkit.cli.score import asked_draw
from auditkit.cli.session import asked_set, say_left_out
from auditkit.errors import Refused
from auditkit.frames import score_files
from auditkit.frames.admission import Admission
from auditkit.frames.findings import PROBLEM_COLUMNS, problem_cells
from auditkit.problems import Place, Problem, errors, problem
from auditkit.questions.model import QuestionSet
from auditkit.return_files import columns_map
from auditkit.scoring.scorecard import HELD
from auditkit.tables.files import suffix_of, write_whole

if TYPE_CHECKING:
    from auditkit.frames.bulk import Found
    from auditkit.frames.score_files import Inputs
    from auditkit.frames.summary import Row
    from auditkit.kit import AuditKit

_SHOWN = 20
# What `mallopt` of the GNU C library calls them: bytes, more than is ever free at once; bytes, the
# most that it takes, larger than any block; and one heap for all threads, which grows less.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = (-1, 1 << 29), (-3, 1 << 25), (-8, 1)


def score_in_bulk(
    kit: AuditKit,
    returns: Sequence[str],
    set_names: Sequence[str],
    output: str | None,
    columns: str | None,
    summary: bool,
    problems_file: str | None,
    force: bool,
    engine: str,
    admission: Admission,
) -> int:
    """Score large files into a file, or only count what is in them; the exit code."""
    _keep_what_is_freed()
    question_set = one_set(kit, set_names)
    for path in filter(None, (output, problems_file)):
        if os.path.exists(path) and not force:
            raise Refused([problem("F018", Place(file=path))])
    inputs = score_files.inputs_in(kit, returns)
    if engine == "rows":
        return _score_by_rows(kit, question_set, inputs, output, columns, force, admission)
    mapping = None if columns is None else columns_map(columns)
    told: dict[str, Any] = {"mapping": mapping, "admission": admission, "engine": engine}
    found: list[Found] = []

    def run(problems: Callable[[Iterable[Problem] | None], None] | None) -> None:
        with _progress(inputs.files) as progress:
            told.update(progress=progress, problems=problems)
            if summary:
                found.append(_summarise(kit, question_set, inputs, output, force, told))
            else:
                found.append(_score(kit, question_set, inputs, output, force, told))

    if problems_file is None:
        run(None)
    else:
        write_whole(problems_file, _with_problems(run), replace=force)
    say_left_out(kit, words_spoken())
    say_found(found[0])
    return 1 if found[0].tally.has_error() else 0


def _keep_what_is_freed() -> None:
    """Have memory that is freed kept for the next batch: it is as large as the last, and what goes
    back to the system must be asked for again page by page.
    """
    # Unlike Arrow's own pool, where one thread fills what another frees.
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (TypeError, OSError, AttributeError):
        # Only the GNU library has it, and needs it.
        return
    for asked in (_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX):
        mallopt(*asked)


def _score_by_rows(
    kit: AuditKit,
    question_set: QuestionSet,
    inputs: Inputs,
    output: str | None,
    columns: str | None,
    force: bool,
    admission: Admission,
) -> int:
    """Score files return by return."""
    from auditkit.builtin.writers import Csv
    from auditkit.frames.by_rows import score_rows, write_parquet

    checked = output_in_bulk(output)
    mapping = None if columns is None else columns_map(columns)
    results = score_rows(kit, question_set, inputs, mapping, admission)

    def write(stream: BinaryIO) -> None:
        if suffix_of(checked) in score_files.PARQUET:
            write_parquet(results, question_set, stream, kit)
        else:
            Csv().write(results, stream)

    write_whole(checked, write, replace=force)
    say_wrote(checked, len(results.cards), sum(one.status == HELD for one in results.cards))
    found = results.all_problems()
    say_problems(found)
    return 1 if errors(found) else 0


def asked_admission(duplicates: str, key_file: str | None, draw: str | None) -> Admission:
    """What is asked of returns before they are scored."""
    return Admission(duplicates, asked_key(key_file), asked_draw(draw))


def output_in_bulk(output: str | None) -> str:
    if output is None or suffix_of(output) not in (".csv", *score_files.PARQUET):
        raise usage_error("in bulk the results need a CSV or Parquet file: -o FILE")
    return output


def one_set(kit: AuditKit, names: Sequence[str]) -> QuestionSet:
    """The one set that is named."""
    found = asked_set(kit, names)
    if isinstance(found, QuestionSet):
        return found
    raise Refused([problem("F058")])


def _score(
    kit: AuditKit,
    question_set: QuestionSet,
    inputs: Inputs,
    output: str | None,
    force: bool,
    told: dict[str, Any],
) -> Found:
    output = output_in_bulk(output)
    found = score_files.score_files(kit, question_set, inputs, output, replace=force, **told)
    say_wrote(output, found.rows, found.held)
    return found


def say_wrote(output: str, rows: int, held: int) -> None:
    said = words_spoken().plural(
        "Wrote {file}: {count} return, {held} held",
        "Wrote {file}: {count} returns, {held} held",
        rows,
        file=output,
        held=held,
    )
    errors_to(sys.stderr)(said)


def _summarise(
    kit: AuditKit,
    question_set: QuestionSet,
    inputs: Inputs,
    output: str | None,
    force: bool,
    told: dict[str, Any],
) -> Found:
    rows, found = score_files.summarise_files(kit, question_set, inputs, **told)
    write_summary(rows, output, force)
    return found


def write_summary(rows: Sequence[Row], output: str | None, force: bool) -> None:
    """A summary as CSV, into a file or to the terminal."""
    from auditkit.frames.summary import write_counts

    if output is None:
        write_counts(rows, cast(BinaryIO, Console(sys.stdout)))
    else:
        write_whole(output, lambda stream: write_counts(rows, stream), replace=force)


def _with_problems(
    run: Callable[[Callable[[Iterable[Problem] | None], None]], None],
) -> Callable[[BinaryIO], None]:
    """What writes every problem to a stream while something runs."""

    def write(stream: BinaryIO) -> None:
        from auditkit.builtin.writers import csv_rows, write_csv

        write_csv([], stream, PROBLEM_COLUMNS)
        begin = stream.tell()

        def problems(found: Iterable[Problem] | None) -> None:
            if found is None:
                stream.seek(begin)
                stream.truncate()
            else:
                csv_rows(map(problem_cells, found), stream)

        run(problems)

    return write


@contextmanager
def _progress(paths: Sequence[str]) -> Iterator[Callable[[int], None]]:
    """A bar as long as the files, where a terminal shows it."""
    size = sum(os.path.getsize(path) for path in paths if os.path.exists(path))
    if not sys.stderr.isatty():
        with nullcontext():
            yield lambda done: None
        return
    label = words_spoken().translate("Scoring")
    with click.progressbar(length=size, label=label, file=sys.stderr) as bar:
        yield bar.update


def say_found(found: Found) -> None:
    """The problems, counted."""
    say, words = errors_to(sys.stderr), words_spoken()
    counted = found.tally.in_order()
    for one in counted[:_SHOWN]:
        say(one.text_in(words))
    if len(counted) > _SHOWN:
        say(words.plural("and {count} more", "and {count} more", len(counted) - _SHOWN))
