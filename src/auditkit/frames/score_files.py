"""Files scored into a file: which source reads each, and which sink writes."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from auditkit.errors import Refused
from auditkit.frames.bulk import Bulk, Consumer, Found
from auditkit.frames.csv_files import NotPlain
from auditkit.frames.kernel import schema_of
from auditkit.frames.recipe import Recipe, recipe
from auditkit.frames.sinks import CsvSink, ParquetSink, Sink
from auditkit.frames.sources import Parquet, PlainCsv, Source, Tabled, Unreadable
from auditkit.frames.summary import Row, Summary
from auditkit.frozen import changed
from auditkit.languages import said
from auditkit.matching.intake import Intake
from auditkit.problems import Place, Problem, problem
from auditkit.return_files import FileReaders, source_of
from auditkit.tables.files import (
    MOST_BYTES,
    cannot_open,
    input_files,
    name_of,
    read_bytes,
    suffix_of,
    write_whole,
)

if TYPE_CHECKING:
    from auditkit.frames.admission import Admission
    from auditkit.frames.kernel import Scored
    from auditkit.kit import AuditKit
    from auditkit.matching.mapping import ColumnsMap
    from auditkit.questions.model import QuestionSet

PARQUET = (".parquet", ".pq")
CSV = (".csv", ".tsv", ".txt")
_NO_MATCH = said("no file matches")


class Readers(NamedTuple):
    """What opens large files of CSV and of Parquet."""

    csv: Callable[[str, Callable[[str], bool], Callable[[str], bool]], Source]
    parquet: Callable[[str], Source]


class Inputs(NamedTuple):
    """The files that are meant, and what is to be said of others beside them."""

    files: tuple[str, ...]
    left_out: tuple[Problem, ...] = ()


class _Written(Consumer):
    """Scorecards written through a sink, from the begin of a stream."""

    def __init__(self, sink: Sink, stream: BinaryIO) -> None:
        self.sink = sink
        self.stream = stream

    def begin(self) -> None:
        # What an earlier pass began would else write its own end later.
        self.sink.end()
        if self.stream.tell():
            # Never of an empty file: some file systems then write all of it out when it is closed.
            self.stream.seek(0)
            self.stream.truncate()
        self.sink.begin(self.stream)

    def rendered(self, scored: Scored) -> Any:
        return self.sink.rendered(scored)

    def write(self, rendered: Any) -> None:
        self.sink.write(rendered)

    def end(self) -> None:
        self.sink.end()


def score_files(
    kit: AuditKit,
    question_set: QuestionSet,
    inputs: Inputs,
    output: str,
    *,
    mapping: ColumnsMap | None = None,
    replace: bool = False,
    progress: Callable[[int], None] = lambda done: None,
    problems: Callable[[Iterable[Problem] | None], None] | None = None,
    admission: Admission | None = None,
    engine: str = "auto",
) -> Found:
    """Score files of returns, of any size, into a CSV or Parquet file that is there whole or not
    at all; its columns are those of the writer of scorecards. Raises `Refused`.
    """
    found: list[Found] = []

    def write(stream: BinaryIO) -> None:
        def consumer(recipe: Recipe) -> Consumer:
            schema = schema_of(recipe, recipe.scoring.plan())
            is_parquet = suffix_of(output) in PARQUET
            return _Written(ParquetSink(schema) if is_parquet else CsvSink(schema), stream)

        found.append(
            run(kit, question_set, inputs, consumer, mapping, progress, problems, admission, engine)
        )

    write_whole(output, write, replace=replace)
    return found[0]


def run(
    kit: AuditKit,
    question_set: QuestionSet,
    inputs: Inputs,
    consumer: Callable[[Recipe], Consumer],
    mapping: ColumnsMap | None = None,
    progress: Callable[[int], None] = lambda done: None,
    problems: Callable[[Iterable[Problem] | None], None] | None = None,
    admission: Admission | None = None,
    engine: str = "auto",
) -> Found:
    """Score files for a consumer, which is made for the recipe of the first of them. A file that
    cannot be used is among the problems, and does not keep the others from being scored.
    """
    readers = _readers(engine)
    opened = _Opener(kit, question_set, mapping, readers)
    refused: dict[str, list[Problem]] = {}
    while True:
        sources = list(opened.usable(inputs.files, refused))
        said = [*inputs.left_out, *chain.from_iterable(refused.values())]
        if not sources:
            raise Refused(said)
        bulk = Bulk(sources, progress, problems, admission, said)
        reached = consumer(sources[0][1])
        try:
            return bulk.score(reached)
        except NotPlain as unusual:
            opened.as_table(str(unusual))
        except Unreadable as damaged:
            refused[damaged.path] = list(damaged.problems)
        finally:
            reached.end()


def inputs_in(kit: AuditKit, paths: Iterable[str]) -> Inputs:
    """The files that are meant: those named, those that match a pattern, and of folders those that
    can be scored. Raises `Refused` where none matches.
    """
    readers = FileReaders(kit.plugins)

    def claims(name: str, head: bytes) -> bool:
        return suffix_of(name) in PARQUET or readers.claims(name, head)

    files, left_out = input_files(_matching(paths), claims)
    return Inputs(tuple(files), tuple(left_out))


def _matching(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        if os.path.exists(path) or not glob.has_magic(path):
            yield path
            continue
        matching = sorted(glob.glob(path))
        if not matching:
            raise Refused([problem("F001", Place(file=path), said=_NO_MATCH)])
        yield from matching


def _readers(engine: str) -> Readers:
    if engine != "duckdb":
        return Readers(PlainCsv, Parquet)
    from auditkit.frames import duckdb_files

    return Readers(duckdb_files.csv_source, duckdb_files.parquet_source)


class _Opener:
    """Opens files as sources, each with the recipe for its columns."""

    def __init__(
        self,
        kit: AuditKit,
        question_set: QuestionSet,
        mapping: ColumnsMap | None,
        readers: Readers,
    ) -> None:
        self.kit = kit
        self.set = question_set
        self.mapping = mapping
        self.readers = readers
        self.tabled: set[str] = set()
        self.opened: dict[str, list[tuple[Source, Recipe]]] = {}
        self.intake = Intake(kit.question_set, question_set, mapping)

    def usable(
        self, paths: Iterable[str], refused: dict[str, list[Problem]]
    ) -> Iterator[tuple[Source, Recipe]]:
        """The sources in files, but for those refused; others that cannot be used join them."""
        for path in paths:
            if path in refused:
                continue
            try:
                if path not in self.opened:
                    self.opened[path] = list(self.sources(path))
            except Refused as unusable:
                refused[path] = list(unusable.problems)
            else:
                yield from self.opened[path]

    def as_table(self, path: str) -> None:
        """Leave a file to the reader of small files, which reads whatever is not plain."""
        self.tabled.add(path)
        del self.opened[path]

    def sources(self, path: str) -> Iterator[tuple[Source, Recipe]]:
        """The sources in a file, with what is to be said of it."""
        # What is no file is for the reader of small files to name, without waiting for a pipe.
        kind = suffix_of(path) if os.path.isfile(path) else None
        if kind in PARQUET:
            yield self._with_recipe(self.readers.parquet(path))
        elif kind in CSV and path not in self.tabled:
            about = source_of(path, b"", self.intake, None)
            try:
                source = self.readers.csv(path, about.is_known, about.is_reference)
                yield self._with_recipe(source)
            except NotPlain:
                yield from self._tables(path)
            except OSError as error:
                raise Refused([cannot_open(path, error)]) from None
        else:
            yield from self._tables(path)

    def _tables(self, path: str) -> Iterator[tuple[Source, Recipe]]:
        if os.path.exists(path) and os.path.getsize(path) > MOST_BYTES:
            raise Refused([problem("F057", Place(file=name_of(path)))])
        source = source_of(path, read_bytes(path), self.intake, None)
        tables = FileReaders(self.kit.plugins).tables(source)
        notes = tables.problems
        for table in tables.tables:
            size = len(source.data) // len(tables.tables)
            yield self._with_recipe(Tabled(table, size), notes)
            notes = ()

    def _with_recipe(self, source: Source, notes: Sequence[Problem] = ()) -> tuple[Source, Recipe]:
        found = recipe(self.kit, self.set, source.table, self.mapping)
        return source, changed(found, problems=(*notes, *found.problems))


def summarise_files(
    kit: AuditKit,
    question_set: QuestionSet,
    inputs: Inputs,
    *,
    mapping: ColumnsMap | None = None,
    progress: Callable[[int], None] = lambda done: None,
    problems: Callable[[Iterable[Problem] | None], None] | None = None,
    admission: Admission | None = None,
    engine: str = "auto",
) -> tuple[list[Row], Found]:
    """How often each answer and rating came in files of returns, by service, stage and period: a
    row a count. Raises `Refused`.
    """
    summary = Summary(kit.plan(question_set))
    found = run(
        kit, question_set, inputs, lambda _: summary, mapping, progress, problems, admission, engine
    )
    return list(summary.rows()), found
