"""Files, the readers that know them, and the audit returns in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from auditkit.errors import Refused
from auditkit.matching.folding import fold
from auditkit.matching.headings import mapped_spellings, metadata_headings
from auditkit.matching.intake import Intake, Narrow
from auditkit.plugins import OWN_DISTRIBUTION, Plugins, Registered, answering
from auditkit.problems import Place, Problem, problem
from auditkit.questions.model import QuestionSet
from auditkit.returns import AuditReturn
from auditkit.tables.files import HEAD_BYTES, AnyPath, input_files, name_of, read_bytes
from auditkit.tables.reading import Source, Tables

if TYPE_CHECKING:
    from auditkit.matching.mapping import ColumnsMap

Progress = Callable[[Sequence[str]], Iterable[str]]


class FileReaders:
    """The readers of files; those of plugins first, for they know more particular kinds."""

    def __init__(self, plugins: Plugins) -> None:
        registered = plugins.registry("auditkit_readers").values()
        self.readers = sorted(
            registered, key=lambda one: one.origin.distribution == OWN_DISTRIBUTION
        )

    def claims(self, name: str, head: bytes) -> bool:
        """Whether any reader reads a file of this name that begins so."""
        return self._of(name, head) is not None

    def _of(self, name: str, head: bytes) -> Registered | None:
        for one in self.readers:
            with answering(one):
                if one.object.claims(name, head):
                    return one
        return None

    def tables(self, source: Source) -> Tables:
        """The tables of a file. Raises `Refused` where no reader knows it, or it is damaged."""
        reader = self._of(source.name, source.data[:HEAD_BYTES])
        if reader is None:
            suffixes = {suffix for one in self.readers for suffix in one.object.suffixes}
            raise Refused([problem("F009", source.place, known=", ".join(sorted(suffixes)))])
        with answering(reader):
            found: Tables = reader.object.read(source)
            return found


def columns_map(columns: ColumnsMap | AnyPath) -> ColumnsMap:
    """A mapping file, read if need be."""
    from auditkit.matching.mapping import ColumnsMap, read_columns_map

    if isinstance(columns, ColumnsMap):
        return columns
    return read_columns_map(read_bytes(columns), name_of(columns))


def without_names() -> Narrow:
    """What leaves out the columns that say who somebody is."""
    from auditkit.privacy.columns import without_identifying

    return without_identifying


def read_files(
    readers: FileReaders,
    paths: Iterable[AnyPath],
    intake: Intake,
    *,
    sheet: str | None,
    strict: bool,
    progress: Progress | None,
) -> tuple[list[AuditReturn], list[Problem]]:
    """The returns in files and folders, and the problems that are not of one return. A file
    that cannot be used is among the problems and does not keep the others from being read.
    """
    files, problems = input_files(paths, readers.claims)
    returns: list[AuditReturn] = []
    for file in progress(files) if progress else files:
        try:
            found, said = _read_file(readers, file, intake, sheet)
            if strict:
                _refuse_problems(file, found)
        except Refused as refused:
            problems += refused.problems
        else:
            returns += found
            problems += said
    return returns, problems


def _read_file(
    readers: FileReaders, file: str, intake: Intake, sheet: str | None
) -> tuple[list[AuditReturn], list[Problem]]:
    tables = readers.tables(source_of(file, read_bytes(file), intake, sheet))
    returns: list[AuditReturn] = []
    problems = list(tables.problems)
    for table in tables.tables:
        found, said = intake.returns(table)
        returns += found
        problems += said
    return returns, problems


def source_of(file: str, data: bytes, intake: Intake, sheet: str | None) -> Source:
    """What a reader is told of a file."""
    known = metadata_headings()
    mapped: Mapping[str, Any] = intake.mapping.columns if intake.mapping else {}
    meant = {text for heading in mapped.values() for text in mapped_spellings(heading)}
    references = {text for text, key in known.items() if key == "case_ref"}
    if "case_ref" in mapped:
        references.update(mapped_spellings(mapped["case_ref"]))

    def is_reference(text: str) -> bool:
        return fold(text) in references

    def is_known(text: str) -> bool:
        return (folded := fold(text)) in known or folded in meant

    return Source(
        name=name_of(file),
        data=data,
        sheet=sheet,
        is_reference=is_reference,
        is_known=is_known,
        path=file,
        questions=intake.asked_for if isinstance(intake.asked_for, QuestionSet) else None,
    )


def _refuse_problems(file: str, returns: Sequence[AuditReturn]) -> None:
    broken = [one for one in returns if one.is_held]
    if broken:
        found = [problem for one in broken for problem in one.problems]
        refused = problem("F017", Place(file=name_of(file)), count=len(broken))
        raise Refused([*found, refused])
